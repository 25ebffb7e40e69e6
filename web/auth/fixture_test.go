package auth

import (
	"context"
	"time"

	"sojourn/journey"
)

// start is a time to count from where a test needs no more than one that moves by hand.
var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

type clock struct{ at time.Time }

func newClock() *clock                   { return &clock{start} }
func (c *clock) now() time.Time          { return c.at }
func (c *clock) advance(d time.Duration) { c.at = c.at.Add(d) }

// memory is Revocations that a restart would forget.
type memory struct {
	RevokedSet
	now func() time.Time
}

func (m *memory) Revoke(_ context.Context, id journey.ID, expires time.Time) error {
	m.Add(id, expires, m.now())
	return nil
}

func newTokens(now func() time.Time) *Tokens {
	return NewTokens(Key{1, 2, 3}, TokenLife, &memory{now: now}, now)
}

type clientMap map[string]Client

func (m clientMap) Client(id string) (Client, bool) {
	c, ok := m[id]
	return c, ok
}

// knownClients: the secret of each is its id with -secret.
func knownClients() clientMap {
	clients := make(clientMap)
	for _, c := range []Client{
		{ID: "admin", Permissions: []string{"*:*:*"}},
		{ID: "viewer", Permissions: []string{"journey:session:view"}},
		{ID: "nobody"},
		{ID: "gone", Permissions: []string{"*:*:*"}, Disabled: true},
	} {
		c.SecretHash = HashSecret(c.ID + "-secret")
		clients[c.ID] = c
	}
	return clients
}

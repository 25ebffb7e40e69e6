package identity_test

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"sojourn/flow/identity"
	"sojourn/flow/identity/identitytest"
	"sojourn/journey"
	"sojourn/journey/contact"
)

// disk is a log in memory and a store over it. Its hooks run before the real thing and can refuse it.
type disk struct {
	*identitytest.Memory
	mu       sync.Mutex
	records  [][]byte
	onAppend func() error
	onPut    func() error
}

func newDisk() *disk { return &disk{Memory: identitytest.NewMemory()} }

func (d *disk) Append(_ context.Context, records [][]byte) (journey.Position, error) {
	if d.onAppend != nil {
		if err := d.onAppend(); err != nil {
			return 0, err
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.records = append(d.records, records...)
	return journey.Position(len(d.records) - len(records) + 1), nil
}

func (d *disk) Put(ctx context.Context, decisions []identity.Placed) error {
	if d.onPut != nil {
		if err := d.onPut(); err != nil {
			return err
		}
	}
	return d.Memory.Put(ctx, decisions)
}

// node is a directory on a disk, with a clock that stands until it is set.
type node struct {
	*identity.Directory
	t      testing.TB
	disk   *disk
	policy contact.Policy
	at     time.Time
}

func boot(t testing.TB, visitors identity.Visitors) *node {
	n := &node{
		t: t, disk: newDisk(), policy: contact.DefaultPolicy([16]byte{7}),
		at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
	}
	n.Directory = identity.New(identity.Options{
		Store: n.disk, Log: n.disk, Visitors: visitors, Policy: func() *contact.Policy { return &n.policy },
		Logger: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: func() time.Time { return n.at },
	})
	return n
}

// says makes the evidence of an event.
func (n *node) says(cookie, externalID, email string) *contact.Evidence {
	f := &contact.Facts{CustomerIDType: "cookie", CustomerID: cookie, ExternalID: externalID}
	if email != "" {
		f.Traits = []journey.Attribute{{Name: "email", Type: journey.String, Value: email}}
	}
	e := n.policy.Collect(f)
	return &e
}

func (n *node) resolve(e *contact.Evidence) contact.Decision {
	n.t.Helper()
	decision, err := n.Resolve(context.Background(), e)
	if err != nil {
		n.t.Fatal(err)
	}
	return decision
}

// all reads the stored contacts.
func (n *node) all(store identity.Store) []*contact.Contact {
	n.t.Helper()
	var out []*contact.Contact
	for c, err := range store.Contacts(context.Background(), journey.ID{}) {
		if err != nil {
			n.t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}

// heads reads the stored contacts that are canonical.
func (n *node) heads() []*contact.Contact {
	var out []*contact.Contact
	for _, c := range n.all(n.disk) {
		if c.IsHead() {
			out = append(out, c)
		}
	}
	return out
}

// replayed folds the log into an empty store, some records twice, and compares.
func (n *node) replayed() {
	n.t.Helper()
	ctx, store := context.Background(), identitytest.NewMemory()
	for _, from := range []int{len(n.disk.records) / 2, 0} {
		for i, record := range n.disk.records[:len(n.disk.records)-from] {
			placed, err := identity.Read(journey.Position(i+1), record)
			if err == nil {
				err = identity.Replay(ctx, store, []identity.Placed{placed})
			}
			if err != nil {
				n.t.Fatal(err)
			}
		}
	}
	want, got := n.all(n.disk), n.all(store)
	same := func(a, b *contact.Contact) bool {
		return bytes.Equal(contact.AppendContact(nil, a), contact.AppendContact(nil, b))
	}
	if !slices.EqualFunc(got, want, same) {
		n.t.Fatalf("replayed\n%+v, want\n%+v", got, want)
	}
	for _, c := range want {
		for _, claim := range c.Claims {
			if owner, _ := store.Owner(ctx, claim.Identifier); claim.Matches() && owner != c.ID {
				n.t.Fatalf("%v is owned by %s after a replay, want %s", claim.Identifier, owner, c.ID)
			}
		}
	}
}

package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sojourn/flow/define"
	"sojourn/journey"
	"sojourn/web/auth"
)

// revocations implements auth.Revocations: in memory for every request, in the log for the next start.
type revocations struct {
	auth.RevokedSet
	store *define.Store
	now   func() time.Time
}

// revocation is the body of the definition; its id is that of the token.
type revocation struct {
	Expires journey.Instant `json:"expires"`
}

func openRevocations(store *define.Store, now func() time.Time) (*revocations, error) {
	r := &revocations{store: store, now: now}
	for _, d := range store.List(journey.RevocationNoun) {
		id, err := journey.ParseID(d.ID)
		if err != nil {
			return nil, fmt.Errorf("revoked token %q: %w", d.ID, err)
		}
		expires, err := expiry(d)
		if err != nil {
			return nil, fmt.Errorf("revoked token %s: %w", d.ID, err)
		}
		r.Add(id, expires, now())
	}
	return r, nil
}

// Revoke implements auth.Revocations. To revoke a token again changes nothing.
func (r *revocations) Revoke(ctx context.Context, id journey.ID, expires time.Time) error {
	body, err := json.Marshal(revocation{journey.InstantOf(expires)})
	if err != nil {
		return fmt.Errorf("revoke a token: %w", err)
	}
	_, err = r.store.Create(ctx, journey.RevocationNoun, id.String(), body)
	if err != nil && !errors.Is(err, define.ErrExists) {
		return fmt.Errorf("revoke a token: %w", err)
	}
	r.Add(id, expires, r.now())
	return nil
}

func expiry(d journey.Definition) (time.Time, error) {
	var body revocation
	err := json.Unmarshal(d.Body, &body)
	return body.Expires.Time(), err
}

// revocationIsOver reports whether the token has expired by itself. What cannot be read is not over.
func revocationIsOver(d journey.Definition, now time.Time) bool {
	if d.Noun != journey.RevocationNoun {
		return false
	}
	expires, err := expiry(d)
	return err == nil && !now.Before(expires)
}

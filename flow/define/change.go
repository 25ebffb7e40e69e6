package define

import (
	"context"
	"fmt"

	"sojourn/journey"
	"sojourn/journey/codec"
)

// Create stores a new definition and returns it once it is durable. The error is ErrExists if there
// is one with that id, or that of a Table that cannot use the body.
func (s *Store) Create(
	ctx context.Context, noun journey.Noun, id string, body []byte,
) (journey.Definition, error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	old, found := s.current.Load().get(noun, id)
	if found && !old.Deleted {
		return journey.Definition{}, fmt.Errorf("define: %s %s: %w", noun, id, ErrExists)
	}
	// One that was deleted and comes again goes on with its versions, for the newest wins.
	now := journey.InstantOf(s.now())
	return s.commit(ctx, journey.Definition{
		Noun: noun, ID: id, Version: old.Version + 1, Created: now, Modified: now, Body: body,
	})
}

// Update replaces the body of a definition by what change makes of it and returns the next version
// once it is durable. A version other than 0 must be the current one, else the error is ErrConflict
// (api.md §7). Change is called at most once and does not keep old; its error is passed on.
func (s *Store) Update(
	ctx context.Context, noun journey.Noun, id string, version int, change func(old []byte) ([]byte, error),
) (journey.Definition, error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	old, err := s.changeable(noun, id)
	if err != nil {
		return journey.Definition{}, err
	}
	if version != 0 && version != old.Version {
		return journey.Definition{}, fmt.Errorf("define: %s %s has version %d, not %d: %w",
			noun, id, old.Version, version, ErrConflict)
	}
	next := old
	if next.Body, err = change(old.Body); err != nil {
		return journey.Definition{}, err
	}
	next.Version, next.Modified = old.Version+1, max(old.Modified, journey.InstantOf(s.now()))
	return s.commit(ctx, next)
}

// Delete puts a tombstone in the place of a definition and returns once it is durable.
func (s *Store) Delete(ctx context.Context, noun journey.Noun, id string) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	old, err := s.changeable(noun, id)
	if err != nil {
		return err
	}
	_, err = s.commit(ctx, journey.Definition{
		Noun: noun, ID: id, Version: old.Version + 1, Deleted: true,
		Created: old.Created, Modified: max(old.Modified, journey.InstantOf(s.now())),
	})
	return err
}

// changeable returns the stored definition that a change is about.
func (s *Store) changeable(noun journey.Noun, id string) (journey.Definition, error) {
	if _, fixed := s.fixed.get(noun, id); fixed {
		return journey.Definition{}, &journey.Fault{Code: journey.BadRequest,
			Reason: fmt.Sprintf("the %s %s is built in and cannot be changed", noun, id)}
	}
	d, found := s.Get(noun, id)
	if !found {
		return journey.Definition{}, fmt.Errorf("define: %s %s: %w", noun, id, ErrNotFound)
	}
	return d, nil
}

// commit makes a change in the order of the package comment. What is in the log counts, so the
// caller's context ends with the check: an append that was begun is waited for.
func (s *Store) commit(ctx context.Context, d journey.Definition) (journey.Definition, error) {
	if err := ctx.Err(); err != nil {
		return journey.Definition{}, err
	}
	ctx = context.WithoutCancel(ctx)
	var publish []func()
	for _, t := range s.tables {
		if !t.concerns(d.Noun) {
			continue
		}
		ready, err := t.prepare(d)
		if err != nil {
			return journey.Definition{}, err
		}
		publish = append(publish, ready)
	}
	at, err := s.log.Append(ctx, [][]byte{codec.AppendRecord(nil, &d)})
	if err != nil {
		return journey.Definition{}, fmt.Errorf("define: store %s %s: %w: %w", d.Noun, d.ID, errNotStored, err)
	}
	s.apply(ctx, change{at, &d})
	next := s.current.Load().with(d)
	s.current.Store(&next)
	for _, ready := range publish {
		ready()
	}
	return d, nil
}

// errNotStored is what the caller is told when the log takes nothing (events.md §1, 503).
var errNotStored = &journey.Fault{Code: journey.Unavailable, Reason: "the change could not be stored; try again"}

// apply hands the change to the index, and those before it that the index refused. The change counts
// anyway: as long as the index lacks it the mark stays behind it, so a restart replays it.
func (s *Store) apply(ctx context.Context, c change) {
	s.unset = append(s.unset, c)
	definitions := make([]*journey.Definition, len(s.unset))
	for i, c := range s.unset {
		definitions[i] = c.definition
	}
	if s.index.Define(ctx, s.mark.Low(), definitions) != nil {
		return
	}
	for _, c := range s.unset {
		s.mark.Done(c.at, c.at)
	}
	s.unset = nil
}

package stitch

import (
	"context"
	"errors"

	"sojourn/journey"
)

// shard replays the records of its share of the keys. One goroutine uses it at a time.
type shard struct {
	index  Index
	states *cache
	ledger *ledger
}

// flush folds and applies what is pending. upTo is the position up to which all shards are done.
func (s *shard) flush(ctx context.Context, all []pending, upTo journey.Position) error {
	if err := s.load(ctx, all); err != nil {
		return err
	}
	for _, p := range all {
		if err := s.fold(ctx, p, upTo); err != nil {
			return err
		}
	}
	return s.apply(ctx, upTo)
}

// load reads the states of the pending keys that are not cached.
func (s *shard) load(ctx context.Context, all []pending) error {
	for _, p := range all {
		s.ledger.want(p.record.RecordKey(), s.states)
	}
	return s.ledger.load(ctx, s.states)
}

// fold folds one record, unless the index holds it already.
func (s *shard) fold(ctx context.Context, p pending, upTo journey.Position) error {
	e := s.ledger.entries[p.record.RecordKey()]
	if p.at <= e.state.At {
		return nil
	}
	if e.loaded { // as in a lane, the state is trimmed before the next record of its key
		if err := s.applyEarly(ctx, upTo); err != nil {
			return err
		}
		e = s.ledger.entries[p.record.RecordKey()]
	}
	err := s.ledger.hold(ctx, e, p.record)
	if errors.Is(err, journey.ErrNoSession) {
		return nil // an erasure that was broken off took the beginning of the session and left this record
	}
	if err != nil {
		return err
	}
	e.watch()
	journey.Fold(e.state, p.record)
	e.note(p.record)
	e.settle(p.record, p.at)
	return nil
}

// apply writes what was folded.
func (s *shard) apply(ctx context.Context, upTo journey.Position) error {
	if err := s.index.Apply(ctx, upTo, s.ledger.changes()); err != nil {
		return err
	}
	s.ledger.reset()
	return nil
}

// applyEarly writes what was folded, and opens the accounts of the same keys again.
func (s *shard) applyEarly(ctx context.Context, upTo journey.Position) error {
	states := make([]*journey.State, len(s.ledger.order))
	for i, e := range s.ledger.order {
		states[i] = e.state
	}
	if err := s.apply(ctx, upTo); err != nil {
		return err
	}
	for _, state := range states {
		s.ledger.open(state.Key, state)
	}
	return nil
}

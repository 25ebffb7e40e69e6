package pebble

import (
	"context"
	"errors"
	"fmt"

	cockroach "github.com/cockroachdb/pebble/v2"

	"sojourn/journey"
)

// Around implements stitch.Index. The listing of a customer has the sessions of a kind by the date of their
// first event; only where dates are equal must the documents decide.
func (i *Index) Around(
	ctx context.Context, key journey.Key, kind journey.Kind, at journey.Instant,
) ([]*journey.Session, error) {
	_, customer := key.Customer()
	held := i.held.Load() // before the store, see generations
	snapshot := i.db.NewSnapshot()
	defer snapshot.Close()
	now := reading{i, held, snapshot}
	candidates, err := now.ofCustomer(customer)
	if err != nil {
		return nil, err
	}
	prefix := customerPrefix(nil, customer, kind)
	it, err := snapshot.NewIterWithContext(ctx, within(prefix))
	if err != nil {
		return nil, wrap("around", err)
	}
	stored, err := neighbours(begun{now, it, len(prefix)}, after(appendAscending(prefix, at)))
	if err := errors.Join(err, it.Error(), it.Close()); err != nil {
		return nil, fmt.Errorf("pebble: around: %w", err)
	}
	return around(append(candidates, stored...), kind, at), nil
}

// around returns the last session of a kind that began by a date and the first one that began after it.
func around(candidates []*journey.Session, kind journey.Kind, at journey.Instant) (found []*journey.Session) {
	var before, behind *journey.Session
	for _, s := range candidates {
		switch {
		case s.Kind != kind:
		case s.First.At <= at && (before == nil || before.First.Before(s.First)):
			before = s
		case s.First.At > at && (behind == nil || s.First.Before(behind.First)):
			behind = s
		}
	}
	for _, s := range []*journey.Session{before, behind} {
		if s != nil {
			found = append(found, s)
		}
	}
	return found
}

// neighbours returns the last sessions below a border in the listing and the first ones from there on; more than
// one where they began at the same date.
func neighbours(b begun, border []byte) ([]*journey.Session, error) {
	before, err := b.group(b.it.SeekLT(border), (*cockroach.Iterator).Prev)
	if err != nil {
		return nil, err
	}
	behind, err := b.group(b.it.SeekGE(border), (*cockroach.Iterator).Next)
	return append(before, behind...), err
}

// begun reads the listing of one customer's sessions of a kind, as far as the store has their newest state.
type begun struct {
	reading
	it     *cockroach.Iterator
	prefix int
}

// group returns the sessions that began at the same date as the one that the iterator stands at, if it
// stands at one, and leaves it behind them.
func (b begun) group(ok bool, step func(*cockroach.Iterator) bool) (group []*journey.Session, err error) {
	for ; ok; ok = step(b.it) {
		first, id, err := parseBegun(b.it.Key(), b.prefix)
		if err != nil {
			return nil, fmt.Errorf("%w: listing of a customer: %w", ErrRebuild, err)
		}
		if len(group) > 0 && first != group[0].First.At {
			break
		}
		if b.held.has(id) {
			continue
		}
		s, err := b.listed(id)
		if err != nil {
			return nil, err
		}
		group = append(group, s)
	}
	return group, nil
}

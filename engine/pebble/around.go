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
	snapshot := i.db.NewSnapshot()
	defer snapshot.Close()
	prefix := customerPrefix(nil, customer, kind)
	it, err := snapshot.NewIterWithContext(ctx, within(prefix))
	if err != nil {
		return nil, wrap("around", err)
	}
	found, err := neighbours(begun{from: snapshot, it: it, prefix: len(prefix)}, after(appendAscending(prefix, at)))
	if err := errors.Join(err, it.Error(), it.Close()); err != nil {
		return nil, fmt.Errorf("pebble: around: %w", err)
	}
	return found, nil
}

// neighbours returns the last session below a border in the listing and the first one from there on.
func neighbours(b begun, border []byte) (found []*journey.Session, err error) {
	before, err := b.group(b.it.SeekLT(border), (*cockroach.Iterator).Prev)
	if err != nil {
		return nil, err
	}
	behind, err := b.group(b.it.SeekGE(border), (*cockroach.Iterator).Next)
	if err != nil {
		return nil, err
	}
	if len(before) > 0 {
		last := before[0]
		for _, s := range before[1:] {
			if last.First.Before(s.First) {
				last = s
			}
		}
		found = append(found, last)
	}
	if len(behind) > 0 {
		first := behind[0]
		for _, s := range behind[1:] {
			if s.First.Before(first.First) {
				first = s
			}
		}
		found = append(found, first)
	}
	return found, nil
}

// begun reads the listing of one customer's sessions of a kind.
type begun struct {
	from   reader
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
		s, err := listedSession(b.from, id)
		if err != nil {
			return nil, err
		}
		group = append(group, s)
	}
	return group, nil
}

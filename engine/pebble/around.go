package pebble

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	cockroach "github.com/cockroachdb/pebble/v2"

	"sojourn/journey"
)

// Around implements stitch.Index. The sessions of one key and kind never overlap, so they
// come in the same order by newest event as by first one; only where dates are equal must the
// documents decide.
func (i *Index) Around(
	ctx context.Context, key journey.Key, kind journey.Kind, at journey.Instant,
) ([]*journey.Session, error) {
	_, customer := key.Customer()
	n := neighbours{kind: kind, at: at, prefix: customerPrefix(nil, customer)}
	snapshot := i.db.NewSnapshot()
	defer snapshot.Close()
	it, err := snapshot.NewIterWithContext(ctx, within(n.prefix))
	if err != nil {
		return nil, wrap("around", err)
	}
	err = errors.Join(n.find(snapshot, it), it.Error(), it.Close())
	if err != nil {
		return nil, fmt.Errorf("pebble: around: %w", err)
	}
	var found []*journey.Session
	for _, s := range [...]*journey.Session{n.before, n.after} {
		if s != nil {
			found = append(found, s)
		}
	}
	return found, nil
}

// neighbours looks for the sessions next to a date among those of a customer.
type neighbours struct {
	prefix        []byte
	kind          journey.Kind
	at            journey.Instant
	before, after *journey.Session
}

// find goes up from the first session whose newest event is not before the date, to the first that
// begins after it; if none of those begins at or before it, it goes down from there.
func (n *neighbours) find(from reader, it *cockroach.Iterator) error {
	border := append(appendDescending(bytes.Clone(n.prefix), n.at), bytes.Repeat([]byte{0xff}, idSize+1)...)
	for ok := it.SeekLT(border); ok; ok = it.Prev() {
		newest, s, err := n.read(from, it)
		if err != nil {
			return err
		}
		if n.after != nil && newest != n.after.Newest.At {
			break
		}
		n.consider(s)
	}
	for ok := n.before == nil && it.SeekGE(border); ok; ok = it.Next() {
		newest, s, err := n.read(from, it)
		if err != nil {
			return err
		}
		if n.before != nil && newest != n.before.Newest.At {
			break
		}
		n.consider(s)
	}
	return nil
}

// read returns the session that the iterator stands at, nil if it is of another kind.
func (n *neighbours) read(from reader, it *cockroach.Iterator) (journey.Instant, *journey.Session, error) {
	value, err := it.ValueAndErr()
	if err != nil {
		return 0, nil, err
	}
	newest, _, err := parseListed(it.Key(), len(n.prefix))
	if err != nil || len(value) != 1 {
		return 0, nil, fmt.Errorf("%w: listing of a customer: %w", ErrRebuild, errors.Join(err, errValue))
	}
	if journey.Kind(value[0]) != n.kind {
		return newest, nil, nil
	}
	s, err := listedSession(from, it.Key(), len(n.prefix))
	return newest, s, err
}

// consider keeps the session if it is nearer than what was found so far.
func (n *neighbours) consider(s *journey.Session) {
	switch {
	case s == nil:
	case s.First.At <= n.at:
		if n.before == nil || n.before.First.Before(s.First) {
			n.before = s
		}
	case n.after == nil || s.First.Before(n.after.First):
		n.after = s
	}
}

package pebble

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"iter"
	"math"
	"slices"

	cockroach "github.com/cockroachdb/pebble/v2"

	"sojourn/journey"
)

// Cursor is a place in a listing of sessions: behind the session with that ID and newest
// event. The zero Cursor is the beginning. It is an alias of an unnamed struct so that callers can
// speak of it in an interface of their own.
type Cursor = struct {
	Newest journey.Instant
	ID     journey.ID
}

// ShortID is a session's short id, an alias for the same reason as Cursor.
type ShortID = struct {
	Session journey.ID
	Number  uint32
	Newest  journey.Instant
}

// store is a reader that can be iterated over: the database or a snapshot.
type store interface {
	reader
	NewIterWithContext(ctx context.Context, o *cockroach.IterOptions) (*cockroach.Iterator, error)
}

// entry is a key and its value, valid until the next one.
type entry struct{ key, value []byte }

// within bounds an iteration to the keys with a prefix.
func within(prefix []byte) *cockroach.IterOptions {
	return &cockroach.IterOptions{LowerBound: prefix, UpperBound: after(prefix)}
}

// eventsOf bounds an iteration to the events of a session.
func eventsOf(session journey.ID) *cockroach.IterOptions {
	document := sessionKey(nil, session)
	return &cockroach.IterOptions{LowerBound: append(slices.Clone(document), 0), UpperBound: after(document)}
}

// scan yields the entries within bounds, ascending. It ends after an error.
func (i *Index) scan(ctx context.Context, from store, bounds *cockroach.IterOptions) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		it, err := from.NewIterWithContext(ctx, bounds)
		if err != nil {
			yield(entry{}, wrap("list", err))
			return
		}
		defer it.Close()
		for ok := it.First(); ok; ok = it.Next() {
			if err := ctx.Err(); err != nil {
				yield(entry{}, err)
				return
			}
			value, err := it.ValueAndErr()
			if !yield(entry{it.Key(), value}, wrap("list", err)) || err != nil {
				return
			}
		}
		if err := it.Error(); err != nil {
			yield(entry{}, wrap("list", err))
		}
	}
}

// Recent yields the sessions whose newest event lies in [from, to), newest first, then by ID. Between two
// pages, and while it is read, a session with a new event moves to the front; one that did not move is
// never skipped (api.md §12).
func (i *Index) Recent(
	ctx context.Context, from, to journey.Instant, cursor Cursor,
) iter.Seq2[*journey.Session, error] {
	return func(yield func(*journey.Session, error) bool) {
		i.sessionsOf(ctx, stretch{since: from, to: to, cursor: cursor}, yield)
	}
}

// Lasting implements stitch.Index. The kind is in the listing, so it costs little where there are few.
func (i *Index) Lasting(ctx context.Context, before journey.Instant) iter.Seq2[*journey.Session, error] {
	return func(yield func(*journey.Session, error) bool) {
		i.sessionsOf(ctx, stretch{since: math.MinInt64, to: before, lasting: true}, yield)
	}
}

// Due implements stitch.Index.
func (i *Index) Due(ctx context.Context, from, to journey.Instant) iter.Seq2[*journey.Session, error] {
	return func(yield func(*journey.Session, error) bool) {
		i.sessionsOf(ctx, stretch{since: from, to: to, oldest: true}, yield)
	}
}

// ByShortID returns the session with that short id that started last, of those that started together
// the one with the lowest ID; or journey.ErrNoSession (session.md §7).
func (i *Index) ByShortID(ctx context.Context, number uint32) (*journey.Session, error) {
	now := reading{i, i.held.Load(), i.db}
	var holder journey.ID
	var began journey.Stamp
	consider := func(id journey.ID, first journey.Stamp) {
		if holder.IsZero() || began.Before(first) || began == first && bytes.Compare(id[:], holder[:]) < 0 {
			holder, began = id, first
		}
	}
	prefix := shortPrefix(nil, number)
	for e, err := range i.scan(ctx, i.db, within(prefix)) {
		if err != nil {
			return nil, err
		}
		if len(e.key) != len(prefix)+idSize || len(e.value) != stampSize {
			return nil, fmt.Errorf("pebble: %w: short id %d: %w", ErrRebuild, number, errKey)
		}
		if id := journey.ID(e.key[len(prefix):]); !now.held.has(id) {
			consider(id, parseStamp(e.value))
		}
	}
	for _, g := range now.held.each() {
		for _, id := range g.byShort(nil, number) {
			if g == now.held.young || !now.held.young.has(id) {
				g.view(id, func(d *document) { consider(id, d.first) })
			}
		}
	}
	if holder.IsZero() {
		return nil, fmt.Errorf("pebble: %w: short id %d", journey.ErrNoSession, number)
	}
	return now.session(holder)
}

// ShortIDs yields the short ids of the sessions whose newest event is at or after that date,
// newest first.
func (i *Index) ShortIDs(ctx context.Context, since journey.Instant) iter.Seq2[ShortID, error] {
	return func(yield func(ShortID, error) bool) {
		w, err := i.walk(ctx, stretch{since: since, to: math.MaxInt64, numbered: true})
		if err != nil {
			yield(ShortID{}, err)
			return
		}
		defer w.close()
		for next, ok, err := w.next(); ok || err != nil; next, ok, err = w.next() {
			err = cmp.Or(err, ctx.Err())
			if !yield(ShortID{Session: next.id, Number: next.short, Newest: next.at}, err) || err != nil {
				return
			}
		}
	}
}

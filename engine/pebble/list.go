package pebble

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	cockroach "github.com/cockroachdb/pebble/v2"

	"sojourn/flow/stitch"
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
	return i.walk(ctx, from, bounds, (*cockroach.Iterator).First, (*cockroach.Iterator).Next)
}

func (i *Index) walk(
	ctx context.Context, from store, bounds *cockroach.IterOptions, start, step func(*cockroach.Iterator) bool,
) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		it, err := from.NewIterWithContext(ctx, bounds)
		if err != nil {
			yield(entry{}, wrap("list", err))
			return
		}
		defer it.Close()
		for ok := start(it); ok; ok = step(it) {
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

// Recent yields the sessions whose newest event lies in [from, to), newest first, then by ID. The listing
// is that of one moment. Between two pages a session with a new event moves to the front; one that
// did not move is never skipped (api.md §12).
func (i *Index) Recent(
	ctx context.Context, from, to journey.Instant, cursor Cursor,
) iter.Seq2[*journey.Session, error] {
	return i.listing(ctx, newestPrefix(nil), from, to, cursor, (*cockroach.Iterator).First, (*cockroach.Iterator).Next)
}

// Due implements stitch.Index.
func (i *Index) Due(ctx context.Context, from, to journey.Instant) iter.Seq2[*journey.Session, error] {
	return i.listing(ctx, newestPrefix(nil), from, to, Cursor{}, (*cockroach.Iterator).Last, (*cockroach.Iterator).Prev)
}

// listing walks over a part of a listing and reads the documents as of the same moment.
func (i *Index) listing(
	ctx context.Context, prefix []byte, from, to journey.Instant, cursor Cursor,
	start, step func(*cockroach.Iterator) bool,
) iter.Seq2[*journey.Session, error] {
	return func(yield func(*journey.Session, error) bool) {
		if from >= to {
			return
		}
		bounds := &cockroach.IterOptions{
			LowerBound: appendDescending(slices.Clone(prefix), to-1),
			UpperBound: after(appendDescending(slices.Clone(prefix), from)),
		}
		if cursor != (Cursor{}) {
			behind := append(listed(slices.Clone(prefix), cursor.Newest, cursor.ID), 0)
			if string(behind) > string(bounds.LowerBound) {
				bounds.LowerBound = behind
			}
			if string(behind) >= string(bounds.UpperBound) {
				return
			}
		}
		snapshot := i.db.NewSnapshot()
		defer snapshot.Close()
		for e, err := range i.walk(ctx, snapshot, bounds, start, step) {
			var s *journey.Session
			if err == nil {
				s, err = entrySession(snapshot, e.key, len(prefix))
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// entrySession reads the session that a key of the listing by newest event names.
func entrySession(from reader, key []byte, prefix int) (*journey.Session, error) {
	_, id, err := parseListed(key, prefix)
	if err != nil {
		return nil, fmt.Errorf("pebble: %w: listing: %w", ErrRebuild, err)
	}
	return listedSession(from, id)
}

// listedSession reads the session that a listing names: it must be there.
func listedSession(from reader, id journey.ID) (*journey.Session, error) {
	s, err := session(from, id)
	if errors.Is(err, journey.ErrNoSession) {
		return nil, fmt.Errorf("pebble: %w: listing: %w", ErrRebuild, err)
	}
	return s, err
}

// Events returns where the events of a session stand in the log, ascending, from the first behind that stamp
// on. The zero stamp is the beginning. At most limit are returned, all if it is 0; of the given types, of
// all types if none is given. A session that is not there has none.
func (i *Index) Events(
	ctx context.Context, session journey.ID, behind journey.Stamp, limit int, types ...journey.EventType,
) ([]stitch.Located, error) {
	bounds := eventsOf(session)
	if !behind.IsZero() {
		bounds.LowerBound = append(eventKey(nil, session, behind), 0)
	}
	var events []stitch.Located
	for e, err := range i.scan(ctx, i.db, bounds) {
		if err != nil {
			return nil, err
		}
		located, err := parseLocated(e)
		if err != nil {
			return nil, fmt.Errorf("pebble: %w: events of session %v: %w", ErrRebuild, session, err)
		}
		if len(types) > 0 && !slices.Contains(types, located.Type) {
			continue
		}
		if events = append(events, located); len(events) == limit {
			break
		}
	}
	return events, nil
}

func parseLocated(e entry) (l stitch.Located, err error) {
	if _, l.Stamp, err = parseEventKey(e.key); err != nil {
		return l, err
	}
	l.Type, l.Position, err = parseEventValue(e.value)
	return l, err
}

// ByShortID returns the session with that short id that started last, of those that started together
// the one with the lowest ID; or journey.ErrNoSession (session.md §7).
func (i *Index) ByShortID(ctx context.Context, number uint32) (*journey.Session, error) {
	prefix := shortPrefix(nil, number)
	var holder journey.ID
	var began []byte
	for e, err := range i.scan(ctx, i.db, within(prefix)) {
		switch {
		case err != nil:
			return nil, err
		case len(e.key) != len(prefix)+idSize:
			return nil, fmt.Errorf("pebble: %w: short id %d: %w", ErrRebuild, number, errKey)
		case string(e.value) > string(began): // stamps sort as they are written
			began = append(began[:0], e.value...)
			copy(holder[:], e.key[len(prefix):])
		}
	}
	if began == nil {
		return nil, fmt.Errorf("pebble: %w: short id %d", journey.ErrNoSession, number)
	}
	return session(i.db, holder)
}

// ShortIDs yields the short ids of the sessions whose newest event is at or after that date,
// newest first.
func (i *Index) ShortIDs(ctx context.Context, since journey.Instant) iter.Seq2[ShortID, error] {
	return func(yield func(ShortID, error) bool) {
		prefix := newestPrefix(nil)
		bounds := within(prefix)
		bounds.UpperBound = after(appendDescending(slices.Clone(prefix), since))
		for e, err := range i.scan(ctx, i.db, bounds) {
			var short ShortID
			if err == nil {
				short, err = parseShortID(e, len(prefix))
			}
			if err == nil && short.Number == 0 {
				continue
			}
			if !yield(short, err) || err != nil {
				return
			}
		}
	}
}

// parseShortID reads an entry of the listing by newest event.
func parseShortID(e entry, prefix int) (short ShortID, err error) {
	value, err := parseBrief(e.value)
	if err == nil {
		short.Newest, short.Session, err = parseListed(e.key, prefix)
	}
	if err != nil {
		return short, fmt.Errorf("pebble: %w: listing: %w", ErrRebuild, err)
	}
	short.Number = value.short
	return short, nil
}

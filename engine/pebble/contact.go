package pebble

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	cockroach "github.com/cockroachdb/pebble/v2"

	"sojourn/journey"
)

// ContactCursor is a place in the listing of contacts' sessions: behind the session with that ID and
// createdDate. The zero value is the beginning. An alias for the same reason as Cursor.
type ContactCursor = struct {
	First journey.Instant
	ID    journey.ID
}

// OfContacts yields the sessions that were stitched to any of these contacts, those that began last first, then
// by ID backwards (session.md §6.6).
func (i *Index) OfContacts(
	ctx context.Context, contacts []journey.ID, cursor ContactCursor,
) iter.Seq2[*journey.Session, error] {
	return func(yield func(*journey.Session, error) bool) {
		held := i.held.Load() // before the store, see generations
		snapshot := i.db.NewSnapshot()
		defer snapshot.Close()
		w := stitched{reading: reading{i, held, snapshot}, cursor: cursor}
		wanted := true
		err := w.open(ctx, contacts)
		for wanted && err == nil {
			var s *journey.Session
			if s, err = w.next(); s == nil {
				break
			}
			wanted = yield(s, nil)
			err = ctx.Err()
		}
		if err := errors.Join(err, w.close()); err != nil && wanted {
			yield(nil, wrap("list", err))
		}
	}
}

// stitched merges the listings of contacts.
type stitched struct {
	reading
	cursor  ContactCursor
	changed []ContactCursor // places of what is newer than the store has it, in order
	strands []*contactStrand
}

// contactStrand is the listing of one contact in the store, read backwards.
type contactStrand struct {
	it   *cockroach.Iterator
	head ContactCursor
	left bool
}

// laterBegun orders by createdDate, then by ID, both backwards.
func laterBegun(a, b ContactCursor) int {
	return cmp.Or(cmp.Compare(b.First, a.First), bytes.Compare(b.ID[:], a.ID[:]))
}

func (w *stitched) behind(c ContactCursor) bool {
	return w.cursor == (ContactCursor{}) || laterBegun(w.cursor, c) < 0
}

func (w *stitched) open(ctx context.Context, contacts []journey.ID) error {
	for _, contact := range contacts {
		w.hold(contact)
		prefix := contactPrefix(nil, contact)
		bounds := within(prefix)
		if w.cursor != (ContactCursor{}) {
			bounds.UpperBound = contactKey(nil, contact, w.cursor.First, w.cursor.ID)
		}
		it, err := w.from.(store).NewIterWithContext(ctx, bounds)
		if err != nil {
			return err
		}
		s := &contactStrand{it: it}
		w.strands = append(w.strands, s)
		if err := s.read(w.held, it.Last()); err != nil {
			return err
		}
	}
	slices.SortFunc(w.changed, laterBegun)
	w.changed = slices.Compact(w.changed)
	return nil
}

// hold notes the places of a contact's sessions that are newer than the store has them.
func (w *stitched) hold(contact journey.ID) {
	places := w.held.young.withContact(nil, contact)
	if w.held.old != nil {
		places = append(places, slices.DeleteFunc(w.held.old.withContact(nil, contact), func(c ContactCursor) bool {
			return w.held.young.has(c.ID)
		})...)
	}
	for _, c := range places {
		if w.behind(c) {
			w.changed = append(w.changed, c)
		}
	}
}

func (w *stitched) close() (err error) {
	for _, s := range w.strands {
		err = errors.Join(err, s.it.Error(), s.it.Close())
	}
	return err
}

// read makes what the iterator stands at the head, passing over what a generation has newer.
func (s *contactStrand) read(held *generations, ok bool) error {
	for ; ok; ok = s.it.Prev() {
		key := s.it.Key()
		if len(key) != 1+idSize+instantSize+idSize {
			return fmt.Errorf("%w: listing of a contact: %w", ErrRebuild, errKey)
		}
		s.head.First = ascending(key[1+idSize:])
		copy(s.head.ID[:], key[1+idSize+instantSize:])
		if !held.has(s.head.ID) {
			s.left = true
			return nil
		}
	}
	s.left = false
	return s.it.Error()
}

// next returns the next session, nil at the end.
func (w *stitched) next() (*journey.Session, error) {
	var best *contactStrand
	for _, s := range w.strands {
		if s.left && (best == nil || laterBegun(s.head, best.head) < 0) {
			best = s
		}
	}
	if len(w.changed) > 0 && (best == nil || laterBegun(w.changed[0], best.head) < 0) {
		next := w.changed[0].ID
		w.changed = w.changed[1:]
		return w.listed(next)
	}
	if best == nil {
		return nil, nil
	}
	id := best.head.ID
	if err := best.read(w.held, best.it.Prev()); err != nil {
		return nil, err
	}
	return w.listed(id)
}

package pebble

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"iter"
	"math"
	"slices"

	cockroach "github.com/cockroachdb/pebble/v2"

	"sojourn/journey"
)

// OfCustomer yields the sessions of a customer, newest event first, then by ID.
func (i *Index) OfCustomer(ctx context.Context, customer string, cursor Cursor) iter.Seq2[*journey.Session, error] {
	return func(yield func(*journey.Session, error) bool) {
		held := i.held.Load() // before the store, see generations
		snapshot := i.db.NewSnapshot()
		defer snapshot.Close()
		var m merging
		wanted := true
		err := m.open(ctx, reading{i, held, snapshot}, customer, cursor)
		for wanted && err == nil {
			var s *journey.Session
			if s, err = m.next(); s == nil {
				break
			}
			if behind(s, cursor) {
				wanted = yield(s, nil)
			}
			err = ctx.Err()
		}
		if err := errors.Join(err, m.close()); err != nil && wanted {
			yield(nil, wrap("list", err))
		}
	}
}

// behind reports whether a session comes after the place of a cursor.
func behind(s *journey.Session, c Cursor) bool {
	return c == (Cursor{}) || cmp.Or(cmp.Compare(c.Newest, s.Newest.At), bytes.Compare(s.ID[:], c.ID[:])) > 0
}

// merging brings the sessions of several kinds, each in the order of their first events, into the
// order of their newest events.
type merging struct {
	strands []strand
	ahead   []*journey.Session // read and not returned yet, newest event first
}

// strand is what is to be read of the sessions of one kind, backwards.
type strand struct {
	begun
	left bool            // the iterator stands at an unread session
	date journey.Instant // no unread session has an event after it
}

// open finds the last session of each kind that can come after the cursor: one that began after it does not.
func (m *merging) open(ctx context.Context, from reading, customer string, cursor Cursor) (err error) {
	if m.ahead, err = from.ofCustomer(customer); err != nil {
		return err
	}
	for kind := journey.Web; kind <= journey.Custom; kind++ {
		prefix := customerPrefix(nil, customer, kind)
		bounds := within(prefix)
		if cursor != (Cursor{}) {
			bounds.UpperBound = after(appendAscending(slices.Clone(prefix), cursor.Newest))
		}
		it, err := from.from.(store).NewIterWithContext(ctx, bounds)
		if err != nil {
			return err
		}
		s := strand{begun{from, it, len(prefix)}, it.Last(), math.MaxInt64}
		m.strands = append(m.strands, s)
		for s.left && !kind.IsVisit() { // these may overlap: only all of them can be brought into order
			group, err := s.group(true, (*cockroach.Iterator).Prev)
			if err != nil {
				return err
			}
			s.left = s.it.Valid()
			m.ahead = append(m.ahead, group...)
			m.strands[len(m.strands)-1].left = s.left
		}
	}
	m.ahead = sorted(m.ahead)
	return nil
}

func (m *merging) close() (err error) {
	for _, s := range m.strands {
		err = errors.Join(err, s.it.Error(), s.it.Close())
	}
	return err
}

// next returns the next session, or nil at the end. A session is next if no unread one can have an
// event at its date or later: of one kind, all that began before it have ended by then.
func (m *merging) next() (*journey.Session, error) {
	for {
		s := m.latest()
		if len(m.ahead) > 0 && (s == nil || m.ahead[0].Newest.At > s.date) {
			next := m.ahead[0]
			m.ahead = m.ahead[1:]
			return next, nil
		}
		if s == nil {
			return nil, nil
		}
		group, err := s.group(true, (*cockroach.Iterator).Prev)
		if err != nil {
			return nil, err
		}
		if s.left = s.it.Valid(); len(group) == 0 {
			continue // the rest are not as the store has them
		}
		s.date = group[0].First.At
		m.ahead = sorted(append(m.ahead, group...))
	}
}

// latest returns the strand whose unread sessions may have the latest events, nil if all is read.
func (m *merging) latest() *strand {
	var latest *strand
	for n := range m.strands {
		if s := &m.strands[n]; s.left && (latest == nil || s.date > latest.date) {
			latest = s
		}
	}
	return latest
}

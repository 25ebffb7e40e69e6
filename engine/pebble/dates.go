package pebble

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"

	cockroach "github.com/cockroachdb/pebble/v2"

	"sojourn/journey"
)

// spot is a session's place in the listing by newest event: newest first, then by ID.
type spot struct {
	at    journey.Instant
	id    journey.ID
	kind  journey.Kind
	short uint32
}

func (s spot) compare(t spot) int {
	return cmp.Or(cmp.Compare(t.at, s.at), bytes.Compare(s.id[:], t.id[:]))
}

// stretch is a part of the listing: the sessions whose newest event lies in [since, to), behind a cursor,
// from the front or from the back.
type stretch struct {
	since, to journey.Instant
	cursor    Cursor
	oldest    bool // first
	lasting   bool // only sessions that are no visits
	numbered  bool // only sessions with a short id
}

// walker merges the listings of the generations and of the store into one.
type walker struct {
	reading
	stretch
	strands  []*strandOfPart
	snapshot *cockroach.Snapshot
	it       *cockroach.Iterator
	head     spot          // of the store
	left     bool          // the head is one
	best     *strandOfPart // whose spot comes before those of all others; nil if none has any left
	chosen   bool          // best is up to date
}

// walk opens a walk over a part of the listing. It must be closed.
func (i *Index) walk(ctx context.Context, s stretch) (*walker, error) {
	w := &walker{stretch: s}
	held := i.held.Load() // before the store, see generations
	snapshot := i.db.NewSnapshot()
	w.reading, w.snapshot = reading{i, held, snapshot}, snapshot
	for n, g := range held.each() {
		for p := range g.documents {
			w.strands = append(w.strands, &strandOfPart{part: &g.documents[p], old: n > 0})
		}
	}
	bounds := &cockroach.IterOptions{
		LowerBound: appendDescending(newestPrefix(nil), s.to-1),
		UpperBound: after(appendDescending(newestPrefix(nil), s.since)),
	}
	if s.cursor != (Cursor{}) {
		behind := append(listed(newestPrefix(nil), s.cursor.Newest, s.cursor.ID), 0)
		if bytes.Compare(behind, bounds.LowerBound) > 0 {
			bounds.LowerBound = behind
		}
		if bytes.Compare(bounds.LowerBound, bounds.UpperBound) > 0 {
			bounds.LowerBound = bounds.UpperBound
		}
	}
	var err error
	if w.it, err = snapshot.NewIterWithContext(ctx, bounds); err != nil {
		return nil, errors.Join(wrap("list", err), snapshot.Close())
	}
	if s.oldest {
		return w, w.read(w.it.Last())
	}
	return w, w.read(w.it.First())
}

// close ends the walk. Its errors were told by next.
func (w *walker) close() { _ = errors.Join(w.it.Close(), w.snapshot.Close()) }

// read makes what the iterator stands at the head of the store, passing over what a generation has newer.
func (w *walker) read(ok bool) error {
	for ; ok; ok = w.step() {
		value, err := w.it.ValueAndErr()
		if err != nil {
			return wrap("list", err)
		}
		b, err := parseBrief(value)
		if err == nil && w.numbered && b.short == 0 {
			continue
		}
		if err == nil {
			w.head.at, w.head.id, err = parseListed(w.it.Key(), 1)
		}
		if err != nil {
			return fmt.Errorf("pebble: %w: listing: %w", ErrRebuild, err)
		}
		if w.head.kind, w.head.short = b.kind, b.short; !w.held.has(w.head.id) {
			w.left = true
			return nil
		}
	}
	w.left = false
	return wrap("list", w.it.Error())
}

func (w *walker) step() bool {
	if w.oldest {
		return w.it.Prev()
	}
	return w.it.Next()
}

// before reports whether one spot comes before another on this walk.
func (w *walker) before(a, b spot) bool {
	if w.oldest {
		return a.compare(b) > 0
	}
	return a.compare(b) < 0
}

// next returns the next spot; ok is false at the end.
func (w *walker) next() (_ spot, ok bool, err error) {
	for {
		best := w.choose()
		if w.left && (best == nil || w.before(w.head, best.ahead[0])) {
			next := w.head
			return next, true, w.read(w.step())
		}
		if best == nil {
			return spot{}, false, nil
		}
		next := best.ahead[0]
		best.ahead, w.chosen = best.ahead[1:], false
		if w.numbered && next.short == 0 || best.old && w.held.young.has(next.id) {
			continue // or it is listed where the young generation has it
		}
		return next, true, nil
	}
}

// choose returns the strand whose spot comes next, nil at the end of all. That changes only with what is taken from it.
func (w *walker) choose() *strandOfPart {
	if w.chosen {
		return w.best
	}
	w.best, w.chosen = nil, true
	for _, s := range w.strands {
		if s.fill(w) && (w.best == nil || w.before(s.ahead[0], w.best.ahead[0])) {
			w.best = s
		}
	}
	return w.best
}

// strandOfPart reads the dates of one part of a generation, some at a time.
type strandOfPart struct {
	part  *documents
	old   bool // of the old generation
	ahead []spot
	last  spot // that was read
	begun bool
	over  bool
}

// readAtOnce is how many dates a strand reads at a time.
const readAtOnce = 16

// fill reads ahead and reports whether there is anything.
func (s *strandOfPart) fill(w *walker) bool {
	if len(s.ahead) > 0 {
		return true
	}
	if s.over {
		return false
	}
	s.part.mu.RLock()
	defer s.part.mu.RUnlock()
	p, step := s.part, -1
	if w.oldest {
		step = 1
	}
	for n := s.start(w); 0 <= n && n < len(p.order) && len(s.ahead) < readAtOnce; n += step {
		d := p.order[n]
		if d.at < w.since || d.at >= w.to {
			break
		}
		doc := &p.list[d.doc]
		s.last, s.begun = spot{d.at, doc.id, doc.kind, doc.short}, true
		if doc.newest == d.at {
			s.ahead = append(s.ahead, s.last)
		}
	}
	s.over = len(s.ahead) < readAtOnce
	return len(s.ahead) > 0
}

// start returns where in the order to go on reading, or to begin. Dates may have come in meanwhile.
func (s *strandOfPart) start(w *walker) int {
	p := s.part
	switch {
	case w.oldest && s.begun:
		return p.behind(s.last)
	case w.oldest:
		return p.lastBefore(w.since) + 1
	case s.begun:
		return p.before(s.last)
	case w.cursor != (Cursor{}):
		return min(p.lastBefore(w.to), p.before(spot{at: w.cursor.Newest, id: w.cursor.ID}))
	}
	return p.lastBefore(w.to)
}

// lastBefore returns the last place in the order with an earlier date.
func (p *documents) lastBefore(at journey.Instant) int {
	return sort.Search(len(p.order), func(n int) bool { return p.order[n].at >= at }) - 1
}

// before returns the last place in the order below a spot.
func (p *documents) before(s spot) int {
	return sort.Search(len(p.order), func(n int) bool { return p.compare(p.order[n], s.at, s.id) >= 0 }) - 1
}

// behind returns the first place in the order above a spot.
func (p *documents) behind(s spot) int {
	return sort.Search(len(p.order), func(n int) bool { return p.compare(p.order[n], s.at, s.id) > 0 })
}

// sessionsOf yields the sessions of a part of the listing. A session that gets a new event meanwhile moves to
// the front and may be missed; one that does not is there, once.
func (i *Index) sessionsOf(ctx context.Context, s stretch, yield func(*journey.Session, error) bool) {
	if s.since >= s.to {
		return
	}
	w, err := i.walk(ctx, s)
	if err != nil {
		yield(nil, err)
		return
	}
	defer w.close()
	for next, ok, err := w.next(); ok || err != nil; next, ok, err = w.next() {
		if s.lasting && err == nil && next.kind.IsVisit() {
			continue
		}
		session, err := w.sessionAt(ctx, next, err)
		if err != nil {
			yield(nil, err)
			return
		}
		if session.Newest.At == next.at && !yield(session, nil) {
			return
		}
	}
}

// sessionAt reads the session at a spot, unless something went wrong before.
func (w *walker) sessionAt(ctx context.Context, at spot, err error) (*journey.Session, error) {
	if err = cmp.Or(err, ctx.Err()); err != nil {
		return nil, err
	}
	return w.listed(at.id)
}

// sorted brings sessions into the order of listings.
func sorted(sessions []*journey.Session) []*journey.Session {
	slices.SortFunc(sessions, func(a, b *journey.Session) int {
		return spot{at: a.Newest.At, id: a.ID}.compare(spot{at: b.Newest.At, id: b.ID})
	})
	return sessions
}

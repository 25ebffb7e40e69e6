package restapi

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"sync"
	"sync/atomic"

	"sojourn/flow/define"
	"sojourn/journey"
)

// world is everything behind the API, in memory: an intake that folds, and the sessions it makes.
type world struct {
	mu       sync.Mutex
	states   map[journey.Key]*journey.State
	sessions map[journey.ID]*journey.Session
	events   map[journey.ID][]*journey.Accepted
	ids      atomic.Uint32
	fail     error // of every submit
	people   *people
	shelf    *shelf // the definitions that judge events; nil for none
}

// policy is that of the settings of the spec, with what is defined.
func (w *world) policy() (p journey.Policy, err error) {
	var all []journey.Evaluated
	for _, noun := range []journey.Noun{journey.SegmentNoun, journey.OutcomeNoun} {
		for _, d := range w.shelf.List(noun) {
			e, err := journey.DecodeEvaluated(d)
			if err != nil {
				return p, err
			}
			all = append(all, e)
		}
	}
	return journey.DefaultPolicy().WithRules(journey.NewRules(all)), nil
}

func newWorld() *world {
	return &world{
		states:   map[journey.Key]*journey.State{},
		sessions: map[journey.ID]*journey.Session{},
		events:   map[journey.ID][]*journey.Accepted{},
	}
}

// newID counts: 00000000-0000-4000-8000-000000000001 is the first.
func (w *world) newID() journey.ID {
	n := w.ids.Add(1)
	return journey.RandomID([16]byte{14: byte(n >> 8), 15: byte(n)})
}

func (w *world) Submit(_ context.Context, e journey.Event) (journey.Receipt, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fail != nil {
		return journey.Receipt{}, w.fail
	}
	state := w.states[e.Key()]
	if state == nil {
		state = &journey.State{Key: e.Key()}
		w.states[e.Key()] = state
	}
	for _, events := range w.events {
		for _, old := range events {
			if e.IDGiven && old.ID == e.ID {
				return journey.Receipt{Event: old, Repeated: true, Session: journey.NumbersOf(w.sessions[old.Session])}, nil
			}
		}
	}
	policy, err := w.policy()
	if err != nil {
		return journey.Receipt{}, err
	}
	chance := journey.Chance{Session: w.newID(), ShortID: 4820 + uint32(len(w.sessions))}
	stepped, err := journey.Step(state, &e, &policy, chance)
	if err != nil {
		return journey.Receipt{}, err
	}
	s := stepped.Session
	for i := range stepped.Event.Judged {
		if stepped.Event.Judged[i].Verdict == journey.CustomerSegment { // nobody holds a segment before
			s.Settle(stepped.Event, i, e.Received, false)
		}
	}
	if w.people.stitching {
		w.people.stitch(s, stepped.Event)
	}
	w.sessions[s.ID] = s
	w.events[s.ID] = append(w.events[s.ID], stepped.Event)
	slices.SortFunc(w.events[s.ID], func(a, b *journey.Accepted) int {
		return cmp.Or(cmp.Compare(a.Created, b.Created), cmp.Compare(a.Seq, b.Seq))
	})
	return journey.Receipt{Event: stepped.Event, Session: journey.NumbersOf(s)}, nil
}

func (w *world) SubmitAll(ctx context.Context, events []*journey.Event) ([]journey.Receipt, []error) {
	receipts, errs := make([]journey.Receipt, len(events)), make([]error, len(events))
	for i, e := range events {
		receipts[i], errs[i] = w.Submit(ctx, *e)
	}
	return receipts, errs
}

func (w *world) Ping(_ context.Context, p journey.Ping) (journey.Pong, error) {
	for _, s := range w.sessions {
		if s.Customer == p.Customer {
			return journey.Pong{Session: s.ID}, nil
		}
	}
	return journey.Pong{}, nil
}

func (w *world) Session(_ context.Context, id journey.ID) (*journey.Session, error) {
	if s := w.sessions[id]; s != nil {
		return s, nil
	}
	return nil, journey.ErrNoSession
}

func (w *world) ByShortID(_ context.Context, number uint32) (*journey.Session, error) {
	for _, s := range w.sessions {
		if s.Visit != nil && s.Visit.ShortID == number {
			return s, nil
		}
	}
	return nil, journey.ErrNoSession
}

func (w *world) Events(
	_ context.Context, session journey.ID, after journey.Stamp, limit int,
) (page []*journey.Accepted, err error) {
	for _, e := range w.events[session] {
		if after.Before(e.Stamp()) && len(page) < limit {
			page = append(page, e)
		}
	}
	return page, nil
}

func (w *world) Entries(
	_ context.Context, session journey.ID, after journey.EventPlace, limit int, types []journey.EventType,
) (page []journey.Entry, err error) {
	var all []journey.Entry
	for _, e := range w.events[session] {
		all = append(all, e.Entry())
		for _, t := range e.News() {
			all = append(all, e.Followers(t)...)
		}
	}
	slices.SortFunc(all, func(a, b journey.Entry) int { return a.Place.Compare(b.Place) })
	for _, e := range all {
		wanted := len(types) == 0 || slices.Contains(types, e.Place.Type)
		if wanted && e.Place.Compare(after) > 0 && len(page) < limit {
			page = append(page, e)
		}
	}
	return page, nil
}

func (w *world) Recent(_ context.Context, span Span) iter.Seq2[*journey.Session, error] {
	return w.list(span.After, func(s *journey.Session) bool {
		return span.From <= s.Newest.At && s.Newest.At < span.To
	})
}

func (w *world) OfCustomer(_ context.Context, customerID string, after Place) iter.Seq2[*journey.Session, error] {
	return w.list(after, func(s *journey.Session) bool { return s.Customer == customerID })
}

func (w *world) OfContacts(_ context.Context, contacts []journey.ID, after Begun) iter.Seq2[*journey.Session, error] {
	order := func(a, b Begun) int {
		return cmp.Or(cmp.Compare(b.First, a.First), slices.Compare(b.ID[:], a.ID[:]))
	}
	begun := func(s *journey.Session) Begun { return Begun{First: s.First.At, ID: s.ID} }
	var all []*journey.Session
	for _, s := range w.sessions {
		if slices.Contains(contacts, s.ContactID()) && (after == Begun{} || order(begun(s), after) > 0) {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b *journey.Session) int { return order(begun(a), begun(b)) })
	return each(all)
}

func (w *world) list(after Place, belongs func(*journey.Session) bool) iter.Seq2[*journey.Session, error] {
	order := func(a, b Place) int {
		return cmp.Or(cmp.Compare(b.Newest, a.Newest), slices.Compare(a.ID[:], b.ID[:]))
	}
	place := func(s *journey.Session) Place { return Place{Newest: s.Newest.At, ID: s.ID} }
	var all []*journey.Session
	for _, s := range w.sessions {
		if belongs(s) && (after == Place{} || order(place(s), after) > 0) {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b *journey.Session) int { return order(place(a), place(b)) })
	return each(all)
}

func each(all []*journey.Session) iter.Seq2[*journey.Session, error] {
	return func(yield func(*journey.Session, error) bool) {
		for _, s := range all {
			if !yield(s, nil) {
				return
			}
		}
	}
}

// shelf is Definitions in memory.
type shelf struct {
	now  func() journey.Instant
	all  []journey.Definition
	fail error // of every change
}

func (s *shelf) at(noun journey.Noun, id string) int {
	return slices.IndexFunc(s.all, func(d journey.Definition) bool { return d.Noun == noun && d.ID == id })
}

func (s *shelf) List(noun journey.Noun) (listed []journey.Definition) {
	if s == nil {
		return nil
	}
	for _, d := range s.all {
		if d.Noun == noun {
			listed = append(listed, d)
		}
	}
	return listed
}

func (s *shelf) Get(noun journey.Noun, id string) (journey.Definition, bool) {
	if i := s.at(noun, id); i >= 0 {
		return s.all[i], true
	}
	return journey.Definition{}, false
}

func (s *shelf) Create(_ context.Context, noun journey.Noun, id string, body []byte) (journey.Definition, error) {
	d := journey.Definition{Noun: noun, ID: id, Version: 1, Created: s.now(), Modified: s.now(), Body: body}
	if s.fail == nil {
		s.all = append(s.all, d)
	}
	return d, s.fail
}

func (s *shelf) Update(_ context.Context, noun journey.Noun, id string, version int,
	change func(old []byte) ([]byte, error)) (journey.Definition, error) {
	i := s.at(noun, id)
	switch {
	case i < 0:
		return journey.Definition{}, define.ErrNotFound
	case version != 0 && version != s.all[i].Version:
		return journey.Definition{}, define.ErrConflict
	}
	body, err := change(s.all[i].Body)
	if err = cmp.Or(err, s.fail); err != nil {
		return journey.Definition{}, err
	}
	s.all[i].Version++
	s.all[i].Modified, s.all[i].Body = s.now(), body
	return s.all[i], nil
}

func (s *shelf) Delete(_ context.Context, noun journey.Noun, id string) error {
	i := s.at(noun, id)
	if i < 0 {
		return define.ErrNotFound
	}
	s.all = slices.Delete(s.all, i, i+1)
	return s.fail
}

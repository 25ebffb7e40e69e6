package golden

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"sync"

	"sojourn/flow/define"
	"sojourn/journey"
	"sojourn/web/restapi"
)

// memory folds events and keeps all there is: it is an ingest.Intake and a restapi.Sessions.
type memory struct {
	mu     sync.Mutex
	policy *define.View[journey.Policy]
	states map[journey.Key]*journey.State
	events []*journey.Accepted
	opened uint32
}

// Submit folds one event.
func (m *memory) Submit(_ context.Context, e journey.Event) (journey.Receipt, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e.IDGiven {
		for _, old := range m.events {
			if old.ID == e.ID && old.Key() == e.Key() {
				numbers := journey.NumbersOf(m.state(e.Key()).Session(old.Session))
				return journey.Receipt{Event: old, Repeated: true, Session: numbers}, nil
			}
		}
	}
	if e.ID.IsZero() {
		e.ID = m.id()
	}
	policy := m.policy.Get()
	stepped, err := journey.Step(m.state(e.Key()), &e, policy,
		journey.Chance{Session: m.id(), ShortID: 1000 + m.opened})
	if err != nil {
		return journey.Receipt{}, err
	}
	settle(stepped)
	m.events = append(m.events, stepped.Event)
	return journey.Receipt{Event: stepped.Event, Session: journey.NumbersOf(stepped.Session)}, nil
}

// settle gives the customer what it earned, as if nobody ever held a segment before.
func settle(stepped journey.Stepped) {
	for i, judged := range stepped.Event.Judged {
		if judged.Verdict == journey.CustomerSegment {
			stepped.Session.Settle(stepped.Event, i, stepped.Event.Received, false)
		}
	}
}

// value is what an outcome of a session carries.
func (m *memory) value(session, outcome journey.ID) string {
	s, err := m.Session(context.Background(), session)
	if err != nil {
		return err.Error()
	}
	for _, a := range s.Achievements {
		if a.Outcome == outcome {
			return a.Value
		}
	}
	return "nothing, it is not achieved"
}

// id makes an id of its own for everything.
func (m *memory) id() journey.ID {
	m.opened++
	return journey.RandomID([16]byte{0: byte(m.opened >> 8), 1: byte(m.opened)})
}

func (m *memory) state(key journey.Key) *journey.State {
	if m.states[key] == nil {
		m.states[key] = &journey.State{Key: key}
	}
	return m.states[key]
}

func (m *memory) SubmitAll(ctx context.Context, events []*journey.Event) ([]journey.Receipt, []error) {
	receipts, errs := make([]journey.Receipt, len(events)), make([]error, len(events))
	for i, e := range events {
		receipts[i], errs[i] = m.Submit(ctx, *e)
	}
	return receipts, errs
}

// WebSession implements ingest.WebSessions.
func (m *memory) WebSession(ctx context.Context, id journey.ID) (string, bool, error) {
	session, err := m.Session(ctx, id)
	if err != nil {
		return "", false, err
	}
	return session.Customer, session.Authenticated, nil
}

func (m *memory) Ping(_ context.Context, p journey.Ping) (journey.Pong, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	state := m.state(journey.VisitorKey(p.Customer))
	pinged := state.Pinged(p)
	if pinged == nil {
		return journey.Pong{}, nil
	}
	journey.Fold(state, pinged)
	return journey.Pong{Session: pinged.Session}, nil
}

func (m *memory) Session(_ context.Context, id journey.ID) (*journey.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, state := range m.states {
		if session := state.Session(id); session != nil {
			return session, nil
		}
	}
	return nil, journey.ErrNoSession
}

func (m *memory) ByShortID(context.Context, uint32) (*journey.Session, error) {
	return nil, journey.ErrNoSession
}

// Events implements restapi.Sessions.
func (m *memory) Events(
	_ context.Context, session journey.ID, after journey.Stamp, limit int,
) ([]*journey.Accepted, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []*journey.Accepted
	for _, e := range m.events {
		if e.Session == session && after.Before(e.Stamp()) {
			found = append(found, e)
		}
	}
	slices.SortFunc(found, func(a, b *journey.Accepted) int { return a.Entry().Place.Compare(b.Entry().Place) })
	return found[:min(limit, len(found))], nil
}

// Entries implements restapi.Sessions.
func (m *memory) Entries(
	_ context.Context, session journey.ID, after journey.EventPlace, limit int, types []journey.EventType,
) ([]journey.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []journey.Entry
	for _, e := range m.events {
		if e.Session == session {
			found = append(found, e.Entry())
			for _, t := range e.News() {
				found = append(found, e.Followers(t)...)
			}
		}
	}
	found = slices.DeleteFunc(found, func(e journey.Entry) bool {
		return e.Place.Compare(after) <= 0 || len(types) > 0 && !slices.Contains(types, e.Place.Type)
	})
	slices.SortFunc(found, func(a, b journey.Entry) int { return a.Place.Compare(b.Place) })
	return found[:min(limit, len(found))], nil
}

func (m *memory) Recent(context.Context, restapi.Span) iter.Seq2[*journey.Session, error] {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []*journey.Session
	for _, state := range m.states {
		all = append(all, state.Sessions...)
	}
	slices.SortFunc(all, func(a, b *journey.Session) int { return cmp.Compare(b.Newest.At, a.Newest.At) })
	return func(yield func(*journey.Session, error) bool) {
		for _, session := range all {
			if !yield(session, nil) {
				return
			}
		}
	}
}

func (m *memory) OfCustomer(
	_ context.Context, customer string, _ restapi.Place,
) iter.Seq2[*journey.Session, error] {
	m.mu.Lock()
	defer m.mu.Unlock()
	state := m.state(journey.VisitorKey(customer))
	return func(yield func(*journey.Session, error) bool) {
		for _, session := range slices.Backward(state.Sessions) {
			if !yield(session, nil) {
				return
			}
		}
	}
}

func (m *memory) OfContacts(
	context.Context, []journey.ID, restapi.Begun,
) iter.Seq2[*journey.Session, error] {
	return func(func(*journey.Session, error) bool) {}
}

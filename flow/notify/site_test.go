package notify

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"sojourn/journey"
	"sojourn/journey/codec"
)

// site is a log, and the index that follows from it, in memory.
type site struct {
	testing.TB
	mu       sync.Mutex
	records  [][]byte      // at position 1 and on; nil was erased
	more     chan struct{} // closed when there are more
	states   map[journey.Key]*journey.State
	sessions map[journey.ID]*journey.Session
	loads    int
	broken   error // of every reading
	ids      uint16
}

func newSite(t testing.TB) *site {
	return &site{
		TB: t, more: make(chan struct{}),
		states: map[journey.Key]*journey.State{}, sessions: map[journey.ID]*journey.Session{},
	}
}

func (s *site) ID() journey.ID { return journey.ID{1, 2, 3} }

func (s *site) End() journey.Position {
	s.mu.Lock()
	defer s.mu.Unlock()
	return journey.Position(len(s.records))
}

func (s *site) Wait(ctx context.Context, beyond journey.Position) error {
	for {
		s.mu.Lock()
		end, more := journey.Position(len(s.records)), s.more
		s.mu.Unlock()
		if end > beyond {
			return nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *site) Read(_ context.Context, after journey.Position) iter.Seq2[Entry, error] {
	s.mu.Lock()
	records, broken := s.records, s.broken
	s.mu.Unlock()
	return func(yield func(Entry, error) bool) {
		if broken != nil {
			yield(Entry{}, broken)
			return
		}
		var buffer []byte // reused, as a log may
		for i := int(after); i < len(records); i++ {
			if records[i] == nil {
				continue
			}
			buffer = append(buffer[:0], records[i]...)
			if !yield(Entry{Position: journey.Position(i + 1), Data: buffer}, nil) {
				return
			}
		}
	}
}

func (s *site) Session(_ context.Context, id journey.ID) (*journey.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loads++
	if session := s.sessions[id]; session != nil {
		return session, nil
	}
	return nil, journey.ErrNoSession
}

// fail makes every reading of the log fail, until err is nil.
func (s *site) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken = err
}

// loaded is how many sessions were read.
func (s *site) loaded() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.loads
}

// newID counts.
func (s *site) newID() journey.ID {
	s.ids++
	return journey.RandomID([16]byte{14: byte(s.ids >> 8), 15: byte(s.ids)})
}

// add appends records and keeps the session as it is now.
func (s *site) add(session *journey.Session, records ...journey.Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, record := range records {
		s.records = append(s.records, codec.AppendRecord(nil, record))
	}
	if session != nil {
		s.sessions[session.ID] = new(*session)
	}
	close(s.more)
	s.more = make(chan struct{})
}

// visit lets a visitor view a page now, and returns the event.
func (s *site) visit(cookie int, change ...func(*journey.Event)) *journey.Accepted {
	now := journey.InstantOf(time.Now())
	e := journey.Event{
		ID: s.newID(), Kind: journey.Web, Customer: "cookie-" + strconv.Itoa(cookie), Name: journey.PageViewed,
		Created: now, Received: now, Page: &journey.Page{URL: "https://a.example/", Hostname: "a.example"},
	}
	for _, f := range change {
		f(&e)
	}
	state := s.states[e.Key()]
	if state == nil {
		state = &journey.State{Key: e.Key()}
		s.states[e.Key()] = state
	}
	policy := journey.DefaultPolicy()
	stepped, err := journey.Step(state, &e, &policy, journey.Chance{Session: s.newID()})
	if err != nil {
		s.Fatal(err)
	}
	s.add(stepped.Session, stepped.Records...)
	return stepped.Event
}

// run runs a hub over the site until the test ends, and waits until it follows.
func (s *site) run(change ...func(*Options)) *Hub {
	h, _ := s.runUntil(change...)
	return h
}

// runUntil also returns what stops the hub, and waits for it.
func (s *site) runUntil(change ...func(*Options)) (*Hub, func()) {
	o := Options{Feed: s, Sessions: s, Logger: slog.New(slog.NewTextHandler(s.Output(), nil))}
	for _, f := range change {
		f(&o)
	}
	h := New(o)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { h.Run(ctx) })
	stop := func() { cancel(); running.Wait() }
	s.Cleanup(stop)
	for !h.isRunning() {
		time.Sleep(time.Millisecond) // of the bubble's clock
	}
	return h, stop
}

func (h *Hub) isRunning() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.running
}

func (s *site) subscribe(h *Hub, want Interest, cursor string) (*Subscription, Start) {
	s.Helper()
	sub, start, err := h.Subscribe(want, cursor)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(sub.Close)
	return sub, start
}

// heard takes what a subscriber is told within a time.
func heard(t testing.TB, sub *Subscription, within time.Duration) (items []Item) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	for {
		some, err := sub.Next(ctx)
		items = append(items, some...)
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			return items
		case err != nil:
			t.Fatal(err)
		}
	}
}

// updates are the sessions among items, and events the counts of events that they show.
func updates(items []Item) (sessions []journey.ID, events []uint64) {
	for _, item := range items {
		if item.Update != nil {
			sessions = append(sessions, item.Update.Session.ID)
			events = append(events, item.Update.Session.Events)
		}
	}
	return sessions, events
}

// changed are the positions of the changes among items.
func changed(items []Item) (at []journey.Position) {
	for _, item := range items {
		if item.Change != nil {
			at = append(at, item.Change.At)
		}
	}
	return at
}

func equal[T comparable](t testing.TB, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

package notify

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"sojourn/journey"
)

// Options is what a Hub is made of. Feed and Sessions are required.
type Options struct {
	Feed     Feed
	Sessions Sessions
	Now      func() time.Time // nil for the clock
	// Window is how many records a cursor may lie behind: those are read again for whoever comes back, and at the
	// start for the counters. It is also how far the hub may fall behind before it leaves records out. 0: 200,000.
	Window journey.Position
	// MaxSubscribers bounds how many there are at a time. 0: 200.
	MaxSubscribers int
	Logger         *slog.Logger // nil discards
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Window == 0 {
		o.Window = 200_000
	}
	if o.MaxSubscribers == 0 {
		o.MaxSubscribers = 200
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Hub follows the log once for all subscribers. It is safe for concurrent use.
type Hub struct {
	o        Options
	catching chan struct{} // full while as many subscribers read the log as may
	stopped  chan struct{} // closed when Run has ended

	// The goroutine of Run alone uses these.
	listener listener
	pace     *pace
	spoken   time.Time // when the minutes were told last

	mu       sync.Mutex
	running  bool
	position journey.Position // of the newest record that was read
	low      journey.Position // up to here everything was told
	live     journey.Position // records up to here are for the counters alone: they were there at the start
	minutes  minutes
	every    subscribers                // of all sessions
	single   map[journey.ID]subscribers // of one
	changes  int                        // how many of every want changes
	open     int
}

// subscribers is a set.
type subscribers map[*Subscription]bool

// catchingAtOnce is how many subscribers that came back read the log at the same time.
const catchingAtOnce = 2

// New makes a hub. It follows the log once it runs.
func New(o Options) *Hub {
	return &Hub{
		o: o.withDefaults(), pace: newPace(),
		catching: make(chan struct{}, catchingAtOnce), stopped: make(chan struct{}),
		every: subscribers{}, single: make(map[journey.ID]subscribers),
	}
}

// Start is where a new subscriber begins.
type Start struct {
	Cursor Cursor // it is told what is behind it
	Reset  bool   // not where it wanted: its cursor is too old, or none of this log
}

// Subscribe begins to tell a subscriber what it wants: from now on, or if it comes back with a cursor, from there on.
// The error is ErrStopped or ErrFull. A subscription is to be closed.
func (h *Hub) Subscribe(want Interest, cursor string) (*Subscription, Start, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case !h.running:
		return nil, Start{}, ErrStopped
	case h.open >= h.o.MaxSubscribers:
		return nil, Start{}, ErrFull
	}
	s := &Subscription{hub: h, interest: want, joined: max(h.position, h.live), wake: make(chan struct{}, 1)}
	start := Start{Cursor: Cursor{Log: h.o.Feed.ID(), At: s.joined}}
	if cursor != "" {
		from, ok := ParseCursor(cursor, start.Cursor.Log)
		switch {
		case !ok || from.At > s.joined || s.joined-from.At > h.o.Window:
			start.Reset = true
		case from.At < s.joined:
			s.missed = &missed{hub: h, interest: want, from: from.At, at: from.At, end: s.joined}
			start.Cursor = from
		}
	}
	h.join(s)
	return s, start, nil
}

func (h *Hub) join(s *Subscription) {
	h.open++
	id := s.interest.Session
	switch {
	case id.IsZero():
		h.every[s] = true
		if s.interest.Changes {
			h.changes++
		}
	case h.single[id] == nil:
		h.single[id] = subscribers{s: true}
	default:
		h.single[id][s] = true
	}
}

func (h *Hub) leave(s *Subscription) {
	h.mu.Lock()
	defer h.mu.Unlock()
	id := s.interest.Session
	if !h.every[s] && !h.single[id][s] {
		return
	}
	h.open--
	if h.every[s] && s.interest.Changes {
		h.changes--
	}
	delete(h.every, s)
	delete(h.single[id], s)
	if len(h.single[id]) == 0 {
		delete(h.single, id)
	}
}

// Subscribers returns how many there are, and how many there may be.
func (h *Hub) Subscribers() (open, limit int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.open, h.o.MaxSubscribers
}

// Cursor is the place up to which everything was told. What it told is in the index, so that a stream from here goes on
// behind whatever is read from the index afterwards.
func (h *Hub) Cursor() Cursor {
	h.mu.Lock()
	defer h.mu.Unlock()
	return Cursor{Log: h.o.Feed.ID(), At: max(h.position, h.live)}
}

// Hour returns the counters of the last 60 minutes, oldest first, and from when on nothing is missing in them.
func (h *Hub) Hour() (hour []Minute, since journey.Instant) {
	now := journey.InstantOf(h.o.Now())
	h.mu.Lock()
	defer h.mu.Unlock()
	hour = h.minutes.hour(now)
	return hour, max(h.minutes.since, hour[0].At)
}

// Run follows the log until ctx ends. Then it ends all subscriptions at once, and takes no more. It runs once.
func (h *Hub) Run(ctx context.Context) {
	h.start()
	defer h.stop()
	for ctx.Err() == nil {
		if err := h.advance(ctx); err != nil && ctx.Err() == nil {
			h.o.Logger.Warn("the live stream could not read the log, and leaves records out", "error", err)
			h.skip(h.o.Feed.End())
			pause(ctx, retryAfter)
		}
		h.tell(ctx)
		h.wait(ctx)
	}
}

// retryAfter keeps a log that cannot be read from being tried all the time.
const retryAfter = time.Second

// start begins at the end of the log, and goes back for the counters.
func (h *Hub) start() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.live = h.o.Feed.End()
	h.position = h.live - min(h.live, h.o.Window)
	h.running = true
}

func (h *Hub) stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.running = false
	close(h.stopped)
	for s := range h.every {
		s.stop()
	}
	for _, subscribers := range h.single {
		for s := range subscribers {
			s.stop()
		}
	}
}

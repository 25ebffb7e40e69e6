package notify

import (
	"context"
	"errors"
	"sync"

	"sojourn/journey"
)

// Why there is nothing more to be told.
var (
	// ErrStopped: the hub has stopped, or does not run yet.
	ErrStopped = errors.New("notify: the stream has stopped")
	// ErrFull: there are as many subscribers as may be.
	ErrFull = errors.New("notify: there are too many subscribers")
)

// maxQueued is how many items wait for a subscriber before it is told of a gap instead.
const maxQueued = 4096

// Subscription is the queue of one subscriber. Next and Close are called by one goroutine.
type Subscription struct {
	hub      *Hub
	interest Interest
	joined   journey.Position // the hub tells what is behind it
	missed   *missed          // what is to be read from the log first; nil for nothing
	wake     chan struct{}    // of capacity 1: there is something to take

	mu      sync.Mutex
	queue   []Item
	spare   []Item           // memory of the queue that was taken last
	lost    bool             // the queue was full
	gap     journey.Position // if it was: up to here all is lost
	stopped bool
}

// Joined is the position from which on the subscriber is told everything: the cursor of a new reader.
func (s *Subscription) Joined() journey.Position { return s.joined }

// Next waits for items and returns them in order, valid until the next call; first what the subscriber missed, if it
// came back. It ends with ErrStopped, or the context's error.
func (s *Subscription) Next(ctx context.Context) ([]Item, error) {
	for s.missed != nil {
		items, more, err := s.missed.next(ctx)
		if !more {
			s.missed.close()
			s.missed = nil
		}
		switch {
		case err == nil && len(items) > 0:
			return items, nil
		case err == nil:
		case ctx.Err() != nil, errors.Is(err, ErrStopped):
			return nil, err
		default:
			s.hub.o.Logger.Warn("a subscriber was not told all that it missed", "error", err)
			return []Item{{At: s.joined, Gap: true}}, nil
		}
	}
	for {
		items, err := s.take()
		if err != nil || len(items) > 0 {
			return items, err
		}
		select {
		case <-s.wake:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Known is the position up to which the subscriber knows everything, given that it has taken all that Next returned; 0
// while more waits for it. It moves on with the log also where nothing concerns the subscriber.
func (s *Subscription) Known() journey.Position {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.missed != nil || s.lost || len(s.queue) > 0 {
		return 0
	}
	if !s.interest.Session.IsZero() {
		return max(s.joined, s.hub.position) // see push
	}
	return max(s.joined, s.hub.low)
}

// take returns what waits.
func (s *Subscription) take() ([]Item, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil, ErrStopped
	}
	items := s.queue
	clear(s.spare[:cap(s.spare)])
	s.queue, s.spare = s.spare[:0], items
	if s.lost {
		s.lost = false
		return []Item{{At: s.gap, Gap: true}}, nil
	}
	return items, nil
}

// push hands an item over. Low is the position up to which the hub has told everything, at the one that it has read.
func (s *Subscription) push(item Item, low, at journey.Position) {
	item.At = max(low, s.joined)
	if !s.interest.Session.IsZero() {
		item.At = max(at, s.joined) // whoever follows one session looks at it when it comes back
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lost || len(s.queue) >= maxQueued {
		s.lose(at)
		return
	}
	s.queue = append(s.queue, item)
	s.notify()
}

// cut tells the subscriber that everything up to a position is lost to it.
func (s *Subscription) cut(at journey.Position) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lose(at)
}

func (s *Subscription) lose(at journey.Position) {
	s.lost, s.gap = true, at
	clear(s.queue)
	s.queue = s.queue[:0]
	s.notify()
}

func (s *Subscription) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	s.notify()
}

func (s *Subscription) notify() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Close ends the subscription.
func (s *Subscription) Close() {
	if s.missed != nil {
		s.missed.close()
		s.missed = nil
	}
	s.hub.leave(s)
}

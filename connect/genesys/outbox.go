package genesys

import (
	"context"
	"encoding/json"
	"sync"
)

const (
	maxWaiting    = 64 << 20 // bytes in the outbox; with more, reading pauses
	maxBatch      = 500      // events
	maxBatchBytes = 1 << 20  // Sojourn takes bodies up to 2 MiB (events.md §1)
)

// outbox holds events from their reading until they are delivered. Several links put, one goroutine takes.
type outbox struct {
	limit int // bytes

	mu      sync.Mutex
	waiting []json.RawMessage
	bytes   int
	closed  bool
	change  chan struct{} // closed and replaced at each change
}

func newOutbox(limit int) *outbox { return &outbox{limit: limit, change: make(chan struct{})} }

// put adds an event. While the outbox is full it waits, and fails only with ctx.
func (o *outbox) put(ctx context.Context, event json.RawMessage) error {
	for {
		o.mu.Lock()
		if o.bytes+len(event) <= o.limit || len(o.waiting) == 0 {
			o.waiting = append(o.waiting, event)
			o.bytes += len(event)
			o.announce()
			o.mu.Unlock()
			return nil
		}
		change := o.change
		o.mu.Unlock()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-change:
		}
	}
}

// batch waits for events and returns the oldest ones, which stay until drop. It returns none when the outbox
// is closed and empty, or ctx is over.
func (o *outbox) batch(ctx context.Context) []json.RawMessage {
	for {
		o.mu.Lock()
		events, closed, change := o.oldest(), o.closed, o.change
		o.mu.Unlock()
		if len(events) > 0 || closed {
			return events
		}
		select {
		case <-ctx.Done():
			return nil
		case <-change:
		}
	}
}

func (o *outbox) oldest() []json.RawMessage {
	n, bytes := 0, 0
	for n < min(len(o.waiting), maxBatch) && (n == 0 || bytes+len(o.waiting[n]) <= maxBatchBytes) {
		bytes += len(o.waiting[n])
		n++
	}
	return o.waiting[:n:n]
}

// drop removes the oldest n events.
func (o *outbox) drop(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, event := range o.waiting[:n] {
		o.bytes -= len(event)
		o.waiting[i] = nil
	}
	o.waiting = o.waiting[n:]
	o.announce()
}

// close says that nothing more will be put.
func (o *outbox) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	o.announce()
}

func (o *outbox) size() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.waiting)
}

func (o *outbox) announce() {
	close(o.change)
	o.change = make(chan struct{})
}

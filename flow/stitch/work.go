package stitch

import (
	"context"
	"fmt"
	"sync"

	"sojourn/journey"
)

// work is what a caller hands to a lane: events, a ping, a look at a session that is due, or an
// erasure.
type work struct {
	events   []*journey.Event
	receipts []journey.Receipt // as long as events, like errs; written by the lane until done is closed
	errs     []error

	ping *journey.Ping
	pong journey.Pong
	err  error // of a ping

	due *due

	forget *forgetting

	done   chan struct{} // gets one value when all is answered; the lane is done with the work then
	count  int           // of its events, for the queue
	single single
}

// single is the backing of a work of one event.
type single struct {
	event    journey.Event
	events   [1]*journey.Event
	receipts [1]journey.Receipt
	errs     [1]error
}

// due is a session whose end by inactivity may have to be announced.
type due struct {
	key     journey.Key
	session journey.ID
	now     journey.Instant
}

// makeWork makes a work without content.
func makeWork() *work { return &work{done: make(chan struct{}, 1)} }

// works are those of single events that were answered, to be used again.
type works struct{ pool sync.Pool }

// get wraps a copy of a single event.
func (p *works) get(e *journey.Event) *work {
	w, _ := p.pool.Get().(*work)
	if w == nil {
		w = makeWork()
	}
	s := &w.single
	s.event = *e
	s.events[0] = &s.event
	w.events, w.receipts, w.errs = s.events[:], s.receipts[:], s.errs[:]
	return w
}

// put takes back the work of a single event. The lane must be done with it.
func (p *works) put(w *work) {
	w.single = single{}
	w.err = nil
	p.pool.Put(w)
}

// wait returns when the lane has answered. An end of ctx does not take the event back.
func (w *work) wait(ctx context.Context) error {
	select {
	case <-w.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("stitch: the caller went away, the event may be kept: %w", context.Cause(ctx))
	}
}

// fail answers everything in the work with an error.
func (w *work) fail(err error) {
	for i := range w.errs {
		w.errs[i] = err
	}
	w.err = err
	w.done <- struct{}{}
}

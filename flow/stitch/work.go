package stitch

import (
	"context"
	"fmt"

	"sojourn/journey"
)

// work is what a caller hands to a lane: events, a ping, or a look at a session that is due.
type work struct {
	events   []*journey.Event
	receipts []journey.Receipt // as long as events, like errs; written by the lane until done is closed
	errs     []error

	ping *journey.Ping
	pong journey.Pong
	err  error // of a ping

	due *due

	done  chan struct{}
	one   [1]*journey.Event // the backing of a single event
	oneR  [1]journey.Receipt
	oneE  [1]error
	count int // events not answered yet
}

// due is a session whose end by inactivity may have to be announced.
type due struct {
	key     journey.Key
	session journey.ID
	now     journey.Instant
}

// newWork wraps a single event.
func newWork(e *journey.Event) *work {
	w := &work{done: make(chan struct{})}
	w.one[0] = e
	w.events, w.receipts, w.errs = w.one[:], w.oneR[:], w.oneE[:]
	return w
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
	close(w.done)
}

package auth

import (
	"context"
	"sync"
)

// fetches are what runs beside the requests that caused it, and must end with the program.
type fetches struct {
	context context.Context // ends the fetches, which outlive the requests that caused them
	cancel  context.CancelFunc

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup
}

func newFetches() *fetches {
	f := new(fetches)
	f.context, f.cancel = context.WithCancel(context.Background())
	return f
}

// start runs a fetch, or reports false if the program is about to end.
func (f *fetches) start(fetch func(context.Context)) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return false
	}
	f.running.Go(func() { fetch(f.context) })
	return true
}

// close gives up what runs and waits for its end.
func (f *fetches) close() {
	f.mu.Lock()
	f.closed = true
	f.mu.Unlock()
	f.cancel()
	f.running.Wait()
}

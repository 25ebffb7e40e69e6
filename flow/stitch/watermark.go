package stitch

import (
	"context"
	"sync"

	"sojourn/journey"
)

// Watermark knows the position below which everything in the log is applied to the index, although
// lanes apply on their own and out of order. It needs no notice of what is under way: positions are
// consecutive, so a range that is not done holds the mark back. It is safe for concurrent use.
type Watermark struct {
	mu   sync.Mutex
	low  journey.Position
	done map[journey.Position]journey.Position // first → last of the ranges beyond low

	moved chan struct{} // closed when low moves; nil while nobody waits for that
}

// NewWatermark starts at a position up to which everything is applied.
func NewWatermark(at journey.Position) *Watermark {
	return &Watermark{low: at, done: make(map[journey.Position]journey.Position)}
}

// Done says that the records from first to last are applied.
func (w *Watermark) Done(first, last journey.Position) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done[first] = last
	before := w.low
	for {
		last, ok := w.done[w.low+1]
		if !ok {
			break
		}
		delete(w.done, w.low+1)
		w.low = last
	}
	if w.low > before && w.moved != nil {
		close(w.moved)
		w.moved = nil
	}
}

// Wait returns once the mark is beyond a position, or with the context's error.
func (w *Watermark) Wait(ctx context.Context, beyond journey.Position) error {
	for {
		w.mu.Lock()
		if w.low > beyond {
			w.mu.Unlock()
			return nil
		}
		if w.moved == nil {
			w.moved = make(chan struct{})
		}
		moved := w.moved
		w.mu.Unlock()
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Low returns the position up to which every record is applied.
func (w *Watermark) Low() journey.Position {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.low
}

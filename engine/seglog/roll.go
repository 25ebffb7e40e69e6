package seglog

import (
	"context"
	"errors"
	"fmt"
)

// rolling is a Roll that the committer has to do, for everybody who asks meanwhile.
type rolling struct {
	done chan struct{}
	err  error // once done
}

// Roll closes the newest segment and begins another, so that what was appended before can
// be erased or removed with its segment. One without records is left as it is. Appends go
// on while the next segment is prepared.
//
// Errors: ErrNoSpace, after which nothing has changed, ErrStopped, ErrClosed, and that of
// the context, which leaves open whether the segment will be closed.
func (l *Log) Roll(ctx context.Context) error {
	if err := l.roll(ctx); err != nil {
		return fmt.Errorf("seglog: roll: %w", err)
	}
	return nil
}

func (l *Log) roll(ctx context.Context) error {
	l.mu.Lock()
	if l.refusal != nil {
		l.mu.Unlock()
		return l.refusal
	}
	if l.rolling == nil {
		l.rolling = &rolling{done: make(chan struct{})}
	}
	r := l.rolling
	l.mu.Unlock()
	l.wakeCommitter()
	select {
	case <-r.done:
		return r.err
	case <-l.done:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// rollIfAsked does what a Roll asked for, as soon as the next segment is prepared. The
// committer calls it between two groups.
func (l *Log) rollIfAsked() {
	l.mu.Lock()
	r, refusal := l.rolling, l.refusal
	ready := r != nil && (errors.Is(refusal, ErrStopped) || l.committer.readyToRoll())
	if ready {
		l.rolling = nil // who asks from now on may have appended something since
	}
	l.mu.Unlock()
	if !ready {
		return
	}
	if r.err = l.stopped(); r.err == nil {
		r.err = l.committer.rollEarly()
	}
	if r.err != nil && !errors.Is(r.err, ErrNoSpace) {
		l.stop(r.err)
	}
	close(r.done)
}

// unused reports whether the active segment is as good as a new one.
func (c *committer) unused() bool { return c.active != nil && c.extent.end == c.active.start() }

// earlySize is the size of a segment that follows one which was closed before it was full:
// as small as the first, because it may have the same fate soon, and zeros cost time.
func (c *committer) earlySize() int64 { return min(firstSegmentBytes, c.segmentBytes) }

// readyToRoll reports whether rollEarly would have nothing to wait for, and otherwise sees
// to it that it soon has not.
func (c *committer) readyToRoll() bool {
	if c.unused() {
		return true
	}
	c.preparer.start(c.earlySize())
	return c.preparer.ready()
}

func (c *committer) rollEarly() error {
	if c.unused() {
		return nil
	}
	return c.roll(newGroup(), c.earlySize())
}

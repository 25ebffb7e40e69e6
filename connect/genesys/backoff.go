package genesys

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// backoff spaces attempts: about 1, 2, 4 … 60 seconds, with jitter so that many pullers do not come back
// at once after an outage. The zero value is ready.
type backoff struct{ failures int }

const (
	firstPause = time.Second
	maxPause   = time.Minute
)

// reset forgets the failures.
func (b *backoff) reset() { b.failures = 0 }

// next returns the pause after one more failure. The other side may ask for a longer one.
func (b *backoff) next(err error) time.Duration {
	full := min(firstPause<<min(b.failures, 10), maxPause)
	b.failures++
	pause := full/2 + rand.N(full/2)
	if answer, ok := errors.AsType[*answerError](err); ok {
		pause = max(pause, answer.after)
	}
	return pause
}

// sleep waits for d. It returns the error of ctx if that ends first.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

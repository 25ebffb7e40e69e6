package stitch

import (
	"context"
)

// SweepNow lets a test look for ended sessions without waiting for the ticker.
func SweepNow(l *Lanes) error {
	s := &sweeper{lanes: l, behind: timeoutOf, each: l.announce}
	return s.run(context.Background())
}

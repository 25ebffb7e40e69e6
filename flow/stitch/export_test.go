package stitch

import (
	"context"
	"time"

	"sojourn/journey"
)

// SweepNow lets a test look for ended sessions without waiting for the ticker.
func SweepNow(l *Lanes) error {
	s := &sweeper{lanes: l, behind: func(s *journey.Session) time.Duration { return timeoutOf(s) }, each: l.announce}
	return s.run(context.Background())
}

package stitch

import (
	"context"
)

// ShortIDsInUse counts the numbers that sessions, or the spares of the lanes, hold.
func ShortIDsInUse(l *Lanes) (n int) {
	l.shortIDs.mu.Lock()
	defer l.shortIDs.mu.Unlock()
	for _, space := range l.shortIDs.spaces {
		n += len(space.holders)
	}
	return n
}

// SweepNow lets a test look for ended sessions without waiting for the ticker.
func SweepNow(l *Lanes) error {
	s := &sweeper{lanes: l, behind: timeoutOf, each: l.announce}
	return s.run(context.Background())
}

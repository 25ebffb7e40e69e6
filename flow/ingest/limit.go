package ingest

import (
	"net/netip"
	"time"

	"sojourn/journey"
)

// AddressLimit bounds how fast one address may send. It counts an event of the address and returns 0 if
// it may go on, else how long to wait before the next try. It is called once per request, by many
// goroutines at once.
type AddressLimit interface {
	TakeAddr(address netip.Addr) (wait time.Duration)
}

// CookieLimit bounds likewise how fast events of one cookie may come.
type CookieLimit interface {
	Take(cookie string) (wait time.Duration)
}

// Throttled is the refusal of a sender who was too fast. It unwraps to its fault.
type Throttled struct {
	Fault      *journey.Fault
	RetryAfter time.Duration // until the next try may succeed
}

// Error implements error.
func (t *Throttled) Error() string { return t.Fault.Error() }

// Unwrap returns the fault.
func (t *Throttled) Unwrap() error { return t.Fault }

// throttle turns a wait into a refusal.
func throttle(wait time.Duration) error {
	if wait <= 0 {
		return nil
	}
	fault := &journey.Fault{Code: journey.TooMany, Reason: "too many events at once, try again later"}
	return &Throttled{Fault: fault, RetryAfter: wait}
}

// limitAddress counts a request of an untrusted sender.
func (s *Service) limitAddress(peer netip.Addr, trusted bool) error {
	if s.options.PerAddress == nil || trusted || !peer.IsValid() {
		return nil
	}
	return throttle(s.options.PerAddress.TakeAddr(peer))
}

// limitCookie counts an event or ping of a cookie.
func (s *Service) limitCookie(cookie string) error {
	if s.options.PerCookie == nil {
		return nil
	}
	return throttle(s.options.PerCookie.Take(cookie))
}

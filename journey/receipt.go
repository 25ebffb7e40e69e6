package journey

// Receipt answers a submitted event.
type Receipt struct {
	Event    *Accepted // the event as it is stored; of a repeat: as it was stored then
	Repeated bool      // the id was accepted before; nothing changed
	Session  Numbers   // as this event left the session; of a repeat: as they are now
}

// Numbers is what the answer to an event says about its session (events.md §2.2, §3.2).
type Numbers struct {
	ID       ID
	Created  Instant
	Duration int64 // whole seconds
	Events   uint64
	Views    uint64    // page views or screen views of a visit
	Referrer *Referrer // of a visit
}

// NumbersOf reads a session's numbers.
func NumbersOf(s *Session) Numbers {
	n := Numbers{ID: s.ID, Created: s.First.At, Duration: s.Duration(), Events: s.Events}
	if s.Visit != nil {
		n.Views, n.Referrer = s.Visit.Views, s.Visit.Origin.Referrer
	}
	return n
}

// Ping is a sign of life of a visitor (events.md §3.5).
type Ping struct {
	Customer  string
	Session   ID   // the session it names, if any
	Preferred Kind // Web, or App if the ping names an app
	Received  Instant
}

// Pong answers a ping: whether a session was there to be kept alive.
type Pong struct {
	Session ID // zero: none is open, stop pinging
}

package journey

import "time"

// Session is the document of one visit, as folded from its events: a pure function of the
// set of its events, ordered by Stamp (session.md §1). What depends on the clock (idle, away,
// the end by inactivity) is computed when it is read, see View.
//
// The parts that only some kinds carry hang on pointers: Visit for web and app sessions.
type Session struct {
	ID            ID
	Kind          Kind
	Customer      string // customerId: first-touch, and the same for all events of a web or app session
	Events        uint64 // counted events
	Authenticated bool   // sticky
	First         Stamp  // of the oldest event; First.At is createdDate
	Newest        Stamp  // of the newest event
	LastEvent     LastEvent
	Attributes    []Projection // session attributes by name (session.md §5)

	Visit *Visit
}

// LastEvent is session.md §3.14 without the date, which is Session.Newest.At.
type LastEvent struct {
	ID   ID
	Name string
}

// Visit is what web and app sessions carry besides (session.md §2).
type Visit struct {
	ShortID  uint32 // 0 = none
	Rules    VisitRules
	Ping     Instant // newest ping that counted
	Views    uint64  // page or screen views
	BySource bool    // opened by a new traffic source
	EndedAt  Instant // ended by a new traffic source at that moment; 0 = it was not
	// Announced is the newest event's date at which an end by inactivity was announced to
	// those who follow the log; 0 = never. No document shows it.
	Announced Instant

	Origin      Origin // first-touch
	Browser     Touch[*Browser]
	Device      Touch[*Device]
	UserAgent   Touch[string]
	IPAddress   Touch[string]
	IPOrg       Touch[string]
	Geolocation Touch[*Geolocation]
	Page        Touch[*Page]
	ScreenName  Touch[string]
	App         Touch[*Application]
	SDK         Touch[*SDKLibrary]
	Network     Touch[*Network]
	Searches    []Search // distinct terms in order of first use, at most MaxSearchTerms
}

// Origin is where a visit came from: campaign and referrer of its first view, or of its
// first event while it has no view (session.md §2, mktCampaign and referrer).
type Origin struct {
	Stamp     Stamp
	View      bool // set by a view
	Campaign  *Campaign
	Referrer  *Referrer
	Signature uint64 // of the source; 0 = none
}

// Touch is a last-touch field: the value of the newest event that carried one, and which
// event that was. The stamp lets a late event fold in place.
type Touch[T any] struct {
	Stamp Stamp
	Value T
}

// Search is a distinct search term with its first use.
type Search struct {
	Stamp Stamp
	Term  string
}

// MaxSearchTerms bounds Visit.Searches (session.md §2, searchTerms).
const MaxSearchTerms = 100

// seconds turns a stored number of seconds into a duration.
func seconds(n uint32) time.Duration { return time.Duration(n) * time.Second }

// Deadline is the moment at which a web or app session ends if nothing more happens.
func (s *Session) Deadline() Instant { return s.Newest.At.Add(seconds(s.Visit.Rules.Timeout)) }

// EndedAt returns the session's endedDate as seen at now, or 0 while it is open (session.md §6.4).
func (s *Session) EndedAt(now Instant) Instant {
	switch {
	case s.Visit == nil:
		return 0
	case !s.Visit.EndedAt.IsZero():
		return s.Visit.EndedAt
	case now >= s.Deadline():
		return s.Deadline()
	}
	return 0
}

// IdleAt returns the idleDate of a web or app session (session.md §6.3).
func (s *Session) IdleAt() Instant { return s.Newest.At.Add(seconds(s.Visit.Rules.Idle)) }

// AwayAt returns the awayDate of a web or app session (session.md §6.3).
func (s *Session) AwayAt() Instant {
	sign := max(s.Newest.At, s.Visit.Ping)
	return min(sign.Add(seconds(s.Visit.Rules.Away)), s.Deadline())
}

// Duration is durationInSeconds: from the oldest to the newest event, whole seconds,
// rounded down.
func (s *Session) Duration() int64 { return int64(s.Newest.At-s.First.At) / 1000 }

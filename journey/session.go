package journey

import (
	"time"

	"sojourn/journey/rule"
)

// Session is the document of one session of any kind, as folded from its events: a pure function of the
// set of its events, ordered by Stamp (session.md §1). What depends on the clock (idle, away,
// the end by inactivity) is computed when it is read, see View.
//
// The parts that only some kinds carry hang on pointers: Visit for web and app sessions, Conversation
// and Custom for theirs. Exactly one of the three is set.
type Session struct {
	ID            ID
	Kind          Kind
	Customer      string // customerId: first-touch; the same for all events of a visit, may be empty in others
	Events        uint64 // counted events
	Authenticated bool   // sticky
	First         Stamp  // of the oldest event; First.At is createdDate
	Newest        Stamp  // of the newest event
	LastEvent     LastEvent
	Attributes    []Projection // session attributes by name (session.md §5)

	Visit        *Visit
	Conversation *ConversationSession
	Custom       *CustomSession
	Contact      *ContactLink // nil if no event had a contact

	Assignments  []Assignment    // segmentAssignments, ascending by date
	Achievements []Achievement   // outcomeAchievements, ascending by date
	Progress     []rule.Progress // of the definitions that saw something of the session

	judgedBy uint64 // the rules that judged it last; only the process that holds the session knows
}

// Type is the session's `type`: the name of its kind, or the custom type.
func (s *Session) Type() string {
	if s.Custom != nil {
		return s.Custom.Type
	}
	return s.Kind.String()
}

// Key is what the session's events are folded under.
func (s *Session) Key() Key {
	switch {
	case s.Conversation != nil:
		return ConversationKey(s.Conversation.ID)
	case s.Custom != nil:
		return CustomKey(s.Custom.Type, s.Custom.ExternalID)
	}
	return VisitorKey(s.Customer)
}

// CustomerIDType is the session's customerIdType, empty if its Customer is.
func (s *Session) CustomerIDType() string {
	switch {
	case s.Conversation != nil:
		return s.Conversation.Customer.Value.Type
	case s.Custom != nil:
		return s.Custom.Customer.Value.Type
	}
	return CustomerIDTypeCookie
}

// Divisions are the divisions that the session's events name, in order of first use (session.md §2,
// divisionIds).
func (s *Session) Divisions() []string {
	if s.Conversation == nil {
		return nil
	}
	var ids []string
	for _, division := range s.Conversation.Divisions {
		ids = append(ids, division.ID)
	}
	return ids
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

// Timeout is how long after its newest event the session ends if nothing more happens.
func (s *Session) Timeout() time.Duration {
	switch {
	case s.Visit != nil:
		return seconds(s.Visit.Rules.Timeout)
	case s.Conversation != nil:
		return seconds(s.Conversation.Timeout)
	case s.Custom != nil:
		return seconds(s.Custom.Timeout)
	}
	return 0
}

// Deadline is the moment at which the session ends if nothing more happens.
func (s *Session) Deadline() Instant { return s.Newest.At.Add(s.Timeout()) }

// endedBy returns the moment at which an event ended the session, or 0 if none did: the event that
// opened the next visit, the last customer of a conversation leaving, the end of a custom session that
// nothing has re-opened since (session.md §6.4).
func (s *Session) endedBy() Instant {
	switch {
	case s.Visit != nil:
		return s.Visit.EndedAt
	case s.Conversation != nil:
		return s.Conversation.Left().At
	case s.Custom != nil && s.Custom.End == s.Newest:
		return s.Custom.End.At
	}
	return 0
}

// announced is where the session remembers what was announced of its end.
func (s *Session) announced() *Instant {
	switch {
	case s.Conversation != nil:
		return &s.Conversation.Announced
	case s.Custom != nil:
		return &s.Custom.Announced
	}
	return &s.Visit.Announced
}

// EndedAt returns the session's endedDate as seen at now, or 0 while it is open (session.md §6.4).
func (s *Session) EndedAt(now Instant) Instant {
	if ended := s.endedBy(); !ended.IsZero() {
		return ended
	}
	if deadline := s.Deadline(); now >= deadline {
		return deadline
	}
	return 0
}

// IdleAt returns the idleDate of a web or app session, of others 0 (session.md §6.3).
func (s *Session) IdleAt() Instant {
	if s.Visit == nil {
		return 0
	}
	return s.Newest.At.Add(seconds(s.Visit.Rules.Idle))
}

// AwayAt returns the awayDate of a web or app session, of others 0 (session.md §6.3).
func (s *Session) AwayAt() Instant {
	if s.Visit == nil {
		return 0
	}
	sign := max(s.Newest.At, s.Visit.Ping)
	return min(sign.Add(seconds(s.Visit.Rules.Away)), s.Deadline())
}

// Duration is durationInSeconds: from the oldest to the newest event, whole seconds, rounded down. What
// follows the end of a conversation, wrapping up, is not part of it.
func (s *Session) Duration() int64 {
	last := s.Newest.At
	if s.Conversation != nil {
		if left := s.Conversation.Left(); !left.IsZero() {
			last = left.At
		}
	}
	return int64(last-s.First.At) / 1000
}

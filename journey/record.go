package journey

// Record is one fact of the log: everything that policy, chance or a data file decided
// about it is in it, so that folding records needs nothing else (architecture.md §2, "What
// a record holds"). The records are *Accepted, *Pinged, *Ended and *Definition.
type Record interface {
	// RecordKey is what the record is folded under; empty for a definition, which is folded alone.
	RecordKey() Key
}

// Accepted is an event with everything that was decided when it was accepted.
type Accepted struct {
	Event

	Seq       uint64 // place in the order of acceptance under the key, from 1
	Session   ID     // the session it joined or opened
	Opened    bool   // it opened that session
	EndedID   ID     // the session that it ended by coming from a new source, if any (session.md §6.2.2)
	Ends      bool   // it ends its custom session (session.md §6.4)
	ShortID   uint32 // of the session it opened; 0 = none (session.md §7)
	Signature uint64 // of its source; 0 = none (session.md §6.2.2)
	Rules     VisitRules
	Projected []Projected // what its attributes contribute to the session's (session.md §5)

	Judged  []Judged     // what it did to segments and outcomes (segments-outcomes.md §3)
	Carried []Assignment // segments that its customer held already, and its session shows since

	TotalEvents    uint64 // of this customer across all web and app sessions, this event included
	TotalPageviews uint64 // likewise, counting the page_viewed among them (events.md §7)
}

// VisitRules are the settings that shape a session, as they were when its newest event was accepted
// (session.md §6.3, §6.4). Whole seconds. Only web and app sessions have use for Idle and Away.
type VisitRules struct {
	Timeout uint32 // inactivity that ends the session
	Idle    uint32 // until idleDate
	Away    uint32 // until awayDate
}

// Projected is one value that an event hands to its session's attributes (session.md §5).
type Projected struct {
	Name     string // of the session attribute
	Function Function
	Type     DataType
	Value    string // empty removes a Last
}

// Pinged says that a visitor's page or app is still there (session.md §6.3).
type Pinged struct {
	Key     Key
	Session ID
	At      Instant // of receipt
}

// Ended announces that a session ended by inactivity, once, for those who follow the log.
// Documents do not depend on it (architecture.md §2, "Time").
type Ended struct {
	Key     Key
	Session ID
	At      Instant // the session's endedDate
	Seen    Instant // when it was noticed
}

// SessionOf returns the session that a record is about, zero if it is about none.
func SessionOf(r Record) (id ID) {
	switch r := r.(type) {
	case *Accepted:
		return r.Session
	case *Pinged:
		return r.Session
	case *Ended:
		return r.Session
	}
	return id
}

// CameAt is when a record came to be: its receipt, or when it was noticed. Zero if it does not say.
func CameAt(r Record) Instant {
	switch r := r.(type) {
	case *Accepted:
		return r.Received
	case *Pinged:
		return r.At
	case *Ended:
		return r.Seen
	}
	return 0
}

// RecordKey implements Record.
func (r *Accepted) RecordKey() Key { return r.Event.Key() }

// RecordKey implements Record.
func (r *Pinged) RecordKey() Key { return r.Key }

// RecordKey implements Record.
func (r *Ended) RecordKey() Key { return r.Key }

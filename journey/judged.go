package journey

import (
	"slices"

	"sojourn/journey/rule"
)

// Verdict is what an event brought about when a rule matched. The numbers are stored.
type Verdict uint8

// The verdicts.
const (
	NoVerdict       Verdict = iota
	SessionSegment          // a segment of scope Session is assigned to the session
	CustomerSegment         // a segment of scope Customer is assigned to the customer
	OutcomeAchieved         // an outcome is achieved
)

var verdictNames = [...]string{
	NoVerdict: "", SessionSegment: "sessionSegment", CustomerSegment: "customerSegment", OutcomeAchieved: "outcome",
}

// String returns the verdict as a word.
func (v Verdict) String() string { return verdictNames[min(int(v), len(verdictNames)-1)] }

// ParseVerdict reads what String returns, or NoVerdict.
func ParseVerdict(name string) Verdict { return Verdict(indexOf(verdictNames[:], name)) }

// Judged is what an event did to the progress of one definition in its session. It is kept with the event, so that a
// replay needs none of the definitions (segments-outcomes.md §3.4).
type Judged struct {
	rule.Progress         // afterwards; Value is of outcomes
	Verdict       Verdict // NoVerdict unless it matched, and the session had not shown it already
	Definition    ID      // the segment or outcome; zero without a verdict
	// At is when the segment was assigned or the outcome achieved: the acceptance of the event, or, of a segment that
	// the customer held already, the moment from which it did. Zero without a verdict.
	At   Instant
	Held bool // the customer held the segment already: nothing new happened (segments-outcomes.md §4.1)
	// ValueType is Integer or Number if the achievement carries Value; TypeNone if it has no value.
	ValueType DataType
}

// News reports whether the step is an event of its own in the list of events (segments-outcomes.md §4.2, §5).
func (j *Judged) News() bool { return j.Verdict != NoVerdict && !j.Held }

// EventType is the type of that event.
func (j *Judged) EventType() EventType {
	switch {
	case !j.News():
		return NoEventType
	case j.Verdict == OutcomeAchieved:
		return OutcomeAchievedType
	}
	return SegmentAssignmentType
}

// News are the types of the events that follow from this one, each once.
func (r *Accepted) News() (types []EventType) {
	for i := range r.Judged {
		if t := r.Judged[i].EventType(); t != NoEventType && !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	return types
}

// Assignment is a segment that a session has (session.md §3.3).
type Assignment struct {
	Segment ID
	At      Instant // assignedDate
}

// Achievement is an outcome that was achieved in a session (session.md §3.2).
type Achievement struct {
	Outcome   ID
	At        Instant // achievedDate
	ValueType DataType
	Value     string // a decimal number; empty if it carries none
}

// judge folds what an accepted event did to the rules. It may be folded in any order: progress only grows.
func (s *Session) judge(r *Accepted) {
	for i := range r.Judged {
		s.take(&r.Judged[i])
	}
	for _, carried := range r.Carried {
		s.assign(carried)
	}
}

func (s *Session) take(j *Judged) {
	s.advance(j.Progress)
	switch {
	case j.At.IsZero(): // no match, or a customer's segment that nobody has decided about yet
	case j.Verdict == OutcomeAchieved:
		s.achieve(Achievement{Outcome: j.Definition, At: j.At, ValueType: j.ValueType, Value: j.amount()})
	case j.Verdict != NoVerdict:
		s.assign(Assignment{Segment: j.Definition, At: j.At})
	}
}

// amount is the value of an achievement.
func (j *Judged) amount() string {
	if j.ValueType == TypeNone {
		return ""
	}
	return j.Value
}

// advance notes the progress of a rule, unless the session has come further.
func (s *Session) advance(p rule.Progress) {
	i := slices.IndexFunc(s.Progress, func(known rule.Progress) bool { return known.Rule == p.Rule })
	switch {
	case i < 0:
		s.Progress = append(s.Progress, p)
	case further(p, s.Progress[i]):
		s.Progress[i] = p
	}
}

// further reports whether a rule stands behind where it stood.
func further(a, b rule.Progress) bool {
	switch {
	case a.Matched != b.Matched:
		return a.Matched
	case a.Done != b.Done:
		return a.Done
	case a.Pattern != b.Pattern:
		return a.Pattern > b.Pattern
	}
	return a.Hits > b.Hits
}

// assign adds a segment in the order of dates. One that the session has keeps the earlier date.
func (s *Session) assign(a Assignment) {
	s.Assignments = keepEarlier(s.Assignments, a, func(a *Assignment) (Instant, ID) { return a.At, a.Segment })
}

// achieve adds an outcome in the order of dates; only the first achievement counts.
func (s *Session) achieve(a Achievement) {
	s.Achievements = keepEarlier(s.Achievements, a, func(a *Achievement) (Instant, ID) { return a.At, a.Outcome })
}

// keepEarlier adds an item to a list that is ordered by date, then by ID, and has each ID once: the earlier of two
// stays.
func keepEarlier[T any](list []T, item T, of func(*T) (Instant, ID)) []T {
	date, id := of(&item)
	for i := range list {
		if known, same := of(&list[i]); same == id {
			if known <= date {
				return list
			}
			list = slices.Delete(list, i, i+1)
			break
		}
	}
	at := len(list)
	for ; at > 0; at-- {
		if before, other := of(&list[at-1]); before < date || before == date && slices.Compare(other[:], id[:]) < 0 {
			break
		}
	}
	return slices.Insert(list, at, item)
}

// shows reports whether the session has what a judgement would bring it: a definition whose conditions have changed may
// match again, but once per session is enough (segments-outcomes.md §4.1, §5). Of a customer's segment the customer
// decides.
func (s *Session) shows(j *Judged) bool {
	switch j.Verdict {
	case SessionSegment:
		return s.Has(j.Definition)
	case OutcomeAchieved:
		return slices.ContainsFunc(s.Achievements, func(a Achievement) bool { return a.Outcome == j.Definition })
	}
	return false
}

// Has reports whether the session has a segment.
func (s *Session) Has(segment ID) bool {
	return slices.ContainsFunc(s.Assignments, func(a Assignment) bool { return a.Segment == segment })
}

// Carry gives the session the segments that its customer holds, as if the event had brought them. It is called
// before the event is logged, and adds nothing that the session has (segments-outcomes.md §4.1).
func (s *Session) Carry(r *Accepted, held ...Assignment) {
	for _, a := range held {
		if !s.Has(a.Segment) {
			r.Carried = append(r.Carried, a)
			s.assign(a)
		}
	}
}

// Settle says since when the customer has the segment that the event's judgement of that place is about, and
// whether it held it before. It is called before the event is logged.
func (s *Session) Settle(r *Accepted, place int, at Instant, held bool) {
	j := &r.Judged[place]
	j.At, j.Held = at, held
	s.take(j)
}

// shownAt drops what came about after a moment (session.md §6.6).
func (s *Session) shownAt(at Instant) {
	s.Assignments = slices.DeleteFunc(s.Assignments, func(a Assignment) bool { return a.At > at })
	s.Achievements = slices.DeleteFunc(s.Achievements, func(a Achievement) bool { return a.At > at })
}

package trial

import (
	"cmp"
	"slices"

	"sojourn/journey"
	"sojourn/journey/rule"
)

// Explain tells how each of the definitions stands in a session, in their order. The events are those of the session,
// in any order. If some of them are not there, steps are missing, but the state and what a match waits for are right
// all the same. The cost is that of folding the events, and of each step.
func Explain(s *journey.Session, events []*journey.Accepted, definitions []journey.Evaluated) []Standing {
	tellers := make(map[uint64]*teller, len(definitions))
	for i := range definitions {
		tellers[definitions[i].Rule().ID] = newTeller(&definitions[i])
	}
	for past, e := range s.Retold(events) {
		for i := range e.Judged {
			if t := tellers[e.Judged[i].Rule]; t != nil {
				t.keep(t.tell(past, e, e.Judged[i].Progress))
			}
		}
	}
	standings := make([]Standing, len(definitions))
	for i := range definitions {
		id := definitions[i].Rule().ID
		standings[i] = tellers[id].stand(s, progressOf(s, id))
	}
	return standings
}

// progressOf is the progress of a rule in a session; at the beginning, none.
func progressOf(s *journey.Session, id uint64) (p rule.Progress) {
	if i := slices.IndexFunc(s.Progress, func(p rule.Progress) bool { return p.Rule == id }); i >= 0 {
		return s.Progress[i]
	}
	return p
}

// Gained is what a session has of a segment or an outcome.
type Gained struct {
	At        journey.Instant   // assignedDate or achievedDate
	By        *journey.Accepted // the event that brought it; nil if it is not among those that are known
	Carried   bool              // the customer held the segment before (segments-outcomes.md §4.1)
	ValueType journey.DataType  // of an achievement
	Value     string            // of an achievement; empty if it has none
}

// Gains are the segments and outcomes that a session has, by their definitions. The events are those of Explain.
func Gains(s *journey.Session, events []*journey.Accepted) map[journey.ID]*Gained {
	gains := make(map[journey.ID]*Gained, len(s.Assignments)+len(s.Achievements))
	for _, a := range s.Assignments {
		gains[a.Segment] = &Gained{At: a.At}
	}
	for _, a := range s.Achievements {
		gains[a.Outcome] = &Gained{At: a.At, ValueType: a.ValueType, Value: a.Value}
	}
	bySeq := func(a, b *journey.Accepted) int { return cmp.Compare(a.Seq, b.Seq) }
	for _, e := range slices.SortedFunc(slices.Values(events), bySeq) {
		for i := range e.Judged {
			j := &e.Judged[i]
			gains[j.Definition].found(e, j.At, j.Held)
		}
		for _, c := range e.Carried {
			gains[c.Segment].found(e, c.At, true)
		}
	}
	return gains
}

// found notes the event, if it is the first that brought what the session has.
func (g *Gained) found(e *journey.Accepted, at journey.Instant, carried bool) {
	if g != nil && g.By == nil && g.At == at {
		g.By, g.Carried = e, carried
	}
}

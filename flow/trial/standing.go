package trial

import (
	"sojourn/journey"
	"sojourn/journey/rule"
)

// State is how far a definition has come in a session.
type State string

// The states.
const (
	Matched      State = "matched"
	JourneyDone  State = "journeyDone"  // only the context is missing
	Running      State = "running"      // some events have counted
	NotStarted   State = "notStarted"   // none has
	NotEvaluated State = "notEvaluated" // see Reason
)

// Reason is why a definition is not evaluated.
type Reason string

// The reasons.
const (
	NoReason    Reason = ""
	Inactive    Reason = "inactive"    // it is switched off
	NoCondition Reason = "noCondition" // it is for assignments by API (segments-outcomes.md §3.3)
	OtherType   Reason = "otherType"   // its journey is of sessions of another type
)

// Standing is how a definition stands in a session.
type Standing struct {
	State   State
	Reason  Reason // if it is NotEvaluated
	Steps   []Step // in the order of acceptance
	Omitted int    // steps that are left out, see MaxSteps
	Missing []rule.Lack
}

// MaxSteps bounds the steps of a standing. The newest is always among them.
const MaxSteps = 100

// Step is what one event was to a definition.
type Step struct {
	Event   *journey.Accepted
	Pattern int // of the journey, that the event counted for; -1 if it counted for none
	Hits    int // of that pattern, with this event
	Count   int // that it needs
	Done    bool
	Matched bool           // with this event
	Context []rule.Finding // every criterion about the session, as it is with this event
	// Failed is what did not hold of Context and, of an event that did not count, of the pattern that was due.
	Failed []rule.Finding
}

// teller follows one definition through one session.
type teller struct {
	definition *journey.Evaluated
	conditions *rule.Conditions
	account    *rule.Account
	progress   rule.Progress
	standing   Standing
}

func newTeller(e *journey.Evaluated) *teller {
	r := e.Rule()
	return &teller{definition: e, conditions: r.Conditions, account: r.Account()}
}

// tell adds an event, which is part of the session already, and which took the definition to some progress.
func (t *teller) tell(s *journey.Session, r *journey.Accepted, after rule.Progress) *Step {
	entry, before := t.account.Tell(s, &r.Event), t.progress
	step := Step{
		Event: r, Pattern: -1, Done: after.Done, Matched: after.Matched && !before.Matched,
		Context: entry.Context, Failed: failed(entry.Context),
	}
	due := int(before.Pattern)
	switch {
	case before.Done || due >= len(t.conditions.Journey.Patterns):
	case after.Pattern != before.Pattern || after.Hits != before.Hits:
		step.Pattern, step.Hits, step.Count = due, int(before.Hits)+1, t.conditions.Journey.Patterns[due].Count
	default:
		step.Failed = append(failed(entry.Patterns[due]), step.Failed...)
	}
	t.progress = after
	return &step
}

// keep puts a step with the others.
func (t *teller) keep(step *Step) {
	steps := &t.standing.Steps
	if len(*steps) == MaxSteps {
		*steps = (*steps)[:MaxSteps-1]
		t.standing.Omitted++
	}
	*steps = append(*steps, *step)
}

// stand says how the definition stands in the session as it is now.
func (t *teller) stand(s *journey.Session, p rule.Progress) Standing {
	standing := t.standing
	standing.State, standing.Reason = stateOf(p), t.reason(s)
	switch {
	case standing.Reason != NoReason:
		standing.State = NotEvaluated
	case !p.Matched:
		standing.Missing = append(t.lackingEvents(p), t.lackingContext(s)...)
	}
	return standing
}

func (t *teller) reason(s *journey.Session) Reason {
	patterns := t.conditions.Journey.Patterns
	switch {
	case !t.definition.IsActive():
		return Inactive
	case t.conditions.IsEmpty():
		return NoCondition
	case len(patterns) > 0 && patterns[0].SessionType != s.Type():
		return OtherType
	}
	return NoReason
}

func stateOf(p rule.Progress) State {
	switch {
	case p.Matched:
		return Matched
	case p.Done:
		return JourneyDone
	case p.Pattern > 0 || p.Hits > 0:
		return Running
	}
	return NotStarted
}

// lackingEvents are the events that the journey still waits for.
func (t *teller) lackingEvents(p rule.Progress) (lacks []rule.Lack) {
	for i := int(p.Pattern); i < len(t.conditions.Journey.Patterns) && !p.Done; i++ {
		lack := rule.Lack{Pattern: i, Events: t.conditions.Journey.Patterns[i].Count}
		if i == int(p.Pattern) {
			lack.Events -= int(p.Hits)
		}
		lacks = append(lacks, lack)
	}
	return lacks
}

// lackingContext are the criteria that do not hold of the session as it is now.
func (t *teller) lackingContext(s *journey.Session) (lacks []rule.Lack) {
	nothing := &journey.Event{} // criteria about the session read none
	for _, f := range failed(t.account.Tell(s, nothing).Context) {
		lacks = append(lacks, rule.Lack{Pattern: -1, Finding: f})
	}
	return lacks
}

func failed(findings []rule.Finding) (those []rule.Finding) {
	for _, f := range findings {
		if !f.Held {
			those = append(those, f)
		}
	}
	return those
}

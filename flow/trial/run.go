package trial

import (
	"errors"
	"fmt"
	"slices"

	"sojourn/journey"
)

// Outcome is what became of an event in a trial.
type Outcome string

// What can become of an event.
const (
	Taken       Outcome = "taken"
	Repeated    Outcome = "repeated"    // its id came before: it has no effect (events.md §1)
	NotRecorded Outcome = "notRecorded" // its deployment does not want it
)

// Tried is what became of an event.
type Tried struct {
	Index   int // of the event among those that were given
	Outcome Outcome
	Session int   // of the result's sessions; -1 if the event is NotRecorded
	Step    *Step // of an event that was Taken: every one has its step here
}

// Session is a session that events of a trial made.
type Session struct {
	*journey.Session
	Standing
	MatchedBy int     // index of the event with which it matched; -1 if it did not
	Gained    *Gained // of an outcome that was achieved, or a segment of scope Session that was assigned
}

// Result is what a trial told.
type Result struct {
	Events   []Tried // a case event that names a conversation is there twice: as itself, and in the conversation
	Sessions []Session
}

// RefusedError says that the intake would have refused an event.
type RefusedError struct {
	Index int // of the event
	Fault *journey.Fault
}

func (e *RefusedError) Error() string { return fmt.Sprintf("trial: event %d: %v", e.Index, e.Fault) }

func (e *RefusedError) Unwrap() error { return e.Fault }

// Run tells how a definition fares with events, one after the other as they are given, that are the first ever of
// their customers. An event that is nil was not recorded. The policy is that of live events, whose own
// definitions play no part. Nothing is drawn: equal events give equal results. Customers are not looked up, so nobody
// holds a segment yet. An error is a *RefusedError.
func Run(e journey.Evaluated, policy journey.Policy, events []*journey.Event) (Result, error) {
	t := &trial{
		definition: &e, policy: policy.WithRules(journey.NewRules([]journey.Evaluated{e})),
		states: map[journey.Key]*journey.State{}, sessions: map[journey.ID]int{}, known: map[repeatable]int{},
	}
	for i, event := range events {
		if event == nil {
			t.result.Events = append(t.result.Events, Tried{Index: i, Outcome: NotRecorded, Session: -1})
			continue
		}
		if err := t.take(i, event); err != nil {
			return Result{}, err
		}
	}
	t.finish()
	return t.result, nil
}

// trial is one on its way.
type trial struct {
	definition *journey.Evaluated
	policy     journey.Policy
	states     map[journey.Key]*journey.State
	sessions   map[journey.ID]int // numbers
	tellers    []*teller          // of the sessions
	known      map[repeatable]int // the sessions of events that brought an id
	result     Result
}

// repeatable is what repeats of an event have in common.
type repeatable struct {
	key  journey.Key
	kind journey.Kind
	id   journey.ID
}

// take takes an event, and what it says about a conversation.
func (t *trial) take(index int, e *journey.Event) error {
	identity := repeatable{e.Key(), e.Kind, e.ID}
	if session, repeated := t.known[identity]; repeated && e.IDGiven {
		t.result.Events = append(t.result.Events, Tried{Index: index, Outcome: Repeated, Session: session})
		return nil
	}
	stepped, err := t.step(e)
	if fault, ok := errors.AsType[*journey.Fault](err); ok {
		return &RefusedError{Index: index, Fault: fault}
	}
	if err != nil {
		return fmt.Errorf("trial: event %d: %w", index, err)
	}
	tried := Tried{Index: index, Outcome: Taken, Session: t.number(stepped.Session)}
	tried.Step = t.tell(tried.Session, &stepped)
	t.result.Events = append(t.result.Events, tried)
	if e.IDGiven {
		t.known[identity] = tried.Session
	}
	if link := stepped.Event.CaseAssociation(); link != nil {
		return t.take(index, link)
	}
	return nil
}

func (t *trial) step(e *journey.Event) (journey.Stepped, error) {
	state := t.states[e.Key()]
	if state == nil {
		state = &journey.State{Key: e.Key()}
		t.states[e.Key()] = state
	}
	event := *e
	return journey.Step(state, &event, &t.policy, journey.Chance{
		Session: journey.DerivedID("session of a trial", fmt.Sprint(len(t.result.Sessions))),
	})
}

// number finds the session among those of the result, or puts it there.
func (t *trial) number(s *journey.Session) int {
	number, known := t.sessions[s.ID]
	if !known {
		number = len(t.result.Sessions)
		t.sessions[s.ID] = number
		t.result.Sessions = append(t.result.Sessions, Session{MatchedBy: -1})
		t.tellers = append(t.tellers, newTeller(t.definition))
	}
	t.result.Sessions[number].Session = s
	return number
}

// tell tells of an event, whether it did something or not.
func (t *trial) tell(session int, stepped *journey.Stepped) *Step {
	r, teller := stepped.Event, t.tellers[session]
	after := teller.progress
	if len(r.Judged) > 0 {
		after = r.Judged[0].Progress
	}
	step := teller.tell(stepped.Session, r, after)
	if len(r.Judged) > 0 {
		teller.keep(step)
	}
	return step
}

// finish says how the definition stands in each session.
func (t *trial) finish() {
	for i := range t.result.Sessions {
		s := &t.result.Sessions[i]
		s.Standing = t.tellers[i].stand(s.Session, t.tellers[i].progress)
		at := slices.IndexFunc(t.result.Events, func(e Tried) bool {
			return e.Session == i && e.Step != nil && e.Step.Matched
		})
		if at >= 0 {
			s.MatchedBy = t.result.Events[at].Index
			s.Gained = Gains(s.Session, []*journey.Accepted{t.result.Events[at].Step.Event})[t.definition.ID]
		}
	}
}

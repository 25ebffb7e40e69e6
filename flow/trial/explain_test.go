package trial

import (
	"testing"

	"sojourn/journey"
)

// stored is a session with events as a lane leaves them, judged by the active ones of definitions.
func stored(t *testing.T, definitions []journey.Evaluated, texts ...string) (*journey.Session, []*journey.Accepted) {
	t.Helper()
	policy := journey.DefaultPolicy().WithRules(journey.NewRules(definitions))
	state := &journey.State{Key: journey.VisitorKey("cookie-one")}
	var events []*journey.Accepted
	var session *journey.Session
	for _, e := range happened(texts...) {
		stepped, err := journey.Step(state, e, &policy, journey.Chance{Session: numbered("session", 1)})
		if err != nil {
			t.Fatal(err)
		}
		session, events = stepped.Session, append(events, stepped.Event)
	}
	return session, events
}

func TestWhatIsNotEvaluated(t *testing.T) {
	ofApps := sequence("look")
	ofApps.Journey.Patterns[0].StreamType, ofApps.Journey.Patterns[0].SessionType = "App", "app"
	definitions := []journey.Evaluated{
		segmentOf(1, sequence("look")), segmentOf(2, sequence()), segmentOf(3, ofApps), outcomeOf(4, sequence("look")),
	}
	session, events := stored(t, definitions, "look", "cart")
	definitions[0].Segment.IsActive = false // later
	for i, want := range []struct {
		state  State
		reason Reason
		steps  int
	}{{NotEvaluated, Inactive, 1}, {NotEvaluated, NoCondition, 0}, {NotEvaluated, OtherType, 0}, {Matched, NoReason, 1}} {
		got := Explain(session, events, definitions)[i]
		if got.State != want.state || got.Reason != want.reason || len(got.Steps) != want.steps || len(got.Missing) > 0 {
			t.Errorf("definition %d: %+v, want %+v", i, got, want)
		}
	}
}

// A definition whose conditions were changed begins anew; what it gave stays.
func TestAChangedDefinitionBeginsAnew(t *testing.T) {
	definitions := []journey.Evaluated{segmentOf(1, sequence("look"))}
	session, events := stored(t, definitions, "look")
	definitions[0].Segment.Epoch++
	standing, gains := Explain(session, events, definitions)[0], Gains(session, events)
	if standing.State != NotStarted || len(standing.Steps) > 0 || len(standing.Missing) != 1 {
		t.Errorf("%+v", standing)
	}
	if g := gains[definitions[0].ID]; g == nil || g.By != events[0] || g.Carried || g.At != events[0].Received {
		t.Errorf("%+v", g)
	}
}

func TestGainsThatTheCustomerBrought(t *testing.T) {
	held := segmentOf(1, sequence("look"))
	held.Segment.Scope = journey.CustomerScope
	session, events := stored(t, []journey.Evaluated{held}, "cart", "look")
	carried := journey.Assignment{Segment: numbered("definition", 9), At: start - 5000}
	session.Carry(events[0], carried)
	session.Settle(events[1], 0, start-7000, true)
	gains := Gains(session, events)
	for id, want := range map[journey.ID]Gained{
		carried.Segment: {At: carried.At, By: events[0], Carried: true},
		held.ID:         {At: start - 7000, By: events[1], Carried: true},
	} {
		if got := gains[id]; got == nil || *got != want {
			t.Errorf("%v: %+v, want %+v", id, got, want)
		}
	}
	if g := Gains(session, nil)[held.ID]; g == nil || g.By != nil || g.At != start-7000 {
		t.Errorf("without events: %+v", g)
	}
}

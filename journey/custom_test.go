package journey_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"sojourn/journey"
)

// delivering drives the key of one delivery.
func delivering(p journey.Policy) *visitor {
	return &visitor{state: &journey.State{Key: journey.CustomKey("delivery", "77")}, policy: p}
}

// happened is an event of a delivery some hours after start.
func happened(name string, hours float64, change ...func(*journey.Event)) journey.Event {
	at := start.Add(time.Duration(hours * float64(time.Hour)))
	e := journey.Event{
		Kind: journey.Custom, Name: name, Customer: "gwen@example.com", Created: at, Received: at,
		Custom: &journey.CustomFacts{Type: "delivery", ExternalID: "77", CustomerType: journey.CustomerIDTypeEmail},
	}
	for _, change := range change {
		change(&e)
	}
	return e
}

func ending(e *journey.Event) { e.Custom.EndSession = true }

func TestWhenACustomSessionEnds(t *testing.T) {
	const month = 30 * 24
	for _, test := range []struct {
		why    string
		events []journey.Event
		now    float64 // hours after start
		want   float64 // the same; -1 = open
	}{
		{"it goes on", []journey.Event{happened("ordered", 0)}, 1, -1},
		{"the sender ends it", []journey.Event{happened("ordered", 0), happened("delivered", 5, ending)}, 6, 5},
		{"the type says which event ends it", []journey.Event{happened("ordered", 0), happened("lost", 5)}, 6, 5},
		{"an older event does not re-open it",
			[]journey.Event{happened("ordered", 0), happened("delivered", 5, ending), happened("loaded", 3)}, 6, 5},
		{"a newer one does",
			[]journey.Event{happened("ordered", 0), happened("delivered", 5, ending), happened("returned", 7)}, 8, -1},
		{"one of the same date does too",
			[]journey.Event{happened("delivered", 5, ending), happened("signed", 5)}, 8, -1},
		{"it may end again", []journey.Event{
			happened("delivered", 5, ending), happened("returned", 7), happened("lost", 9),
		}, 10, 9},
		{"an end that is older than the newest event ends nothing",
			[]journey.Event{happened("returned", 7), happened("delivered", 5, ending)}, 8, -1},
		{"nothing happens for the time of its type", []journey.Event{happened("ordered", 0)}, 48, 48},
		{"an end is not moved by that time", []journey.Event{happened("delivered", 5, ending)}, 48 * month, 5},
	} {
		t.Run(test.why, func(t *testing.T) {
			v := delivering(journey.DefaultPolicy().WithSessionTypes([]journey.SessionType{
				{Type: "delivery", EndEventNames: []string{"lost"}, InactivitySeconds: 48 * 60 * 60},
			}))
			for _, e := range test.events {
				v.submit(t, e)
			}
			if len(v.state.Sessions) != 1 {
				t.Fatalf("%d sessions", len(v.state.Sessions))
			}
			got := -1.0
			if ended := v.state.Sessions[0].EndedAt(start.Add(time.Duration(test.now) * time.Hour)); !ended.IsZero() {
				got = ended.Sub(start).Hours()
			}
			if got != test.want {
				t.Errorf("ended at %g, want %g", got, test.want)
			}
		})
	}
}

// An unseen type lives for 30 days, and its sessions have what belongs to custom sessions only.
func TestAnUnseenType(t *testing.T) {
	v := delivering(journey.DefaultPolicy())
	s := v.submit(t, happened("ordered", 0))
	if s.Type() != "delivery" || s.Timeout() != 30*24*time.Hour || s.Visit != nil || s.Key() != v.state.Key ||
		s.Customer != "gwen@example.com" || s.CustomerIDType() != "email" || !s.IdleAt().IsZero() || !s.AwayAt().IsZero() {
		t.Errorf("got %+v", s)
	}
	if n := journey.NumbersOf(s); n.Events != 1 || n.Views != 0 {
		t.Errorf("numbers %+v", n)
	}
	if r := v.records[0].(*journey.Accepted); r.ShortID != 0 || r.Type() != journey.CustomEventType {
		t.Errorf("short id %d, event type %d", r.ShortID, r.Type())
	}
}

// What a type says is kept with the event: a later change does not change a past session.
func TestAChangedTypeLooksAhead(t *testing.T) {
	v := delivering(journey.DefaultPolicy())
	v.submit(t, happened("lost", 0))
	v.policy = v.policy.WithSessionTypes([]journey.SessionType{
		{Type: "delivery", EndEventNames: []string{"lost"}, InactivitySeconds: 60},
	})
	s := v.state.Sessions[0]
	if !s.EndedAt(start.Add(time.Hour)).IsZero() {
		t.Error("the new definition has ended a past session")
	}
	v.submit(t, happened("found", 1))
	if s.EndedAt(start.Add(2*time.Hour)) != start.Add(time.Hour+time.Minute) {
		t.Errorf("ended at %s", s.EndedAt(start.Add(2*time.Hour)))
	}
}

// shownAttributes writes a session's attributes and lists.
func shownAttributes(s *journey.Session) string {
	var out []string
	for i := range s.Attributes {
		a := &s.Attributes[i]
		if dataType, values, ok := a.AsList(); ok {
			out = append(out, fmt.Sprintf("%s=%s%v", a.Name, dataType, values))
		} else if scalar, ok := a.Scalar(); ok {
			out = append(out, fmt.Sprintf("%s=%s:%s", a.Name, scalar.Type, scalar.Value))
		}
	}
	return strings.Join(out, " ")
}

func TestProjectionsOfCustomTypes(t *testing.T) {
	with := func(value string, list ...string) func(*journey.Event) {
		return func(e *journey.Event) {
			e.Attributes = []journey.Attribute{{Name: "a", Type: journey.String, Value: value}}
			e.Custom.Lists = []journey.AttributeList{{Name: "items", Type: journey.String, Values: list}}
		}
	}
	events := []journey.Event{
		happened("ordered", 0, with("x", "helmet", "bike")), happened("changed", 1, with("y", "gloves", "bike", "")),
	}
	project := func(attribute, as string, f journey.Function) journey.SessionType {
		return journey.SessionType{Type: "delivery", Projections: []journey.Projector{
			{EventName: "*", EventAttribute: attribute, SessionAttribute: as, Function: f},
		}}
	}
	for _, test := range []struct {
		why  string
		of   []journey.SessionType
		want string
	}{
		{"by default all, under their own names", nil, "a=string:y items=string[helmet bike gloves]"},
		{"also if the type has no projection", []journey.SessionType{{Type: "delivery"}}, "a=string:y items=string[helmet bike gloves]"},
		{"else only those", []journey.SessionType{project("a", "b", journey.First)}, "b=string:x"},
		{"lists too", []journey.SessionType{project("items", "cart", journey.All)}, "cart=string[helmet bike gloves bike]"},
		{"events that carry a list are counted", []journey.SessionType{project("items", "n", journey.Count)}, "n=integer:2"},
		{"a list is no scalar", []journey.SessionType{project("items", "n", journey.Last)}, ""},
	} {
		v := delivering(journey.DefaultPolicy().WithSessionTypes(test.of))
		for _, e := range events {
			v.submit(t, e)
		}
		if got := shownAttributes(v.state.Sessions[0]); got != test.want {
			t.Errorf("%s: got %s, want %s", test.why, got, test.want)
		}
	}
}

func TestLongValuesAreCut(t *testing.T) {
	long := strings.Repeat("ä", journey.MaxValueLength+5)
	v := delivering(journey.DefaultPolicy())
	s := v.submit(t, happened("ordered", 0, func(e *journey.Event) {
		e.Attributes = []journey.Attribute{{Name: "a", Type: journey.String, Value: long}}
	}))
	if got := s.Attributes[0].Value; got != strings.Repeat("ä", journey.MaxValueLength) {
		t.Errorf("kept %d bytes", len(got))
	}
}

func TestCasesKeepTheirLastValues(t *testing.T) {
	of := func(c journey.CaseFacts) func(*journey.Event) {
		return func(e *journey.Event) { e.Custom.Case = &c }
	}
	v := delivering(journey.DefaultPolicy())
	v.submit(t, happened("case_opened", 0, of(journey.CaseFacts{Entity: "k1", Reference: "CASE-1042", Status: journey.CaseOpen})))
	v.submit(t, happened("case_closed", 2, of(journey.CaseFacts{Status: journey.CaseClosed})))
	s := v.submit(t, happened("case_taken", 1, of(journey.CaseFacts{Status: journey.CaseInProgress})))
	c := s.Custom
	if c.CaseEntity.Value != "k1" || c.CaseReference.Value != "CASE-1042" || c.CaseStatus.Value != journey.CaseClosed {
		t.Errorf("got %+v", c)
	}
}

func TestAgesOfTheKinds(t *testing.T) {
	old := func(e journey.Event, days float64) journey.Event { return late(e, days*24*60) }
	for _, test := range []struct {
		why   string
		event journey.Event
		code  journey.FaultCode
	}{
		{"a custom event of 30 days", old(happened("a", 0), 30), ""},
		{"an older one", old(happened("a", 0), 30.1), journey.EventTooOld},
		{"a custom event of tomorrow", old(happened("a", 0), -1), journey.EventInFuture},
		{"a conversation event of last year", old(told(journey.CustomerStart, 0, "p1/c1"), 365), ""},
		{"one of tomorrow", old(told(journey.CustomerStart, 0, "p1/c1"), -1), journey.EventInFuture},
	} {
		v := delivering(journey.DefaultPolicy())
		v.state.Key = test.event.Key()
		_, err := v.step(test.event)
		var fault *journey.Fault
		if errors.As(err, &fault); (test.code == "") != (err == nil) || fault != nil && fault.Code != test.code {
			t.Errorf("%s: got %v, want %q", test.why, err, test.code)
		}
	}
	// A date slightly ahead must not depend on when the event is received.
	ahead := told(journey.CustomerStart, 10, "p1/c1")
	ahead.Received = start
	if s := tell(t, ahead); s.First.At != ahead.Created {
		t.Errorf("began %s, want %s", s.First.At, ahead.Created)
	}
}

func TestRepeatsAreRememberedByKind(t *testing.T) {
	const day = 24 * 60 * 60 * 1000
	for _, test := range []struct {
		event  journey.Event
		within journey.Instant
		beyond journey.Instant // 0: never
	}{
		{view(0, ""), day, day + 1}, {happened("a", 0), 30 * day, 30*day + 1}, {told(journey.CustomerStart, 0, "p1/c1"), 10_000 * day, 0},
	} {
		v := &visitor{state: &journey.State{Key: test.event.Key()}, policy: journey.DefaultPolicy()}
		test.event.ID, test.event.IDGiven = idOf('e', 1), true
		v.submit(t, test.event)
		kind, print := test.event.Kind, journey.Fingerprint(test.event.ID)
		if len(v.state.Suspects(kind, print, start+test.within)) != 1 {
			t.Errorf("%s: forgotten within the window", kind)
		}
		if test.beyond != 0 && len(v.state.Suspects(kind, print, start+test.beyond)) != 0 {
			t.Errorf("%s: remembered beyond the window", kind)
		}
	}
}

func TestTypeNames(t *testing.T) {
	for name, want := range map[string]bool{
		"delivery": true, "case": true, "a1_b": true, "custom": true, "web": false, "app": false, "conversation": false,
		"": false, "1a": false, "_a": false, "A": false, "a-b": false, "a/b": false, strings.Repeat("a", 64): true,
		strings.Repeat("a", 65): false,
	} {
		if journey.IsCustomType(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
}

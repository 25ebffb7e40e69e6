package journey_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sojourn/journey"
	"sojourn/journey/codec"
)

// segment is a definition with conditions as the API takes them.
func segment(n int, conditions string) journey.Evaluated {
	s := &journey.Segment{IsActive: true, Scope: journey.SessionScope}
	if err := json.Unmarshal([]byte(conditions), s); err != nil {
		panic(err)
	}
	return journey.Evaluated{ID: idOf('d', n), Segment: s}
}

// outcome is one that is achieved by events of a name.
func outcome(n int, eventName, value, dataType string) journey.Evaluated {
	o := &journey.Outcome{IsActive: true}
	o.Conditions = segment(n, onEvent(eventName, 1)).Segment.Conditions
	if value != "" {
		o.AssociatedValueField = &journey.AssociatedValueField{Name: value, DataType: dataType}
	}
	return journey.Evaluated{ID: idOf('d', n), Outcome: o}
}

// onEvent is a journey of events of one name.
func onEvent(name string, count int) string {
	pattern, _ := json.Marshal(map[string]any{
		"criteria": []any{}, "count": count, "streamType": "Web", "sessionType": "web", "eventName": name,
	})
	return `{"context":{"patterns":[]},"journey":{"patterns":[` + string(pattern) + `]}}`
}

const fromNews = `{"context":{"patterns":[{"criteria":[{"entityType":"visit","key":"mktCampaign.source","operator":"equal",
	"values":["news"],"shouldIgnoreCase":false}]}]},"journey":{"patterns":[]}}`

const searchedSignedIn = `{"context":{"patterns":[{"criteria":[{"entityType":"visit","key":"authenticated","operator":"equal",
	"values":["true"],"shouldIgnoreCase":false}]}]},"journey":{"patterns":[{"criteria":[{"key":"searchQuery","operator":"containsAny",
	"values":["tyre","bell"],"shouldIgnoreCase":true}],"count":1,"streamType":"Web","sessionType":"web"},{"criteria":[],"count":2,
	"streamType":"Web","sessionType":"web","eventName":"product_added"}]}}`

// definitions are some of every sort, one of them for customers.
func definitions() []journey.Evaluated {
	ofCustomers := segment(4, onEvent("product_added", 1))
	ofCustomers.Segment.Scope = journey.CustomerScope
	return []journey.Evaluated{
		segment(1, onEvent(journey.PageViewed, 2)), segment(2, fromNews), segment(3, searchedSignedIn), ofCustomers,
		outcome(5, "product_added", "price", "Number"),
	}
}

func judging(definitions ...journey.Evaluated) journey.Policy {
	return journey.DefaultPolicy().WithRules(journey.NewRules(definitions))
}

// called gives the event another name.
func called(e journey.Event, name string) journey.Event {
	e.Name = name
	return e
}

// mustStep steps an event that is taken.
func (v *visitor) mustStep(t *testing.T, e journey.Event) journey.Stepped {
	t.Helper()
	stepped, err := v.step(e)
	if err != nil {
		t.Fatal(err)
	}
	return stepped
}

// settle decides for the lane: every customer is new to its segments.
func settle(s *journey.Stepped) {
	for i := range s.Event.Judged {
		if s.Event.Judged[i].Verdict == journey.CustomerSegment {
			s.Session.Settle(s.Event, i, s.Event.Received, false)
		}
	}
}

// genVisits draws events of a few visits, some of them late.
func genVisits(t *rapid.T) []journey.Event {
	var events []journey.Event
	now := start
	for i := range rapid.IntRange(1, 25).Draw(t, "events") {
		now = now.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "minutes")) * time.Minute)
		e := genEvent(t, i, now.Add(-time.Duration(rapid.SampledFrom([]int{0, 0, 0, 5, 50}).Draw(t, "late"))*time.Minute))
		e.Received = now
		events = append(events, e)
	}
	return events
}

// encoded is all sessions as they are kept.
func encoded(s *journey.State) (all [][]byte) {
	for _, session := range s.Sessions {
		all = append(all, codec.AppendSession(nil, session))
	}
	return all
}

// Replay: the records alone, without any definition, give the same sessions, segments and outcomes included.
func TestAReplayNeedsNoDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVisitor(judging(definitions()...))
		for _, e := range genVisits(t) {
			stepped, err := v.step(e)
			if err != nil {
				t.Fatal(err)
			}
			settle(&stepped)
		}
		replayed := &journey.State{Key: v.state.Key}
		for _, record := range v.records {
			journey.Fold(replayed, record)
		}
		if got, want := encoded(replayed), encoded(v.state); !slices.EqualFunc(got, want, bytes.Equal) {
			t.Fatalf("replayed\n%x, not\n%x", got, want)
		}
	})
}

// Restart: states that go through the disk at any moment judge on as if they had stayed.
func TestARestartAnywhereChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stayed, restarted := newVisitor(judging(definitions()...)), newVisitor(judging(definitions()...))
		for _, e := range genVisits(t) {
			want, err := stayed.step(e)
			if err != nil {
				t.Fatal(err)
			}
			got, err := restarted.step(e)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.Event.Judged, want.Event.Judged) {
				t.Fatalf("judged %+v, not %+v", got.Event.Judged, want.Event.Judged)
			}
			settle(&got)
			settle(&want)
			if rapid.Bool().Draw(t, "restart") {
				for i, session := range restarted.state.Sessions {
					if restarted.state.Sessions[i], err = codec.DecodeSession(codec.AppendSession(nil, session)); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		if !slices.EqualFunc(encoded(restarted.state), encoded(stayed.state), bytes.Equal) {
			t.Fatal("the sessions differ")
		}
	})
}

// What other definitions there are, and in which order, does not matter to any of them.
func TestDefinitionsAreJudgedAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := definitions()
		together, events := newVisitor(judging(rapid.Permutation(all).Draw(t, "order")...)), genVisits(t)
		alone := make([]*visitor, len(all))
		for i := range all {
			alone[i] = newVisitor(judging(all[i]))
		}
		for _, e := range events {
			stepped, err := together.step(e)
			if err != nil {
				t.Fatal(err)
			}
			judged := len(stepped.Event.Judged)
			for _, v := range alone {
				single, err := v.step(e)
				if err != nil {
					t.Fatal(err)
				}
				for _, j := range single.Event.Judged {
					if !slices.Contains(stepped.Event.Judged, j) {
						t.Fatalf("alone it is %+v, among others %+v", j, stepped.Event.Judged)
					}
					judged--
				}
			}
			if judged != 0 {
				t.Fatalf("%d are judged among others only", judged)
			}
		}
	})
}

// assigned is which of the definitions the newest session has.
func (v *visitor) assigned() (numbers []byte) {
	for _, a := range v.state.Sessions[len(v.state.Sessions)-1].Assignments {
		numbers = append(numbers, a.Segment[3])
	}
	return numbers
}

// TestWhenADefinitionBegins is rows 16, 19 and 20 of segments-outcomes.md §6.
func TestWhenADefinitionBegins(t *testing.T) {
	twice := segment(1, onEvent("cart_add", 2))
	inactive, changed := segment(1, onEvent("cart_add", 2)), segment(1, onEvent("cart_add", 2))
	inactive.Segment.IsActive, changed.Segment.Epoch = false, 2
	cart := func(minutes float64) journey.Event { return called(view(minutes, ""), "cart_add") }
	for name, c := range map[string]struct {
		between journey.Policy // takes effect after the first event
		want    []bool         // whether the session has the segment after each event
	}{
		"kept as it is":                          {judging(twice), []bool{false, true, true, true}},
		"changed: two hits after it":             {judging(changed), []bool{false, false, true, true}},
		"switched off":                           {judging(inactive), []bool{false, false, false, false}},
		"joined by another, which keeps its own": {judging(segment(9, fromNews), twice), []bool{false, true, true, true}},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVisitor(judging(twice))
			for i, want := range c.want {
				v.mustStep(t, cart(float64(i)))
				if got := len(v.assigned()) > 0; got != want {
					t.Errorf("after event %d: %v", i+1, got)
				}
				v.policy = c.between
			}
		})
	}
	t.Run("a new session begins anew", func(t *testing.T) {
		v := newVisitor(judging(twice))
		v.mustStep(t, cart(0))
		v.mustStep(t, cart(60))
		if len(v.assigned()) > 0 {
			t.Error("a sequence spans two sessions")
		}
	})
	t.Run("history is not judged", func(t *testing.T) {
		v := newVisitor(judging(segment(1, onEvent("cart_add", 1))))
		imported := cart(0)
		imported.History = true
		v.mustStep(t, imported)
		if len(v.assigned()) > 0 {
			t.Error("an imported event was judged")
		}
	})
}

// TestValuesOfAchievements is segments-outcomes.md §5, the rows on values.
func TestValuesOfAchievements(t *testing.T) {
	for _, c := range []struct{ dataType, text, want string }{
		{"Number", "59.5", "59.5"}, {"Number", "1e3", "1000"}, {"Number", "-0.25", "-0.25"}, {"Number", "n/a", ""},
		{"Number", "NaN", ""}, {"Number", "Inf", ""}, {"Number", "1e999", ""}, {"Number", "0x10", ""}, {"Number", "1_000", ""},
		{"Integer", "12", "12"}, {"Integer", "12.0", "12"}, {"Integer", "12.5", ""}, {"Integer", "9007199254740993", "9007199254740993"},
		{"Integer", "1e999999999", ""}, {"Integer", "1e-999999999", ""}, {"Integer", "0e-999999999", "0"}, {"Integer", "-0.0", "0"},
		{"Integer", "1200e-2", "12"}, {"Integer", "-7", "-7"}, {"Number", "1e-999999999", "0"},
	} {
		v := newVisitor(judging(outcome(1, "order", "total", c.dataType)))
		order := called(view(0, ""), "order")
		order.Attributes = []journey.Attribute{{Name: "total", Type: journey.String, Value: c.text}}
		v.mustStep(t, order)
		achieved := v.state.Sessions[0].Achievements
		if len(achieved) != 1 || achieved[0].Value != c.want || (achieved[0].ValueType == journey.TypeNone) != (c.want == "") {
			t.Errorf("%s %q: %+v, want %q", c.dataType, c.text, achieved, c.want)
		}
		again := called(view(1, ""), "order")
		again.Attributes = []journey.Attribute{{Name: "total", Type: journey.String, Value: "20"}}
		if stepped := v.mustStep(t, again); len(stepped.Event.Judged) > 0 || v.state.Sessions[0].Achievements[0] != achieved[0] {
			t.Errorf("a second order changed it: %+v", stepped.Event.Judged)
		}
	}
}

// TestWhatACustomerHolds: the customer decides since when; the session shows it once.
func TestWhatACustomerHolds(t *testing.T) {
	of := segment(1, onEvent("cart_add", 1))
	of.Segment.Scope = journey.CustomerScope
	v := newVisitor(judging(of))
	first := v.mustStep(t, view(0, ""))
	first.Session.Carry(first.Event, journey.Assignment{Segment: idOf('d', 7), At: start - 5})
	first.Session.Carry(first.Event, journey.Assignment{Segment: idOf('d', 7), At: start - 5})
	cart := v.mustStep(t, called(view(1, ""), "cart_add"))
	if len(cart.Event.News()) != 1 || len(cart.Session.Assignments) != 1 {
		t.Fatalf("before the customer decided: %v, %v", cart.Event.News(), cart.Session.Assignments)
	}
	cart.Session.Settle(cart.Event, 0, start-9, true)
	want := []journey.Assignment{{Segment: idOf('d', 1), At: start - 9}, {Segment: idOf('d', 7), At: start - 5}}
	if got := cart.Session.Assignments; !slices.Equal(got, want) {
		t.Errorf("assigned %v, want %v", got, want)
	}
	if len(first.Event.Carried) != 1 || len(cart.Event.News()) != 0 {
		t.Errorf("carried %v, news %v", first.Event.Carried, cart.Event.News())
	}
}

// TestWhatFollowsIsNotShownBefore is session.md §6.6.
func TestWhatFollowsIsNotShownBefore(t *testing.T) {
	v := newVisitor(judging(segment(1, onEvent("cart_add", 1)), outcome(2, "cart_add", "", "")))
	v.mustStep(t, view(0, ""))
	late := called(view(1, ""), "cart_add")
	late.Received = late.Created.Add(3 * time.Minute)
	v.mustStep(t, late)
	session, events := v.state.Sessions[0], eventsOf(v)
	for minutes, want := range map[int]int{2: 0, 3: 0, 4: 1} { // the event is known from the first, its effect from the fourth on
		past := session.Rewind(events, start.Add(time.Duration(minutes)*time.Minute))
		if len(past.Assignments) != want || len(past.Achievements) != want || past.Events != 2 {
			t.Errorf("after %d minutes: %+v", minutes, past)
		}
	}
	followers := events[1].Followers(journey.OutcomeAchievedType)
	if len(followers) != 1 || followers[0].Place.At != late.Received || followers[0].Cause() != events[1].ID {
		t.Errorf("what followed: %+v", followers)
	}
	for then, e := range session.Retold(events) {
		if e == events[0] && (then.Events != 1 || len(then.Achievements) != 0) {
			t.Errorf("when the first event was accepted: %+v", then)
		}
		if e == events[1] && (then.Events != 2 || len(then.Achievements) != 1) {
			t.Errorf("when the second was: %+v", then)
		}
	}
}

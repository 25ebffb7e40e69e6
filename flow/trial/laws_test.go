package trial

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey"
	"sojourn/journey/rule"
)

// lived is what a lane makes of events: the sessions, and the events of each.
type lived struct {
	sessions []*journey.Session
	events   map[journey.ID][]*journey.Accepted
}

// live steps events with all definitions at once.
func live(t *rapid.T, definitions []journey.Evaluated, events []*journey.Event) lived {
	policy := journey.DefaultPolicy().WithRules(journey.NewRules(definitions))
	all, states := lived{events: map[journey.ID][]*journey.Accepted{}}, map[journey.Key]*journey.State{}
	for n, e := range events {
		state := states[e.Key()]
		if state == nil {
			state = &journey.State{Key: e.Key()}
			states[e.Key()] = state
		}
		event := *e
		stepped, err := journey.Step(state, &event, &policy, journey.Chance{Session: numbered("session", n)})
		if err != nil {
			t.Fatal(err)
		}
		if stepped.Event.Opened {
			all.sessions = append(all.sessions, stepped.Session)
		}
		all.events[stepped.Session.ID] = append(all.events[stepped.Session.ID], stepped.Event)
	}
	return all
}

// has reports whether the session has the segment or outcome.
func has(s *journey.Session, id journey.ID) bool {
	return slices.ContainsFunc(s.Assignments, func(a journey.Assignment) bool { return a.Segment == id }) ||
		slices.ContainsFunc(s.Achievements, func(a journey.Achievement) bool { return a.Outcome == id })
}

// What is told to have matched is what the session has, by the event that is told.
func TestWhatIsExplainedIsWhatHappened(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		definitions := drawDefinitions(t)
		world := live(t, definitions, drawEvents(t))
		for _, s := range world.sessions {
			gains := Gains(s, world.events[s.ID])
			for i, standing := range Explain(s, world.events[s.ID], definitions) {
				d := &definitions[i]
				gained := gains[d.ID]
				if (standing.State == Matched) != has(s, d.ID) || (gained != nil) != has(s, d.ID) {
					t.Fatalf("%s of %+v, which has %v %v", standing.State, d, s.Assignments, s.Achievements)
				}
				steps := standing.Steps
				if gained != nil && (!steps[len(steps)-1].Matched || steps[len(steps)-1].Event != gained.By) {
					t.Fatalf("matched at %+v, brought by %+v", steps[len(steps)-1], gained.By)
				}
			}
		}
	})
}

// The account, told only of the events that did something, comes to what the events keep; told of all, to no more.
func TestTheAccountAgreesWithTheRecord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		definitions, events := drawDefinitions(t), drawEvents(t)
		world := live(t, definitions, events)
		for _, s := range world.sessions {
			for i := range definitions {
				r := definitions[i].Rule()
				some, all := r.Account(), r.Account()
				for past, e := range s.Retold(world.events[s.ID]) {
					if e.History {
						continue // is not judged
					}
					at := slices.IndexFunc(e.Judged, func(j journey.Judged) bool { return j.Rule == r.ID })
					if entry := all.Tell(past, &e.Event); at < 0 && (entry.Met >= 0 || entry.Matched) {
						t.Fatalf("%+v did nothing, told %+v", e, entry)
					}
					if at < 0 {
						continue
					}
					if entry := some.Tell(past, &e.Event); entry.Progress != e.Judged[at].Progress {
						t.Fatalf("%+v, told %+v", e.Judged[at], entry)
					}
				}
			}
		}
	})
}

// Retelling gives the session as it is, but for what only lanes know.
func TestRetoldIsTheSession(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		world := live(t, drawDefinitions(t), drawEvents(t))
		for _, s := range world.sessions {
			events, count := rapid.Permutation(world.events[s.ID]).Draw(t, "order"), uint64(0)
			var last *journey.Session
			for past := range s.Retold(events) {
				if count++; past.Events != count {
					t.Fatalf("event %d: %d events", count, past.Events)
				}
				last = past
			}
			if !reflect.DeepEqual(last.Progress, s.Progress) || !reflect.DeepEqual(last.Attributes, s.Attributes) ||
				last.First != s.First || last.Newest != s.Newest || !reflect.DeepEqual(last.Assignments, s.Assignments) {
				t.Fatalf("retold\n%+v\nis\n%+v", last, s)
			}
		}
	})
}

// Without some of the events steps are missing, and nothing else.
func TestStateDoesNotDependOnTheEventsAtHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		definitions := drawDefinitions(t)
		world := live(t, definitions, drawEvents(t))
		for _, s := range world.sessions {
			some := slices.DeleteFunc(slices.Clone(world.events[s.ID]), func(*journey.Accepted) bool {
				return rapid.Bool().Draw(t, "missing")
			})
			whole := Explain(s, world.events[s.ID], definitions)
			for i, part := range Explain(s, some, definitions) {
				if part.State != whole[i].State || !reflect.DeepEqual(part.Missing, whole[i].Missing) ||
					len(part.Steps) > len(whole[i].Steps) {
					t.Fatalf("with some events\n%+v\nwith all\n%+v", part, whole[i])
				}
			}
		}
	})
}

// Trying a definition tells what explaining it does where the events came in.
func TestRunTellsWhatExplainTells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		definition := drawDefinitions(t)[:1]
		events := drawEvents(t)
		result, err := Run(definition[0], journey.DefaultPolicy(), events)
		if err != nil {
			t.Fatal(err)
		}
		world := live(t, definition, events)
		if len(result.Sessions) != len(world.sessions) || len(result.Events) != len(events) {
			t.Fatalf("%d sessions and %d events, want %d and %d",
				len(result.Sessions), len(result.Events), len(world.sessions), len(events))
		}
		for i, s := range world.sessions {
			want, got := Explain(s, world.events[s.ID], definition)[0], result.Sessions[i].Standing
			if !reflect.DeepEqual(stripped(got), stripped(want)) {
				t.Fatalf("tried\n%+v\nexplained\n%+v", got, want)
			}
			if matched := result.Sessions[i].MatchedBy; (matched >= 0) != (want.State == Matched) {
				t.Fatalf("matched by %d, %s", matched, want.State)
			}
		}
	})
}

// stripped is a standing without the ids that differ between worlds.
func stripped(s Standing) Standing {
	s.Steps = slices.Clone(s.Steps)
	for i := range s.Steps {
		s.Steps[i].Event = &journey.Accepted{Event: journey.Event{ID: s.Steps[i].Event.ID}}
	}
	return s
}

// What is missing is missing: one event of each kind that is asked for, as often, makes the match.
func TestWhatIsMissingMakesTheMatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		definition := segmentOf(1, sequence(rapid.SliceOfN(rapid.SampledFrom([]string{"look", "cart", "order"}), 1, 4).
			Draw(t, "names")...))
		events := drawEvents(t)
		for _, e := range events {
			e.Kind, e.Custom, e.Customer, e.History, e.Campaign = journey.Web, nil, "cookie-one", false, nil
			e.Created = e.Received
		}
		result, err := Run(definition, journey.DefaultPolicy(), events)
		if err != nil {
			t.Fatal(err)
		}
		lacks := []rule.Lack{}
		if len(result.Sessions) > 0 {
			lacks = result.Sessions[0].Missing
		} else {
			for i := range definition.Segment.Journey.Patterns {
				lacks = append(lacks, rule.Lack{Pattern: i, Events: 1})
			}
		}
		at := start.Add(seconds(1100))
		for _, lack := range lacks {
			for range lack.Events {
				events = append(events, &journey.Event{
					ID: numbered("more", len(events)), Kind: journey.Web, Customer: "cookie-one", Received: at, Created: at,
					Name: definition.Segment.Journey.Patterns[lack.Pattern].EventName,
				})
			}
		}
		result, err = Run(definition, journey.DefaultPolicy(), events)
		if err != nil || result.Sessions[0].State != Matched || len(result.Sessions[0].Missing) > 0 {
			t.Fatalf("%+v, %v", result.Sessions, err)
		}
	})
}

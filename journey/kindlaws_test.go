package journey_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sojourn/journey"
)

// genTold draws a conversation event whose facts, and dates, are few enough to collide.
func genTold(t *rapid.T) journey.Event {
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	topic := journey.Topic(rapid.IntRange(1, int(journey.LastTopic)).Draw(t, "topic"))
	if rapid.Bool().Draw(t, "important?") {
		topic = rapid.SampledFrom([]journey.Topic{
			journey.CustomerStart, journey.CustomerEnd, journey.AcdStart, journey.AcdEnd, journey.UserStart,
			journey.UserEnd, journey.Wrapup, journey.AfterCallWork,
		}).Draw(t, "important topic")
	}
	leg := pick("participant", "p1", "p2", "p3") + "/" + pick("communication", "c1", "c2")
	e := told(topic, float64(rapid.IntRange(0, 4).Draw(t, "second")), leg, func(f *journey.ConversationFacts) {
		f.User, f.AnsweredUser = pick("user", "", "u1", "u2", "u3"), pick("answered", "", "u1", "u4")
		f.Queue, f.Division, f.Subject = pick("queue", "", "q1", "q2"), pick("division", "", "d1", "d2"), pick("subject", "", "s1", "s2")
		f.Interacting = int64(rapid.IntRange(0, 1).Draw(t, "talked"))
		f.Direction = journey.Direction(rapid.IntRange(0, 3).Draw(t, "direction"))
		f.AcdOutcome = journey.AcdOutcome(rapid.IntRange(0, 4).Draw(t, "outcome"))
		f.Disconnect = journey.DisconnectType(rapid.IntRange(0, 4).Draw(t, "disconnect"))
		f.WrapupCode, f.WrapupNotes = pick("code", "", "w1", "w2"), pick("notes", "", "n")
		f.Media = journey.MediaType(rapid.IntRange(0, 11).Draw(t, "media"))
		f.ANI, f.AddressFrom = pick("ani", "", "+1", "+2"), pick("from", "", "a@b.example")
		f.ExternalContact = rapid.SampledFrom([]journey.ID{{}, {}, {1}, {2}}).Draw(t, "contact")
		if topic == journey.CaseAssociated {
			f.Case = &journey.CaseLink{ID: pick("case", "k1", "k2"), Reference: pick("reference", "r1", "r2")}
		}
	})
	if topic == journey.AttributesSet {
		e.Attributes = []journey.Attribute{
			{Name: "price", Type: journey.Integer, Value: pick("price", "1", "2", "30")},
			{Name: "sku", Type: journey.String, Value: pick("sku", "x", "y", "")},
		}
	}
	return e
}

// talking is a policy that projects the attributes of conversations with every function.
func talking() journey.Policy {
	var projectors []journey.Projector
	for f := journey.Last; f <= journey.All; f++ {
		for _, attribute := range []string{"price", "sku"} {
			projectors = append(projectors, journey.Projector{
				EventName: "*", EventAttribute: attribute, SessionAttribute: attribute + f.String(), Function: f,
			})
		}
	}
	return journey.DefaultPolicy().WithSessionTypes([]journey.SessionType{{Type: "conversation", Projections: projectors}})
}

// genConversation draws the events of a conversation, no two of which are the same event.
func genConversation(t *rapid.T) []journey.Event {
	return rapid.SliceOfNDistinct(rapid.Custom(genTold), 1, 14, func(e journey.Event) journey.ID { return e.ID }).Draw(t, "events")
}

// Order and repetition: a conversation's events give the same document in any order and however often.
func TestNeitherOrderNorRepetitionOfAConversationMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := genConversation(t)
		shuffled := rapid.Permutation(events).Draw(t, "order")
		again := rapid.SliceOfN(rapid.SampledFrom(events), 0, 6).Draw(t, "repeats")
		one, other := conversing(talking()), conversing(talking())
		for _, e := range events {
			one.submit(t, e)
		}
		for i, e := range slices.Concat(shuffled, again) {
			e.Received = e.Created.Add(time.Duration(i) * time.Hour)
			other.submit(t, e)
			if i < len(again) {
				other.submit(t, e)
			}
		}
		now := start.Add(10 * 24 * time.Hour)
		a, b := shown(one.state.Sessions[0], now), shown(other.state.Sessions[0], now)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("order or repetition matters:\n%s\n%s", text(a), text(b))
		}
		if got, want := sourcesByEvent(other), sourcesByEvent(one); !slices.Equal(got, want) {
			t.Fatalf("other events have set the fields:\n%v\n%v", got, want)
		}
	})
}

// sourcesByEvent lists which event, by ID, has set which field.
func sourcesByEvent(v *visitor) []string {
	ids := make(map[journey.Stamp]journey.ID)
	for _, record := range v.records {
		if r, ok := record.(*journey.Accepted); ok {
			ids[r.Stamp()] = r.ID
		}
	}
	var out []string
	for _, source := range v.state.Sessions[0].FieldSources() {
		id, found := ids[source.Stamp]
		if !found {
			panic(fmt.Sprint("no event has the stamp of ", source))
		}
		out = append(out, source.Field+" "+id.String())
	}
	return out
}

// A conversation keeps a turn for each event that its fields name, and for no other.
func TestTurnsAreKeptAsLongAsTheyAreNeeded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := conversing(talking())
		var s *journey.Session
		for _, e := range genConversation(t) {
			s = v.submit(t, e)
		}
		turns := make(map[uint64]bool)
		for _, turn := range s.Conversation.Turns {
			turns[turn.Seq] = true
		}
		for _, source := range s.FieldSources() {
			if !turns[source.Stamp.Seq] {
				t.Fatalf("%v has no turn in %v", source, s.Conversation.Turns)
			}
		}
		if len(turns) > int(s.Events) {
			t.Fatalf("%d turns of %d events", len(turns), s.Events)
		}
	})
}

// genHappened draws an event of a delivery.
func genHappened(t *rapid.T, n int, at journey.Instant) journey.Event {
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	e := happened(pick("name", "ordered", "lost", "delivered"), 0, func(e *journey.Event) {
		e.ID, e.IDGiven, e.Created, e.Received = idOf('e', n), true, at, start.Add(24*time.Hour)
		e.Customer = pick("customer", "gwen@example.com", "gwen@home.example")
		e.Custom.ExternalURL = pick("url", "", "https://a.example", "https://b.example")
		e.Custom.EndSession = rapid.IntRange(0, 5).Draw(t, "end") == 0
		e.Attributes = []journey.Attribute{{Name: "a", Type: journey.String, Value: pick("a", "", "x", "y")}}
		e.Custom.Lists = []journey.AttributeList{{Name: "l", Type: journey.String, Values: []string{pick("l", "x", "y", "z")}}}
		e.Custom.Case = &journey.CaseFacts{Status: journey.CaseStatus(rapid.IntRange(0, 5).Draw(t, "status"))}
	})
	return e
}

// genDelivery draws the events of a delivery at distinct dates.
func genDelivery(t *rapid.T) (events []journey.Event) {
	for i, at := range genDates(t, 12, 20*time.Hour) {
		events = append(events, genHappened(t, i, at))
	}
	return events
}

func lostEnds() journey.Policy {
	return journey.DefaultPolicy().WithSessionTypes([]journey.SessionType{{Type: "delivery", EndEventNames: []string{"lost"}}})
}

func TestOrderOfACustomSessionDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := genDelivery(t)
		one, other := delivering(lostEnds()), delivering(lostEnds())
		for _, e := range events {
			one.submit(t, e)
		}
		for _, e := range rapid.Permutation(events).Draw(t, "order") {
			other.submit(t, e)
		}
		now := start.Add(25 * time.Hour)
		if a, b := shown(one.state.Sessions[0], now), shown(other.state.Sessions[0], now); !reflect.DeepEqual(a, b) {
			t.Fatalf("order matters:\n%s\n%s", text(a), text(b))
		}
	})
}

// Time travel: a session as of a moment is what it would be if nothing had happened since (session.md
// §6.6).
func TestRewindingForgetsWhatCameLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, then, events := delivering(lostEnds()), delivering(lostEnds()), genDelivery(t)
		if rapid.Bool().Draw(t, "conversation?") {
			v, then, events = conversing(talking()), conversing(talking()), genConversation(t)
		}
		at := start.Add(time.Duration(rapid.IntRange(0, 4).Draw(t, "seconds")) * time.Second)
		if rapid.Bool().Draw(t, "at an event?") {
			at = rapid.SampledFrom(events).Draw(t, "event").Created
		}
		for _, e := range events {
			v.submit(t, e)
			if e.Created <= at {
				then.submit(t, e)
			}
		}
		past := v.state.Sessions[0].Rewind(eventsOf(v), at)
		switch {
		case past == nil && len(then.state.Sessions) == 0:
		case past == nil || len(then.state.Sessions) == 0:
			t.Fatalf("as of %s: %v, but %d sessions", at, past, len(then.state.Sessions))
		case !reflect.DeepEqual(shown(past, at), shown(then.state.Sessions[0], at)):
			t.Fatalf("as of %s:\n%s\n%s", at, text(shown(past, at)), text(shown(then.state.Sessions[0], at)))
		}
	})
}

// Replay: folding the records alone gives the state that Step and Tick made, of these kinds as of visits.
func TestFoldingTheRecordsOfTheOtherKindsGivesTheState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, events := delivering(lostEnds()), genDelivery(t)
		if rapid.Bool().Draw(t, "conversation?") {
			v, events = conversing(talking()), genConversation(t)
		}
		for _, e := range events {
			mustStep(t, v, e)
			if rapid.IntRange(0, 3).Draw(t, "tick?") == 0 {
				v.records = append(v.records, journey.Tick(v.state, start.Add(100*24*time.Hour))...)
			}
		}
		replayed := &journey.State{Key: v.state.Key}
		for _, record := range v.records {
			journey.Fold(replayed, record)
		}
		if !reflect.DeepEqual(replayed, v.state) {
			t.Fatalf("replay differs:\n%+v\n%+v", replayed, v.state)
		}
	})
}

// An end by inactivity is announced once; an end by an event needs no announcement.
func TestEndsOfTheOtherKindsAreAnnouncedOnce(t *testing.T) {
	for _, e := range []journey.Event{happened("ordered", 0), told(journey.CustomerStart, 0, "p1/c1")} {
		v := &visitor{state: &journey.State{Key: e.Key()}, policy: journey.DefaultPolicy()}
		s := v.submit(t, e)
		if early := journey.Tick(v.state, s.Deadline()-1); len(early) > 0 {
			t.Errorf("%s: announced early: %v", e.Kind, early)
		}
		due := journey.Tick(v.state, s.Deadline())
		if len(due) != 1 || due[0].(*journey.Ended).At != s.Deadline() || due[0].RecordKey() != e.Key() {
			t.Errorf("%s: announced %v", e.Kind, due)
		}
		if again := journey.Tick(v.state, s.Deadline()+1); len(again) > 0 {
			t.Errorf("%s: announced again: %v", e.Kind, again)
		}
	}
	v := conversing(journey.DefaultPolicy())
	v.submit(t, told(journey.CustomerStart, 0, "p1/c1"))
	v.submit(t, told(journey.CustomerEnd, 9, "p1/c1"))
	if due := journey.Tick(v.state, start.Add(100*24*time.Hour)); len(due) > 0 {
		t.Errorf("announced %v after an explicit end", due)
	}
}

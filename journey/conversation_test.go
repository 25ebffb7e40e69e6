package journey_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sojourn/journey"
)

const conversationID = "5a1d3f60-7f0e-4e7e-9a68-3f3f0c1f9e01"

// conversing drives the key of one conversation the way a lane does: repeats are noticed and dropped.
func conversing(p journey.Policy) *visitor {
	return &visitor{state: &journey.State{Key: journey.ConversationKey(conversationID)}, policy: p}
}

// told is a conversation event some seconds after start, on a leg "participant/communication".
func told(topic journey.Topic, seconds float64, leg string, change ...func(*journey.ConversationFacts)) journey.Event {
	participant, communication, _ := strings.Cut(leg, "/")
	facts := &journey.ConversationFacts{
		ID: conversationID, Topic: topic, Participant: participant, Communication: communication,
		Media: journey.MediaVoice, Direction: journey.DirectionInbound, Provider: "Edge", ANI: "tel:+353861234567",
	}
	for _, change := range change {
		change(facts)
	}
	at := start.Add(time.Duration(seconds * float64(time.Second)))
	return journey.Event{
		ID: facts.EventID(at), IDGiven: true, Kind: journey.Conversation, Name: topic.EventName(),
		Created: at, Received: at, Conversation: facts,
	}
}

func user(id string) func(*journey.ConversationFacts) {
	return func(f *journey.ConversationFacts) { f.User = id }
}

func queue(id string) func(*journey.ConversationFacts) {
	return func(f *journey.ConversationFacts) { f.Queue = id }
}

func talkedFor(milliseconds int64) func(*journey.ConversationFacts) {
	return func(f *journey.ConversationFacts) { f.Interacting = milliseconds }
}

func answeredBy(id string) func(*journey.ConversationFacts) {
	return func(f *journey.ConversationFacts) { f.AcdOutcome, f.AnsweredUser = journey.AcdAnswered, id }
}

func wrapped(code string) func(*journey.ConversationFacts) {
	return func(f *journey.ConversationFacts) { f.WrapupCode = code }
}

// submit steps the event unless it is a repeat, as a lane does.
func (v *visitor) submit(t failing, e journey.Event) *journey.Session {
	t.Helper()
	for _, suspect := range v.state.Suspects(e.Kind, journey.Fingerprint(e.ID), e.Received) {
		for _, record := range v.records {
			if r, ok := record.(*journey.Accepted); ok && r.Seq == suspect.Seq && r.ID == e.ID {
				return v.state.Session(r.Session)
			}
		}
	}
	stepped, err := v.step(e)
	if err != nil {
		t.Fatal(err)
	}
	return stepped.Session
}

// tell submits the events to a new conversation and returns its session.
func tell(t testing.TB, events ...journey.Event) *journey.Session {
	t.Helper()
	v := conversing(journey.DefaultPolicy())
	var s *journey.Session
	for _, e := range events {
		s = v.submit(t, e)
	}
	if len(v.state.Sessions) != 1 {
		t.Fatalf("%d sessions, want 1", len(v.state.Sessions))
	}
	return s
}

func TestWhoWasConnectedLast(t *testing.T) {
	const begin, alert, leave = journey.CustomerStart, journey.UserStart, journey.UserEnd
	queued := told(journey.AcdStart, 1, "p2/c2", queue("q1"))
	for _, test := range []struct {
		why    string
		events []journey.Event
		want   string
	}{
		{"an alerted agent has not answered", []journey.Event{queued, told(alert, 2, "p3/c3", user("u1"))}, ""},
		{"acd.end says who answered", []journey.Event{queued, told(journey.AcdEnd, 2, "p2/c2", answeredBy("u1"))}, "u1"},
		{"but not if nobody did", []journey.Event{queued, told(journey.AcdEnd, 2, "p2/c2", func(f *journey.ConversationFacts) {
			f.AcdOutcome, f.AnsweredUser = journey.AcdAbandon, "u1"
		})}, ""},
		{"who talked was connected", []journey.Event{queued, told(leave, 9, "p3/c3", user("u1"), talkedFor(1))}, "u1"},
		{"who did not was not", []journey.Event{queued, told(leave, 9, "p3/c3", user("u1"))}, ""},
		{"a direct call connects at once", []journey.Event{told(begin, 0, "p1/c1"), told(alert, 0, "p3/c3", user("u1"))}, "u1"},
		{"unless he leaves without a word",
			[]journey.Event{told(alert, 0, "p3/c3", user("u1")), told(leave, 9, "p3/c3", user("u1"))}, ""},
		{"another leg's end does not matter",
			[]journey.Event{told(alert, 0, "p3/c3", user("u1")), told(leave, 9, "p3/c4", user("u1"))}, "u1"},
		{"a direct call that is then queued stays with its user",
			[]journey.Event{told(alert, 0, "p3/c3", user("u1")), told(journey.AcdStart, 5, "p2/c2"), told(alert, 6, "p4/c4", user("u2"))}, "u1"},
		{"the newest of all wins", []journey.Event{
			queued, told(journey.AcdEnd, 2, "p2/c2", answeredBy("u1")), told(leave, 9, "p4/c4", user("u2"), talkedFor(5)),
			told(journey.AcdEnd, 7, "p5/c5", answeredBy("u3")),
		}, "u2"},
	} {
		t.Run(test.why, func(t *testing.T) {
			if got := tell(t, test.events...).Conversation.LastConnectedUser().Value; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhoGaveTheDisposition(t *testing.T) {
	const acw, wrapup = journey.AfterCallWork, journey.Wrapup
	alerted := told(journey.UserStart, 1, "p3/c3", user("u1"))
	queued := told(journey.AcdStart, 0, "p2/c2")
	for _, test := range []struct {
		why    string
		events []journey.Event
		want   string // code, user
	}{
		{"the user that the event names", []journey.Event{alerted, told(acw, 9, "p3/c3", user("u2"), wrapped("w"))}, "w u2"},
		{"else that of the same participant", []journey.Event{queued, alerted, told(wrapup, 9, "p3/c3", wrapped("w"))}, "w u1"},
		{"on whatever leg", []journey.Event{queued, alerted, told(wrapup, 9, "p3/c9", wrapped("w"))}, "w u1"},
		{"else who was connected last",
			[]journey.Event{queued, told(journey.AcdEnd, 2, "p2/c2", answeredBy("u3")), told(wrapup, 9, "p9/c9", wrapped("w"))}, "w u3"},
		{"else nobody: withheld", []journey.Event{queued, alerted, told(wrapup, 9, "p9/c9", wrapped("w"))}, ""},
		{"the newest wins", []journey.Event{alerted, told(acw, 9, "p3/c3", user("u1"), wrapped("a")), told(wrapup, 8, "p3/c3", wrapped("b"))}, "a u1"},
		{"without a code it is none", []journey.Event{alerted, told(acw, 8, "p3/c3", user("u1"), wrapped("a")), told(wrapup, 9, "p3/c3")}, "a u1"},
		{"acw tells who gave the same wrap-up", []journey.Event{
			queued, told(acw, 8, "p3/c3", user("u1"), wrapped("a")), told(wrapup, 9, "p3/c3", wrapped("a")),
		}, "a u1"},
	} {
		t.Run(test.why, func(t *testing.T) {
			got := ""
			if d, who, ok := tell(t, test.events...).Conversation.LastDisposition(); ok {
				got = d.Code + " " + who
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhenAConversationEnds(t *testing.T) {
	const begin, leave = journey.CustomerStart, journey.CustomerEnd
	const week = 7 * 24 * 60 * 60
	for _, test := range []struct {
		why    string
		events []journey.Event
		now    float64 // seconds after start
		want   float64 // the same; -1 = open
	}{
		{"a customer is there", []journey.Event{told(begin, 0, "p1/c1")}, 100, -1},
		{"he has left", []journey.Event{told(begin, 0, "p1/c1"), told(leave, 60, "p1/c1")}, 100, 60},
		{"in whatever order one hears it", []journey.Event{told(leave, 60, "p1/c1"), told(begin, 0, "p1/c1")}, 100, 60},
		{"another communication goes on",
			[]journey.Event{told(begin, 0, "p1/c1"), told(begin, 9, "p1/c2"), told(leave, 60, "p1/c1")}, 100, -1},
		{"both have ended", []journey.Event{
			told(begin, 0, "p1/c1"), told(begin, 9, "p1/c2"), told(leave, 60, "p1/c1"), told(leave, 50, "p1/c2"),
		}, 100, 60},
		{"he has come back", []journey.Event{
			told(begin, 0, "p1/c1"), told(leave, 60, "p1/c1"), told(begin, 70, "p1/c2"),
		}, 100, -1},
		{"on the same leg", []journey.Event{
			told(begin, 0, "p1/c1"), told(leave, 60, "p1/c1"), told(begin, 70, "p1/c1"),
		}, 100, -1},
		{"agents may linger", []journey.Event{
			told(begin, 0, "p1/c1"), told(leave, 60, "p1/c1"), told(journey.UserEnd, 62, "p3/c3"),
			told(journey.AfterCallWork, 90, "p3/c3", user("u1"), wrapped("w")),
		}, 100, 60},
		{"nothing for a week", []journey.Event{told(begin, 0, "p1/c1")}, week, week},
		{"nothing for nearly a week", []journey.Event{told(begin, 0, "p1/c1")}, week - 1, -1},
		{"an explicit end is not moved by the week", []journey.Event{told(begin, 0, "p1/c1"), told(leave, 60, "p1/c1")}, 2 * week, 60},
	} {
		t.Run(test.why, func(t *testing.T) {
			s := tell(t, test.events...)
			got := -1.0
			if ended := s.EndedAt(start.Add(time.Duration(test.now) * time.Second)); !ended.IsZero() {
				got = ended.Sub(start).Seconds()
			}
			if got != test.want {
				t.Errorf("ended at %g, want %g", got, test.want)
			}
		})
	}
}

// Events of one moment go by rank, then by suffix, participant and communication as text (session.md
// §6.5.6).
func TestTiesOfAConversation(t *testing.T) {
	inOrder := []journey.Event{
		told(journey.CustomerStart, 0, "p9/c9"), told(journey.AcdStart, 0, "p2/c2", queue("q1")),
		told(journey.AcdStart, 0, "p2/c3", queue("q2")), told(journey.AcdStart, 0, "p3/c1", queue("q3")),
		told(journey.UserStart, 0, "p1/c1"), told(journey.AttributesSet, 0, "p1/c1"), told(journey.FlowOutcome, 0, "p1/c1"),
		told(journey.AcdEnd, 0, "p1/c1"), told(journey.UserEnd, 0, "p1/c1"), told(journey.CustomerEnd, 0, "p0/c0"),
		told(journey.Wrapup, 0, "p1/c1"), told(journey.AfterCallWork, 0, "p1/c1"),
	}
	v := conversing(journey.DefaultPolicy())
	for i := range inOrder { // from the last to the first: each comes before all that are there
		e := inOrder[len(inOrder)-1-i]
		s := v.submit(t, e)
		if s.LastEvent.ID != inOrder[len(inOrder)-1].ID {
			t.Errorf("after %s the last event is %s", e.Name, s.LastEvent.Name)
		}
		if first := v.records[len(v.records)-1].(*journey.Accepted).Stamp(); s.First != first {
			t.Errorf("%s does not come first", e.Name)
		}
	}
	if got := v.state.Sessions[0].Conversation.Queue.Value; got != "q3" {
		t.Errorf("the last queue is %s", got)
	}
}

func TestACaseIsAssociatedOnce(t *testing.T) {
	about := func(id, reference string) func(*journey.ConversationFacts) {
		return func(f *journey.ConversationFacts) { f.Case = &journey.CaseLink{ID: id, Reference: reference} }
	}
	first := told(journey.CaseAssociated, 5, "/", about("k1", "CASE-1"))
	s := tell(t, told(journey.CaseAssociated, 9, "/", about("k1", "CASE-1 again")), first,
		told(journey.CaseAssociated, 7, "/", about("k2", "CASE-2")))
	got := ""
	for _, a := range s.Conversation.Cases {
		got += fmt.Sprintf("[%s %s %g]", a.Case, a.Reference, a.Stamp.At.Sub(start).Seconds())
	}
	if want := "[k1 CASE-1 5][k2 CASE-2 7]"; got != want || s.Conversation.Cases[0].ID != first.ID {
		t.Errorf("got %s, want %s", got, want)
	}
	if s.LastEvent.Name != "case_associated" || s.Events != 3 {
		t.Errorf("%d events, the last is %s", s.Events, s.LastEvent.Name)
	}
}

func TestTheCustomersAddress(t *testing.T) {
	for _, test := range []struct {
		why   string
		facts journey.ConversationFacts
		want  string
	}{
		{"who calls", journey.ConversationFacts{Media: journey.MediaVoice, ANI: "tel:+1", DNIS: "tel:+2"}, "phone +1"},
		{"who is called",
			journey.ConversationFacts{Media: journey.MediaVoice, Direction: journey.DirectionOutbound, ANI: "+1", DNIS: "sip:+2"}, "phone +2"},
		{"who writes", journey.ConversationFacts{Media: journey.MediaEmail, AddressFrom: "A@B.example", AddressTo: "c"}, "email a@b.example"},
		{"who is written to", journey.ConversationFacts{
			Media: journey.MediaEmail, Direction: journey.DirectionOutbound, AddressFrom: "a", AddressTo: "C",
		}, "email c"},
		{"who sends a text", journey.ConversationFacts{Media: journey.MediaMessage, Message: journey.MessageSMS, AddressFrom: "+3"}, "phone +3"},
		{"who sends a message",
			journey.ConversationFacts{Media: journey.MediaMessage, Message: journey.MessageWhatsApp, AddressFrom: "Gwen"}, "whatsapp Gwen"},
		{"who wants to be called", journey.ConversationFacts{Media: journey.MediaCallback, CallbackNumber: "tel:+4"}, "phone +4"},
		{"no address", journey.ConversationFacts{Media: journey.MediaVoice, DNIS: "+2"}, " "},
		{"an unknown service", journey.ConversationFacts{Media: journey.MediaMessage, Message: journey.MessageUnknown, AddressFrom: "x"}, " "},
		{"a medium without addresses", journey.ConversationFacts{Media: journey.MediaChat, AddressFrom: "x"}, " "},
	} {
		if idType, id := test.facts.Address(); idType+" "+id != test.want {
			t.Errorf("%s: got %s %s, want %s", test.why, idType, id, test.want)
		}
	}
}

// What a named contact says goes over what is only listed, and that over what was resolved; then the
// newest.
func TestTheContactOfAConversation(t *testing.T) {
	named := func(n byte) func(*journey.ConversationFacts) {
		return func(f *journey.ConversationFacts) { f.ExternalContact = journey.ID{n} }
	}
	listed := func(n byte) func(*journey.ConversationFacts) {
		return func(f *journey.ConversationFacts) { f.ListedContact = journey.ID{n} }
	}
	resolved := told(journey.AcdStart, 9, "p2/c2")
	resolved.Contact, resolved.ContactBasis = journey.ID{9}, journey.ContactResolved
	for _, test := range []struct {
		why    string
		events []journey.Event
		want   byte
	}{
		{"resolved", []journey.Event{resolved}, 9},
		{"listed", []journey.Event{told(journey.CustomerStart, 0, "p1/c1", listed(1)), resolved}, 1},
		{"named", []journey.Event{told(journey.CustomerStart, 0, "p1/c1", named(2)), told(journey.AcdStart, 5, "p2/c2", listed(1)), resolved}, 2},
		{"the newest named", []journey.Event{told(journey.ContactAssociated, 5, "/", named(3)), told(journey.CustomerStart, 0, "p1/c1", named(2))}, 3},
	} {
		if got := tell(t, test.events...).Contact; got == nil || got.ID != (journey.ID{test.want}) {
			t.Errorf("%s: got %v, want %d", test.why, got, test.want)
		}
	}
}

// Beyond the bounds events still count; what was used first is kept.
func TestConversationsAreBounded(t *testing.T) {
	v := conversing(journey.DefaultPolicy())
	var s *journey.Session
	for i := range 300 {
		s = v.submit(t, told(journey.UserStart, float64(300-i), fmt.Sprintf("p%d/c", i), user(fmt.Sprint("u", i)),
			func(f *journey.ConversationFacts) {
				f.Provider, f.Division = fmt.Sprint("platform ", i), fmt.Sprint("d", i)
			}))
	}
	c := s.Conversation
	if s.Events != 300 || len(c.Legs) != journey.MaxLegs || len(c.Channels) != journey.MaxChannels ||
		len(c.Divisions) != journey.MaxDivisions {
		t.Errorf("%d events, %d legs, %d channels, %d divisions", s.Events, len(c.Legs), len(c.Channels), len(c.Divisions))
	}
	if c.Channels[0].Channel.Platform != "platform 299" || s.Divisions()[0] != "d299" {
		t.Errorf("first used: %s, %s", c.Channels[0].Channel.Platform, s.Divisions()[0])
	}
	if len(v.state.Repeats[0]) != 300 {
		t.Errorf("%d ids remembered", len(v.state.Repeats[0]))
	}
}

// failing is what a test and a property have in common.
type failing interface {
	Helper()
	Fatal(args ...any)
}

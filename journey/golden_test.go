package journey_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"sojourn/journey"
)

// The worked examples of conversations and custom sessions, read from the spec itself (session.md §8,
// S9 and S10; events.md §9, E4 to E7). The whole way in and out, by HTTP, is tested elsewhere; here
// are the fields.

type goldenCase struct {
	Name  string
	Given struct {
		WebSession struct{ ID, CustomerID string }
	}
	Steps []struct {
		Endpoint string
		Body     json.RawMessage
	}
	Expect struct{ Sessions []map[string]any }
}

// goldens reads the examples of those names.
func goldens(t *testing.T, names ...string) (cases []goldenCase) {
	for _, file := range []string{"../docs/spec/session.md", "../docs/spec/events.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range strings.Split(string(text), "```json\n")[1:] {
			block, _, _ = strings.Cut(block, "```")
			for _, name := range names {
				if !strings.Contains(block, `"name": "`+name+`"`) {
					continue
				}
				var c goldenCase
				if err := json.Unmarshal([]byte(block), &c); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				cases = append(cases, c)
			}
		}
	}
	if len(cases) != len(names) {
		t.Fatalf("%d of %d examples found", len(cases), len(names))
	}
	return cases
}

func TestWorkedExamples(t *testing.T) {
	for _, c := range goldens(t, "conversation_voice_answered", "custom_bike_delivery", "conversation_abandoned",
		"conversation_webmessaging_transfer", "conversation_email", "conversation_outbound_unanswered") {
		t.Run(c.Name, func(t *testing.T) {
			v := &visitor{policy: journey.DefaultPolicy()}
			var now journey.Instant
			for range 2 { // the second time all are repeats
				for _, step := range c.Steps {
					var e journey.Event
					if step.Endpoint == "customevents" {
						e = customEventOf(t, step.Body)
					} else {
						e = conversationEventOf(t, step.Body, &c)
					}
					if v.state == nil {
						v.state = &journey.State{Key: e.Key()}
					}
					v.submit(t, e)
					now = max(now, e.Created)
				}
			}
			got, want := shown(v.state.Sessions[0], now), c.Expect.Sessions[0]
			last, _ := want["lastEvent"].(map[string]any)
			want["lastEvent"] = last["eventName"].(string) + " " + last["createdDate"].(string)
			delete(want, "id")
			delete(want, "selfUri")
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %s\nwant %s", text(got), text(want))
			}
		})
	}
}

func text(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

// conversationEventOf reads a notification the way the way in will.
func conversationEventOf(t *testing.T, body []byte, c *goldenCase) journey.Event {
	var wire struct {
		TopicName string
		EventBody struct {
			EventTime                                                                             int64
			ConversationID, ParticipantID, SessionID, MediaType, MessageType, Provider, Direction string
			ANI, DNIS, AddressFrom, AddressTo, Subject, DivisionID, QueueID, UserID               string
			DisconnectType, AcdOutcome, AnsweredUserID, WrapupCode, WrapupNotes                   string
			ExternalContactID                                                                     journey.ID
			InteractingDurationMs                                                                 int64
			JourneyContext                                                                        struct{ SessionID string }
		}
	}
	if err := json.Unmarshal(body, &wire); err != nil {
		t.Fatal(err)
	}
	b := &wire.EventBody
	_, suffix, _ := strings.Cut(wire.TopicName, b.ConversationID+".")
	facts := &journey.ConversationFacts{
		ID: b.ConversationID, Topic: journey.ParseTopic(suffix),
		Participant: b.ParticipantID, Communication: b.SessionID, Media: journey.MediaTypeOf(b.MediaType),
		Message: journey.MessageTypeOf(b.MessageType), Direction: journey.DirectionOf(b.Direction), Provider: b.Provider,
		Subject: b.Subject, ANI: b.ANI, DNIS: b.DNIS, AddressFrom: b.AddressFrom, AddressTo: b.AddressTo,
		Queue: b.QueueID, User: b.UserID, AnsweredUser: b.AnsweredUserID, Division: b.DivisionID,
		Disconnect: journey.DisconnectTypeOf(b.DisconnectType), AcdOutcome: journey.AcdOutcomeOf(b.AcdOutcome),
		Interacting: b.InteractingDurationMs, WrapupCode: b.WrapupCode, WrapupNotes: b.WrapupNotes,
		ExternalContact: b.ExternalContactID, Body: body,
	}
	at := journey.Instant(b.EventTime)
	e := journey.Event{
		ID: facts.EventID(at), IDGiven: true, Kind: journey.Conversation, Name: facts.Topic.EventName(),
		Created: at, Received: at, Conversation: facts,
	}
	if linked := c.Given.WebSession; linked.ID != "" && b.JourneyContext.SessionID == linked.ID {
		e.Customer, facts.CustomerType = linked.CustomerID, journey.CustomerIDTypeCookie
	}
	return e
}

func customEventOf(t *testing.T, body []byte) journey.Event {
	var wire struct {
		EventName, SessionType, SessionExternalID, SessionExternalURL, CustomerID, CustomerIDType string
		Attributes                                                                                json.RawMessage
		AttributeLists                                                                            map[string]struct{ Values []string }
		EndSession                                                                                bool
		CreatedDate                                                                               journey.Instant
	}
	if err := json.Unmarshal(body, &wire); err != nil {
		t.Fatal(err)
	}
	e := journey.Event{
		ID: journey.DerivedID(string(body)), IDGiven: true, Kind: journey.Custom, Name: wire.EventName,
		Customer: wire.CustomerID, Created: wire.CreatedDate, Received: wire.CreatedDate,
		Custom: &journey.CustomFacts{
			Type: wire.SessionType, ExternalID: wire.SessionExternalID, ExternalURL: wire.SessionExternalURL,
			EndSession: wire.EndSession, CustomerType: wire.CustomerIDType,
		},
	}
	var attributes map[string]json.RawMessage
	_ = json.Unmarshal(wire.Attributes, &attributes)
	for name, value := range attributes {
		a := journey.Attribute{Name: name, Type: journey.Number, Value: string(value)}
		switch value[0] {
		case '"':
			a.Type, a.Value = journey.String, strings.Trim(a.Value, `"`)
		case 't', 'f':
			a.Type = journey.Boolean
		}
		e.Attributes = append(e.Attributes, a)
	}
	for name, list := range wire.AttributeLists {
		e.Custom.Lists = append(e.Custom.Lists, journey.AttributeList{Name: name, Type: journey.String, Values: list.Values})
	}
	return e
}

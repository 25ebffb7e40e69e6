package journey_test

import (
	"fmt"
	"strings"
	"testing"

	"sojourn/journey"
)

// The values on the wire are those of events.md §6.2, what a session shows those of session.md §3.17
// and §4.
func TestNamesOfConversations(t *testing.T) {
	check(t, "mediaType", journey.MediaTypeOf, journey.ParseMediaType, map[string]string{
		"": "", "UNKNOWN": "Unknown", "VOICE": "Voice", "CHAT": "Chat", "EMAIL": "Email", "CALLBACK": "Callback",
		"COBROWSE": "Cobrowse", "VIDEO": "Video", "SCREENSHARE": "Screenshare", "MESSAGE": "Message",
		"INTERNALMESSAGE": "InternalMessage", "SCREENMONITORING": "ScreenMonitoring", "HOLOGRAM": "Unknown",
	})
	check(t, "messageType", journey.MessageTypeOf, journey.ParseMessageType, map[string]string{
		"": "", "UNKNOWN": "Unknown", "SMS": "Sms", "TWITTER": "Twitter", "FACEBOOK": "Facebook", "LINE": "Line",
		"WHATSAPP": "WhatsApp", "WEBMESSAGING": "WebMessaging", "OPEN": "Open", "INSTAGRAM": "Instagram", "APPLE": "Apple",
		"PIGEON": "Unknown",
	})
	check(t, "direction", journey.DirectionOf, journey.ParseDirection, map[string]string{
		"": "", "UNKNOWN": "Unknown", "INBOUND": "Inbound", "OUTBOUND": "Outbound", "SIDEWAYS": "Unknown",
	})
	check(t, "acdOutcome", journey.AcdOutcomeOf, journey.ParseAcdOutcome, map[string]string{
		"": "", "UNKNOWN": "Unknown", "ABANDON": "Abandon", "ANSWERED": "Answered", "FLOW_OUT": "FlowOut", "X": "Unknown",
	})
	check(t, "disconnectType", journey.DisconnectTypeOf, journey.ParseDisconnectType, map[string]string{
		"": "", "UNKNOWN": "Unknown", "ENDPOINT": "Endpoint", "CLIENT": "Client", "SYSTEM": "System", "TRANSFER": "Transfer",
		"ERROR": "Error", "PEER": "Peer", "OTHER": "Other", "SPAM": "Spam", "TIMEOUT": "Timeout",
		"TRANSPORT_FAILURE": "TransportFailure", "CONFERENCE_TRANSFER": "ConferenceTransfer",
		"CONSULT_TRANSFER": "ConsultTransfer", "FORWARD_TRANSFER": "ForwardTransfer",
		"NO_ANSWER_TRANSFER": "NoAnswerTransfer", "NOT_AVAILABLE_TRANSFER": "NotAvailableTransfer",
		"UNCALLABLE": "Uncallable", "DND_ENDPOINT": "DoNotDisturbEndpoint", "DND_TRANSFER": "DoNotDisturbTransfer",
		"INACTIVITY": "Timeout", "SESSION_EXPIRED": "SessionExpired", "TAKEOVER": "Takeover", "BORED": "Unknown",
	})
}

func check[T interface {
	comparable
	fmt.Stringer
}](t *testing.T, what string, ofWire, parse func(string) T, shown map[string]string) {
	t.Helper()
	for wire, want := range shown {
		value := ofWire(wire)
		if value.String() != want || parse(want) != value {
			t.Errorf("%s %q is shown as %q, want %q; read back as %v", what, wire, value, want, parse(want))
		}
	}
}

func TestDisconnectTypesOfTheFirstContract(t *testing.T) {
	for _, test := range []struct{ of, want journey.DisconnectType }{
		{journey.DisconnectNone, journey.DisconnectNone}, {journey.DisconnectUncallable, journey.DisconnectUncallable},
		{journey.DisconnectDoNotDisturbEndpoint, journey.DisconnectOther}, {journey.DisconnectTakeover, journey.DisconnectOther},
	} {
		if got := test.of.Seed(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.of, got, test.want)
		}
	}
}

func TestTopics(t *testing.T) {
	for topic := journey.CustomerStart; topic <= journey.LastTopic; topic++ {
		if topic.String() == "" || journey.ParseTopic(topic.String()) != topic {
			t.Errorf("topic %d is %q and reads as %d", topic, topic, journey.ParseTopic(topic.String()))
		}
		if name := topic.EventName(); strings.Contains(name, ".") {
			t.Errorf("event name %q", name)
		}
	}
	if journey.AcdEnd.EventName() != "acd_end" || journey.ParseTopic("moon.landing") != journey.TopicNone {
		t.Error("acd.end or moon.landing")
	}
}

func TestEventIDsOfConversations(t *testing.T) {
	facts := journey.ConversationFacts{ID: "a", Topic: journey.UserStart, Participant: "b", Communication: "c"}
	id := facts.EventID(start)
	if again := facts.EventID(start); again != id {
		t.Error("a repeat has another id")
	}
	if text := id.String(); text[14] != '8' || !strings.ContainsRune("89ab", rune(text[19])) {
		t.Errorf("%s is no version 8 UUID", text)
	}
	seen := map[journey.ID]bool{id: true, facts.EventID(start + 1): true}
	for _, other := range []journey.ConversationFacts{
		{ID: "x", Topic: journey.UserStart, Participant: "b", Communication: "c"},
		{ID: "a", Topic: journey.UserEnd, Participant: "b", Communication: "c"},
		{ID: "a", Topic: journey.UserStart, Participant: "bc", Communication: ""},
		{ID: "a", Topic: journey.UserStart, Participant: "", Communication: "bc"},
	} {
		seen[other.EventID(start)] = true
	}
	if len(seen) != 6 {
		t.Errorf("%d different ids, want 6", len(seen))
	}
}

func TestKeysOfTheKinds(t *testing.T) {
	for _, test := range []struct {
		key  journey.Key
		text string
		kind journey.Kind
	}{
		{journey.VisitorKey(cookie), cookie, journey.KindNone},
		{journey.ConversationKey("a"), ":ca", journey.Conversation},
		{journey.CustomKey("delivery", "x/y"), ":xdelivery/x/y", journey.Custom},
	} {
		if string(test.key) != test.text || test.key.Kind() != test.kind {
			t.Errorf("%q is of kind %s, want %q, %s", test.key, test.key.Kind(), test.text, test.kind)
		}
		if idType, _ := test.key.Customer(); (idType != "") != (test.kind == journey.KindNone) {
			t.Errorf("%q has a customer of type %q", test.key, idType)
		}
	}
}

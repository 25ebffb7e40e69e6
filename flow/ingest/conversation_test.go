package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"sojourn/journey"
)

const (
	callID      = "5a1d3f60-7f0e-4e7e-9a68-3f3f0c1f9e01"
	callStart   = "v2.detail.events.conversation." + callID + ".customer.start"
	callExample = `{
		"topicName": "` + callStart + `",
		"version": "2",
		"eventBody": {"eventTime": 1772442000000, "conversationId": "` + callID + `", "participantId": "p1",
			"sessionId": "c1", "mediaType": "VOICE", "provider": "Edge", "direction": "INBOUND", "ani": "tel:+353861234567"},
		"metadata": {"CorrelationId": "c0000000-0000-4000-8000-000000000001"}
	}`
)

// bridged puts an envelope into EventBridge's.
func bridged(envelope string) string {
	return `{"version":"0","id":"7","detail-type":"` + callStart + `","detail":` + envelope + `}`
}

func (r rig) converse(t testing.TB, body string) ConversationAnswer {
	t.Helper()
	answer, err := r.Conversations(context.Background(), ConversationRequest{Body: []byte(body)})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// counts is an answer on one line: accepted, repeated, ignored, refused, and what was refused and why.
func (a ConversationAnswer) String() string {
	text := fmt.Sprintf("%d %d %d %d", a.Accepted, a.Repeated, a.Ignored, a.Refused)
	for _, e := range a.Errors {
		text += fmt.Sprintf("; %d %s %s", e.Index, e.Fault.Code, e.Fault.Field)
	}
	return text
}

func TestBothEnvelopesTellTheSame(t *testing.T) {
	var events []journey.Event
	for _, body := range []string{
		callExample, bridged(callExample), `{"entities":[` + callExample + `]}`, "[" + callExample + "]",
	} {
		r := newRig(t, nil)
		if got := r.converse(t, body).String(); got != "1 0 0 0" {
			t.Fatalf("%s: %s", body, got)
		}
		events = append(events, r.intake.events[0])
		if got := r.converse(t, "["+callExample+","+bridged(callExample)+"]").String(); got != "0 2 0 0" {
			t.Errorf("again: %s", got)
		}
	}
	for _, e := range events {
		f := e.Conversation
		if e.ID != events[0].ID || !e.IDGiven || e.ID != f.EventID(1772442000000) || e.Created != 1772442000000 ||
			e.Name != "customer_start" || e.CorrelationID.String() != "c0000000-0000-4000-8000-000000000001" ||
			f.ID != callID || f.Topic != journey.CustomerStart || f.Participant != "p1" || f.Communication != "c1" ||
			f.Media != journey.MediaVoice || f.Direction != journey.DirectionInbound || f.ANI != "tel:+353861234567" {
			t.Errorf("%+v\n%+v", e, f)
		}
		want := `{"eventTime":1772442000000,"conversationId":"` + callID + `","participantId":"p1",` +
			`"sessionId":"c1","mediaType":"VOICE","provider":"Edge","direction":"INBOUND","ani":"tel:+353861234567"}`
		if string(f.Body) != want {
			t.Errorf("body %s", f.Body)
		}
	}
}

// TestConversationMembers sets one member at a time. The field is the fault's; none means that the event is taken.
func TestConversationMembers(t *testing.T) {
	for _, row := range []struct{ path, value, want string }{
		{"", "", "1 0 0 0"},
		{"foo", `[1]`, "1 0 0 0"},
		{"topicName", "", "invalid.value topicName"},
		{"topicName", "7", "invalid.value topicName"},
		{"topicName", `"v2.users.` + callID + `.presence"`, "invalid.value topicName"},
		{"topicName", `"v2.detail.events.conversation.` + callID + `.customer.began"`, "invalid.value topicName"},
		{"topicName", `"v2.detail.events.conversation.` + callID + `.case_associated"`, "invalid.value topicName"},
		{"topicName", `"v2.detail.events.conversation.` + callID + `"`, "invalid.value topicName"},
		{"topicName", `"v2.detail.events.conversation.x.acd.start"`, "invalid.value topicName"},
		{"topicName", `"` + strings.ToUpper(callID) + `"`, "invalid.value topicName"},
		{"topicName", `"channel.metadata"`, "0 0 1 0"},
		{"topicName", `"v2.system.socket_closing"`, "0 0 1 0"},
		{"metadata", `null`, "1 0 0 0"},
		{"metadata", `{"CorrelationId":"x"}`, "1 0 0 0"},
		{"metadata", `[]`, "invalid.value metadata"},
		{"eventBody", "", "invalid.value eventBody"},
		{"eventBody", `null`, "invalid.value eventBody"},
		{"eventBody", `"x"`, "invalid.value eventBody"},
		{"eventBody/eventTime", "", "invalid.value eventBody.eventTime"},
		{"eventBody/eventTime", "0", "invalid.value eventBody.eventTime"},
		{"eventBody/eventTime", "-1", "invalid.value eventBody.eventTime"},
		{"eventBody/eventTime", "1.5", "invalid.value eventBody.eventTime"},
		{"eventBody/eventTime", `"1772442000000"`, "invalid.value eventBody.eventTime"},
		{"eventBody/eventTime", "9223372036854775807", "invalid.value eventBody.eventTime"},
		{"eventBody/eventTime", "1772442000001", "1 0 0 0"},
		{"eventBody/eventTime", "1", "1 0 0 0"},
		{"eventBody/eventTime", "1772443204001", "event.in.future eventBody.eventTime"},
		{"eventBody/conversationId", "", "invalid.value eventBody.conversationId"},
		{"eventBody/conversationId", `"7"`, "invalid.value eventBody.conversationId"},
		{"eventBody/conversationId", `"` + strings.ToUpper(callID) + `"`, "1 0 0 0"},
		{"eventBody/conversationId", `"00000000-7f0e-4e7e-9a68-3f3f0c1f9e01"`, "invalid.value eventBody.conversationId"},
		{"eventBody/participantId", "", "1 0 0 0"},
		{"eventBody/participantId", text(255), "1 0 0 0"},
		{"eventBody/participantId", text(256), "invalid.value eventBody.participantId"},
		{"eventBody/sessionId", `{}`, "invalid.value eventBody.sessionId"},
		{"eventBody/ani", text(512), "1 0 0 0"},
		{"eventBody/ani", text(513), "invalid.value eventBody.ani"},
		{"eventBody/addressFrom", text(513), "invalid.value eventBody.addressFrom"},
		{"eventBody/queueId", text(256), "invalid.value eventBody.queueId"},
		{"eventBody/subject", text(2000), "1 0 0 0"},
		{"eventBody/wrapupNotes", text(9000), "1 0 0 0"},
		{"eventBody/mediaType", `"HOLOGRAM"`, "1 0 0 0"},
		{"eventBody/mediaType", `["VOICE"]`, "invalid.value eventBody.mediaType"},
		{"eventBody/interactingDurationMs", `-5`, "1 0 0 0"},
		{"eventBody/interactingDurationMs", `"5"`, "invalid.value eventBody.interactingDurationMs"},
		{"eventBody/callbackNumbers", `["+353861234567","+1"]`, "1 0 0 0"},
		{"eventBody/callbackNumbers", `"+353861234567"`, "invalid.value eventBody.callbackNumbers"},
		{"eventBody/callbackNumbers", `[7]`, "invalid.value eventBody.callbackNumbers.0"},
		{"eventBody/externalContactId", `""`, "1 0 0 0"},
		{"eventBody/externalContactId", `"gwen"`, "invalid.value eventBody.externalContactId"},
		{"eventBody/conversationExternalContactIds", `["gwen"]`, "invalid.value eventBody.conversationExternalContactIds.0"},
		{"eventBody/journeyContext", `{"sessionId":"x"}`, "1 0 0 0"},
		{"eventBody/journeyContext", `{"customerSession":7}`, "invalid.value eventBody.journeyContext.customerSession"},
		{"foo", `"` + strings.Repeat("x", MaxBody) + `"`, "request.entity.too.large "},
	} {
		body := with(t, callExample, row.path, row.value)
		for _, outer := range []bool{false, true} {
			want := row.want
			if outer {
				body = bridged(body)
				for _, member := range []string{" topicName", " eventBody", " metadata"} {
					want = strings.Replace(want, member, " detail."+member[1:], 1)
				}
			}
			if !strings.HasSuffix(want, "0") || strings.HasSuffix(want, ".0") {
				want = "0 0 0 1; 0 " + want
			}
			if got := newRig(t, nil).converse(t, body).String(); got != want {
				t.Errorf("%s = %.60s: got %s, want %s", row.path, row.value, got, want)
			}
		}
	}
}

func TestTextsOfConversationsAreCut(t *testing.T) {
	r := newRig(t, nil)
	body := with(t, with(t, with(t, callExample, "eventBody/subject", text(1025)), "eventBody/wrapupNotes", text(4097)),
		"eventBody/provider", text(256))
	r.converse(t, body)
	f := r.intake.events[0].Conversation
	if len(f.Subject) != 2*1024 || len(f.WrapupNotes) != 2*4096 || len(f.Provider) != 2*255 {
		t.Errorf("%d %d %d bytes", len(f.Subject), len(f.WrapupNotes), len(f.Provider))
	}
}

func TestOneBadEnvelopeSpoilsNoOther(t *testing.T) {
	r := newRig(t, nil)
	later := with(t, callExample, "eventBody/eventTime", "1772442000002")
	got := r.converse(t, "["+callExample+`,7,{},null,{"topicName":"a","topicName":"b"},{"topicName":"channel.metadata"},`+
		later+","+callExample+"]")
	want := "2 1 1 4; 1 bad.request ; 2 invalid.value topicName; 3 bad.request ; 4 bad.request "
	if got.String() != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestUnreadableConversationBodies(t *testing.T) {
	many := "[" + strings.Repeat("{},", MaxConversations) + "{}]"
	for body, code := range map[string]journey.FaultCode{
		"": journey.BadRequest, "7": journey.BadRequest, "[": journey.BadRequest, "[{]": journey.BadRequest,
		"{}x": journey.BadRequest, "[]{}": journey.BadRequest, "\"\xff\"": journey.BadRequest,
		`{"entities":7}`: journey.InvalidValue, `{"entities":[],"entities":[]}`: journey.BadRequest,
		many: journey.TooLarge,
	} {
		_, err := newRig(t, nil).Conversations(context.Background(), ConversationRequest{Body: []byte(body)})
		if fault, ok := errors.AsType[*journey.Fault](err); !ok || fault.Code != code {
			t.Errorf("%.40q: %v, want %s", body, err, code)
		}
	}
	if got := newRig(t, nil).converse(t, "[]").String(); got != "0 0 0 0" {
		t.Errorf("an empty batch: %s", got)
	}
}

// linked is WebSessions with one session.
type linked struct{ err error }

const webSessionID = "9f0c0000-0000-4000-8000-0000000000aa"

func (l linked) WebSession(_ context.Context, id journey.ID) (string, bool, error) {
	if l.err == nil && id.String() != webSessionID {
		return "", false, journey.ErrNoSession
	}
	return "cookie-of-gwen", true, l.err
}

func TestLinkedWebSession(t *testing.T) {
	for context, want := range map[string]string{
		`{"sessionId":"` + webSessionID + `","sessionIdType":"web"}`:                                     "cookie-of-gwen cookie true",
		`{"sessionId":"` + webSessionID + `"}`:                                                           "cookie-of-gwen cookie true",
		`{"customerSession":{"id":"` + webSessionID + `","type":"app"},"customer":{"id":"x"}}`:           "cookie-of-gwen cookie true",
		`{"sessionId":"` + webSessionID + `","sessionIdType":"delivery"}`:                                "  false",
		`{"customerSession":{"id":"` + callID + `","type":"web"},"customer":{"id":"x","idType":"cook"}}`: "  false",
		`{"sessionId":"mine"}`: "  false",
		`null`:                 "  false",
	} {
		r := newRig(t, func(_ *journey.Deployment, o *Options) { o.WebSessions = linked{} })
		r.converse(t, with(t, callExample, "eventBody/journeyContext", context))
		e := r.intake.events[0]
		got := fmt.Sprintf("%s %s %t", e.Customer, e.Conversation.CustomerType, e.Authenticated)
		if got != want || e.Conversation.WebSession.IsZero() == e.Authenticated {
			t.Errorf("%s: got %s, want %s", context, got, want)
		}
	}
	// Only the start of a customer tells.
	r := newRig(t, func(_ *journey.Deployment, o *Options) { o.WebSessions = linked{} })
	body := with(t, callExample, "eventBody/journeyContext", `{"sessionId":"`+webSessionID+`"}`)
	r.converse(t, strings.Replace(body, "customer.start", "customer.end", 1))
	if e := r.intake.events[0]; e.Customer != "" {
		t.Errorf("linked by its end: %+v", e)
	}
	// Not to know is not the same as not to be there.
	r = newRig(t, func(_ *journey.Deployment, o *Options) { o.WebSessions = linked{errors.New("disk")} })
	if _, err := r.Conversations(context.Background(), ConversationRequest{Body: []byte(body)}); err == nil {
		t.Error("an event was taken without knowing its web session")
	}
	if len(r.intake.events) > 0 {
		t.Error("an event got through")
	}
}

func TestContactsOfConversations(t *testing.T) {
	r := newRig(t, nil)
	body := with(t, callExample, "eventBody/externalContactId", `"e1111111-0000-4000-8000-000000000001"`)
	r.converse(t, with(t, body, "eventBody/conversationExternalContactIds", `["E1111111-0000-4000-8000-000000000002"]`))
	f := r.intake.events[0].Conversation
	if f.ExternalContact.String() != "e1111111-0000-4000-8000-000000000001" ||
		f.ListedContact.String() != "e1111111-0000-4000-8000-000000000002" {
		t.Errorf("%v, %v", f.ExternalContact, f.ListedContact)
	}
}

func TestParticipantAttributes(t *testing.T) {
	body := strings.Replace(callExample, "customer.start", "attributes", 1)
	body = with(t, body, "eventBody/attributes", `{"tier":"gold","ivr.menu":"3","age":"41","list":[1],"none":null,"é":"x"}`)
	r := newRig(t, nil)
	r.converse(t, body)
	if got := fmt.Sprint(r.intake.events[0].Attributes); got != "[{age string 41} {tier string gold}]" &&
		got != "[{tier string gold} {age string 41}]" {
		t.Errorf("attributes %s", got)
	}
	r.converse(t, with(t, callExample, "eventBody/attributes", `{"tier":"gold"}`))
	if got := r.intake.events[1].Attributes; got != nil {
		t.Errorf("a customer.start has attributes: %v", got)
	}
}

package ingest

import (
	"bytes"
	"context"
	"regexp"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// The same law for conversation and custom events: a fault that names a code, or an event within all limits.

func within(t *testing.T, most int, texts ...string) {
	for _, text := range texts {
		if utf8.RuneCountInString(text) > most {
			t.Errorf("%.40q has more than %d characters", text, most)
		}
	}
}

func FuzzConversations(f *testing.F) {
	for _, seed := range []string{
		callExample, bridged(callExample), "[" + callExample + ",7,{}]", `{"entities":[` + callExample + `]}`,
		`{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}`,
		`[{"detail":{"topicName":"` + callStart + `","eventBody":{"eventTime":1e3,"attributes":{"a":"\ud83d"}}}}]`,
		`[{"topicName":"v2.detail.events.conversation.` + callID + `.attributes","eventBody":{"eventTime":5,"conversationId":"` +
			callID + `","attributes":{"a":"b","c":[{"d":"]"}],"e":null}}}]`,
	} {
		f.Add([]byte(seed))
	}
	r := newRig(f, func(_ *journey.Deployment, o *Options) { o.WebSessions = linked{} })
	f.Fuzz(func(t *testing.T, body []byte) {
		r.intake.events, r.intake.seen = nil, nil
		answer, err := r.Conversations(context.Background(), ConversationRequest{Body: body})
		if answer.Accepted != len(r.intake.events) || answer.Refused != len(answer.Errors) {
			t.Errorf("%d events arrived, answer %+v", len(r.intake.events), answer)
		}
		checkFault(t, err)
		for _, refused := range answer.Errors {
			checkFault(t, refused.Fault)
		}
		for _, e := range r.intake.events {
			c := e.Conversation
			if e.Kind != journey.Conversation || e.Created <= 0 || e.Created > latestDate || !isUUID(c.ID) ||
				c.Topic == journey.TopicNone || c.Topic == journey.CaseAssociated || e.ID != c.EventID(e.Created) ||
				c.Interacting < 0 || len(e.Attributes) > maxAttributes || !jsontext.Value(c.Body).IsValid(codecOptions) {
				t.Errorf("%+v\n%+v", e, c)
			}
			within(t, maxText, c.Participant, c.Communication, c.Queue, c.User, c.Division, c.WrapupCode, c.Provider)
			within(t, maxAddress, c.ANI, c.DNIS, c.AddressFrom, c.AddressTo, c.CallbackNumber)
			within(t, maxNotes, c.WrapupNotes, c.Subject)
		}
	})
}

var listName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_\-]{0,49}$`)

func FuzzCustomEvents(f *testing.F) {
	for _, seed := range []string{
		deliveryExample, caseExample, `{"entities":[` + deliveryExample + `,` + caseExample + `,{}]}`,
		`{"attributeLists":{"a":{"values":[1,"2",true],"dataType":"number"},"b":null}}`,
		deliveryExample[:len(deliveryExample)-2] + `,"attributeLists":{"a":{"dataType":"string","values":["\ud83d",{}]}}}`,
		deliveryExample[:len(deliveryExample)-2] + `,"attributeLists":{"a":{"values":[1.50,"x]"],"x":[],"dataType":"string"}}}`,
	} {
		f.Add([]byte(seed))
	}
	r := newRig(f, nil)
	f.Fuzz(func(t *testing.T, body []byte) {
		r.intake.events, r.intake.seen = nil, nil
		answer, err := r.CustomEvents(context.Background(), CustomRequest{Body: body})
		checkFault(t, err)
		for _, refused := range answer.Errors {
			checkFault(t, refused.Fault)
		}
		if bytes.Contains(body, []byte(`"entities"`)) && err != nil && len(r.intake.events) > 0 {
			t.Errorf("a batch failed as a whole: %v", err)
		}
		for _, e := range r.intake.events {
			if e.Kind == journey.Conversation {
				if e.Conversation.Case == nil || e.Conversation.Case.ID == "" || !isUUID(e.Conversation.ID) {
					t.Errorf("link %+v", e.Conversation)
				}
				continue
			}
			c := e.Custom
			if !journey.IsCustomType(c.Type) || c.ExternalID == "" || e.Customer == "" || c.CustomerType == "" ||
				e.Name == "" || len(c.Lists) > maxLists || (c.Case != nil && c.Type != journey.CaseType) {
				t.Errorf("%+v\n%+v", e, c)
			}
			within(t, maxText, c.ExternalID, e.Customer, c.CustomerType, e.Name)
			for _, list := range c.Lists {
				if !listName.MatchString(list.Name) || list.Type == journey.TypeNone || len(list.Values) > maxListValues {
					t.Errorf("list %+v", list)
				}
				within(t, maxValueLength, list.Values...)
			}
		}
	})
}

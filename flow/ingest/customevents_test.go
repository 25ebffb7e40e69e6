package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"sojourn/journey"
)

const deliveryExample = `{
	"eventName": "product_purchased",
	"sessionType": "delivery",
	"sessionExternalId": "WMBK06201234",
	"customerId": "gwen@example.com",
	"customerIdType": "email",
	"createdDate": "2026-03-02T09:15:04.000Z"
}`

const caseExample = `{
	"eventName": "case_opened",
	"sessionType": "case",
	"sessionExternalId": "1042",
	"customerId": "crm-77",
	"customerIdType": "externalId",
	"caseEntityId": "c45e",
	"caseReference": "CASE-1042",
	"caseStatus": "InProgress",
	"conversationId": "` + callID + `",
	"createdDate": "2026-03-02T09:15:04.000Z"
}`

func (r rig) custom(t testing.TB, body string) (CustomAnswer, error) {
	t.Helper()
	return r.CustomEvents(context.Background(), CustomRequest{Body: []byte(body)})
}

// TestCustomMembers sets one member at a time. The field is the fault's; none means that the event is taken.
func TestCustomMembers(t *testing.T) {
	hundred := strings.TrimSuffix(strings.Repeat("1,", 100), ",")
	var lists []string
	for i := range 21 {
		lists = append(lists, fmt.Sprintf(`"l%d":{"dataType":"string","values":[]}`, i))
	}
	for _, row := range []struct{ path, value, field string }{
		{"", "", ""},
		{"foo", `[1]`, ""},
		{"id", `"x"`, "id"},
		{"id", `7`, "id"},
		{"id", `"0000000A-0000-4000-8000-000000000001"`, ""},
		{"eventName", "", "eventName"},
		{"eventName", `"a b"`, "eventName"},
		{"sessionType", "", "sessionType"},
		{"sessionType", `"Delivery"`, "sessionType"},
		{"sessionType", `"9"`, "sessionType"},
		{"sessionType", `"web"`, "sessionType"},
		{"sessionType", `"app"`, "sessionType"},
		{"sessionType", `"conversation"`, "sessionType"},
		{"sessionType", `"` + strings.Repeat("a", 64) + `"`, ""},
		{"sessionType", `"` + strings.Repeat("a", 65) + `"`, "sessionType"},
		{"sessionExternalId", "", "sessionExternalId"},
		{"sessionExternalId", text(255), ""},
		{"sessionExternalId", text(256), "sessionExternalId"},
		{"sessionExternalUrl", `""`, ""},
		{"sessionExternalUrl", `"/orders/77"`, "sessionExternalUrl"},
		{"sessionExternalUrl", `"javascript:alert(1)"`, "sessionExternalUrl"},
		{"sessionExternalUrl", `"https://"`, "sessionExternalUrl"},
		{"sessionExternalUrl", `"https://a.example/` + strings.Repeat("a", 2048-18) + `"`, ""},
		{"sessionExternalUrl", `"https://a.example/` + strings.Repeat("a", 2049-18) + `"`, "sessionExternalUrl"},
		{"customerId", "", "customerId"},
		{"customerId", text(256), "customerId"},
		{"customerIdType", "", "customerIdType"},
		{"customerIdType", `"E-mail"`, "customerIdType"},
		{"customerIdType", `"externalId"`, ""},
		{"createdDate", "", "createdDate"},
		{"createdDate", `"yesterday"`, "createdDate"},
		{"createdDate", `1772442904000`, "createdDate"},
		{"createdDate", `"2026-03-02T09:20:04.001Z"`, "createdDate"},
		{"endSession", `true`, ""},
		{"endSession", `"true"`, "endSession"},
		{"attributes", `[]`, "attributes"},
		{"attributes/a.b", `1`, "attributes.a.b"},
		{"attributes/vip", `{"dataType":"boolean","value":"yes"}`, "attributes.vip"},
		{"traits/address.city", `"Galway"`, ""},
		{"attributeLists", `7`, "attributeLists"},
		{"attributeLists", `null`, ""},
		{"attributeLists", "{" + strings.Join(lists[:20], ",") + "}", ""},
		{"attributeLists", "{" + strings.Join(lists, ",") + "}", "attributeLists"},
		{"attributeLists/a", `null`, ""},
		{"attributeLists/a", `["x"]`, "attributeLists.a"},
		{"attributeLists/a.b", `{"dataType":"string","values":[]}`, "attributeLists.a.b"},
		{"attributeLists/a", `{"values":["x"]}`, "attributeLists.a"},
		{"attributeLists/a", `{"dataType":"date","values":["x"]}`, "attributeLists.a"},
		{"attributeLists/a", `{"dataType":"string"}`, "attributeLists.a"},
		{"attributeLists/a", `{"dataType":"string","values":"x"}`, "attributeLists.a"},
		{"attributeLists/a", `{"dataType":"string","values":[["x"]]}`, "attributeLists.a"},
		{"attributeLists/a", `{"dataType":"integer","values":["x"]}`, "attributeLists.a"},
		{"attributeLists/a", `{"dataType":"integer","values":[1.5]}`, "attributeLists.a"},
		{"attributeLists/a", `{"dataType":"integer","values":[` + hundred + `]}`, ""},
		{"attributeLists/a", `{"dataType":"integer","values":[` + hundred + `,1]}`, "attributeLists.a"},
		{"caseEntityId", `"c45e"`, "caseEntityId"},
		{"caseReference", `"c45e"`, "caseReference"},
		{"caseStatus", `"Open"`, "caseStatus"},
		{"conversationId", `"` + callID + `"`, "conversationId"},
		{"foo", `"` + strings.Repeat("x", maxCustomEntry) + `"`, "-"},
	} {
		body := with(t, deliveryExample, row.path, row.value)
		answer, err := newRig(t, nil).custom(t, body)
		fault, _ := errors.AsType[*journey.Fault](err)
		many, err := newRig(t, nil).custom(t, `{"entities":[`+body+`]}`)
		switch {
		case err != nil:
			t.Errorf("%s = %.60s: a batch fails: %v", row.path, row.value, err)
		case row.field == "" && (fault != nil || len(answer.Receipts) != 1 || len(many.Receipts) != 1):
			t.Errorf("%s = %.60s: %v", row.path, row.value, fault)
		case row.field != "" && (fault == nil || fault.Field != strings.Trim(row.field, "-") || len(many.Errors) != 1 ||
			many.Errors[0].Fault.Field != fault.Field):
			t.Errorf("%s = %.60s: %v and %+v, want %s", row.path, row.value, fault, many.Errors, row.field)
		}
	}
}

func TestCustomEvent(t *testing.T) {
	r := newRig(t, nil)
	body := with(t, with(t, deliveryExample, "attributes", `{"weightKg":11.50}`), "endSession", "true")
	body = with(t, body, "attributeLists",
		`{"items":{"values":["bell",null,"b\u0069ke"],"dataType":"string"},"sizes":{"dataType":"number","values":[12.0,"1e1"]}}`)
	answer, err := r.custom(t, with(t, body, "sessionExternalUrl", `"https://tms.example.com/o/1"`))
	if err != nil || len(answer.Receipts) != 1 {
		t.Fatalf("%+v, %v", answer, err)
	}
	e := r.intake.events[0]
	if e.Kind != journey.Custom || e.Name != "product_purchased" || e.Customer != "gwen@example.com" || e.ID.IsZero() ||
		e.IDGiven || e.CorrelationID.IsZero() || e.Custom.Type != "delivery" || e.Custom.ExternalID != "WMBK06201234" ||
		e.Custom.CustomerType != "email" || !e.Custom.EndSession || e.Custom.ExternalURL != "https://tms.example.com/o/1" ||
		e.Custom.Case != nil || e.Created.String() != clock {
		t.Errorf("%+v\n%+v", e, e.Custom)
	}
	if got := fmt.Sprint(e.Attributes, e.Custom.Lists); got != "[{weightKg number 11.5}] "+
		"[{items string [bell bike]} {sizes number [12 10]}]" {
		t.Errorf("values %s", got)
	}
}

func TestCaseEvents(t *testing.T) {
	r := newRig(t, nil)
	body := with(t, caseExample, "id", `"00000001-0000-4000-8000-000000000001"`)
	if answer, err := r.custom(t, body); err != nil || len(answer.Receipts) != 1 {
		t.Fatalf("%+v, %v", answer, err)
	}
	if len(r.intake.events) != 2 {
		t.Fatalf("%d events", len(r.intake.events))
	}
	opened, link := r.intake.events[0], r.intake.events[1]
	if c := opened.Custom.Case; *c != (journey.CaseFacts{
		Entity: "c45e", Reference: "CASE-1042", Status: journey.CaseInProgress, Conversation: callID,
	}) {
		t.Errorf("case %+v", c)
	}
	if link.ID != journey.CaseAssociatedID(opened.ID) || link.Key() != journey.ConversationKey(callID) ||
		link.Created != opened.Created || *link.Conversation.Case != (journey.CaseLink{ID: "c45e", Reference: "CASE-1042"}) {
		t.Errorf("link %+v", link)
	}
	answer, err := r.custom(t, body)
	if err != nil || !answer.Receipts[0].Repeated || len(r.intake.events) != 2 {
		t.Errorf("again: %+v, %v, %d events", answer, err, len(r.intake.events))
	}

	for _, row := range []struct{ path, value, field string }{
		{"caseEntityId", "", "caseEntityId"},
		{"caseEntityId", text(256), "caseEntityId"},
		{"caseReference", text(256), "caseReference"},
		{"conversationId", `"7"`, "conversationId"},
		{"caseStatus", `4`, "caseStatus"},
	} {
		_, err := newRig(t, nil).custom(t, with(t, caseExample, row.path, row.value))
		if fault, ok := errors.AsType[*journey.Fault](err); !ok || fault.Field != row.field {
			t.Errorf("%s = %.40s: %v", row.path, row.value, err)
		}
	}
	if _, err := r.custom(t, with(t, caseExample, "caseStatus", `"Lost"`)); err != nil {
		t.Fatal(err)
	}
	if got := r.intake.events[2].Custom.Case.Status; got != journey.CaseUnknown {
		t.Errorf("status %v", got)
	}
}

func TestCustomBatch(t *testing.T) {
	r := newRig(t, nil)
	bad := with(t, deliveryExample, "eventName", "")
	answer, err := r.custom(t, `{"entities":[`+bad+`,`+deliveryExample+`,7,`+caseExample+`]}`)
	if err != nil || len(answer.Receipts) != 2 || len(answer.Errors) != 2 || answer.Errors[0].Index != 0 ||
		answer.Errors[1].Index != 2 || answer.Receipts[1].Event.Name != "case_opened" {
		t.Errorf("%+v, %v", answer, err)
	}
	for body, code := range map[string]journey.FaultCode{
		"": journey.BadRequest, "[]": journey.BadRequest, `{"entities":{}}`: journey.InvalidValue, "{": journey.BadRequest,
		`{"entities":[` + strings.Repeat("{},", MaxCustomEvents) + "{}]}": journey.TooLarge,
	} {
		_, err := r.custom(t, body)
		if fault, ok := errors.AsType[*journey.Fault](err); !ok || fault.Code != code {
			t.Errorf("%.40q: %v, want %s", body, err, code)
		}
	}
}

// failingLinks is an intake that cannot store conversations for now.
type failingLinks struct{ *fakeIntake }

func (f failingLinks) SubmitAll(ctx context.Context, events []*journey.Event) ([]journey.Receipt, []error) {
	receipts, errs := f.fakeIntake.SubmitAll(ctx, events)
	for i, e := range events {
		if e.Kind == journey.Conversation {
			errs[i] = errors.New("disk full")
		}
	}
	return receipts, errs
}

// What could not be stored can be sent again: it is told of each event, or of all if none was taken.
func TestCustomEventsThatCannotBeStored(t *testing.T) {
	r := newRig(t, nil)
	r.intake.err = errors.New("disk full")
	if _, err := r.custom(t, deliveryExample); err == nil {
		t.Error("nothing was taken, and no error")
	}
	r = newRig(t, func(_ *journey.Deployment, o *Options) { o.Intake = failingLinks{o.Intake.(*fakeIntake)} })
	other := with(t, caseExample, "caseStatus", `"Open"`)
	answer, err := r.custom(t, `{"entities":[`+deliveryExample+`,`+other+`]}`)
	if err != nil || len(answer.Receipts) != 1 || len(answer.Errors) != 1 || answer.Errors[0].Index != 1 ||
		answer.Errors[0].Fault.Code != journey.Unavailable {
		t.Errorf("%+v, %v", answer, err)
	}
	_, err = r.custom(t, other)
	if fault, ok := errors.AsType[*journey.Fault](err); !ok || fault.Code != journey.Unavailable {
		t.Errorf("alone: %v", err)
	}
}

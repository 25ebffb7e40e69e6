package ingest

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"sojourn/journey"
)

// preview previews an entry a minute after the clock.
func (r rig) preview(t testing.TB, entry string) (Previewed, error) {
	t.Helper()
	moment, _ := journey.ParseInstant([]byte("2026-03-02T09:16:04.000Z"))
	p, err := r.Preview(t.Context(), []byte(entry), moment)
	if len(r.intake.events) > 0 {
		t.Fatalf("submitted %+v", r.intake.events)
	}
	return p, err
}

// previewEntries are entries of every kind.
func previewEntries(t testing.TB) map[journey.Kind]string {
	t.Helper()
	return map[journey.Kind]string{
		journey.Web:          entry(t, webExample, "web"),
		journey.App:          entry(t, appExample, "app"),
		journey.Custom:       with(t, deliveryExample, "kind", `"custom"`),
		journey.Conversation: with(t, callExample, "kind", `"conversation"`),
	}
}

// A preview is the event that the intake gets, but for the ids that are drawn and the moment.
func TestPreviewIsTheEventThatWouldComeIn(t *testing.T) {
	for kind, text := range previewEntries(t) {
		r := newRig(t, nil)
		p, err := r.preview(t, text)
		if err != nil || p.Event == nil {
			t.Fatalf("%v: %+v, %v", kind, p, err)
		}
		switch kind {
		case journey.Custom:
			_, err = r.custom(t, text)
		case journey.Conversation:
			r.converse(t, text)
		default:
			_, err = r.Batch(context.Background(), lines(text))
		}
		if err != nil || len(r.intake.events) != 1 {
			t.Fatalf("%v: %d events, %v", kind, len(r.intake.events), err)
		}
		came := r.intake.events[0]
		if p.Event.Received != came.Received+60_000 {
			t.Errorf("%v: received %v", kind, p.Event.Received)
		}
		came.Received, came.CorrelationID = p.Event.Received, p.Event.CorrelationID
		if !came.IDGiven {
			came.ID = p.Event.ID
		}
		if !reflect.DeepEqual(*p.Event, came) {
			t.Errorf("%v: previewed\n%+v\ncame\n%+v", kind, *p.Event, came)
		}
	}
}

func TestPreviewAssumesTheDate(t *testing.T) {
	for kind, text := range previewEntries(t) {
		for _, none := range []string{"", "null"} {
			path := "createdDate"
			if kind == journey.Conversation {
				path = "eventBody/eventTime"
			}
			p, err := newRig(t, nil).preview(t, with(t, text, path, none))
			if err != nil || p.Event.Created != p.Event.Received || p.DateField != strings.Replace(path, "/", ".", 1) {
				t.Errorf("%v: %+v, %v", kind, p, err)
			}
		}
	}
	p, err := newRig(t, nil).preview(t, with(t, bridged(callExample), "kind", `"conversation"`))
	if err != nil || p.DateField != "detail.eventBody.eventTime" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestPreviewRefusesAsTheWaysInDo(t *testing.T) {
	all := previewEntries(t)
	for _, row := range []struct{ entry, code, field string }{
		{`7`, "bad.request", ""},
		{`{"kind":7}`, "invalid.value", "kind"},
		{`{}`, "invalid.value", "kind"},
		{with(t, all[journey.Web], "kind", `"mail"`), "invalid.value", "kind"},
		{with(t, all[journey.Web], "deploymentId", ""), "invalid.value", "deploymentId"},
		{with(t, all[journey.Web], "deploymentId", `"22222222-2222-4222-8222-222222222222"`), "invalid.value", "deploymentId"},
		{with(t, all[journey.Web], "page/url", `"/a"`), "invalid.value", "page.url"},
		{with(t, all[journey.Web], "createdDate", `"today"`), "invalid.value", "createdDate"},
		{with(t, all[journey.App], "screenName", ""), "invalid.value", "screenName"},
		{with(t, all[journey.Custom], "sessionType", `"web"`), "invalid.value", "sessionType"},
		{with(t, all[journey.Conversation], "eventBody/conversationId", `"7"`), "invalid.value", "eventBody.conversationId"},
		{with(t, all[journey.Web], "foo", `"`+strings.Repeat("x", MaxBody)+`"`), "request.entity.too.large", ""},
	} {
		_, err := newRig(t, nil).preview(t, row.entry)
		fault, ok := errors.AsType[*journey.Fault](err)
		if !ok || string(fault.Code) != row.code || fault.Field != row.field {
			t.Errorf("%.80s: %v, want %s for %q", row.entry, err, row.code, row.field)
		}
	}
}

func TestPreviewOfWhatIsNotRecorded(t *testing.T) {
	all := previewEntries(t)
	for _, text := range []string{
		with(t, all[journey.Web], "userAgentString", `"Googlebot"`),
		with(t, all[journey.Conversation], "topicName", `"channel.metadata"`),
	} {
		if p, err := newRig(t, nil).preview(t, text); err != nil || p.Event != nil {
			t.Errorf("%s: %+v, %v", text, p.Event, err)
		}
	}
}

package restapi

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sojourn/web/contract"
)

const (
	genesysPath = "/api/v2/sojourn/ingest/genesys"
	customPath  = "/api/v2/journey/customevents"
	callID      = "5a1d3f60-7f0e-4e7e-9a68-3f3f0c1f9e01"
)

// called is an event of the call, some seconds after nine.
func called(suffix string, seconds int, members string) string {
	at := time.Date(2026, 3, 2, 9, 0, seconds, 0, time.UTC)
	return fmt.Sprintf(`{"topicName":"v2.detail.events.conversation.%s.%s","eventBody":{"eventTime":%d,`+
		`"conversationId":"%s","participantId":"p","sessionId":"c","mediaType":"VOICE","provider":"Edge",`+
		`"direction":"INBOUND","ani":"tel:+353861234567"%s}}`, callID, suffix, at.UnixMilli(), callID, members)
}

// delivered is an event of a delivery, some seconds after nine.
func delivered(name string, seconds int, members string) string {
	return fmt.Sprintf(`{"eventName":"%s","sessionType":"delivery","sessionExternalId":"WMBK1",`+
		`"customerId":"gwen@example.com","customerIdType":"email","createdDate":"2026-03-02T09:00:%02dZ"%s}`,
		name, seconds, members)
}

func TestConversationsComeIn(t *testing.T) {
	h := newHarness(t)
	admin := append(h.admin(), contract.CorrelationHeader, "c0000000-0000-4000-8000-000000000001")
	start := called("customer.start", 0, `,"externalContactId":"e1111111-0000-4000-8000-000000000001"`)
	end := called("user.end", 20, `,"userId":"a1","interactingDurationMs":5,"disconnectType":"TAKEOVER"`)
	others := `{"topicName":"channel.metadata"},{"topicName":"x"}`
	h.call("POST", genesysPath, "["+start+","+end+","+start+","+others+"]", admin...).want(200).golden("ingest_genesys")
	h.call("POST", genesysPath, "[", admin...).want(400).refusal(contract.BadRequest, "")
	h.call("POST", genesysPath, start, "Authorization", "Bearer "+h.token("journey:session:view")).want(403)
	h.call("POST", genesysPath, start).want(401)
	h.call("POST", genesysPath, start, append(admin, "Content-Type", "text/plain")...).want(415)

	var listing contract.SessionListing
	h.call("GET", "/api/v2/sojourn/sessions?type=conversation", "", admin...).want(200).into(&listing)
	if len(listing.Entities) != 1 || listing.Entities[0].Type != "conversation" {
		t.Fatalf("listed: %+v", listing.Entities)
	}
	id := listing.Entities[0].ID
	h.call("GET", "/api/v2/journey/sessions/"+id, "", admin...).want(200).golden("session_conversation")
	h.call("GET", "/api/v2/journey/sessions/"+id+"/events", "", admin...).want(200).golden("events_conversation")
	h.call("GET", "/api/v2/sojourn/sessions/"+id+"/explain", "", admin...).want(200).golden("explain_conversation")
	h.call("GET", "/api/v2/sojourn/sessions/"+callID+"/explain", "", admin...).want(404).refusal(contract.NotFound, "")
	reader := []string{"Authorization", "Bearer " + h.token("journey:session:view")}
	h.call("GET", "/api/v2/sojourn/sessions/"+id+"/explain", "", reader...).want(403)
}

func TestSeedEnums(t *testing.T) {
	h := newHarness(t, func(o *Options) { o.SeedEnums = true })
	end := called("user.end", 20, `,"userId":"a1","interactingDurationMs":5,"disconnectType":"DND_TRANSFER"`)
	h.call("POST", genesysPath, end, h.admin()...).want(200)
	var listing contract.SessionListing
	h.call("GET", "/api/v2/sojourn/sessions?type=conversation", "", h.admin()...).want(200).into(&listing)
	var single contract.Session
	h.call("GET", "/api/v2/journey/sessions/"+listing.Entities[0].ID, "", h.admin()...).want(200).into(&single)
	if single.LastUserDisconnectType != "Other" || listing.Entities[0].LastUserDisconnectType != "Other" {
		t.Errorf("shown as %s", single.LastUserDisconnectType)
	}
}

func TestCustomEventsComeIn(t *testing.T) {
	h := newHarness(t)
	admin := append(h.admin(), contract.CorrelationHeader, "c0000000-0000-4000-8000-000000000001")
	bought := delivered("product_purchased", 1, `,"attributes":{"orderId":"77"},"traits":{"email":"gwen@example.com"},`+
		`"attributeLists":{"items":{"dataType":"string","values":["bike"]}}`)
	h.call("POST", customPath, bought, admin...).want(200).golden("customevents")
	some := delivered("sent", 2, `,"endSession":true`) + `,` + delivered("", 3, "") + `,7`
	h.call("POST", customPath, `{"entities":[`+some+`]}`, admin...).want(200).golden("customevents_some")
	h.call("POST", customPath, delivered("a b", 3, ""), admin...).want(400).refusal(contract.InvalidValue, "eventName")
	h.call("POST", customPath, strings.Replace(bought, "2026-03", "2026-01", 1), admin...).
		want(400).refusal(contract.EventTooOld, "createdDate")
	h.call("POST", customPath, bought, "Authorization", "Bearer "+h.token("journey:event:add")).want(403)
	h.call("POST", customPath, strings.Repeat(" ", 2<<20)+bought, admin...).want(413)

	var listing contract.SessionListing
	h.call("GET", "/api/v2/sojourn/sessions?type=delivery", "", admin...).want(200).into(&listing)
	if len(listing.Entities) != 0 {
		t.Fatalf("it has ended, but is listed as live: %+v", listing.Entities)
	}
	h.call("GET", "/api/v2/sojourn/sessions?type=delivery&state=all&customerId=gwen@example.com", "", admin...).
		want(200).into(&listing)
	if len(listing.Entities) != 1 {
		t.Fatalf("listed: %+v", listing.Entities)
	}
	id := listing.Entities[0].ID
	h.call("GET", "/api/v2/journey/sessions/"+id, "", admin...).want(200).golden("session_custom")
	events := "/api/v2/journey/sessions/" + id + "/events?eventType=com.genesys.journey."
	h.call("GET", events+"CustomEvent", "", admin...).want(200).golden("events_custom")
	h.call("GET", "/api/v2/sojourn/sessions/"+id+"/explain", "", admin...).want(200).golden("explain_custom")
	var none contract.EventListing
	h.call("GET", events+"WebEvent", "", admin...).want(200).into(&none)
	if len(none.Entities) > 0 {
		t.Errorf("custom events pass for web events: %+v", none.Entities)
	}
}

// A delivery that is on its way for weeks is live, a visit of yesterday is not.
func TestLiveSessionsOfAllTypes(t *testing.T) {
	h := newHarness(t)
	h.call("POST", customPath, delivered("sent", 2, ""), h.admin()...).want(200)
	h.call("POST", genesysPath, called("customer.start", 5, ""), h.admin()...).want(200)
	h.webEvent(10)
	for _, want := range []struct {
		after time.Duration
		types string
	}{
		{0, "web conversation delivery"}, {25 * time.Hour, "conversation delivery"}, {8 * 24 * time.Hour, "delivery"},
		{31 * 24 * time.Hour, ""},
	} {
		h.at = time.Date(2026, 3, 2, 9, 1, 0, 0, time.UTC).Add(want.after)
		var listing contract.SessionListing
		h.call("GET", "/api/v2/sojourn/sessions", "", h.admin()...).want(200).into(&listing)
		var types []string
		for _, s := range listing.Entities {
			types = append(types, s.Type)
		}
		if got := strings.Join(types, " "); got != want.types {
			t.Errorf("after %v: %s, want %s", want.after, got, want.types)
		}
	}
	var listing contract.SessionListing
	h.call("GET", "/api/v2/sojourn/sessions?type=No+such&state=all", "", h.admin()...).want(200).into(&listing)
	if len(listing.Entities) > 0 {
		t.Errorf("%+v", listing.Entities)
	}
}

func TestTimeTravel(t *testing.T) {
	h := newHarness(t)
	id := h.webEvent(0).session()
	h.webEvent(30, "page_viewed", "product_added")
	h.webEvent(59)
	at := func(when string) answered {
		return h.call("GET", "/api/v2/journey/sessions/"+id+"?at="+when, "", h.admin()...)
	}
	var s contract.Session
	at("2026-03-02T09:00:30.000Z").want(200).into(&s)
	if s.EventCount != 2 || s.LastEvent.EventName != "product_added" || s.EndedDate != 0 || *s.PageviewCount != 1 {
		t.Errorf("%+v", s)
	}
	at("2026-03-02T09:00:00.000Z").want(200).into(&s)
	if s.EventCount != 1 {
		t.Errorf("%+v", s)
	}
	h.at = h.at.Add(time.Hour)
	var ended contract.Session
	at("2026-03-02T09:20:59.000Z").want(200).into(&ended)
	if ended.EndedDate.String() != "2026-03-02T09:20:59.000Z" || ended.EventCount != 3 {
		t.Errorf("%+v", ended)
	}
	at("2026-03-02T08:59:59.999Z").want(404).refusal(contract.NotFound, "")
	at("2026-03-02T10:01:00.001Z").want(400).refusal(contract.InvalidValue, "at")
	at("noon").want(400).refusal(contract.InvalidDate, "at")
	h.call("GET", "/api/v2/sojourn/sessions/"+id+"/explain", "", h.admin()...).want(200).golden("explain_web")
}

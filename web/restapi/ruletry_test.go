package restapi

import (
	"fmt"
	"strings"
	"testing"

	"sojourn/journey"
	"sojourn/web/contract"
)

const tryPath = "/api/v2/sojourn/rules/try"

// trying is the body of a try of an outcome: on a total above 50, after a cart, by somebody whom the news brought.
func trying(events ...string) string {
	order := `{"criteria":[{"key":"attributes.total.value","operator":"greaterThan","values":["50"]}],` +
		`"count":1,"streamType":"Web","sessionType":"web","eventName":"order"}`
	return `{"outcome":{"displayName":"Big order",` + asking(fromNews, pattern("cart", 1), order) +
		`,"associatedValueField":{"dataType":"Number","name":"total"}},"events":[` + strings.Join(events, ",") + `]}`
}

// tried is a web event of a try, without a date.
func tried(name, members string) string {
	return `{"kind":"web","deploymentId":"` + shopID + `","customerCookieId":"` + cookie + `","eventName":"` + name +
		`","page":{"url":"https://www.velo-shop.example/a?utm_source=news","title":""}` + members + `}`
}

func TestTryARule(t *testing.T) {
	h := newHarness(t)
	robot := `,"userAgentString":"Googlebot"`
	body := trying(
		tried("page_viewed", ""), tried("cart", `,"id":"0000000a-0000-4000-8000-000000000001"`), tried("look", robot),
		tried("cart", `,"id":"0000000a-0000-4000-8000-000000000001"`),
		tried("order", `,"attributes":{"total":20}`), tried("order", `,"attributes":{"total":"59.5"}`),
		strings.Replace(delivered("picked_up", 0, ""), "{", `{"kind":"custom",`, 1),
		strings.Replace(called("customer.start", 0, ""), "{", `{"kind":"conversation",`, 1),
	)
	h.call("POST", tryPath, body, h.admin()...).want(200).golden("rule_try")
	if again := h.call("POST", tryPath, body, h.admin()...).want(200); len(h.world.sessions) > 0 {
		t.Errorf("something was stored: %s", again.Raw)
	} else {
		again.golden("rule_try") // nothing is drawn
	}
	h.call("POST", tryPath, body).want(401)
	h.call("POST", tryPath, body, "Authorization", "Bearer "+h.token("sojourn:backtest:view")).want(403)
	h.call("POST", tryPath, body, "Authorization", "Bearer "+h.token("sojourn:rule:view")).want(200)

	var answer contract.SojournRuleTryResponse
	h.call("POST", tryPath, trying(), h.admin()...).want(200).into(&answer)
	if len(answer.Events) > 0 || len(answer.Sessions) > 0 {
		t.Errorf("%+v", answer)
	}
}

// The policy is that of live events.
func TestTryKnowsThePolicy(t *testing.T) {
	strict := journey.DefaultPolicy()
	strict.MaxAge = 0
	h := newHarness(t, func(o *Options) { o.Policy = func() *journey.Policy { return &strict } })
	late := tried("cart", `,"createdDate":"2026-03-02T09:15:04Z"`)
	h.call("POST", tryPath, trying(late), h.admin()...).want(400).refusal("event.too.old", "events[0].createdDate")
}

func TestTryRefuses(t *testing.T) {
	h := newHarness(t)
	good := tried("cart", "")
	conversation := strings.Replace(called("customer.start", 0, ""), "{", `{"kind":"conversation",`, 1)
	for _, row := range []struct{ body, code, field string }{
		{`{"events":[]}`, "missing.required.property", "segment"},
		{`{"segment":{"displayName":"A","color":"red"},"events":[]}`, "invalid.value", "segment.color"},
		{`{"segment":{"displayName":"A"}}`, "missing.required.property", "events"},
		{`{"segment":{"displayName":"A"},"events":null}`, "missing.required.property", "events"},
		{`{"segment":{"displayName":"A"},"events":7}`, "invalid.value", "events"},
		{trying(strings.Split(strings.Repeat(good+"\n", maxTriedEvents+1), "\n")[:maxTriedEvents+1]...), "limit.exceeded", "events"},
		{trying(good, `7`), "bad.request", "events[1]"},
		{trying(good, `{}`), "invalid.value", "events[1].kind"},
		{trying(good, good, good, tried("cart", `,"ipAddress":"x"`)), "invalid.value", "events[3].ipAddress"},
		{trying(good, good, good, strings.Replace(good, "https:", "", 1)), "invalid.value", "events[3].page.url"},
		{trying(strings.Replace(good, shopID, callID, 1)), "invalid.value", "events[0].deploymentId"},
		{trying(tried("cart", `,"createdDate":"2026-03-02T08:15:04Z"`)), "event.too.old", "events[0].createdDate"},
		{trying(good, strings.Replace(conversation, `"eventTime":1`, `"eventTime":9`, 1)), "event.in.future",
			"events[1].eventBody.eventTime"},
	} {
		h.call("POST", tryPath, row.body, h.admin()...).want(400).refusal(contract.Code(row.code), row.field)
	}
}

// What a try says of events is what comes of them when they come in.
func TestTryIsWhatHappens(t *testing.T) {
	h := newHarness(t)
	h.defined(outcomesPath, "Big order", strings.TrimSuffix(strings.SplitN(trying(), `"Big order",`, 2)[1], `},"events":[]}`))
	var events []string
	for _, text := range []string{
		tried("order", `,"attributes":{"total":60}`), tried("cart", ""), tried("order", `,"attributes":{"total":50}`),
		tried("look", ""), tried("order", `,"attributes":{"total":70.25}`), tried("order", `,"attributes":{"total":80}`),
	} {
		date := fmt.Sprintf(`,"createdDate":"2026-03-02T09:15:%02dZ"`, len(events))
		events = append(events, strings.TrimSuffix(text, "}")+date+"}")
	}
	var answer contract.SojournRuleTryResponse
	h.call("POST", tryPath, trying(events...), h.admin()...).want(200).into(&answer)
	h.call("POST", "/api/v2/sojourn/events", `{"entities":[`+strings.Join(events, ",")+`]}`, h.admin()...).want(200)
	var listing contract.SessionListing
	h.call("GET", "/api/v2/sojourn/sessions", "", h.admin()...).want(200).into(&listing)
	d := h.explained(listing.Entities[0].ID).Definitions[0]
	s := answer.Sessions[0]
	if d.State != "matched" || s.State != d.State || *s.Value != 70.25 || *d.Gained.Value != 70.25 || *s.MatchedBy != 4 {
		t.Errorf("tried %+v\ncame %+v", s, d)
	}
	at := 0
	for _, e := range answer.Events {
		if e.Step.Pattern == nil {
			continue
		}
		step := d.Steps[at]
		if *step.Pattern != *e.Step.Pattern || *step.Hits != *e.Step.Hits || step.Matched != e.Step.Matched {
			t.Errorf("event %d: tried %+v, came %+v", e.Index, e.Step, step)
		}
		at++
	}
	if at != len(d.Steps) {
		t.Errorf("%d steps of %d", at, len(d.Steps))
	}
}

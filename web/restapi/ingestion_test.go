package restapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"sojourn/flow/ingest"
	"sojourn/journey"
	"sojourn/web/contract"
)

// The bodies are those of E1 and E2 of events.md §9, with everything that a body can have.
const (
	e1 = `{"customerCookieId":"` + cookie + `","eventName":"page_viewed",
		"page":{"url":"https://www.velo-shop.example/shop/bikes?sort=price","title":"City bikes"},
		"referrerUrl":"https://www.google.com/","attributes":{"listSize":12,"filtered":false},
		"traits":{"email":"gwen@example.com"},"externalId":"crm-77","createdDate":"2026-03-02T09:15:04.000Z"}`
	e2 = `{"eventName":"screen_viewed","screenName":"Results",
		"app":{"name":"veloapp","namespace":"example.velo.app","version":"5.9.27","buildNumber":"701"},
		"device":{"category":"mobile","type":"iPhone","osFamily":"iOS","osVersion":"17.3.1","isMobile":true,
		"screenHeight":2556,"screenWidth":1179,"screenDensity":3,"manufacturer":"Apple"},
		"sdkLibrary":{"name":"GenesysCloudMessengerJourney","version":"2.11.0"},"traits":{"email":"Gwen@Example.com"},
		"attributes":{"filter":"red"},"customerCookieId":"00000008-aaaa-4bbb-8ccc-000000000008",
		"createdDate":"2026-03-02T09:15:05+0000"}`
	full = `{"eventName":"screen_viewed","screenName":"Results \"<&>\u00e9","referrerUrl":"https://www.bing.com/search?q=a#b",
		"app":{"name":"veloapp","namespace":"example.velo.app","version":"5.9.27","buildNumber":"701"},
		"device":{"category":"tablet","type":"iPad","osFamily":"iOS","osVersion":"17.3.1","fingerprint":"f00d"},
		"networkConnectivity":{"carrier":"Velo Mobile","wifiEnabled":true},"searchQuery":"tyres","externalId":"crm-8",
		"customerCookieId":"00000009-aaaa-4bbb-8ccc-000000000009","createdDate":"2026-03-02T09:15:05Z"}`
)

func TestAnswersToEvents(t *testing.T) {
	h := newHarness(t)
	h.call("POST", webEvents, e1, "Accept-Language", "en-IE,en;q=0.9").want(200).golden("answer_web")
	h.call("POST", appEvents, e2).want(200).golden("answer_app")
	h.call("POST", appEvents, full).want(200).golden("answer_app_full")
	h.call("POST", webEvents, strings.Replace(e1, "sort=price", "utm_source=news&gclid=x#top", 1)).want(200)
}

func TestRepeatedEvent(t *testing.T) {
	h := newHarness(t)
	const id = "0F3C9B1E-5d0b-4f0e-9a51-2c7c5a9d6e10"
	first := h.call("POST", webEvents, e1, eventIDHeader, id).want(200)
	again := h.call("POST", webEvents, e1, eventIDHeader, id).want(200)
	if string(first.Raw) != string(again.Raw) {
		t.Errorf("first %s\nagain %s", first.Raw, again.Raw)
	}
	if got := again.Header.Get(eventIDHeader); got != strings.ToLower(id) {
		t.Errorf("event id %q", got)
	}
	if got := h.call("POST", webEvents, e1).Header.Get(eventIDHeader); got == "" || got == strings.ToLower(id) {
		t.Errorf("event id %q of another event", got)
	}
}

func TestEventRefusals(t *testing.T) {
	unknown := strings.Replace(webEvents, shopID, "22222222-2222-4222-8222-222222222222", 1)
	for name, c := range map[string]struct {
		target, body string
		headers      []string
		status       int
		code         contract.Code
		field        string
	}{
		"no body":           {webEvents, "", nil, 400, contract.BadRequest, ""},
		"no JSON":           {webEvents, "{", nil, 400, contract.BadRequest, ""},
		"no page":           {webEvents, strings.Replace(e1, `"page"`, `"pages"`, 1), nil, 400, contract.InvalidValue, "page"},
		"too old":           {webEvents, strings.Replace(e1, "T09", "T08", 1), nil, 400, contract.EventTooOld, "createdDate"},
		"bad id":            {webEvents, e1, []string{eventIDHeader, "x"}, 400, contract.InvalidValue, eventIDHeader},
		"no deployment":     {unknown, e1, nil, 404, contract.NotFound, ""},
		"a form":            {webEvents, e1, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, contract.UnsupportedMediaType, ""},
		"compressed":        {webEvents, e1, []string{"Content-Encoding", "gzip"}, 415, contract.UnsupportedMediaType, ""},
		"too large":         {webEvents, strings.Repeat(" ", ingest.MaxBody) + "1", nil, 413, contract.RequestEntityTooLarge, ""},
		"web event for app": {appEvents, e1, nil, 400, contract.InvalidValue, "screenName"},
	} {
		t.Run(name, func(t *testing.T) {
			newHarness(t).call("POST", c.target, c.body, c.headers...).want(c.status).refusal(c.code, c.field)
		})
	}
}

func TestEventMediaTypes(t *testing.T) {
	for _, mediaType := range []string{"", "application/json", "application/JSON; charset=utf-8", "text/plain;charset=UTF-8"} {
		newHarness(t).call("POST", webEvents, e1, "Content-Type", mediaType).want(200)
	}
}

func TestEventNotRecorded(t *testing.T) {
	h := newHarness(t)
	answer := h.call("POST", webEvents, e1, "User-Agent", "Googlebot/2.1 (+http://www.google.com/bot.html)").want(204)
	if answer.Header.Get(eventIDHeader) != "" || len(h.world.sessions) != 0 {
		t.Error("a bot was recorded")
	}
}

func TestEventsMustWait(t *testing.T) {
	h := newHarness(t)
	h.world.fail = fmt.Errorf("lane: %w", &journey.Fault{Code: journey.Unavailable, Reason: "the queue is full"})
	if got := h.call("POST", webEvents, e1).want(503).Header.Get("Retry-After"); got != "1" {
		t.Errorf("Retry-After %q", got)
	}
	h.world.fail = &ingest.Throttled{Fault: &journey.Fault{Code: journey.TooMany, Reason: "slow down"}, RetryAfter: 1500 * time.Millisecond}
	if got := h.call("POST", webEvents, e1).want(429).Header.Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After %q", got)
	}
	h.world.fail = errors.New("secret cause")
	if answer := h.call("POST", webEvents, e1).want(500); strings.Contains(string(answer.Raw), "secret") {
		t.Errorf("the cause is told: %s", answer.Raw)
	}
}

func TestTrustedSender(t *testing.T) {
	h := newHarness(t)
	shop := journey.NewDeployment("shop")
	shop.AllowedDomains = []string{"other.example"}
	h.shelf.all = nil
	h.define(journey.DeploymentNoun, shopID, shop)
	h.call("POST", webEvents, e1).want(403).refusal(contract.DomainNotAllowed, "")
	h.call("POST", webEvents, e1, "Authorization", "Bearer nonsense").want(403)
	h.call("POST", webEvents, e1, "Authorization", "Bearer "+h.token("journey:session:view")).want(403)
	h.call("POST", webEvents, e1, "Authorization", "Bearer "+h.token("journey:event:add")).want(200)
}

// TestManyAtOnce posts over a real connection, so that buffers go from one request to the next.
func TestManyAtOnce(t *testing.T) {
	h := newHarness(t, func(o *Options) { o.Observe = nil })
	server := httptest.NewServer(h.api)
	defer server.Close()
	var senders sync.WaitGroup
	for i := range 8 {
		senders.Go(func() {
			mine := fmt.Sprintf("00000001-aaaa-4bbb-8ccc-%012d", i)
			for n := range 20 {
				body := strings.Replace(e1, cookie, mine, 1)
				answer, err := server.Client().Post(server.URL+webEvents, "application/json", strings.NewReader(body))
				if err != nil {
					t.Error(err)
					return
				}
				var got contract.WebEventResponse
				err = json.NewDecoder(answer.Body).Decode(&got)
				answer.Body.Close()
				if err != nil || got.CustomerID != mine || got.Session.EventCount != n+1 {
					t.Errorf("%v: %+v", err, got)
				}
			}
		})
	}
	senders.Wait()
}

func TestCORS(t *testing.T) {
	h := newHarness(t)
	const origin = "https://www.velo-shop.example"
	preflight := h.call("OPTIONS", webEvents, "", "Origin", origin).want(204)
	if preflight.Header.Get("Access-Control-Allow-Methods") != "POST" {
		t.Errorf("preflight: %v", preflight.Header)
	}
	for _, answer := range []answered{
		h.call("POST", webEvents, e1, "Origin", origin).want(200),
		h.call("POST", webEvents, "", "Origin", origin).want(400),
		h.call("PUT", webEvents, "", "Origin", origin).want(405),
	} {
		if answer.Header.Get("Access-Control-Allow-Origin") != origin {
			t.Errorf("%d: %v", answer.Code, answer.Header)
		}
	}
	h.call("OPTIONS", "/api/v2/tokens/me", "", "Origin", origin).want(405)
}

func TestPing(t *testing.T) {
	h := newHarness(t)
	const ping = "/api/v2/journey/deployments/" + shopID + "/customers/" + cookie + "/ping"
	h.call("GET", ping, "").want(200).golden("ping_nobody")
	h.call("POST", webEvents, e1).want(200)
	h.call("GET", ping+"?dl=https://www.velo-shop.example/&sinceLastBeaconMilliseconds=0&sessionId=", "").want(200).golden("ping")
	h.call("GET", ping+"?sessionId=x", "").want(400).refusal(contract.InvalidValue, "sessionId")
	h.call("GET", ping+"?sinceLastBeaconMilliseconds=x", "").want(400).refusal(contract.InvalidValue, "sinceLastBeaconMilliseconds")
	h.call("GET", strings.Replace(ping, shopID, cookie, 1), "").want(404)
}

func TestBatch(t *testing.T) {
	h := newHarness(t)
	const batch = "/api/v2/sojourn/events"
	entry := strings.Replace(e1, `{`, `{"kind":"web","deploymentId":"`+shopID+`","id":"0f3c9b1e-5d0b-4f0e-9a51-2c7c5a9d6e10",`, 1)
	lines := strings.ReplaceAll(entry, "\n", "")
	bearer := []string{"Authorization", "Bearer " + h.token("journey:event:add")}
	h.call("POST", batch, `{"entities":[`+entry+`,`+entry+`,{"kind":"x"}]}`, append(bearer, contract.CorrelationHeader,
		"0f3c9b1e-5d0b-4f0e-9a51-2c7c5a9d6e11")...).want(200).golden("batch")
	h.call("POST", batch, lines+"\n"+lines, append(bearer, "Content-Type", "application/x-ndjson")...).want(200)
	h.call("POST", batch, "{", bearer...).want(400)
	h.call("POST", batch, "", append(bearer, "Content-Type", "text/plain")...).want(415)
	h.call("POST", batch, "", append(bearer, "Content-Encoding", "br")...).want(415)
	h.call("POST", batch, "no gzip", append(bearer, "Content-Encoding", "gzip")...).want(400)
	h.call("POST", batch+"?history=perhaps", "", bearer...).want(400).refusal(contract.InvalidValue, "history")
	h.call("POST", batch, "", "Authorization", "Bearer "+h.token("journey:session:view")).want(403)
	h.call("POST", batch, "").want(401)
	old := strings.NewReplacer("T09", "T01", "6e10", "6e12").Replace(entry)
	var body contract.SojournEventBatchResponse
	h.call("POST", batch+"?history=TRUE", `{"entities":[`+old+`]}`, bearer...).want(200).into(&body)
	if body.Accepted != 1 {
		t.Errorf("an import of history: %+v", body)
	}
}

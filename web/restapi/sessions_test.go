package restapi

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"sojourn/journey"
	"sojourn/web/contract"
)

func TestSessionDocuments(t *testing.T) {
	h := newHarness(t)
	search := strings.NewReplacer("?sort=price", "?utm_source=news&utm_medium=email", `"listSize"`, `"x"`).Replace(e1)
	web := h.call("POST", webEvents, search, "Accept-Language", "en-IE").session()
	app := h.call("POST", appEvents, e2).session()
	appFull := h.call("POST", appEvents, full).session()
	h.world.sessions[must(journey.ParseID(web))].Attributes = []journey.Projection{
		{Name: "basket", Function: journey.List, Values: []journey.Listed{{Type: journey.String, Value: "bell"}, {Type: journey.Integer, Value: "2"}}},
		{Name: "gone", Function: journey.Last, Type: journey.String},
		{Name: "price", Function: journey.Last, Type: journey.Number, Value: "649.5"},
	}
	admin := h.admin()
	get := func(id string) answered { return h.call("GET", "/api/v2/journey/sessions/"+id, "", admin...) }
	get(web).want(200).golden("session_web")
	get(app).want(200).golden("session_app")
	get(appFull).want(200).golden("session_app_full")
	get(strings.ToUpper(web)).want(200)
	get(cookie).want(404).refusal(contract.NotFound, "")
	get("x").want(404)

	var before, after contract.Session
	get(web).into(&before)
	h.at = h.at.Add(20 * time.Minute)
	get(web).into(&after)
	if before.EndedDate != 0 || after.EndedDate != contract.Time(journey.Instant(before.CreatedDate).Add(20*time.Minute)) {
		t.Errorf("ended %v, then %v", before.EndedDate, after.EndedDate)
	}
	h.call("GET", "/api/v2/journey/sessions/"+web, "", "Authorization", "Bearer "+h.token("externalContacts:session:view")).want(200)
	h.call("GET", "/api/v2/journey/sessions/"+web, "", "Authorization", "Bearer "+h.token("journey:event:view")).
		want(403).refusal(contract.MissingAnyPermissions, "")
}

func must(id journey.ID, err error) journey.ID {
	if err != nil {
		panic(err)
	}
	return id
}

func TestContactSessions(t *testing.T) {
	h := newHarness(t)
	const path = "/api/v2/externalcontacts/contacts/" + cookie + "/journey/sessions"
	h.call("GET", path+"?includeMerged=false&pageSize=0", "", h.admin()...).want(404)
	h.call("GET", path+"?pageSize=x", "", h.admin()...).want(400).refusal(contract.InvalidValue, "pageSize")
	h.call("GET", path, "", "Authorization", "Bearer "+h.token("journey:session:view")).want(403)
}

// TestEventListing reads the events page by page while late and new ones come in.
func TestEventListing(t *testing.T) {
	h := newHarness(t)
	var id string
	for _, second := range []int{10, 40, 20, 20, 30} {
		id = h.webEvent(second).session()
	}
	path := "/api/v2/journey/sessions/" + strings.ToUpper(id) + "/events"
	page := func(uri string) (listing contract.EventListing) {
		t.Helper()
		h.call("GET", uri, "", h.admin()...).want(200).into(&listing)
		return listing
	}
	var seconds []int
	uri := path + "?pageSize=2&eventType=com.genesys.journey.AppEvent,com.genesys.journey.WebEvent"
	for uri != "" {
		listing := page(uri)
		for _, e := range listing.Entities {
			seconds = append(seconds, e.CreatedDate.Time().Second())
			if e.WebEvent.TotalEventCount == 0 || e.CorrelationID == "" || e.Session.ID != id {
				t.Errorf("event %+v", e)
			}
		}
		if len(seconds) == 2 {
			h.webEvent(5)
			h.webEvent(50)
		}
		uri = listing.NextURI
		if uri != "" && !strings.HasPrefix(uri, path+"?pageSize=2&after=") {
			t.Errorf("next %s", uri)
		}
	}
	if want := []int{10, 20, 20, 30, 40, 50}; !slices.Equal(seconds, want) {
		t.Errorf("seconds %v, want %v", seconds, want)
	}
	for query, want := range map[string]int{
		"": 7, "?pageSize=0": 7, "?pageSize=1000": 7, "?eventType=com.genesys.journey.AppEvent": 0, "?eventType=com.genesys.journey.WebEvent": 7,
		"?eventType=com.genesys.journey.OutcomeAchievedEvent&eventType=com.genesys.journey.SegmentAssignmentEvent": 0,
	} {
		if got := len(page(path + query).Entities); got != want {
			t.Errorf("%q: %d events, want %d", query, got, want)
		}
	}
	next := page(path + "?pageSize=2").NextURI
	cursor := next[strings.Index(next, "after="):]
	for query, field := range map[string]string{
		"?pageSize=x": "pageSize", "?pageSize=-1": "pageSize", "?eventType=WebEvent": "eventType", "?after=x": "after",
		"?eventType=com.genesys.journey.WebEvent&" + cursor: "after",
	} {
		h.call("GET", path+query, "", h.admin()...).want(400).refusal(contract.InvalidValue, field)
	}
	other := h.webEvent(30, cookie, "00000002-aaaa-4bbb-8ccc-000000000002").session()
	h.call("GET", "/api/v2/journey/sessions/"+other+"/events?"+cursor, "", h.admin()...).want(400).refusal(contract.InvalidValue, "after")
	h.call("GET", "/api/v2/journey/sessions/"+cookie+"/events", "", h.admin()...).want(404)
}

func TestEventDocuments(t *testing.T) {
	h := newHarness(t)
	const correlation = "0f3c9b1e-5d0b-4f0e-9a51-2c7c5a9d6e11"
	web := h.call("POST", webEvents, e1, "Accept-Language", "en-IE", contract.CorrelationHeader, correlation).session()
	app := h.call("POST", appEvents, full, contract.CorrelationHeader, correlation).session()
	h.call("GET", "/api/v2/journey/sessions/"+web+"/events", "", h.admin()...).want(200).golden("events_web")
	h.call("GET", "/api/v2/journey/sessions/"+app+"/events", "", h.admin()...).want(200).golden("events_app")
}

func TestSojournSessions(t *testing.T) {
	h := newHarness(t)
	var ids []string
	for i := range 7 { // the newest last, one customer each
		ids = append(ids, h.webEvent(10*i, cookie, fmt.Sprintf("00000001-aaaa-4bbb-8ccc-%012d", i)).session())
	}
	h.call("POST", appEvents, strings.Replace(e2, "T09:15:05", "T09:00:30", 1)).want(200)
	const path = "/api/v2/sojourn/sessions"
	list := func(query string) (got []string) {
		t.Helper()
		for uri := path + query; uri != ""; {
			var listing contract.SessionListing
			h.call("GET", uri, "", h.admin()...).want(200).into(&listing)
			for _, s := range listing.Entities {
				got = append(got, s.ID)
			}
			uri = listing.NextURI
		}
		return got
	}
	count := func(query string, want int) {
		t.Helper()
		if got := list(query); len(got) != want {
			t.Errorf("%q: %d sessions, want %d", query, len(got), want)
		}
	}
	web := list("?type=web&pageSize=3")
	slices.Reverse(web)
	if !slices.Equal(web, ids) {
		t.Errorf("web sessions %v, want %v", web, ids)
	}
	count("", 8)
	count("?type=app&pageSize=1", 1)
	count("?type=conversation", 0)
	count("?contactId="+cookie, 0)
	count("?state=ended", 0)
	count("?state=ALL&pageSize=5", 8)
	count("?customerId=00000001-aaaa-4bbb-8ccc-000000000003", 1)
	count("?customerId=00000001-aaaa-4bbb-8ccc-000000000003&type=app", 0)
	count("?customerId=00000001-aaaa-4bbb-8ccc-000000000003&from=2026-03-02T09:00:31Z", 0)
	count("?from=2026-03-02T09:00:20.000Z&to=2026-03-02T09:00:40.000Z&type=web", 2)
	count("?from=2026-03-02T10:00:20%2B0100&to=2026-03-02T09:00:40&type=web", 2)
	count("?shortId=4822", 1)
	count("?shortId=4822&type=app", 0)
	count("?shortId=999999", 0)
	h.at = time.Date(2026, 3, 2, 9, 20, 30, 0, time.UTC) // those of the first thirty seconds timed out
	count("?pageSize=1&type=web", 3)
	count("?pageSize=1&type=web&state=ended", 4)
	count("?pageSize=1&type=web&state=all", 7)

	var first contract.SessionListing
	h.call("GET", path+"?pageSize=1&state=all", "", h.admin()...).into(&first)
	foreign := strings.Replace(first.NextURI, "state=all", "state=live", 1)
	h.call("GET", foreign, "", h.admin()...).want(400).refusal(contract.InvalidValue, "after")
	for query, field := range map[string]string{"state=x": "state", "shortId=123": "shortId", "shortId=0123": "shortId", "shortId=abcd": "shortId", "pageSize=x": "pageSize"} {
		h.call("GET", path+"?"+query, "", h.admin()...).want(400).refusal(contract.InvalidValue, field)
	}
	h.call("GET", path+"?from=yesterday", "", h.admin()...).want(400).refusal(contract.InvalidDate, "from")
}

func TestShortIDLookupsAreLimited(t *testing.T) {
	h := newHarness(t, func(o *Options) { o.ShortIDLookups = 2 })
	one, other := h.admin(), []string{"Authorization", "Bearer " + h.token("journey:session:view")}
	const path = "/api/v2/sojourn/sessions?shortId=4822"
	h.call("GET", path, "", one...).want(200)
	h.call("GET", path, "", one...).want(200)
	if got := h.call("GET", path, "", one...).want(429).Header.Get("Retry-After"); got != "60" {
		t.Errorf("Retry-After %q", got)
	}
	h.call("GET", path, "", other...).want(200)
	h.at = h.at.Add(time.Minute)
	h.call("GET", path, "", one...).want(200)
}

// TestScanIsBounded lists what hardly any session is among very many.
func TestScanIsBounded(t *testing.T) {
	h := newHarness(t)
	id := must(journey.ParseID(h.webEvent(1).session()))
	at := h.world.sessions[id].Newest.At
	for i := range maxScanned + 10 {
		s := *h.world.sessions[id]
		s.ID, s.Kind, s.Newest.At = journey.RandomID([16]byte{byte(i >> 8), byte(i), 1}), journey.App, at+1
		h.world.sessions[s.ID] = &s
	}
	var listing contract.SessionListing
	h.call("GET", "/api/v2/sojourn/sessions?type=web", "", h.admin()...).want(200).into(&listing)
	if len(listing.Entities) != 0 || listing.NextURI == "" {
		t.Fatalf("%d sessions, next %q", len(listing.Entities), listing.NextURI)
	}
	h.call("GET", listing.NextURI, "", h.admin()...).want(200).into(&listing)
	if len(listing.Entities) != 1 || listing.Entities[0].ID != id.String() {
		t.Errorf("%+v", listing)
	}
}

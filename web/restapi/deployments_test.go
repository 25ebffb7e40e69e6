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

const deployments = "/api/v2/sojourn/deployments"

// whole is a deployment with everything.
const whole = `{"id":"ignored","version":9,"name":"Shop","allowAllDomains":false,"allowedDomains":["velo-shop.example","com.example.shop","::1"],
	"dropBots":false,"ipAnonymization":"mask","respectPrivacySignals":false,"unknown":1,
	"journeyEvents":{"enabled":true,"pageviewConfig":"Once","clickEvents":[{"selector":"#buy","eventName":"buy_clicked"}],
	"inViewportEvents":[{"selector":".foot","eventName":"foot_seen"}],"formsTrackEvents":[{"selector":"form","formName":"f",
	"captureDataOnFormAbandon":true}],"idleEvents":[{"eventName":"idle","idleAfterSeconds":60}],
	"scrollDepthEvents":[{"percentage":50,"eventName":"half"}],"trackingSettings":{"shouldKeepUrlFragment":true,
	"searchQueryParameters":["q"],"excludedQueryParameters":["sid"],"ipFilters":[{"name":"office","ipAddress":"192.0.2.0/24"}]}}}`

// made returns the path of a new thing.
func (a answered) made() string {
	a.Helper()
	var made struct{ SelfURI string }
	a.want(200).into(&made)
	return made.SelfURI
}

func TestDeployment(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	path := h.call("POST", deployments, whole, admin...).made()
	id := strings.TrimPrefix(path, deployments+"/")
	h.shelf.all[len(h.shelf.all)-1].ID = cookie // for the golden files
	path = strings.Replace(path, id, cookie, 1)
	h.call("GET", path, "", admin...).want(200).golden("deployment")
	config := h.call("GET", "/webdeployments/v1/deployments/"+cookie+"/config.json", "").want(200)
	config.golden("config")
	if config.Header.Get("Cache-Control") != "public, max-age=60" || config.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("headers %v", config.Header)
	}
	var first struct{ ID string }
	h.call("GET", "/webdeployments/v1/deployments/99999999-9999-4999-8999-999999999999/config.json", "").want(200).into(&first)
	if all := h.shelf.all; first.ID == "" || !slices.ContainsFunc(all, func(d journey.Definition) bool { return d.ID == first.ID }) {
		t.Errorf("the organisation's configuration is that of %q", first.ID)
	}
	bare := h.call("POST", deployments, `{"name":"Bare"}`, admin...).made()
	var d contract.SojournDeployment
	h.call("GET", bare, "", admin...).into(&d)
	if !d.Enabled || !d.DropBots || d.AllowAllDomains || d.Version != 1 || d.JourneyEvents.PageviewConfig != "Auto" || d.IPAnonymization != "none" {
		t.Errorf("defaults %+v", d)
	}
	h.call("DELETE", path, "", admin...).want(204)
	h.call("GET", path, "", admin...).want(404)
	h.call("DELETE", path, "", admin...).want(404)
	h.call("PATCH", path, `{"name":"x"}`, admin...).want(404)
	missing := h.call("GET", "/webdeployments/v1/deployments/"+cookie+"/config.json", "").want(404)
	if missing.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("headers %v", missing.Header)
	}
}

func TestPatchDeployment(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	path := h.call("POST", deployments, whole, admin...).made()
	patch := func(body string) (d contract.SojournDeployment) {
		t.Helper()
		h.call("PATCH", path, body, admin...).want(200).into(&d)
		return d
	}
	h.at = h.at.Add(time.Minute)
	d := patch(`{"name":"Other","version":1}`)
	if d.Name != "Other" || d.Version != 2 || len(d.AllowedDomains) != 3 || d.ModifiedDate != d.CreatedDate+60_000 {
		t.Errorf("%+v", d)
	}
	if d = patch(`{}`); d.Version != 3 {
		t.Errorf("a change of nothing: version %d", d.Version)
	}
	if d = patch(`{"dropBots":null,"ipAnonymization":null,"version":null}`); !d.DropBots ||
		d.IPAnonymization != "none" {
		t.Errorf("null is not the default: %+v", d)
	}
	d = patch(`{"journeyEvents":{"enabled":null,"trackingSettings":{"searchQueryParameters":["s"]}}}`)
	if e := d.JourneyEvents; !e.Enabled || e.PageviewConfig != "Auto" || e.ClickEvents != nil || e.TrackingSettings.ShouldKeepURLFragment ||
		len(e.TrackingSettings.SearchQueryParameters) != 1 || e.TrackingSettings.IPFilters != nil {
		t.Errorf("an object is not replaced as a whole: %+v", e)
	}
	if d = patch(`{"allowAllDomains":true,"allowedDomains":null}`); !d.AllowAllDomains || len(d.AllowedDomains) != 0 {
		t.Errorf("%+v", d)
	}
	for _, version := range []string{"1", "0", "-3", "99"} {
		conflict := h.call("PATCH", path, `{"version":`+version+`}`, admin...).want(409).refusal(contract.VersionConflict, "")
		if !strings.Contains(string(conflict.Raw), "does not match the current version") {
			t.Errorf("%s", conflict.Raw)
		}
	}
	for body, field := range map[string]string{
		`{"version":"1"}`: "version", `{"version":1.5}`: "version", `{"enabled":"true"}`: "enabled", `{"allowedDomains":["x.example"]}`: "allowedDomains",
	} {
		h.call("PATCH", path, body, admin...).want(400).refusal(contract.InvalidValue, field)
	}
	h.call("PATCH", path, `{"name":null}`, admin...).want(400).refusal(contract.MissingRequiredProperty, "name")
	if d = patch(`{}`); d.Version != 7 || !d.AllowAllDomains {
		t.Errorf("a refused change has effects: %+v", d)
	}
}

func TestDeploymentTakesEffect(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	path := deployments + "/" + shopID
	h.call("POST", webEvents, e1).want(200)
	h.call("PATCH", path, `{"allowAllDomains":false,"allowedDomains":["other.example"]}`, admin...).want(200)
	h.call("POST", webEvents, e1).want(403)
	h.call("PATCH", path, `{"allowAllDomains":true,"allowedDomains":[],"enabled":false}`, admin...).want(200)
	h.call("POST", webEvents, e1).want(404)
	h.call("GET", "/webdeployments/v1/deployments/"+shopID+"/config.json", "").want(404)
}

func TestDeploymentRefusals(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	refuse := func(body string, code contract.Code, field string) {
		t.Helper()
		h.call("POST", deployments, body, admin...).want(400).refusal(code, field)
	}
	refuse("", contract.BadRequest, "")
	refuse("{", contract.BadRequest, "")
	refuse("null", contract.BadRequest, "")
	refuse("[]", contract.BadRequest, "")
	refuse(`{"name":"a","name":"b"}`, contract.BadRequest, "")
	refuse("{}", contract.MissingRequiredProperty, "name")
	for member, field := range map[string]string{
		`"name":7`:   "name",
		`"name":" "`: "name",
		`"name":"` + strings.Repeat("x", 256) + `"`:                                     "name",
		`"allowAllDomains":true,"allowedDomains":["a.example"]`:                         "allowedDomains",
		`"allowedDomains":["a.example","https://a.example"]`:                            "allowedDomains[1]",
		`"allowedDomains":["*.a.example"]`:                                              "allowedDomains[0]",
		`"allowedDomains":["a.example:8080"]`:                                           "allowedDomains[0]",
		`"allowedDomains":["a.example/shop"]`:                                           "allowedDomains[0]",
		`"allowedDomains":[null]`:                                                       "allowedDomains[0]",
		`"allowedDomains":["a..example"]`:                                               "allowedDomains[0]",
		`"allowedDomains":"a.example"`:                                                  "allowedDomains",
		`"allowedDomains":[` + strings.Repeat(`"a.b",`, 100) + `"c.d"]`:                 "allowedDomains",
		`"ipAnonymization":"some"`:                                                      "ipAnonymization",
		`"journeyEvents":7`:                                                             "journeyEvents",
		`"journeyEvents":{"pageviewConfig":"auto"}`:                                     "journeyEvents.pageviewConfig",
		`"journeyEvents":{"clickEvents":[{"selector":"","eventName":"a"}]}`:             "journeyEvents.clickEvents[0].selector",
		`"journeyEvents":{"inViewportEvents":[{"selector":"a","eventName":"a b"}]}`:     "journeyEvents.inViewportEvents[0].eventName",
		`"journeyEvents":{"formsTrackEvents":[{}]}`:                                     "journeyEvents.formsTrackEvents[0].selector",
		`"journeyEvents":{"idleEvents":[{"eventName":"a"}]}`:                            "journeyEvents.idleEvents[0].idleAfterSeconds",
		`"journeyEvents":{"scrollDepthEvents":[{"eventName":"a","percentage":101}]}`:    "journeyEvents.scrollDepthEvents[0].percentage",
		`"journeyEvents":{"scrollDepthEvents":[{"eventName":"a","percentage":"half"}]}`: "journeyEvents.scrollDepthEvents[0].percentage",
		tracking(`"searchQueryParameters":[` + list(51) + `]`):                          "journeyEvents.trackingSettings.searchQueryParameters",
		tracking(`"excludedQueryParameters":[` + list(51) + `]`):                        "journeyEvents.trackingSettings.excludedQueryParameters",
		tracking(`"searchQueryParameters":["q",""]`):                                    "journeyEvents.trackingSettings.searchQueryParameters[1]",
		tracking(`"ipFilters":[{"name":"a","ipAddress":"10.0.0.0/33"}]`):                "journeyEvents.trackingSettings.ipFilters[0].ipAddress",
		tracking(`"ipFilters":[{"ipAddress":"10.0.0.1"}]`):                              "journeyEvents.trackingSettings.ipFilters[0].name",
	} {
		if !strings.HasPrefix(member, `"name"`) {
			member = `"name":"Shop",` + member
		}
		refuse("{"+member+"}", contract.InvalidValue, field)
	}
	h.call("POST", deployments, `{"name":"`+strings.Repeat("x", maxBody)+`"}`, admin...).want(413)
	h.call("POST", deployments, "{}", append(admin, "Content-Type", "text/plain")...).want(415)
	h.call("POST", deployments, "{}", append(admin, "Content-Encoding", "gzip")...).want(415)
	h.shelf.fail = &journey.Fault{Code: journey.Unavailable, Reason: "the disk is full"}
	h.call("POST", deployments, whole, admin...).want(503)
}

func tracking(members string) string { return `"journeyEvents":{"trackingSettings":{` + members + `}}` }

func list(n int) string { return strings.TrimSuffix(strings.Repeat(`"p",`, n), ",") }

func TestDeploymentListing(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	h.shelf.all = h.shelf.all[1:]
	for i := range 5 {
		h.call("POST", deployments, fmt.Sprintf(`{"name":"%c","dropBots":%v%s}`, "bDacE"[i], i%2 == 0,
			[]string{"", `,"ipAnonymization":"mask"`}[i%2]), admin...).want(200)
		h.at = h.at.Add(time.Second)
	}
	page := func(query string) (names string, l contract.SojournDeploymentListing) {
		t.Helper()
		h.call("GET", deployments+query, "", admin...).want(200).into(&l)
		for _, d := range l.Entities {
			names += d.Name
		}
		return names, l
	}
	for query, want := range map[string]string{
		"": "bDacE", "?pageSize=0&pageNumber=0": "bDacE", "?pageSize=2": "bD", "?pageSize=2&pageNumber=3": "E", "?pageSize=2&pageNumber=4": "",
		"?sortBy=name": "abcDE", "?sortBy=-name": "EDcba", "?sortBy=-dropBots,name": "abEcD", "?sortBy=dropBots&sortBy=-createdDate": "cDEab",
		"?sortBy=ipAnonymization,name": "cDabE", "?sortBy=-ipAnonymization,-name": "EbaDc", "?pageSize=1000&sortBy=version": "bDacE",
	} {
		if got, _ := page(query); got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
	_, l := page("?pageSize=2&pageNumber=2&sortBy=name&other=1")
	if l.Total != 5 || l.PageCount != 3 || l.PageNumber != 2 || l.PageSize != 2 ||
		l.SelfURI != deployments+"?pageSize=2&pageNumber=2&sortBy=name" || l.FirstURI != deployments+"?pageSize=2&pageNumber=1&sortBy=name" ||
		l.NextURI != deployments+"?pageSize=2&pageNumber=3&sortBy=name" || l.PreviousURI != l.FirstURI || l.LastURI != l.NextURI {
		t.Errorf("%+v", l)
	}
	for query, field := range map[string]string{"sortBy=color": "sortBy", "pageSize=x": "pageSize", "pageNumber=-1": "pageNumber"} {
		h.call("GET", deployments+"?"+query, "", admin...).want(400).refusal(contract.InvalidValue, field)
	}
	h.shelf.all = nil
	h.admin()
	if _, l := page(""); l.PageCount != 0 || l.NextURI != "" || l.PreviousURI != "" || l.Total != 0 {
		t.Errorf("no deployments: %+v", l)
	}
}

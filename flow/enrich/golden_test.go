package enrich

import (
	"encoding/json"
	"net/netip"
	"os"
	"reflect"
	"sync"
	"testing"

	"sojourn/journey"
)

// The golden cases are those of enrichment.md §7 (R1 to R6) and identity.md §8 (I8), as they stand there.

// golden reads a file of cases.
func golden[C any](t *testing.T, name string) C {
	t.Helper()
	document, err := os.ReadFile("testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var c C
	if err := json.Unmarshal(document, &c); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return c
}

// members is a JSON object.
type members = map[string]any

// check compares what Enrich found with an expected object, in which what is absent must be absent.
func check(t *testing.T, in string, got, want members) {
	t.Helper()
	for name, value := range got {
		if value == "" {
			delete(got, name)
		}
	}
	if len(got) == 0 {
		got = nil
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %v\nwant %v", in, got, want)
	}
}

// fixed is an Enricher with the fixture's places, made once for all tests.
var fixed = sync.OnceValues(func() (*Enricher, error) { return New(Options{Locator: Fixture}) })

func newEnricher(t testing.TB) *Enricher {
	t.Helper()
	e, err := fixed()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// compile makes settings of a deployment that is as new but for the change.
func compile(t testing.TB, change func(d *journey.Deployment)) *Settings {
	t.Helper()
	d := journey.NewDeployment("shop")
	d.AllowAllDomains = true
	if change != nil {
		change(&d)
	}
	s, err := Compile(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// enrich runs one web event.
func enrich(t testing.TB, traces Traces, s *Settings) *journey.Event {
	t.Helper()
	var event journey.Event
	traces.Kind = journey.Web
	newEnricher(t).Enrich(&traces, s, &event)
	return &event
}

func TestGoldenUserAgents(t *testing.T) {
	type cases struct {
		Cases []struct {
			In  string
			Out struct{ Browser, Device members }
		}
	}
	for _, c := range golden[cases](t, "ua").Cases {
		event := enrich(t, Traces{UserAgent: c.In}, compile(t, nil))
		b, d := event.Browser, event.Device
		check(t, c.In, members{"family": b.Family, "version": b.Version}, c.Out.Browser)
		check(t, c.In, members{
			"category": d.Category.String(), "type": d.Type, "osFamily": d.OSFamily,
			"osVersion": d.OSVersion, "manufacturer": d.Manufacturer, "isMobile": d.IsMobile,
		}, c.Out.Device)
	}
}

func TestGoldenReferrers(t *testing.T) {
	type cases struct {
		Cases []struct {
			In  string
			Out members
		}
	}
	for _, c := range golden[cases](t, "referrer").Cases {
		event := enrich(t, Traces{PageURL: "https://www.velo-shop.example/", ReferrerURL: c.In}, compile(t, nil))
		check(t, c.In, referrerMembers(event.Referrer), c.Out)
	}
}

func referrerMembers(r *journey.Referrer) members {
	if r == nil {
		return nil
	}
	return members{
		"url": r.URL, "domain": r.Domain, "hostname": r.Hostname, "pathname": r.Pathname,
		"queryString": r.QueryString, "fragment": r.Fragment, "keywords": r.Keywords, "name": r.Name,
		"medium": r.Medium.String(),
	}
}

func TestGoldenCampaigns(t *testing.T) {
	type cases struct {
		Cases []struct {
			In  string
			Out members
		}
	}
	for _, c := range golden[cases](t, "campaign").Cases {
		check(t, c.In, campaignMembers(enrich(t, Traces{PageURL: c.In}, compile(t, nil)).Campaign), c.Out)
	}
}

func campaignMembers(c *journey.Campaign) members {
	if c == nil {
		return nil
	}
	return members{
		"content": c.Content, "medium": c.Medium, "name": c.Name, "source": c.Source, "term": c.Term,
		"clickId": c.ClickID, "network": c.Network,
	}
}

func TestGoldenPages(t *testing.T) {
	type cases struct {
		Cases []struct {
			Config journey.TrackingSettings
			In     string
			Out    members
		}
	}
	for _, c := range golden[cases](t, "page").Cases {
		settings := compile(t, func(d *journey.Deployment) { d.JourneyEvents.TrackingSettings = c.Config })
		p := enrich(t, Traces{PageURL: c.In, Title: "T"}, settings).Page
		var breadcrumb any = []any{}
		for _, crumb := range Breadcrumb(p.Pathname) {
			breadcrumb = append(breadcrumb.([]any), crumb)
		}
		check(t, c.In, members{
			"url": p.URL, "title": p.Title, "domain": p.Domain, "hostname": p.Hostname, "pathname": p.Pathname,
			"queryString": p.QueryString, "fragment": p.Fragment, "keywords": p.Keywords, "lang": p.Lang,
			"breadcrumb": breadcrumb,
		}, c.Out)
	}
}

func TestGoldenSearches(t *testing.T) {
	type cases struct {
		Cases []struct {
			Config         []string
			URL, Body, Out string
		}
	}
	for _, c := range golden[cases](t, "search").Cases {
		settings := compile(t, func(d *journey.Deployment) {
			d.JourneyEvents.TrackingSettings.SearchQueryParameters = c.Config
		})
		event := enrich(t, Traces{PageURL: c.URL, SearchQuery: c.Body}, settings)
		if event.SearchQuery != c.Out {
			t.Errorf("%s with %v: got %q, want %q", c.URL, c.Config, event.SearchQuery, c.Out)
		}
	}
}

func TestGoldenPlaces(t *testing.T) {
	type cases struct {
		Cases []struct {
			In  string
			Out struct {
				Geolocation    members
				IPOrganization string
			}
		}
	}
	for _, c := range golden[cases](t, "geo").Cases {
		event := enrich(t, Traces{IP: netip.MustParseAddr(c.In)}, compile(t, nil))
		check(t, c.In, placeMembers(event.Geolocation), c.Out.Geolocation)
		if event.IPOrg != c.Out.IPOrganization || event.IPAddress != c.In {
			t.Errorf("%s: organisation %q, address %s", c.In, event.IPOrg, event.IPAddress)
		}
	}
}

func placeMembers(g *journey.Geolocation) members {
	if g == nil {
		return nil
	}
	m := members{
		"country": g.Country, "countryName": g.CountryName, "region": g.Region, "regionName": g.RegionName,
		"locality": g.Locality, "postalCode": g.PostalCode, "timezone": g.Timezone, "source": g.Source,
	}
	if g.Located {
		m["latitude"], m["longitude"] = g.Latitude, g.Longitude
	}
	return m
}

func TestGoldenPrivacy(t *testing.T) {
	type cases struct {
		Config struct {
			IPAnonymization         journey.Anonymization
			ExcludedQueryParameters []string
		}
		Requests []struct {
			In     struct{ URL, IP, Attribute string }
			Expect struct{ URL, QueryString, IP, Attribute string }
		}
	}
	c := golden[cases](t, "privacy_url")
	settings := compile(t, func(d *journey.Deployment) {
		d.IPAnonymization = c.Config.IPAnonymization
		d.JourneyEvents.TrackingSettings.ExcludedQueryParameters = c.Config.ExcludedQueryParameters
	})
	for _, r := range c.Requests {
		event := enrich(t, Traces{
			PageURL: r.In.URL, IP: netip.MustParseAddr(r.In.IP),
			Attributes: []journey.Attribute{{Name: "a", Type: journey.String, Value: r.In.Attribute}},
		}, settings)
		got, page := r.Expect, event.Page
		if page == nil {
			page = &journey.Page{}
		}
		got.URL, got.QueryString, got.IP, got.Attribute = page.URL, page.QueryString, event.IPAddress, event.Attributes[0].Value
		if got != r.Expect {
			t.Errorf("%+v\n got %+v\nwant %+v", r.In, got, r.Expect)
		}
	}
}

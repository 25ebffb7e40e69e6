package ingest

import (
	"encoding/json"
	"errors"
	"maps"
	"net/netip"
	"os"
	"reflect"
	"testing"

	"sojourn/journey"
)

// The golden cases are E1 to E3 of events.md §9, as they stand there. What an answer says about the
// session is the intake's; the rest of it is told by the event.

// members is a JSON object.
type members = map[string]any

func readGolden[C any](t *testing.T, name string) (c C) {
	t.Helper()
	document, err := os.ReadFile("testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(document, &c); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return c
}

type goldenEvent struct {
	Steps []struct {
		At         string
		RemoteAddr string
		Headers    map[string]string
		Body       json.RawMessage
	}
	Expect struct{ Body members }
}

func TestGoldenEvents(t *testing.T) {
	for name, kind := range map[string]journey.Kind{"web_event": journey.Web, "app_event": journey.App} {
		t.Run(name, func(t *testing.T) {
			golden := readGolden[goldenEvent](t, name)
			step := golden.Steps[0]
			r := newRig(t, func(_ *journey.Deployment, o *Options) { o.Now = at(t, step.At) })
			event, err := r.send(t, kind, Request{
				DeploymentID: shopID, Body: step.Body, Peer: netip.MustParseAddr(step.RemoteAddr),
				UserAgent: step.Headers["User-Agent"], AcceptLanguage: step.Headers["Accept-Language"],
			})
			if err != nil || event == nil {
				t.Fatalf("not recorded: %v", err)
			}
			want := golden.Expect.Body
			delete(want, "session")
			if kind == journey.App {
				want["id"] = event.ID.String()
			}
			if got := response(event); !reflect.DeepEqual(got, want) {
				t.Errorf("\n got %v\nwant %v", got, want)
			}
		})
	}
}

func TestGoldenRefusals(t *testing.T) {
	golden := readGolden[struct {
		Base  members
		Now   string
		Cases []struct {
			Why      string
			Override members
			Expect   struct {
				Status int
				Code   journey.FaultCode
			}
		}
	}](t, "refusals")
	for _, c := range golden.Cases {
		t.Run(c.Why, func(t *testing.T) {
			r := newRig(t, func(_ *journey.Deployment, o *Options) { o.Now = at(t, golden.Now) })
			body := maps.Clone(golden.Base)
			maps.Copy(body, c.Override)
			document, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			_, err = r.send(t, journey.Web, request(string(document)))
			fault, _ := errors.AsType[*journey.Fault](err)
			switch {
			case c.Expect.Status == 200 && err != nil:
				t.Errorf("refused: %v", err)
			case c.Expect.Status == 400 && (fault == nil || fault.Code != c.Expect.Code):
				t.Errorf("got %v, want a fault of code %s", err, c.Expect.Code)
			}
		})
	}
}

// response is what the API answers to an event, without the session.
func response(e *journey.Event) members {
	m := members{
		"customerId": e.Customer, "customerIdType": journey.CustomerIDTypeCookie, "eventName": e.Name,
		"attributes": typed(e.Attributes), "traits": typed(e.Traits), "createdDate": e.Created.String(),
		"device": compact(members{
			"category": e.Device.Category.String(), "type": e.Device.Type, "isMobile": e.Device.IsMobile,
			"osFamily": e.Device.OSFamily, "osVersion": e.Device.OSVersion, "manufacturer": e.Device.Manufacturer,
			"screenHeight": float64(e.Device.ScreenHeight), "screenWidth": float64(e.Device.ScreenWidth),
			"screenDensity": float64(e.Device.ScreenDensity),
		}),
		"ipOrganization": e.IPOrg,
		"externalId":     e.ExternalID,
	}
	if g := e.Geolocation; g != nil {
		m["geolocation"] = compact(members{
			"country": g.Country, "countryName": g.CountryName, "region": g.Region, "regionName": g.RegionName,
			"locality": g.Locality, "postalCode": g.PostalCode, "timezone": g.Timezone, "source": g.Source,
			"latitude": g.Latitude, "longitude": g.Longitude,
		})
	}
	if e.Kind == journey.App {
		m["id"], m["screenName"] = e.ID.String(), e.ScreenName
		m["app"] = members{
			"name": e.App.Name, "namespace": e.App.Namespace, "version": e.App.Version, "buildNumber": e.App.BuildNumber,
		}
		m["sdkLibrary"] = members{"name": e.SDK.Name, "version": e.SDK.Version}
		return compact(m)
	}
	m["page"] = compact(members{
		"url": e.Page.URL, "title": e.Page.Title, "domain": e.Page.Domain, "hostname": e.Page.Hostname,
		"pathname": e.Page.Pathname, "queryString": e.Page.QueryString,
	})
	m["userAgentString"], m["authenticated"] = e.UserAgent, e.Authenticated
	m["browser"] = members{"family": e.Browser.Family, "version": e.Browser.Version, "lang": e.Browser.Lang}
	if r := e.Referrer; r != nil {
		m["referrer"] = compact(members{
			"url": r.URL, "domain": r.Domain, "hostname": r.Hostname, "pathname": r.Pathname,
			"name": r.Name, "medium": r.Medium.String(),
		})
	}
	return compact(m)
}

func typed(values []journey.Attribute) members {
	m := members{}
	for _, v := range values {
		m[v.Name] = members{"dataType": v.Type.String(), "value": v.Value}
	}
	return m
}

// compact leaves out empty texts and zero numbers.
func compact(m members) members {
	maps.DeleteFunc(m, func(_ string, value any) bool { return value == "" || value == 0.0 })
	return m
}

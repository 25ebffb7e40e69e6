package codec

import (
	"fmt"

	"sojourn/journey"
)

// A web event and what belongs to it, as the spec's worked examples have them (events.md §9, E1).

const sampleAt = journey.Instant(1_772_442_904_000) // 2026-03-02T09:15:04.000Z

func sampleID(n byte) journey.ID {
	return journey.ID{0, 0, 0, n, 0xaa, 0xaa, 0x4b, 0xbb, 0x8c, 0xcc, 0, 0, 0, 0, 0, n}
}

func sampleAccepted() *journey.Accepted {
	return &journey.Accepted{
		Event: journey.Event{
			ID: sampleID(2), IDGiven: true, CorrelationID: sampleID(3), Deployment: sampleID(4), Kind: journey.Web,
			Customer: sampleID(1).String(), Name: journey.PageViewed, Created: sampleAt, Received: sampleAt + 1000,
			ExternalID: "crm-77", Page: samplePage(),
			Browser: &journey.Browser{
				Family: "Chrome", Version: "122.0.6261.112", Lang: "en-IE", ViewWidth: 1280, ViewHeight: 720,
				Features: journey.FeaturePDF,
			},
			Device: &journey.Device{
				Category: journey.Desktop, Type: "Other", OSFamily: "Windows", OSVersion: "10",
				ScreenWidth: 1920, ScreenHeight: 1080, ScreenDensity: 1,
			},
			UserAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) " +
				"Chrome/122.0.6261.112 Safari/537.36",
			IPAddress: "203.0.113.24", IPOrg: "Example Broadband",
			Geolocation: &journey.Geolocation{
				Country: "US", CountryName: "United States", Region: "US-TX", RegionName: "Texas", Locality: "Austin",
				PostalCode: "78701", Timezone: "America/Chicago", Source: "fixture",
				Located: true, Latitude: 30.2672, Longitude: -97.7431,
			},
			Referrer: &journey.Referrer{
				URL: "https://www.google.com/", Domain: "google.com", Hostname: "www.google.com", Pathname: "/",
				Name: "Google", Medium: journey.MediumSearch,
			},
			Attributes: []journey.Attribute{
				{Name: "sku", Type: journey.String, Value: "SZRBY1911"},
				{Name: "price", Type: journey.Number, Value: "649.5"},
			},
			Traits: []journey.Attribute{{Name: "email", Type: journey.String, Value: "gwen@example.com"}},
		},
		Seq: 7, Session: sampleID(5), Opened: true, EndedID: sampleID(6), ShortID: 4711, Signature: 0xdeadbeef,
		Rules:     journey.VisitRules{Timeout: 1200, Idle: 300, Away: 600},
		Projected: []journey.Projected{{Name: "basket", Function: journey.Sum, Type: journey.Number, Value: "649.5"}},

		TotalEvents: 7, TotalPageviews: 5,
	}
}

func samplePage() *journey.Page {
	return &journey.Page{
		URL: "https://www.velo-shop.example/shop/bikes?sort=price", Title: "City bikes", Domain: "velo-shop.example",
		Hostname: "www.velo-shop.example", Pathname: "/shop/bikes", QueryString: "sort=price",
	}
}

// sampleSession is a visit of twelve events whose newest brought all there is but the campaign.
func sampleSession() *journey.Session {
	e := sampleAccepted()
	first, newest := journey.Stamp{At: sampleAt, Seq: 7}, journey.Stamp{At: sampleAt + 95_000, Seq: 18}
	return &journey.Session{
		ID: e.Session, Kind: journey.Web, Customer: e.Customer, Events: 12, Authenticated: true,
		First: first, Newest: newest, LastEvent: journey.LastEvent{ID: sampleID(9), Name: "product_added"},
		Attributes: []journey.Projection{
			{
				Name: "basket", Function: journey.Sum, First: first, Newest: newest, Type: journey.Number,
				Count: 2, Sum: []byte{1, 2, 3},
			},
			{
				Name: "seen", Function: journey.List, First: first, Newest: newest, Type: journey.String,
				Values: []journey.Listed{{Stamp: first, Type: journey.String, Value: "SZRBY1911"}},
			},
		},
		Visit: &journey.Visit{
			ShortID: 4711, Rules: e.Rules, Ping: newest.At + 30_000, Views: 9, BySource: true,
			EndedAt: newest.At + 60_000, Announced: newest.At,
			Origin: journey.Origin{
				Stamp: first, View: true, Campaign: &journey.Campaign{Source: "spring", ClickID: "x1"},
				Referrer: e.Referrer, Signature: e.Signature,
			},
			Browser:     journey.Touch[*journey.Browser]{Stamp: newest, Value: e.Browser},
			Device:      journey.Touch[*journey.Device]{Stamp: newest, Value: e.Device},
			UserAgent:   journey.Touch[string]{Stamp: newest, Value: e.UserAgent},
			IPAddress:   journey.Touch[string]{Stamp: newest, Value: e.IPAddress},
			IPOrg:       journey.Touch[string]{Stamp: newest, Value: e.IPOrg},
			Geolocation: journey.Touch[*journey.Geolocation]{Stamp: newest, Value: e.Geolocation},
			Page:        journey.Touch[*journey.Page]{Stamp: first, Value: e.Page},
			Searches:    []journey.Search{{Stamp: first, Term: "city bike"}},
		},
	}
}

func sampleAppSession() *journey.Session {
	at := journey.Stamp{At: sampleAt, Seq: 1}
	return &journey.Session{
		ID: sampleID(8), Kind: journey.App, Customer: "install 8", Events: 1, First: at, Newest: at,
		LastEvent: journey.LastEvent{ID: sampleID(10), Name: journey.ScreenViewed},
		Visit: &journey.Visit{
			Views: 1, Origin: journey.Origin{Stamp: at, View: true},
			ScreenName: journey.Touch[string]{Stamp: at, Value: "Results"},
			App: journey.Touch[*journey.Application]{Stamp: at, Value: &journey.Application{
				Name: "veloapp", Namespace: "example.velo.app", Version: "5.9.27", BuildNumber: "701",
			}},
			SDK: journey.Touch[*journey.SDKLibrary]{Stamp: at, Value: &journey.SDKLibrary{Name: "sdk", Version: "2"}},
			Network: journey.Touch[*journey.Network]{Stamp: at, Value: &journey.Network{
				Carrier: "Example", WifiEnabled: true,
			}},
		},
	}
}

func sampleState() *journey.State {
	repeat := journey.Repeat{Fingerprint: 0xfeed, Position: 1000, Seq: 3, Received: sampleAt}
	next := journey.Repeat{Fingerprint: 0xbeef, Position: 1007, Seq: 7, Received: sampleAt + 1000}
	return &journey.State{
		Key: journey.VisitorKey(sampleID(1).String()), At: 1007, Seq: 7, Events: 7, Pageviews: 5,
		Sessions: []*journey.Session{sampleSession(), sampleAppSession()},
		Older:    [2]bool{true, false}, Spilled: [2]bool{false, true},
		Repeats: [2][]journey.Repeat{{repeat, next}, {repeat}},
	}
}

// sampleValues are encoded values of each type and kind, by name.
func sampleValues() map[string][]byte {
	key := journey.VisitorKey(sampleID(1).String())
	values := map[string][]byte{
		"ping": AppendRecord(nil, &journey.Pinged{Key: key, Session: sampleID(5), At: sampleAt}),
		"end": AppendRecord(nil, &journey.Ended{
			Key: "vnot a uuid", Session: sampleID(5), At: sampleAt, Seen: sampleAt + 2,
		}),
		"definition": AppendRecord(nil, &journey.Definition{
			Noun: journey.DeploymentNoun, ID: sampleID(4).String(), Version: 2, Created: sampleAt, Modified: sampleAt + 5,
			Body: []byte(`{"name":"Shop"}`),
		}),
		"state": AppendState(nil, sampleState()),
	}
	for name, event := range map[string]*journey.Accepted{
		"event": sampleAccepted(), "conversation event": sampleConversationEvent(), "custom event": sampleCustomEvent(),
		"stitched event": sampleStitchedEvent(), "judged event": sampleJudgedEvent(),
	} {
		values[name] = AppendRecord(nil, event)
	}
	for name, session := range map[string]*journey.Session{
		"session": sampleSession(), "app session": sampleAppSession(), "conversation": sampleConversation(),
		"custom session": sampleCustomSession(), "stitched session": sampleStitchedSession(),
		"judged session": sampleJudgedSession(),
	} {
		values[name] = AppendSession(nil, session)
	}
	return values
}

// decode is the decoder for a value.
func decode(data []byte) error {
	switch {
	case len(data) > 0 && data[0] == typeSession:
		_, err := DecodeSession(data)
		return err
	case len(data) > 0 && data[0] == typeState:
		_, _, err := DecodeState(sampleState().Key, data)
		return err
	}
	record, err := DecodeRecord(data)
	if err == nil && record == nil {
		return fmt.Errorf("neither a record nor an error")
	}
	return err
}

package restapi

import (
	"testing"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"

	"sojourn/journey"
	"sojourn/web/contract"
)

// drawn is an event of any values that the ways in let through, and some that they do not.
func drawn(t *rapid.T, kind journey.Kind) *journey.Receipt {
	text := rapid.SampledFrom([]string{"", "a", "é\"\\\n\x00<&>", "\xff broken"})
	number := rapid.SampledFrom([]int32{0, 1, 1 << 30})
	word := func() string { return text.Draw(t, "text") }
	maybe := func() bool { return rapid.Bool().Draw(t, "maybe") }
	attributes := func() (all []journey.Attribute) {
		for range rapid.IntRange(0, 3).Draw(t, "attributes") {
			all = append(all, journey.Attribute{Name: word(), Type: journey.Number, Value: word()})
		}
		return all
	}
	e := &journey.Accepted{Event: journey.Event{
		ID: journey.ID{1}, Kind: kind, Customer: word(), Name: word(), ExternalID: word(), Created: 1, ScreenName: word(),
		UserAgent: word(), IPOrg: word(), SearchQuery: word(), Authenticated: maybe(), Attributes: attributes(), Traits: attributes(),
		Page: &journey.Page{URL: word(), Title: word(), Keywords: word(), Lang: word(), QueryString: word(), Fragment: word()},
		App:  &journey.Application{Name: word(), Version: word()}, Browser: &journey.Browser{Family: word(), Lang: word(), Fingerprint: "x"},
		Device: &journey.Device{Category: journey.Tablet, Type: word(), Manufacturer: word(), Fingerprint: word(),
			ScreenWidth: number.Draw(t, "width"), ScreenHeight: number.Draw(t, "height"), ScreenDensity: 2},
	}}
	receipt := &journey.Receipt{Event: e, Session: journey.Numbers{ID: journey.ID{2}, Created: 1, Duration: 7, Events: 3, Views: 2}}
	if maybe() {
		e.Geolocation = &journey.Geolocation{Country: word(), Region: word(), Located: maybe(), Latitude: -1e-7, Longitude: 179.25}
	}
	if maybe() {
		e.Campaign = &journey.Campaign{Name: word(), ClickID: word()}
	}
	if maybe() {
		e.Referrer = &journey.Referrer{URL: word(), Keywords: word(), Name: word(), Medium: journey.MediumPaid}
		receipt.Session.Referrer = e.Referrer
	}
	if maybe() {
		e.Network = &journey.Network{Carrier: word(), WifiEnabled: maybe()}
	}
	if maybe() {
		e.SDK = &journey.SDKLibrary{Name: word()}
	}
	return receipt
}

// TestAnswersAreTheContracts: what is appended by hand is what the wire types would have said.
func TestAnswersAreTheContracts(t *testing.T) {
	schemas, err := contract.NewSchemas()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		web := drawn(t, journey.Web)
		sameAs[contract.WebEventResponse](t, schemas, "WebEventResponse", appendWebAnswer(nil, web), web)
		app := drawn(t, journey.App)
		sameAs[contract.AppEventResponse](t, schemas, "AppEventResponse", appendAppAnswer(nil, app), app)
	})
}

// sameAs reads an answer as its wire type and looks whether nothing was lost, invented or forgotten.
func sameAs[T any](t *rapid.T, schemas *contract.Schemas, model string, got []byte, receipt *journey.Receipt) {
	if violations := schemas.Validate(model, got); len(violations) > 0 {
		t.Fatalf("%v\n%s", violations, got)
	}
	var wire T
	if err := json.Unmarshal(got, &wire, json.RejectUnknownMembers(true)); err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	again, err := contract.AppendJSON(nil, wire)
	if err != nil {
		t.Fatal(err)
	}
	var a, b any
	if json.Unmarshal(got, &a) != nil || json.Unmarshal(again, &b) != nil {
		t.Fatal("no JSON")
	}
	x, _ := json.Marshal(a, json.Deterministic(true))
	y, _ := json.Marshal(b, json.Deterministic(true))
	if string(x) != string(y) {
		t.Fatalf("\n%s\nis as a wire type\n%s", x, y)
	}
	switch wire := any(wire).(type) {
	case contract.WebEventResponse:
		e := eventView(receipt.Event).WebEvent
		requireEqual(t, e.Attributes, wire.Attributes)
		requireEqual(t, e.Referrer, wire.Referrer)
		requireEqual(t, e.Geolocation, wire.Geolocation)
		requireEqual(t, e.MktCampaign, wire.MktCampaign)
		requireEqual(t, e.Page.Title, wire.Page.Title)
	case contract.AppEventResponse:
		e := eventView(receipt.Event).AppEvent
		requireEqual(t, e.Device, wire.Device)
		requireEqual(t, e.App, wire.App)
		requireEqual(t, e.NetworkConnectivity, wire.NetworkConnectivity)
		requireEqual(t, e.SDKLibrary, wire.SDKLibrary)
		requireEqual(t, e.Traits, wire.Traits)
	}
}

// requireEqual compares as the contract writes both.
func requireEqual(t *rapid.T, want, got any) {
	x, _ := contract.AppendJSON(nil, want)
	y, _ := contract.AppendJSON(nil, got)
	if string(x) != string(y) {
		t.Fatalf("the listing says %s, the answer %s", x, y)
	}
}

// TestPlainTexts looks at every byte in every place of a text of more than one word.
func TestPlainTexts(t *testing.T) {
	for c := range 256 {
		want := c >= ' ' && c < 0x80 && c != '"' && c != '\\'
		for place := range 19 {
			text := []byte("~!aaaaaaaaaaaaaaaa~")
			text[place] = byte(c)
			if got := isPlain(string(text)); got != want {
				t.Errorf("%q: got %t", text, got)
			}
		}
	}
}

func BenchmarkIsPlain(b *testing.B) {
	text := chrome
	b.ReportAllocs()
	for b.Loop() {
		if !isPlain(text) {
			b.Fatal("not plain")
		}
	}
}

package ingest

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"sojourn/journey"
)

const webExample = `{
	"customerCookieId": "00000001-aaaa-4bbb-8ccc-000000000001",
	"eventName": "page_viewed",
	"createdDate": "2026-03-02T09:15:04.000Z",
	"page": {"url": "https://www.velo-shop.example/", "title": ""}
}`

const appExample = `{
	"customerCookieId": "00000008-aaaa-4bbb-8ccc-000000000008",
	"eventName": "screen_viewed",
	"createdDate": "2026-03-02T09:15:04+0000",
	"screenName": "Results",
	"app": {"name": "veloapp", "namespace": "example.velo.app", "version": "5.9.27", "buildNumber": "701"},
	"device": {"category": "mobile", "type": "iPhone", "osFamily": "iOS", "osVersion": "17.3.1"}
}`

// with returns the example with one member, named by its path, set to a JSON value; "" leaves it out.
func with(t testing.TB, example, path, value string) string {
	t.Helper()
	if path == "" {
		return example
	}
	var body members
	if err := json.Unmarshal([]byte(example), &body); err != nil {
		t.Fatal(err)
	}
	names := strings.Split(path, "/")
	object := body
	for _, name := range names[:len(names)-1] {
		inner, ok := object[name].(members)
		if !ok {
			inner = members{}
			object[name] = inner
		}
		object = inner
	}
	last := names[len(names)-1]
	delete(object, last)
	if value != "" {
		object[last] = json.RawMessage(value)
	}
	document, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(document)
}

func text(n int) string { return `"` + strings.Repeat("é", n) + `"` }

// TestMembers sets one member at a time. The field is the fault's; none means that the event is taken.
func TestMembers(t *testing.T) {
	type row struct{ path, value, field string }
	common := []row{
		{"", "", ""},
		{"foo", `{"bar":[1]}`, ""},
		{"customerCookieId", "", "customerCookieId"},
		{"customerCookieId", `null`, "customerCookieId"},
		{"customerCookieId", `5`, "customerCookieId"},
		{"customerCookieId", `"0000000A-AAAA-4BBB-8CCC-00000000000F"`, ""},
		{"eventName", "", "eventName"},
		{"eventName", `""`, "eventName"},
		{"eventName", `"page viewed"`, "eventName"},
		{"eventName", `"promo:interest-2_X"`, ""},
		{"eventName", `"` + strings.Repeat("a", 255) + `"`, ""},
		{"eventName", `"` + strings.Repeat("a", 256) + `"`, "eventName"},
		{"eventName", `"café"`, "eventName"},
		{"createdDate", "", "createdDate"},
		{"createdDate", `1772442904`, "createdDate"},
		{"createdDate", `"2026-02-30T09:15:04Z"`, "createdDate"},
		{"createdDate", `"2026-03-02T09:15:04"`, ""},
		{"device", `"mobile"`, "device"},
		{"device/category", `"phone"`, "device.category"},
		{"device/category", `"Mobile"`, "device.category"},
		{"sdkLibrary", `{"name":"x"}`, "sdkLibrary.version"},
		{"sdkLibrary", `{"version":"x"}`, "sdkLibrary.name"},
		{"sdkLibrary", `{"name":"x","version":"1"}`, ""},
		{"sdkLibrary", `{"name":"x","version":` + text(256) + `}`, "sdkLibrary.version"},
		{"externalId", text(255), ""},
		{"externalId", text(256), "externalId"},
		{"referrerUrl", `"nonsense"`, ""},
		{"referrerUrl", `7`, "referrerUrl"},
		{"attributes", `[]`, "attributes"},
		{"attributes", `null`, ""},
		{"attributes/vip", `{"dataType":"boolean","value":"yes"}`, "attributes.vip"},
		{"attributes/a.b", `1`, "attributes.a.b"},
		{"traits", `"x"`, "traits"},
		{"traits/address.city", `"Galway"`, ""},
		{"traits/9", `"x"`, "traits.9"},
	}
	rows := map[journey.Kind][]row{
		journey.Web: append([]row{
			{"customerCookieId", `"1234567.89.01_a-b"`, ""},
			{"customerCookieId", `"1234567"`, "customerCookieId"},
			{"customerCookieId", `"` + strings.Repeat("a", 128) + `"`, ""},
			{"customerCookieId", `"` + strings.Repeat("a", 129) + `"`, "customerCookieId"},
			{"customerCookieId", `"1234567 9"`, "customerCookieId"},
			{"page", "", "page"},
			{"page", `null`, "page"},
			{"page", `"x"`, "page"},
			{"page/url", "", "page.url"},
			{"page/url", `{}`, "page.url"},
			{"page/url", `"/shop"`, "page.url"},
			{"page/url", `"ftp://velo-shop.example/"`, "page.url"},
			{"page/url", `"https://"`, "page.url"},
			{"page/url", `"HTTP://velo-shop.example:8080"`, ""},
			{"page/url", `"https://velo-shop.example/` + strings.Repeat("a", 4096-26) + `"`, ""},
			{"page/url", `"https://velo-shop.example/` + strings.Repeat("a", 4097-26) + `"`, "page.url"},
			{"page/title", "", "page.title"},
			{"page/title", `null`, "page.title"},
			{"page/title", text(5000), ""},
			{"browser/version", `"1"`, "browser.family"},
			{"browser/family", `"Chrome"`, "browser.version"},
			{"browser", `{"family":"X","version":"1","featuresPdf":"true"}`, "browser.featuresPdf"},
			{"browser", `{"family":"X","version":"1","viewWidth":-1}`, "browser.viewWidth"},
			{"browser", `{"family":"X","version":"1","viewWidth":1e9}`, "browser.viewWidth"},
			{"browser", `{"family":"X","version":"1","viewWidth":1.5}`, "browser.viewWidth"},
			{"browser", `{"family":"X","version":"1","isMobile":true,"lang":"de"}`, ""},
			{"device", `{"category":"mobile"}`, "device.type"},
			{"ipAddress", `"203.0.113.9"`, ""},
			{"ipAddress", `"2001:db8::1"`, ""},
			{"ipAddress", `"203.0.113"`, "ipAddress"},
			{"ipAddress", `7`, "ipAddress"},
			{"searchQuery", text(1025), ""}, // cut in enrichment
			{"app", `7`, ""},
		}, common...),
		journey.App: append([]row{
			{"customerCookieId", `"1234567.89.01"`, "customerCookieId"},
			{"screenName", "", "screenName"},
			{"screenName", text(255), ""},
			{"screenName", text(256), "screenName"},
			{"app", "", "app"},
			{"app/name", "", "app.name"},
			{"app/namespace", "", "app.namespace"},
			{"app/version", "", "app.version"},
			{"app/buildNumber", "", "app.buildNumber"},
			{"app/buildNumber", `701`, "app.buildNumber"},
			{"device", "", "device"},
			{"device/category", "", "device.category"},
			{"device/type", "", "device.type"},
			{"device/osFamily", "", "device.osFamily"},
			{"device/osVersion", "", "device.osVersion"},
			{"device/isMobile", `"true"`, "device.isMobile"},
			{"device/screenWidth", `2147483648`, "device.screenWidth"},
			{"networkConnectivity", `{}`, ""},
			{"networkConnectivity", `{"carrier":null,"wifiEnabled":true}`, ""},
			{"networkConnectivity", `{"wifiEnabled":1}`, "networkConnectivity.wifiEnabled"},
			{"searchQuery", text(1024), ""},
			{"searchQuery", text(1025), "searchQuery"},
			{"page", `7`, ""},
			{"ipAddress", `"nonsense"`, ""},
		}, common...),
	}
	examples := map[journey.Kind]string{journey.Web: webExample, journey.App: appExample}
	for kind, rows := range rows {
		r := newRig(t, nil)
		for _, row := range rows {
			_, err := r.send(t, kind, request(with(t, examples[kind], row.path, row.value)))
			fault, _ := errors.AsType[*journey.Fault](err)
			switch {
			case row.field == "" && err != nil:
				t.Errorf("%s %s=%.60s: refused: %v", kind, row.path, row.value, err)
			case row.field != "" && (fault == nil || fault.Code != journey.InvalidValue || fault.Field != row.field):
				t.Errorf("%s %s=%.60s: got %v, want a fault of %s", kind, row.path, row.value, err, row.field)
			}
		}
	}
}

func TestTheFirstFaultIsReported(t *testing.T) {
	r := newRig(t, nil)
	for body, want := range map[string]string{
		`{}`:                                     "customerCookieId",
		`{"traits":[],"attributes":[]}`:          "customerCookieId",
		`{"createdDate":7,"customerCookieId":7}`: "createdDate", // of the wrong type: in their order
		`{"customerCookieId":"00000001","eventName":"!"}`:                 "eventName",
		`{"customerCookieId":"00000001","eventName":"x","attributes":[]}`: "createdDate",
	} {
		_, err := r.send(t, journey.Web, request(body))
		if fault, _ := errors.AsType[*journey.Fault](err); fault == nil || fault.Field != want {
			t.Errorf("%s: got %v, want a fault of %s", body, err, want)
		}
	}
}

func TestMalformedBodies(t *testing.T) {
	r := newRig(t, nil)
	for _, body := range []string{
		"", " ", "null", "[]", `"x"`, "7", "{", `{"a":1`, `{"a":}`, webExample + "x", webExample + "{}",
		`{'a':1}`, `{"a":01}`, `{"eventName":7,}`, "{\"a\":\"\xff\"}",
		`{"eventName":"a","eventName":"b"}`,
		`{"attributes":{"a":1,"a":2}}`,
		`{"unknown":{"a":1,"a":2}}`,
		strings.Repeat(`{"a":`, 12_000),
		`{"a":` + strings.Repeat("[", 12_000) + strings.Repeat("]", 12_000) + "}",
	} {
		_, err := r.send(t, journey.Web, request(body))
		if fault, _ := errors.AsType[*journey.Fault](err); fault == nil || fault.Code != journey.BadRequest {
			t.Errorf("%.40q: got %v, want %s", body, err, journey.BadRequest)
		}
	}
}

func TestTooLargeBody(t *testing.T) {
	r := newRig(t, nil)
	padded := webExample + strings.Repeat(" ", MaxBody-len(webExample))
	if _, err := r.send(t, journey.Web, request(padded)); err != nil {
		t.Errorf("64 KiB: %v", err)
	}
	_, err := r.send(t, journey.Web, request(padded+" "))
	if fault, _ := errors.AsType[*journey.Fault](err); fault == nil || fault.Code != journey.TooLarge {
		t.Errorf("more: got %v, want %s", err, journey.TooLarge)
	}
}

func TestHalfSurrogatesBecomeReplacementCharacters(t *testing.T) {
	r := newRig(t, nil)
	body := with(t, webExample, "page/title", `"bikes \ud83d"`)
	event, err := r.send(t, journey.Web, request(with(t, body, "attributes/a", `"\ud83d"`)))
	if err != nil || event.Page.Title != "bikes \ufffd" || event.Attributes[0].Value != "\ufffd" {
		t.Errorf("got %+v, %v", event, err)
	}
}

func TestStrictNames(t *testing.T) {
	r := newRig(t, func(_ *journey.Deployment, o *Options) { o.StrictNames = true })
	for name, ok := range map[string]bool{"order_completed": true, "promo:interest": false, "a-b": false} {
		_, err := r.send(t, journey.Web, request(with(t, webExample, "eventName", `"`+name+`"`)))
		if (err == nil) != ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package ingest

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey"
)

// TestLaw sends examples with a few members replaced by whatever may stand there, so that it gets past the
// first checks more often than a fuzzer does.
func TestLaw(t *testing.T) {
	paths := strings.Fields(`customerCookieId eventName createdDate page page/url page/title page/lang screenName
		app app/namespace device device/category device/type device/isMobile device/screenWidth browser
		browser/family browser/version browser/lang sdkLibrary networkConnectivity searchQuery ipAddress externalId
		referrerUrl userAgentString attributes attributes/a attributes/b.c traits traits/b.c traits/d`)
	values := []string{
		`null`, `true`, `0`, `-1`, `1.50`, `1e300`, `99999999999999999999`, `""`, `"x"`, `"mobile"`, `"a b"`, `[]`,
		`{}`, `{"dataType":"number","value":"-0.10"}`, `{"dataType":"integer","value":1e3}`, `{"value":7}`,
		`{"dataType":"boolean","value":"False"}`, `{"name":"n","version":"v","family":"f"}`,
		`"https://www.velo-shop.example/a?utm_source=x&token=t#f"`, `"https://\u00fcber.example"`, `"203.0.113.7"`,
		`"2026-03-02T09:15:04.9+0000"`, `"2026-03-02T09:18:00"`, `"a1b2c3d4.5"`, `"\ud83d"`, `"\u0000"`,
		text(255), text(256), text(1024), text(1025), text(4100), `"4111 1111 1111 1111"`,
	}
	rigs := []rig{newRig(t, nil), newRig(t, func(d *journey.Deployment, _ *Options) {
		d.DropBots, d.IPAnonymization = false, journey.MaskIP
	})}
	rapid.Check(t, func(rt *rapid.T) {
		kind := rapid.SampledFrom([]journey.Kind{journey.Web, journey.App}).Draw(rt, "kind")
		body := map[journey.Kind]string{journey.Web: webExample, journey.App: appExample}[kind]
		for range rapid.IntRange(0, 4).Draw(rt, "changes") {
			path, value := rapid.SampledFrom(paths).Draw(rt, "path"), rapid.SampledFrom(values).Draw(rt, "value")
			body = with(t, body, path, value)
		}
		r := rapid.SampledFrom(rigs).Draw(rt, "rig")
		_, err := r.Event(t.Context(), kind, request(body))
		if r.checkLaw(t, err); t.Failed() {
			rt.Fatalf("body %s", body)
		}
	})
}

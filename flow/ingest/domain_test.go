package ingest

import (
	"testing"

	"sojourn/journey"
)

func TestAllowedHost(t *testing.T) {
	domains := []string{"Velo-Shop.example", "bücher.example.", "203.0.113.7", "", "localhost"}
	for host, want := range map[string]bool{
		"velo-shop.example": true, "www.velo-shop.example": true, "A.B.VELO-SHOP.EXAMPLE.": true,
		"xn--bcher-kva.example": true, "www.bücher.example": true, "203.0.113.7": true, "localhost": true,
		"evilvelo-shop.example": false, "velo-shop.example.evil": false, "example": false, "": false,
		"1.203.0.113.7": false, "3.0.113.7": false,
	} {
		if got := AllowedHost(domains, host); got != want {
			t.Errorf("%q: got %t", host, got)
		}
	}
	if AllowedHost(nil, "velo-shop.example") {
		t.Error("an empty list admits")
	}
}

func TestAllowedApp(t *testing.T) {
	both := []string{"velo-shop.example", "com.velo.Shop", "ie.velo-shop"}
	for namespace, want := range map[string]bool{
		"com.velo.shop": true, "com.velo.shop.beta": true, "COM.VELO.SHOP": true, "ie.velo-shop.app": true,
		"com.velo.shopping": false, "com.velo": false, "com.other": false, "": false,
	} {
		if got := AllowedApp(both, namespace); got != want {
			t.Errorf("%q: got %t", namespace, got)
		}
	}
	for _, sites := range [][]string{nil, {"velo-shop.example"}, {"de.velo-shop.com"}, {"com"}, {"www.velo.ie"}} {
		if !AllowedApp(sites, "com.velo.shop") {
			t.Errorf("%q is about websites, yet refuses an app", sites)
		}
	}
}

func TestDomains(t *testing.T) {
	restrict := func(d *journey.Deployment, _ *Options) {
		d.AllowAllDomains, d.AllowedDomains = false, []string{"velo-shop.example", "com.velo"}
	}
	elsewhere := with(t, webExample, "page/url", `"https://elsewhere.example/"`)
	for _, c := range []struct {
		why, body, origin string
		trusted, ok       bool
	}{
		{why: "page", body: webExample, ok: true},
		{why: "foreign page", body: elsewhere},
		{why: "origin decides", body: elsewhere, origin: "https://www.velo-shop.example:8443", ok: true},
		{why: "origin decides against", body: webExample, origin: "https://elsewhere.example"},
		{why: "hidden origin", body: webExample, origin: "null"},
		{why: "trusted", body: elsewhere, origin: "null", trusted: true, ok: true},
	} {
		r := newRig(t, restrict)
		sent := request(c.body)
		sent.Origin, sent.Trusted = c.origin, c.trusted
		_, err := r.send(t, journey.Web, sent)
		if (err == nil) != c.ok || !c.ok && code(err) != journey.DomainNotAllowed {
			t.Errorf("%s: %v", c.why, err)
		}
	}
	r := newRig(t, restrict)
	for namespace, ok := range map[string]bool{"com.velo": true, "example.velo.app": false} {
		_, err := r.send(t, journey.App, request(with(t, appExample, "app/namespace", `"`+namespace+`"`)))
		if (err == nil) != ok {
			t.Errorf("%s: %v", namespace, err)
		}
	}
}

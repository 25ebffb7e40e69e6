package enrich

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"sojourn/journey"
)

func TestPageURLs(t *testing.T) {
	for _, c := range []struct{ in, url, host, domain string }{
		{"http://example.com:80", "http://example.com/", "example.com", "example.com"},
		{"http://example.com:8080?a=1", "http://example.com:8080/?a=1", "example.com", "example.com"},
		{"https://user:pass@www.example.co.uk/", "https://www.example.co.uk/", "www.example.co.uk", "example.co.uk"},
		{"https://a@b@example.com/x@y", "https://example.com/x@y", "example.com", "example.com"},
		{"https://[2001:DB8::0:1]:8443/x", "https://[2001:db8::1]:8443/x", "2001:db8::1", "2001:db8::1"},
		{"http://192.0.2.1/", "http://192.0.2.1/", "192.0.2.1", "192.0.2.1"},
		{"http://localhost:3000/x", "http://localhost:3000/x", "localhost", "localhost"},
		{"https://co.uk/", "https://co.uk/", "co.uk", "co.uk"},
		{"https://Example.COM./", "https://example.com/", "example.com", "example.com"},
		{"https://Bücher.example/ä?ö=ü", "https://xn--bcher-kva.example/ä?ö=ü", "xn--bcher-kva.example", "xn--bcher-kva.example"},
		{" https://example.com/a/../b/./c%2e ", "https://example.com/a/../b/./c%2e", "example.com", "example.com"},
		{"https://example.com/100%?x=%zz&y", "https://example.com/100%?x=%zz&y", "example.com", "example.com"},
		{"https://example.com/?", "https://example.com/", "example.com", "example.com"},
		{"https://example.com//x", "https://example.com//x", "example.com", "example.com"},
		{"https://example.com?next=https://other.example/", "https://example.com/?next=https://other.example/", "example.com", "example.com"},
	} {
		page := enrich(t, Traces{PageURL: c.in}, compile(t, nil)).Page
		if page == nil || page.URL != c.url || page.Hostname != c.host || page.Domain != c.domain {
			t.Errorf("%s: got %+v", c.in, page)
		}
		if host, ok := URLHost(c.in); !ok || host != c.host {
			t.Errorf("URLHost(%s) = %s, %v", c.in, host, ok)
		}
	}
}

func TestUnreadableURLs(t *testing.T) {
	for _, in := range []string{
		"", "/shop", "example.com", "//example.com/", "ftp://example.com/", "javascript:alert(1)", "https://", "https:///x",
		"https://exa mple.com/", "https://example.com\\@evil.example/", "https://<b>/", "https://[::1", "https://[1.2.3.4]/",
		"https://[fe80::1%25eth0]/", "https://example.com:99999999/", "https://example.com:x/", "https://example.com/\x00",
		"https://example.com/a\nb", "https://example.com/\xff", "https://%65xample.com/", "https://.../",
		"https://" + strings.Repeat("a.", 150) + "example/", "https://example.com/" + strings.Repeat("x", maxURL),
		"android-app://com.example/",
	} {
		if host, ok := URLHost(in); ok {
			t.Errorf("URLHost(%.60q) = %s", in, host)
		}
	}
}

func TestExcludedParameters(t *testing.T) {
	excluded := map[string]bool{"token": true, "a b": true}
	for in, want := range map[string]string{
		"":                         "",
		"x=1":                      "x=1",
		"token=1":                  "",
		"token":                    "",
		"x=1&token=2":              "x=1",
		"token=2&x=1":              "x=1",
		"x=1&token=2&y=3&token=&z": "x=1&y=3&z",
		"t%6Fken=1&x=%41+b":        "x=%41+b",
		"a+b=1&a%20b=2&x":          "x",
		"Token=1":                  "Token=1",
		"x=token&xtoken=1":         "x=token&xtoken=1",
		"x=1&&token=2":             "x=1&",
		"x[]=1&x[]=2":              "x[]=1&x[]=2",
	} {
		if got := withoutParameters(in, excluded); got != want {
			t.Errorf("withoutParameters(%s) = %s, want %s", in, got, want)
		}
	}
}

func TestBreadcrumb(t *testing.T) {
	for in, want := range map[string][]string{
		"/": {}, "": {}, "/shop//bikes/": {"shop", "bikes"}, "/a%2Fb/100%25+1/%zz": {"a/b", "100%+1", "%zz"}, "/%ff": {"\uFFFD"},
	} {
		if got := Breadcrumb(in); !slices.Equal(got, want) || got == nil {
			t.Errorf("Breadcrumb(%s) = %q, want %q", in, got, want)
		}
	}
}

func TestPageTexts(t *testing.T) {
	long := strings.Repeat("ä", 2000)
	page := enrich(t, Traces{
		PageURL: "https://example.com/", Title: "  " + long, Keywords: " " + long, Lang: "DE-at",
	}, compile(t, nil)).Page
	if page.Title != long[:2*1024] || page.Keywords != " "+long[:2*1023] || page.Lang != "de" {
		t.Errorf("got %d and %d bytes, %q", len(page.Title), len(page.Keywords), page.Lang)
	}
	for in, want := range map[string]string{"e": "", "": "", "1x": "", "e-": "", "äö": "", "EN": "en"} {
		if got := pageLang(in); got != want {
			t.Errorf("pageLang(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzPage(f *testing.F) {
	for _, in := range []string{
		"HTTPS://Www.Velo-Shop.Example:443/shop/City%20bikes/?a=1&email=x#top", "https://u:p@[::1]:1/?token=1#4111111111111111",
		"https://bücher.example/?%zz", "http://1.2.3/%", "https://a..b/", "https://x/?&&=&token&",
	} {
		f.Add(in, true)
	}
	e := newEnricher(f)
	f.Fuzz(func(t *testing.T, in string, keepFragment bool) {
		s := compile(t, func(d *journey.Deployment) {
			d.JourneyEvents.TrackingSettings.ShouldKeepURLFragment = keepFragment
		})
		traces := Traces{Kind: journey.Web, PageURL: in, ReferrerURL: in}
		var event, again journey.Event
		e.Enrich(&traces, s, &event)
		host, ok := URLHost(in)
		if ok != (event.Page != nil) {
			t.Fatalf("%q: page %v", in, event.Page)
		}
		if !ok {
			return
		}
		p := *event.Page
		if p.Hostname != host || p.Domain == "" || !strings.HasSuffix(host, p.Domain) || !strings.HasPrefix(p.Pathname, "/") {
			t.Errorf("%q: %+v", in, p)
		}
		if !utf8.ValidString(p.URL) || !keepFragment && strings.Contains(p.URL, "#") {
			t.Errorf("%q: %q", in, p.URL)
		}
		values, _ := url.ParseQuery(strings.ReplaceAll(p.QueryString, ";", ""))
		for _, name := range alwaysExcluded {
			if values.Has(name) {
				t.Errorf("%q: %s is kept: %q", in, name, p.QueryString)
			}
		}
		if event.Referrer == nil || event.Referrer.Medium != journey.MediumInternal || event.Referrer.URL != p.URL {
			t.Errorf("%q: referrer %+v", in, event.Referrer)
		}
		for _, crumb := range Breadcrumb(p.Pathname) {
			if crumb == "" || !utf8.ValidString(crumb) {
				t.Errorf("%q: breadcrumb %q", in, crumb)
			}
		}
		traces.PageURL = p.URL // what is clean stays as it is
		e.Enrich(&traces, s, &again)
		if again.Page == nil || *again.Page != p {
			t.Errorf("%q: cleaned again\n got %+v\nwant %+v", in, again.Page, p)
		}
	})
}

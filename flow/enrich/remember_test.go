package enrich

import (
	"reflect"
	"testing"

	"sojourn/journey"
)

// TestWhatIsRemembered makes sure that what is remembered of one event is good for the next, and only there where all
// that it follows from is the same.
func TestWhatIsRemembered(t *testing.T) {
	all := compile(t, nil)
	fragments := compile(t, func(d *journey.Deployment) {
		d.JourneyEvents.TrackingSettings.ShouldKeepURLFragment = true
	})
	own := compile(t, func(d *journey.Deployment) { d.AllowedDomains = []string{"shop.co.uk"} })
	pages := []string{"", "https://www.shop.co.uk/a#f", "https://shop.co.uk:443", "https://other.example/?q=1#f", "https://[::1]/", "nonsense"}
	referrers := []string{
		"", "https://www.google.com/search?q=a+b#f", "https://shop.co.uk/b?token=1&x=2#f", "https://pay.shop.co.uk/",
		"HTTPS://u:p@Other.Example.:443/4111111111111111", "android-app://com.example", "https://10.0.0.1", "https://[::1]/x", "x",
	}
	used := forgetful(newEnricher(t))
	for range 2 {
		for _, settings := range []*Settings{all, fragments, own} {
			for _, page := range pages {
				for _, referrer := range referrers {
					traces := Traces{Kind: journey.Web, PageURL: page, ReferrerURL: referrer, UserAgent: typical().UserAgent}
					var got, want journey.Event
					used.Enrich(&traces, settings, &got)
					forgetful(used).Enrich(&traces, settings, &want)
					if !reflect.DeepEqual(got, want) {
						t.Errorf("%s from %s:\n got %+v\nwant %+v", page, referrer, got, want)
					}
				}
			}
		}
	}
}

// forgetful is an Enricher that remembers no host and no referrer yet.
func forgetful(e *Enricher) *Enricher {
	fresh := *e
	fresh.domains, fresh.led = newDomains(), newCache[referrerKey, *journey.Referrer](ways)
	return &fresh
}

// TestReadPage reads a URL ahead, which changes nothing but the time it takes.
func TestReadPage(t *testing.T) {
	e, s := newEnricher(t), compile(t, nil)
	for _, url := range []string{"https://www.shop.co.uk/a?utm_source=x", " http://x.example:80 ", "x", "", "https://a\\b/"} {
		ahead := Traces{Kind: journey.Web}
		host, ok := ahead.ReadPage(url)
		if wantHost, wantOK := URLHost(url); host != wantHost || ok != wantOK {
			t.Errorf("%q: got %q, %t", url, host, ok)
		}
		var got, want journey.Event
		e.Enrich(&ahead, s, &got)
		e.Enrich(&Traces{Kind: journey.Web, PageURL: url}, s, &want)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q:\n got %+v\nwant %+v", url, got, want)
		}
	}
}

func TestIsBotOfKnownAgents(t *testing.T) {
	e := newEnricher(t)
	for _, agent := range []string{typical().UserAgent, "Googlebot/2.1", "", " ", "CUBOT X", "\xffbot"} {
		for range 2 {
			if got := e.IsBot(agent); got != IsBot(agent) {
				t.Errorf("%q: got %t", agent, got)
			}
			e.Enrich(&Traces{Kind: journey.Web, UserAgent: agent}, compile(t, nil), new(journey.Event))
		}
	}
}

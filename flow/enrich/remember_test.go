package enrich

import (
	"reflect"
	"strings"
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
	pages := []string{
		"", "https://www.shop.co.uk/a#f", "https://shop.co.uk:443", "https://other.example/?q=1#f", "https://[::1]/",
		"https://shop.co.uk/?utm_source=news&token=1", "https://shop.co.uk/?gclid=1", "nonsense", "nonsense?utm_source=news",
	}
	titles := []string{"A", "4111 1111 1111 1111", "A"}
	referrers := []string{
		"", "https://www.google.com/search?q=a+b#f", "https://shop.co.uk/b?token=1&x=2#f", "https://pay.shop.co.uk/",
		"HTTPS://u:p@Other.Example.:443/4111111111111111", "android-app://com.example", "https://10.0.0.1", "https://[::1]/x", "x",
	}
	used := forgetful(newEnricher(t))
	for range 2 {
		for _, settings := range []*Settings{all, fragments, own} {
			for _, page := range pages {
				for i, referrer := range referrers {
					traces := Traces{
						Kind: journey.Web, PageURL: page, ReferrerURL: referrer, UserAgent: typical().UserAgent,
						Title: titles[i%3], Keywords: titles[i/2%3], Lang: []string{"en", "de-AT"}[i/3%2],
					}
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

// forgetful is an Enricher that remembers no page, no host and no referrer yet.
func forgetful(e *Enricher) *Enricher {
	fresh := *e
	fresh.visited = newTextCache[*visitedPage](ways)
	fresh.domains, fresh.led = newDomains(), newCache[referrerKey, *journey.Referrer](ways)
	return &fresh
}

// TestReadPage reads a URL ahead, which changes nothing but the time it takes.
func TestReadPage(t *testing.T) {
	e, s := newEnricher(t), compile(t, nil)
	for _, url := range []string{"https://www.shop.co.uk/a?utm_source=x", " http://x.example:80 ", "x", "", "https://a\\b/"} {
		ahead := Traces{Kind: journey.Web}
		host, ok := e.ReadPage(&ahead, url)
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

// TestKnownPagesAreShared: what comes again costs no memory, but a page that comes once is not kept.
func TestKnownPagesAreShared(t *testing.T) {
	e, s := newEnricher(t), compile(t, nil)
	enrich := func(url, title string) *journey.Event {
		var out journey.Event
		e.Enrich(&Traces{Kind: journey.Web, PageURL: url, Title: title}, s, &out)
		return &out
	}
	const page, clicked = "https://shop.example/a?utm_source=x", "https://shop.example/a?gclid=7"
	first, again, other := enrich(page, "A"), enrich(page, "A"), enrich(page, "B")
	if first.Page != again.Page || first.Campaign != again.Campaign || first.Page == other.Page {
		t.Errorf("%p, %p, %p and campaigns %p, %p", first.Page, again.Page, other.Page, first.Campaign, again.Campaign)
	}
	long := strings.Repeat("x", longestTexts+1)
	if once, twice := enrich(page, long), enrich(page, long); once.Page == twice.Page {
		t.Error("a page with a long title is kept")
	}
	if once, twice := enrich(clicked, "A"), enrich(clicked, "A"); once.Page == twice.Page {
		t.Error("a page with a click id is kept")
	}
}

// TestKnownTextsAreNotCopied looks URLs and user agents up by their bytes.
func TestKnownTextsAreNotCopied(t *testing.T) {
	e, traces := newEnricher(t), typical()
	e.Enrich(&traces, compile(t, nil), new(journey.Event))
	url, agent := []byte(traces.PageURL), []byte(traces.UserAgent)
	if allocs := testing.AllocsPerRun(100, func() { e.URL(url); e.UserAgent(agent) }); allocs != 0 {
		t.Errorf("%v allocations for texts that came before", allocs)
	}
	for _, text := range []string{traces.PageURL, traces.UserAgent, "", "x", traces.PageURL + "x"} {
		if got, other := e.URL([]byte(text)), e.UserAgent([]byte(text)); got != text || other != text {
			t.Errorf("%q became %q and %q", text, got, other)
		}
	}
}

func TestIsBotOfKnownAgents(t *testing.T) {
	e, s := newEnricher(t), compile(t, nil)
	long := strings.Repeat("x", maxAgent)
	for _, agent := range []string{typical().UserAgent, "Googlebot/2.1", "", " ", "CUBOT X", "\xffbot", long, long + "bot"} {
		for range 2 {
			traces := Traces{Kind: journey.Web, UserAgent: agent}
			if got := e.IsBot(&traces); got != IsBot(agent) {
				t.Errorf("%.20q: got %t", agent, got)
			}
			var got, want journey.Event
			e.Enrich(&traces, s, &got)
			e.Enrich(&Traces{Kind: journey.Web, UserAgent: agent}, s, &want)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%.20q:\n got %+v\nwant %+v", agent, got, want)
			}
		}
	}
}

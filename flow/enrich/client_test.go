package enrich

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"sojourn/journey"
)

func TestIsBot(t *testing.T) {
	for agent, want := range map[string]bool{
		"":  true,
		" ": true,
		"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": true,
		"Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/122.0.0.0 Safari/537.36":   true,
		"Chrome-Lighthouse": true,
		"Baiduspider":       true,
		"Yahoo! SLURP":      true,
		"CRAWLER":           true,
		"Mozilla/5.0 (Linux; Android 13; CUBOT P50) Chrome/122 Mobile": false,
		"Mozilla/5.0 (Linux; Android 13; CUBOT P50; AdsBot-Google)":    true,
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/122.0.0.0":   false,
		"velo-kiosk": false,
		"bo":         false,
	} {
		if got := IsBot(agent); got != want {
			t.Errorf("IsBot(%q) = %v", agent, got)
		}
	}
}

// TestDevices has what the golden cases leave out of the tables of enrichment.md §1.
func TestDevices(t *testing.T) {
	const webkit = " AppleWebKit/537.36 (KHTML, like Gecko) "
	for _, c := range []struct{ agent, want string }{
		{"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36 OPR/95.0.0.0",
			"Opera 95.0.0; desktop Other; Windows 7"},
		{"Mozilla/5.0 (Windows NT 6.3; Trident/7.0; rv:11.0) like Gecko", "IE 11.0; desktop Other; Windows 8.1"},
		{"Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:123.0) Gecko/20100101 Firefox/123.0", "Firefox 123.0; desktop Other; Ubuntu unknown"},
		{"Mozilla/5.0 (X11; Linux x86_64)" + webkit + "Chrome/122.0.0.0 Safari/537.36 Vivaldi/6.5", "Vivaldi 6.5; desktop Other; Linux unknown"},
		{"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)" + webkit + "Chrome/122.0.0.0 Safari/537.36", "Chrome 122.0.0.0; desktop Other; Chrome OS 14541.0.0"},
		{"Mozilla/5.0 (Linux; Android 14; Pixel 8)" + webkit + "Chrome/122.0.0.0 Mobile Safari/537.36",
			"Chrome Mobile 122.0.0.0; mobile Pixel 8 Google; Android 14"},
		{"Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv)" + webkit + "Version/4.0 Chrome/122.0.0.0 Mobile Safari/537.36",
			"Chrome Mobile WebView 122.0.0.0; mobile Pixel 8 Google; Android 14"},
		{"Mozilla/5.0 (Linux; Android 13; SM-X200)" + webkit + "Chrome/122.0.0.0 Safari/537.36", "Chrome 122.0.0.0; tablet Other; Android 13"},
		{"Mozilla/5.0 (Linux; Android 10; K)" + webkit + "Chrome/122.0.0.0 Mobile Safari/537.36 EdgA/122.0.0.0",
			"Edge Mobile 122.0.0.0; mobile Other; Android 10"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 EdgiOS/122.0.2365.92 Mobile/15E148 Safari/605.1.15",
			"Edge Mobile 122.0.2365.92; mobile iPhone Apple; iOS 17.3"},
		{"Mozilla/5.0 (iPad; CPU OS 17_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/123.0 Mobile/15E148 Safari/605.1.15",
			"Firefox iOS 123.0; tablet iPad Apple; iOS 17.3"},
		{"Mozilla/5.0 (Android 14; Mobile; rv:123.0) Gecko/123.0 Firefox/123.0", "Firefox Mobile 123.0; mobile Other; Android 14"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/450.0.0.38.108;FBBV/1;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.3.1]",
			"Facebook 450.0.0; mobile iPhone Apple; iOS 17.3.1"},
		{"Mozilla/5.0 (Linux; Android 11; BRAVIA 4K UR2)" + webkit + "Chrome/122.0.0.0 Safari/537.36", "Chrome 122.0.0.0; other Other; Android 11"},
		{"Mozilla/5.0 (PlayStation; PlayStation 5/6.50) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.4 Safari/605.1.15",
			"Safari 15.4; other PlayStation 5 Sony; Other unknown"},
		{"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Googlebot 2.1; other Spider; Other unknown"},
	} {
		event := enrich(t, Traces{UserAgent: c.agent}, compile(t, nil))
		b, d := event.Browser, event.Device
		device := strings.TrimSpace(d.Category.String() + " " + d.Type + " " + d.Manufacturer)
		got := fmt.Sprintf("%s %s; %s; %s %s", b.Family, b.Version, device, d.OSFamily, d.OSVersion)
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.agent, got, c.want)
		}
	}
}

func TestLanguages(t *testing.T) {
	for header, want := range map[string]string{
		"en-IE,en;q=0.9": "en-IE", "de": "de", " fr-CH ;q=0.5": "fr-CH", "": "", "*": "", "*;q=0.1, en": "",
		"<script>": "", strings.Repeat("a", 36): "",
	} {
		if got := firstLanguage(header); got != want {
			t.Errorf("firstLanguage(%q) = %q, want %q", header, got, want)
		}
	}
}

// TestBodyWins has the precedence of enrichment.md §1: body, then the agent; what the body lacks
// in language comes from the header.
func TestBodyWins(t *testing.T) {
	browser := &journey.Browser{Family: "Safari", Version: "17", Lang: "fr-FR"}
	plain := &journey.Browser{Family: "Kiosk", Version: "1"}
	device := &journey.Device{Category: journey.Tablet, Type: "iPad", OSFamily: "iOS", OSVersion: "17.3.1"}
	traces := typical()
	traces.Browser, traces.Device = browser, device
	event := enrich(t, traces, compile(t, nil))
	if event.Browser != browser || event.Device != device || event.UserAgent != traces.UserAgent {
		t.Errorf("got %+v, %+v", event.Browser, event.Device)
	}
	traces.Browser, traces.Device = plain, nil
	event = enrich(t, traces, compile(t, nil))
	if *event.Browser != (journey.Browser{Family: "Kiosk", Version: "1", Lang: "en-IE"}) || event.Device.OSFamily != "Windows" {
		t.Errorf("got %+v, %+v", event.Browser, event.Device)
	}
	if plain.Lang != "" || device.IsMobile {
		t.Error("the traces were changed")
	}
}

// TestSharedProfiles has events of one agent share what they can, each in its language.
func TestSharedProfiles(t *testing.T) {
	traces, settings := typical(), compile(t, nil)
	english, again := enrich(t, traces, settings), enrich(t, traces, settings)
	if english.Browser != again.Browser || english.Device != again.Device {
		t.Error("not shared")
	}
	traces.AcceptLanguage = "de"
	if german := enrich(t, traces, settings); german.Browser.Lang != "de" || english.Browser.Lang != "en-IE" || german.Device != english.Device {
		t.Errorf("got %+v, %+v", german.Browser, english.Browser)
	}
	traces.AcceptLanguage = ""
	if none := enrich(t, traces, settings); none.Browser.Lang != "" {
		t.Errorf("got %+v", none.Browser)
	}
}

func TestLongAgents(t *testing.T) {
	event := enrich(t, Traces{UserAgent: strings.Repeat("ä", 5000)}, compile(t, nil))
	if len(event.UserAgent) != maxAgent {
		t.Errorf("%d bytes", len(event.UserAgent))
	}
	if event := enrich(t, Traces{UserAgent: "x\xff"}, compile(t, nil)); event.UserAgent != "x\uFFFD" {
		t.Errorf("got %q", event.UserAgent)
	}
}

func TestCacheHoldsAgainstFlood(t *testing.T) {
	c := newCache[string, int](64)
	c.put("regular", -1)
	for n := range 10_000 {
		c.get("regular") // one that was never asked for again is as good as the flood
		c.put(fmt.Sprint("flood ", n), n)
	}
	if value, ok := c.get("regular"); !ok || value != -1 {
		t.Error("a flood of keys drove out one in use")
	}
	held := 0
	for i := range c.slots {
		if c.slots[i].Load() != nil {
			held++
		}
	}
	if held > 64 {
		t.Errorf("%d entries", held)
	}
}

// TestConcurrentUse is for the race detector.
func TestConcurrentUse(t *testing.T) {
	e, err := New(Options{Locator: Fixture, AgentCache: 16})
	if err != nil {
		t.Fatal(err)
	}
	settings := compile(t, nil)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for n := range 200 {
				traces := typical()
				traces.UserAgent = fmt.Sprintf("Mozilla/5.0 Chrome/122.0.0.%d", n%40)
				traces.AcceptLanguage = []string{"en", "de"}[n%2]
				var event journey.Event
				e.Enrich(&traces, settings, &event)
				if want := fmt.Sprintf("122.0.0.%d", n%40); event.Browser.Version != want || event.Browser.Lang != traces.AcceptLanguage {
					t.Errorf("got %+v, want version %s", event.Browser, want)
				}
			}
		})
	}
	group.Wait()
}

func FuzzUserAgent(f *testing.F) {
	f.Add(typical().UserAgent, "en-IE,en;q=0.9")
	f.Add("\xff", "*")
	e := newEnricher(f)
	f.Fuzz(func(t *testing.T, agent, languages string) {
		var event journey.Event
		e.Enrich(&Traces{Kind: journey.Web, UserAgent: agent, AcceptLanguage: languages}, compile(t, nil), &event)
		b, d := event.Browser, event.Device
		if b.Family == "" || b.Version == "" || d.Type == "" || d.OSFamily == "" || d.OSVersion == "" || d.Category == journey.CategoryNone {
			t.Errorf("%q: %+v, %+v", agent, b, d)
		}
		if len(event.UserAgent) > maxAgent {
			t.Errorf("%d bytes are kept", len(event.UserAgent))
		}
		IsBot(agent)
	})
}

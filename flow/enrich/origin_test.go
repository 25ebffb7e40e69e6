package enrich

import (
	"strings"
	"testing"
	"unicode/utf8"

	"sojourn/journey"
)

func TestReferrerList(t *testing.T) {
	for _, c := range []struct{ in, medium, name, keywords string }{
		{"https://www.google.co.uk/search?q=city+bike", "search", "Google", "city bike"},
		{"https://google.de/?query=a&q=", "search", "Google", "a"},
		{"https://docs.google.com/", "search", "Google", ""}, // a parent domain
		{"https://accounts.google.com/", "unknown", "Google", ""},
		{"https://images.google.com/?q=a", "search", "Google Images", "a"},
		{"https://google.example.com/", "unknown", "", ""},
		{"https://notgoogle.com/", "unknown", "", ""},
		{"https://yandex.ru/search/?text=%D0%B2%D0%B5%D0%BB%D0%BE", "search", "Yandex", "вело"},
		{"https://fr.search.yahoo.com/?p=velo", "search", "Yahoo!", "velo"},
		{"https://x.com/a", "social", "Twitter", ""},
		{"https://old.reddit.com/r/bikes", "social", "Reddit", ""},
		{"https://lm.facebook.com/l.php", "social", "Facebook", ""},
		{"https://outlook.office.com/mail/", "email", "Outlook.com", ""},
		{"https://orange.fr/webmail/fr", "email", "Orange Webmail", ""},
		{"https://orange.fr/webmails", "unknown", "", ""},
		{"https://trc.taboola.com/", "paid", "Taboola", ""},
		{"https://www.tiktok.com/?q=secret", "social", "TikTok", ""}, // keywords are for search
		{"android-app://com.example.shop/path", "unknown", "", ""},
		{"https://localhost/", "unknown", "", ""},
	} {
		r := enrich(t, Traces{PageURL: "https://www.velo-shop.example/", ReferrerURL: c.in}, compile(t, nil)).Referrer
		if r == nil || r.Medium.String() != c.medium || r.Name != c.name || r.Keywords != c.keywords {
			t.Errorf("%s: got %+v", c.in, r)
		}
	}
}

func TestReferrerForms(t *testing.T) {
	s := compile(t, func(d *journey.Deployment) {
		d.AllowAllDomains, d.AllowedDomains = false, []string{"Pay.Example.org"}
	})
	page := "https://www.velo-shop.example/"
	for in, want := range map[string]journey.Referrer{
		"https://a.pay.example.org/x?token=1&b=2#f": {
			URL: "https://a.pay.example.org/x?b=2", Domain: "example.org", Hostname: "a.pay.example.org",
			Pathname: "/x", QueryString: "b=2", Medium: journey.MediumInternal,
		},
		"android-app://com.Example.Shop": {
			URL: "android-app://com.example.shop/", Domain: "com.example.shop", Hostname: "com.example.shop",
			Pathname: "/", Medium: journey.MediumUnknown,
		},
	} {
		if got := enrich(t, Traces{PageURL: page, ReferrerURL: in}, s).Referrer; got == nil || *got != want {
			t.Errorf("%s: got %+v", in, got)
		}
	}
	for _, in := range []string{"", "about:blank", "ftp://x.example/", "android-app://", "android-app://a b/", "://"} {
		if got := enrich(t, Traces{PageURL: page, ReferrerURL: in}, s).Referrer; got != nil {
			t.Errorf("%q: got %+v", in, got)
		}
	}
}

// TestReferrerTable holds the list to its form: every line reads, and the table of the spec wins.
func TestReferrerTable(t *testing.T) {
	table, err := loadReferrers()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(table.hosts); n < 1600 {
		t.Errorf("%d hosts", n)
	}
	media := map[journey.ReferrerMedium]int{}
	for host, known := range table.hosts {
		media[known.medium]++
		if host != strings.ToLower(host) || known.name == "" {
			t.Errorf("%s: %+v", host, known)
		}
	}
	if len(media) != 5 || media[journey.MediumPaid] < 50 {
		t.Errorf("media: %v", media)
	}
	if err := table.read("chatbot\tChat\t\tchat.example"); err != nil || table.hosts["chat.example"].medium != journey.MediumUnknown {
		t.Error("a medium of a newer list is not unknown")
	}
	if err := table.read("search\tno hosts"); err == nil {
		t.Error("no error for a broken line")
	}
}

func TestCampaigns(t *testing.T) {
	e, err := New(Options{CampaignAliases: map[string]string{"PK_campaign": "name", "mtm_source": "source"}})
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("ä", 300)
	for _, c := range []struct {
		query string
		want  journey.Campaign
	}{
		{"utm_term=a%2Bb+c&utm_content=%20x%20", journey.Campaign{Term: "a+b c", Content: "x"}},
		{"utm_source=" + long, journey.Campaign{Source: long[:2*255]}},
		{"utm%5Fsource=x", journey.Campaign{Source: "x"}},
		{"pk_campaign=a&utm_campaign=b&mtm_source=s", journey.Campaign{Name: "b", Source: "s"}},
		{"fbclid=f&wbraid=w", journey.Campaign{ClickID: "w", Network: "Google"}},
		{"gclid=&yclid=7", journey.Campaign{ClickID: "7", Network: "Yandex"}},
		{"li_fat_id=l", journey.Campaign{ClickID: "l", Network: "LinkedIn"}},
		{"utm_source=%ff", journey.Campaign{Source: "\uFFFD"}},
	} {
		var event journey.Event
		e.Enrich(&Traces{Kind: journey.Web, PageURL: "https://x.example/?" + c.query + "#?utm_source=no"}, compile(t, nil), &event)
		if event.Campaign == nil || *event.Campaign != c.want {
			t.Errorf("%s: got %+v", c.query, event.Campaign)
		}
	}
	for _, aliases := range []map[string]string{{"x": "nonsense"}, {strings.Repeat("x", 100): "name"}} {
		if _, err := New(Options{CampaignAliases: aliases}); err == nil {
			t.Errorf("no error for %v", aliases)
		}
	}
}

// TestApp has an app's event: campaign by the referrer, no page, no browser, never internal.
func TestApp(t *testing.T) {
	var event journey.Event
	device := &journey.Device{Category: journey.Mobile, Type: "iPhone", OSFamily: "iOS", OSVersion: "17.3.1"}
	newEnricher(t).Enrich(&Traces{
		Kind: journey.App, ReferrerURL: "https://www.facebook.com/?utm_source=fb&utm_campaign=app",
		PageURL: "https://www.facebook.com/", SearchQuery: " red \n helmet ", Device: device, UserAgent: "okhttp/4",
	}, compile(t, nil), &event)
	if event.Page != nil || event.Browser != nil || event.UserAgent != "" || event.Device != device {
		t.Errorf("got %+v, %+v", event, event.Device)
	}
	if *event.Campaign != (journey.Campaign{Source: "fb", Name: "app"}) || event.SearchQuery != "red helmet" {
		t.Errorf("got %+v, %q", event.Campaign, event.SearchQuery)
	}
	if r := event.Referrer; r.Medium != journey.MediumSocial || r.QueryString != "utm_source=fb&utm_campaign=app" {
		t.Errorf("got %+v", r)
	}
}

func FuzzOrigin(f *testing.F) {
	f.Add("https://x.example/?utm_source=a&q=b+c&gclid=%20", "https://www.google.com/?q=x", "q", " a  b ")
	f.Add("https://x.example/?%71=%", "android-app://a.b/", "%71", "")
	e := newEnricher(f)
	f.Fuzz(func(t *testing.T, page, referrer, parameter, search string) {
		s := compile(t, func(d *journey.Deployment) {
			d.JourneyEvents.TrackingSettings.SearchQueryParameters = []string{parameter}
		})
		for _, kind := range []journey.Kind{journey.Web, journey.App} {
			var event journey.Event
			e.Enrich(&Traces{Kind: kind, PageURL: page, ReferrerURL: referrer, SearchQuery: search}, s, &event)
			if c := event.Campaign; c != nil {
				if *c == (journey.Campaign{}) || (c.ClickID == "") != (c.Network == "") {
					t.Errorf("%q: campaign %+v", page, c)
				}
				for _, value := range []string{c.Source, c.Medium, c.Name, c.Term, c.Content, c.ClickID} {
					if utf8.RuneCountInString(value) > maxCampaignValue || value != strings.TrimSpace(value) {
						t.Errorf("%q: value %q", page, value)
					}
				}
			}
			if q := event.SearchQuery; utf8.RuneCountInString(q) > maxText || q != strings.TrimSpace(q) || strings.Contains(q, "  ") {
				t.Errorf("%q: search %q", page, q)
			}
			if r := event.Referrer; r != nil && (r.Medium == journey.MediumNone || r.Hostname == "" || r.Domain == "" || r.Pathname == "" || r.URL == "") {
				t.Errorf("%q: referrer %+v", referrer, r)
			}
		}
	})
}

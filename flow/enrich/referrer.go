package enrich

import (
	"bufio"
	_ "embed"
	"fmt"
	"strings"

	"sojourn/journey"
)

// referrerKey is all that a referrer follows from.
type referrerKey struct {
	settings        *Settings
	pageDomain, url string
}

// What is remembered of referrers: few lead most visitors here, and from page to page of a shop. All events
// share them.
const (
	referrerCache     = 1 << 12
	longestRemembered = 256 // bytes
)

// referrer is enrichment.md §2, nil if the URL cannot be read; the domain is empty if the event has no page.
func (e *Enricher) referrer(url, pageDomain string, s *Settings) *journey.Referrer {
	if url == "" {
		return nil
	}
	key := referrerKey{s, pageDomain, url}
	if known, ok := e.led.get(key); ok {
		return known
	}
	u, ok := parseReferrer(url)
	if !ok {
		return nil
	}
	e.domains.complete(&u)
	r := e.readReferrer(&u, pageDomain, s)
	if len(url) <= longestRemembered {
		e.led.put(key, r)
	}
	return r
}

// readReferrer makes the referrer of a URL, and cleans that.
func (e *Enricher) readReferrer(u *webURL, pageDomain string, s *Settings) *journey.Referrer {
	r := &journey.Referrer{Hostname: u.host, Domain: u.domain}
	if pageDomain != "" && (u.domain == pageDomain || s.Admits(u.host)) {
		r.Medium = journey.MediumInternal
	} else if known := e.referrers.find(u); known != nil {
		r.Medium, r.Name = known.medium, known.name
		r.Keywords = e.scrubber.text(known.keywords(u.query))
	} else {
		r.Medium = journey.MediumUnknown
	}
	u.clean(s, &e.scrubber)
	r.URL, r.Pathname, r.QueryString, r.Fragment = u.String(), u.path, u.query, u.fragment
	return r
}

// knownReferrer is a site that leads visitors to others.
type knownReferrer struct {
	medium     journey.ReferrerMedium
	name       string
	parameters []string // of the query, that may hold what was searched for
}

// keywords returns what was searched for. Only search engines have parameters.
func (k *knownReferrer) keywords(query string) string {
	for _, parameter := range k.parameters {
		if found := firstValue(query, parameter); found != "" {
			return found
		}
	}
	return ""
}

// referrerTable knows referrers by host, and by host and path prefix.
type referrerTable struct {
	hosts     map[string]*knownReferrer
	anySuffix map[string]*knownReferrer // by the label before the public suffix
	paths     map[string][]knownPath    // by host
}

type knownPath struct {
	prefix   string // begins with a slash, ends without
	referrer *knownReferrer
}

// referrerList is the list of Snowplow. docs/data-sources.md says where it is from.
//
//go:embed referrers.tsv
var referrerList string

// ownReferrers is the table of enrichment.md §2 in the same form: it completes the list and wins.
// A host that ends in .* stands for that name below any public suffix.
const ownReferrers = `
search	Google	q query	google.*
search	Bing	q	bing.com
search	DuckDuckGo	q	duckduckgo.com
search	Yahoo!	p q	search.yahoo.com
search	Yandex	text	yandex.*
search	Baidu	wd word	baidu.com
search	Ecosia	q	ecosia.org
social	Facebook		facebook.com m.facebook.com l.facebook.com lm.facebook.com
social	Twitter		t.co twitter.com x.com
social	LinkedIn		linkedin.com lnkd.in
social	Instagram		instagram.com
social	Youtube		youtube.com
social	Reddit		reddit.com
social	Pinterest		pinterest.com
social	TikTok		tiktok.com
email	Gmail		mail.google.com
email	Outlook.com		outlook.live.com outlook.office.com
email	Yahoo! Mail		mail.yahoo.com
paid	DoubleClick		googleads.g.doubleclick.net
paid	Outbrain		outbrain.com
paid	Taboola		taboola.com
`

func loadReferrers() (*referrerTable, error) {
	t := &referrerTable{
		hosts:     map[string]*knownReferrer{},
		anySuffix: map[string]*knownReferrer{},
		paths:     map[string][]knownPath{},
	}
	if err := t.read(referrerList); err != nil {
		return nil, err
	}
	return t, t.read(ownReferrers)
}

// read adds the lines of a list; a later line wins.
func (t *referrerTable) read(list string) error {
	lines := bufio.NewScanner(strings.NewReader(list))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if lines.Text() == "" || strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) != 4 {
			return fmt.Errorf("referrer list: not four fields: %.60q", lines.Text())
		}
		known := &knownReferrer{medium: journey.ParseReferrerMedium(fields[0]), name: fields[1]}
		if known.medium == journey.MediumNone { // of a newer list, such as chatbot
			known.medium = journey.MediumUnknown
		}
		if known.medium == journey.MediumSearch {
			known.parameters = strings.Fields(fields[2])
		}
		for _, host := range strings.Fields(fields[3]) {
			t.add(host, known)
		}
	}
	return lines.Err()
}

func (t *referrerTable) add(host string, known *knownReferrer) {
	if i := strings.IndexByte(host, '/'); i >= 0 {
		t.paths[host[:i]] = append(t.paths[host[:i]], knownPath{host[i:], known})
		return
	}
	if label, any := strings.CutSuffix(host, ".*"); any {
		t.anySuffix[label] = known
		return
	}
	t.hosts[host] = known
}

// find looks for the exact host, then host and path, then the parent domains, nearest first.
func (t *referrerTable) find(u *webURL) *knownReferrer {
	if known := t.host(u.host, u.domain); known != nil {
		return known
	}
	for _, path := range t.paths[u.host] {
		if rest, ok := strings.CutPrefix(u.path, path.prefix); ok && (rest == "" || rest[0] == '/') {
			return path.referrer
		}
	}
	for host := u.host; host != u.domain; {
		var more bool
		if _, host, more = strings.Cut(host, "."); !more {
			break
		}
		if known := t.host(host, u.domain); known != nil {
			return known
		}
	}
	return nil
}

// host looks for one host. A registrable domain may be known by its first label, under any suffix.
func (t *referrerTable) host(host, domain string) *knownReferrer {
	if label, _, ok := strings.Cut(host, "."); ok && host == domain {
		if known := t.anySuffix[label]; known != nil {
			return known
		}
	}
	return t.hosts[host]
}

package enrich

import (
	"sync/atomic"

	"sojourn/journey"
)

// visitedPage is what the URL of a page tells, shared by all events that bring it.
type visitedPage struct {
	url        webURL // with its domain
	isPage     bool   // else the URL cannot be read
	campaign   *journey.Campaign
	remembered bool
	shown      atomic.Pointer[shownPage] // as it was made last, of one that is remembered
}

// shownPage is a page and all that it follows from besides its URL.
type shownPage struct {
	settings              *Settings
	title, keywords, lang string // as they came
	page                  *journey.Page
}

// longestTexts bounds what is remembered of a page besides its URL, in bytes.
const longestTexts = 1024

// visitedCache is the number of URLs that are remembered, each in about half a KiB: visitors of a shop go from shelf to
// shelf and from there to what others look at too.
const visitedCache = 1 << 13

// visit reads the URL of a page. One with a click id is another in every visit, so it is not remembered.
func (e *Enricher) visit(raw string) *visitedPage {
	if known, ok := e.visited.get(raw); ok {
		return known
	}
	l := &visitedPage{campaign: e.campaign(raw)}
	l.url, l.isPage = parseURL(raw)
	e.domains.complete(&l.url)
	l.remembered = l.isPage && len(raw) <= longestRemembered && (l.campaign == nil || l.campaign.ClickID == "")
	if l.remembered {
		e.visited.put(raw, l)
	}
	return l
}

// is reports whether the page is that of the traces under the settings.
func (p *shownPage) is(t *Traces, s *Settings) bool {
	return p.settings == s && p.title == t.Title && p.keywords == t.Keywords && p.lang == t.Lang
}

package enrich

import (
	"strings"

	"sojourn/journey"
)

// page is enrichment.md §5, nil if the URL is no page's. Most pages of one URL have one title, so the last one is kept.
func (e *Enricher) page(t *Traces, at *visitedPage, s *Settings) *journey.Page {
	if !at.isPage {
		return nil
	}
	if last := at.shown.Load(); last != nil && last.is(t, s) {
		return last.page
	}
	u := at.url
	u.clean(s, &e.scrubber)
	page := &journey.Page{
		URL:         u.String(),
		Title:       e.scrubber.text(cut(strings.TrimSpace(t.Title), maxText)),
		Domain:      u.domain,
		Hostname:    u.host,
		Pathname:    u.path,
		QueryString: u.query,
		Fragment:    u.fragment,
		Keywords:    e.scrubber.text(cut(t.Keywords, maxText)),
		Lang:        pageLang(t.Lang),
	}
	if at.remembered && len(t.Title)+len(t.Keywords)+len(t.Lang) <= longestTexts {
		at.shown.Store(&shownPage{s, t.Title, t.Keywords, t.Lang, page})
	}
	return page
}

// pageLang takes the first two letters, in lower case.
func pageLang(lang string) string {
	if len(lang) < 2 || !isLetter(lang[0]) || !isLetter(lang[1]) {
		return ""
	}
	return strings.ToLower(lang[:2])
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// Breadcrumb returns the segments of a path, decoded, empty ones left out; never nil
// (enrichment.md §5.5).
func Breadcrumb(pathname string) []string {
	crumbs := []string{}
	for segment := range strings.SplitSeq(pathname, "/") {
		if segment != "" {
			crumbs = append(crumbs, decode(segment, false))
		}
	}
	return crumbs
}

// searchQuery is enrichment.md §4; query is that of the page, as it came.
func (e *Enricher) searchQuery(t *Traces, s *Settings, query string) string {
	found := tidy(t.SearchQuery, maxText)
	for _, parameter := range s.searchQuery {
		if found != "" || query == "" {
			break
		}
		found = firstValue(query, parameter)
	}
	return e.scrubber.text(found)
}

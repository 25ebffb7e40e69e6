package enrich

import (
	"strings"

	"sojourn/journey"
)

// page is enrichment.md §5. It cleans u.
func (e *Enricher) page(t *Traces, u *webURL, s *Settings) *journey.Page {
	u.clean(s, &e.scrubber)
	return &journey.Page{
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

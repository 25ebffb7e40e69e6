package enrich

import (
	"strings"
	"unicode/utf8"
)

// Bounds of texts in characters (enrichment.md §3 to §5).
const (
	maxText          = 1024 // titles, keywords, searches
	maxCampaignValue = 255
)

// cut shortens a text to at most n characters.
func cut(text string, n int) string {
	if len(text) <= n || utf8.RuneCountInString(text) <= n {
		return text
	}
	count := 0
	for i := range text {
		if count == n {
			return text[:i]
		}
		count++
	}
	return text
}

// tidy trims a text, collapses the white space in it and shortens it to n characters.
func tidy(text string, n int) string {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "  ") || strings.ContainsAny(text, "\t\n\v\f\r\u0085\u00a0\u2028\u3000") {
		text = strings.Join(strings.Fields(text), " ")
	}
	return strings.TrimSpace(cut(text, n))
}

// cutBytes shortens a text to at most n bytes without splitting a character.
func cutBytes(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

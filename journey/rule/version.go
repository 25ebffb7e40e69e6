package rule

import "strings"

// isVersion reports whether a text is a version number: whole numbers with dots between.
func isVersion(text string) bool {
	afterDigit := false
	for i := range len(text) {
		if !isDigit(text[i]) && (text[i] != '.' || !afterDigit) {
			return false
		}
		afterDigit = text[i] != '.'
	}
	return afterDigit
}

// compareVersions compares two version numbers part by part; parts that one has not are 0
// (segments-outcomes.md §2).
func compareVersions(a, b string) int {
	for a != "" || b != "" {
		var x, y string
		x, a, _ = strings.Cut(a, ".")
		y, b, _ = strings.Cut(b, ".")
		x, y = strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
		if len(x) != len(y) {
			return len(x) - len(y)
		}
		if order := strings.Compare(x, y); order != 0 {
			return order
		}
	}
	return 0
}

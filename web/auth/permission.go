package auth

import "strings"

// Covers reports whether a held permission grants the wanted one. Both are of the form
// domain:entity:action; a part of the held one may be *, which stands for any whole part
// (api.md §2.3). Names are case-sensitive. What is not of that form covers nothing.
//
// The wanted one may have wildcards too: only a wildcard covers a wildcard.
func Covers(held, wanted string) bool {
	for part := range 3 {
		heldPart, heldRest, heldMore := strings.Cut(held, ":")
		wantedPart, wantedRest, wantedMore := strings.Cut(wanted, ":")
		last := part == 2
		if heldMore == last || wantedMore == last || wantedPart == "" {
			return false
		}
		if heldPart != wantedPart && heldPart != "*" {
			return false
		}
		held, wanted = heldRest, wantedRest
	}
	return true
}

// ValidPermission reports whether a text has the form of a permission: three parts, each
// of letters and digits or a single *.
func ValidPermission(text string) bool {
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return false
	}
	for _, part := range parts {
		if part != "*" && !isWord(part) {
			return false
		}
	}
	return true
}

func isWord(text string) bool {
	notWord := func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9')
	}
	return text != "" && !strings.ContainsFunc(text, notWord)
}

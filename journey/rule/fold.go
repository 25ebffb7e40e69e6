package rule

import (
	"unicode"
	"unicode/utf8"
	"unsafe"
)

// Texts that are compared without regard to case are folded first: of all characters that Unicode's simple
// case folding holds for the same, the least stands for all, in lower case if it is an ASCII letter
// (segments-outcomes.md §2). Two texts are the same to strings.EqualFold when their folded forms are equal.

// foldRoom is the space in bytes for the folded form of an event's text, on the stack. A longer one is
// allocated.
type foldRoom [1024]byte

// fold returns the folded form of a text: itself, or one that lies in room if it fits there.
func fold(text string, room *foldRoom) string {
	same := 0
	for same < len(text) && isFolded(text[same]) {
		same++
	}
	if same == len(text) {
		return text
	}
	folded := append(room[:0], text[:same]...)
	for _, r := range text[same:] {
		folded = utf8.AppendRune(folded, foldRune(r))
	}
	return unsafe.String(unsafe.SliceData(folded), len(folded)) //nolint:gosec // never changed after
}

// foldValue folds a text to be kept.
func foldValue(text string) string {
	folded := make([]byte, 0, len(text))
	for _, r := range text {
		folded = utf8.AppendRune(folded, foldRune(r))
	}
	return string(folded)
}

func isFolded(c byte) bool { return c < utf8.RuneSelf && (c < 'A' || c > 'Z') }

func foldRune(r rune) rune {
	if r >= utf8.RuneSelf {
		r = least(r)
	}
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// least returns the first of the characters that are one without regard to case.
func least(r rune) rune {
	first := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		first = min(first, other)
	}
	return first
}

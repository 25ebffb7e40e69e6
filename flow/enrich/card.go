package enrich

import "strings"

// A card number is 13 to 19 digits with single spaces or hyphens between them or not, that begin
// like a card's and satisfy Luhn's check (identity.md §6). Longer rows of digits hold none.
const (
	minCardDigits = 13
	maxCardDigits = 19
)

// encoding is how a text is written.
type encoding int

const (
	plainText encoding = iota
	urlText            // %xx stands for a byte
	queryText          // moreover, + stands for a space
)

// at decodes the byte at i and tells how many it was written with.
func (e encoding) at(text string, i int) (c byte, width int) {
	if e == plainText {
		return text[i], 1
	}
	return nextByte(text, i, e == queryText)
}

// digitAt reports whether there is a digit at i.
func (e encoding) digitAt(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	c, _ := e.at(text, i)
	return isDigit(c)
}

// redactCards replaces the card numbers in a text.
func redactCards(text string, e encoding) string {
	if !hasDigits(text, minCardDigits) {
		return text
	}
	var b strings.Builder
	kept, afterDigit := 0, false
	for i := 0; i < len(text); {
		c, width := e.at(text, i)
		if isDigit(c) && !afterDigit {
			if end := cardEnd(text, i, e); end > 0 {
				b.WriteString(text[kept:i])
				b.WriteString(redacted)
				i, kept = end, end
				continue
			}
		}
		afterDigit = isDigit(c)
		i += width
	}
	if kept == 0 {
		return text
	}
	b.WriteString(text[kept:])
	return b.String()
}

// cardEnd returns where the longest card number that begins at the digit at i ends, or 0.
func cardEnd(text string, i int, e encoding) (end int) {
	var digits [maxCardDigits]byte
	n := 0
	for i < len(text) {
		c, width := e.at(text, i)
		switch {
		case isDigit(c):
			if n == maxCardDigits {
				return end
			}
			digits[n] = c - '0'
			n++
			if !e.digitAt(text, i+width) && isCard(digits[:n]) {
				end = i + width
			}
		case (c == ' ' || c == '-') && e.digitAt(text, i+width):
		default:
			return end
		}
		i += width
	}
	return end
}

// isCard reports whether the digits are a card number.
func isCard(digits []byte) bool {
	if len(digits) < minCardDigits {
		return false
	}
	first := digits[0]
	four := int(first)*1000 + int(digits[1])*100 + int(digits[2])*10 + int(digits[3])
	if !(3 <= first && first <= 6 || 2221 <= four && four <= 2720) {
		return false
	}
	sum := 0
	for i, digit := range digits {
		d := int(digit)
		if (len(digits)-i)%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// hasDigits reports whether the text has at least n digits.
func hasDigits(text string, n int) bool {
	if len(text) < n {
		return false
	}
	for i := range len(text) {
		if isDigit(text[i]) {
			if n--; n == 0 {
				return true
			}
		}
	}
	return false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

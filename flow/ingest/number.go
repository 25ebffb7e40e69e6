package ingest

import (
	"bytes"
	"math"
	"strconv"
)

// The normal forms of values (session.md §3.4). Each function brings buffer[start:] into the form of
// its type, in place, and reports whether the text is of that type.

// maxDigits bounds an integer.
const maxDigits = 100

// isInteger reports whether the text is decimal digits with an optional minus.
func isInteger(text []byte) bool {
	if len(text) > 0 && text[0] == '-' {
		text = text[1:]
	}
	for _, c := range text {
		if !isDigit(c) {
			return false
		}
	}
	return len(text) > 0
}

// normalInteger drops leading zeros and the minus of zero.
func normalInteger(buffer []byte, start int) ([]byte, bool) {
	text := buffer[start:]
	if !isInteger(text) || len(text) > maxDigits+1 {
		return buffer, false
	}
	digits := text
	if text[0] == '-' {
		digits = text[1:]
	}
	for len(digits) > 1 && digits[0] == '0' {
		digits = digits[1:]
	}
	out := buffer[:start]
	if text[0] == '-' && digits[0] != '0' {
		out = append(out, '-')
	}
	return append(out, digits...), len(digits) <= maxDigits
}

// normalNumber writes the shortest decimal form that is the same number, as JavaScript does: plain
// digits from 1e-6 up to 1e21, an exponent beyond.
func normalNumber(buffer []byte, start int) ([]byte, bool) {
	text := buffer[start:]
	if n := plainNumber(text); n > 0 {
		return buffer[:start+n], true
	}
	if len(text) > maxValueLength || !isDecimal(text) {
		return buffer, false
	}
	value, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return buffer, false
	}
	return appendNumber(buffer[:start], value), true
}

// plainNumber returns how much of a text such as 12.50 is its shortest form, 0 if that takes reckoning: a number
// of at most 15 digits is the same in binary and back.
func plainNumber(text []byte) int {
	const exact = 15
	whole := countDigits(text)
	if whole == 0 || whole > exact || text[0] == '0' {
		return 0
	}
	if whole == len(text) {
		return whole
	}
	fraction := countDigits(text[whole+1:])
	if text[whole] != '.' || fraction == 0 || whole+1+fraction != len(text) || whole+fraction > exact {
		return 0
	}
	return len(bytes.TrimRight(bytes.TrimRight(text, "0"), "."))
}

func appendNumber(out []byte, value float64) []byte {
	if value == 0 {
		return append(out, '0')
	}
	if size := math.Abs(value); size >= 1e-6 && size < 1e21 {
		return strconv.AppendFloat(out, value, 'f', -1, 64)
	}
	out = strconv.AppendFloat(out, value, 'e', -1, 64)
	if n := len(out); out[n-2] == '0' && (out[n-3] == '-' || out[n-3] == '+') { // 1e-07 is written 1e-7
		out = append(out[:n-2], out[n-1])
	}
	return out
}

// isDecimal reports whether the text is a decimal number: -12, 1.50, 3e8. Names such as NaN, and the
// hexadecimal forms that Go knows, are none.
func isDecimal(text []byte) bool {
	if len(text) > 0 && text[0] == '-' {
		text = text[1:]
	}
	whole := countDigits(text)
	text = text[whole:]
	if len(text) > 0 && text[0] == '.' {
		fraction := countDigits(text[1:])
		if fraction == 0 {
			return false
		}
		text = text[1+fraction:]
	}
	if len(text) > 0 && text[0]|0x20 == 'e' {
		text = text[1:]
		if len(text) > 0 && (text[0] == '+' || text[0] == '-') {
			text = text[1:]
		}
		exponent := countDigits(text)
		if exponent == 0 {
			return false
		}
		text = text[exponent:]
	}
	return whole > 0 && len(text) == 0
}

func countDigits(text []byte) (n int) {
	for n < len(text) && isDigit(text[n]) {
		n++
	}
	return n
}

// normalBoolean takes true and false in any case and writes them in lower case.
func normalBoolean(buffer []byte, start int) ([]byte, bool) {
	for _, word := range [...]string{"true", "false"} {
		if equalFold(buffer[start:], word) {
			return append(buffer[:start], word...), true
		}
	}
	return buffer, false
}

// equalFold compares a text with a word of lower-case letters, whatever the text's case.
func equalFold(text []byte, word string) bool {
	if len(text) != len(word) {
		return false
	}
	for i, c := range text {
		if c|0x20 != word[i] {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

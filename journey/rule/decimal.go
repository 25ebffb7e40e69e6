package rule

import "strings"

// decimal is a number as it is written: an optional sign, digits with at most one dot, an optional exponent.
// It is compared exactly, not as a binary fraction: 9007199254740993 is more than 9007199254740992.
type decimal struct {
	digits    string // from the first that is not 0 to the last that is not 0, perhaps with a dot; empty for 0
	magnitude int    // ten to the power of it is the worth of the first digit
	negative  bool
}

// maxExponent bounds what is read as a number.
const maxExponent = 1_000_000_000

// parseDecimal reads a whole text as a number.
func parseDecimal(text string) (d decimal, ok bool) {
	mantissa := text
	d.negative = strings.HasPrefix(text, "-")
	if d.negative || strings.HasPrefix(text, "+") {
		mantissa = text[1:]
	}
	exponent := 0
	if e := strings.IndexAny(mantissa, "eE"); e >= 0 {
		if exponent, ok = parseExponent(mantissa[e+1:]); !ok {
			return decimal{}, false
		}
		mantissa = mantissa[:e]
	}
	return d.withMantissa(mantissa, exponent)
}

func parseExponent(text string) (exponent int, ok bool) {
	digits := strings.TrimPrefix(text, "-")
	if len(digits) == len(text) {
		digits = strings.TrimPrefix(text, "+")
	}
	for i := range len(digits) {
		if !isDigit(digits[i]) {
			return 0, false
		}
		if exponent = exponent*10 + int(digits[i]-'0'); exponent > maxExponent {
			return 0, false
		}
	}
	if text[:len(text)-len(digits)] == "-" {
		exponent = -exponent
	}
	return exponent, digits != ""
}

// withMantissa reads the digits. What is 0 has no sign.
func (d decimal) withMantissa(mantissa string, exponent int) (decimal, bool) {
	dot, first, last := len(mantissa), -1, -1
	for i := range len(mantissa) {
		switch c := mantissa[i]; {
		case c == '.' && dot == len(mantissa):
			dot = i
		case !isDigit(c):
			return decimal{}, false
		case c != '0':
			if last = i; first < 0 {
				first = i
			}
		}
	}
	switch {
	case mantissa == "" || mantissa == ".":
		return decimal{}, false
	case first < 0:
		return decimal{}, true
	case first < dot:
		d.magnitude = dot - first - 1 + exponent
	default:
		d.magnitude = dot - first + exponent
	}
	d.digits = mantissa[first : last+1]
	return d, true
}

// sign is -1, 0 or 1.
func (d *decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	}
	return 1
}

// compare returns a negative number if d is less than e, 0 if they are equal, else a positive one.
func (d *decimal) compare(e *decimal) int {
	sign := d.sign()
	switch {
	case sign != e.sign():
		return sign - e.sign()
	case sign == 0:
		return 0
	case d.magnitude != e.magnitude:
		return sign * (d.magnitude - e.magnitude)
	}
	return sign * compareDigits(d.digits, e.digits)
}

// compareDigits compares two rows of digits of which the first are worth the same.
func compareDigits(a, b string) int {
	for a != "" && b != "" {
		switch {
		case a[0] == '.':
			a = a[1:]
		case b[0] == '.':
			b = b[1:]
		case a[0] != b[0]:
			return int(a[0]) - int(b[0])
		default:
			a, b = a[1:], b[1:]
		}
	}
	return len(a) - len(b) // the last digit is never 0
}

// hash is the same for equal numbers.
func (d *decimal) hash() uint64 {
	h := newHash().uint(uint64(d.magnitude)).uint(uint64(d.sign()))
	for i := range len(d.digits) {
		if d.digits[i] != '.' {
			h = h.uint(uint64(d.digits[i]))
		}
	}
	return uint64(h)
}

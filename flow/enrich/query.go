package enrich

import "strings"

// cutPair takes the first name=value off a query, both still encoded.
func cutPair(query string) (name, value, rest string) {
	pair, rest := cutByte(query, '&')
	name, value = cutByte(pair, '=')
	return name, value, rest
}

// cutByte is strings.Cut at a byte; it is called a dozen times per event.
func cutByte(text string, at byte) (before, after string) {
	if i := strings.IndexByte(text, at); i >= 0 {
		return text[:i], text[i+1:]
	}
	return text, ""
}

// rawQuery returns the query of anything that looks like a URL.
func rawQuery(url string) string {
	url, _ = cutByte(url, '#')
	_, query := cutByte(url, '?')
	return query
}

// withoutParameters leaves out whole pairs by their decoded names; the others stay as they are, in
// their order.
func withoutParameters(query string, excluded map[string]bool) string {
	var kept strings.Builder
	rewriting := false
	for rest := query; rest != ""; {
		at := len(query) - len(rest)
		var name string
		name, _, rest = cutPair(rest)
		end := len(query) - len(rest)
		switch drop := excluded[unescape(name)]; {
		case drop && !rewriting:
			rewriting = true
			kept.WriteString(query[:at])
		case !drop && rewriting:
			kept.WriteString(query[at:end])
		}
	}
	if !rewriting {
		return query
	}
	return strings.TrimSuffix(kept.String(), "&")
}

// firstValue returns the first value of the parameter that is not empty, decoded and tidied.
func firstValue(query, parameter string) string {
	for query != "" {
		var name, value string
		name, value, query = cutPair(query)
		if value == "" || unescape(name) != parameter {
			continue
		}
		if value = tidy(unescape(value), maxText); value != "" {
			return value
		}
	}
	return ""
}

// unescape decodes %xx and +, as far as they are well-formed.
func unescape(text string) string { return decode(text, true) }

// decode decodes %xx, and + if it stands for a space. The result is valid UTF-8.
func decode(text string, plus bool) string {
	if strings.IndexByte(text, '%') < 0 && (!plus || strings.IndexByte(text, '+') < 0) {
		return text
	}
	decoded := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		c, width := nextByte(text, i, plus)
		decoded = append(decoded, c)
		i += width
	}
	return strings.ToValidUTF8(string(decoded), "\uFFFD")
}

// nextByte decodes the byte at i and tells how many it was written with.
func nextByte(text string, i int, plus bool) (c byte, width int) {
	switch {
	case text[i] == '%' && i+2 < len(text):
		high, low := unhex(text[i+1]), unhex(text[i+2])
		if high >= 0 && low >= 0 {
			return byte(high<<4 | low), 3
		}
	case text[i] == '+' && plus:
		return ' ', 1
	}
	return text[i], 1
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

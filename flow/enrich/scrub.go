package enrich

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sojourn/journey"
)

// redacted stands where something was that must not be kept.
const redacted = "[redacted]"

// scrubber redacts card numbers, and what an organisation's own patterns match (identity.md §6).
type scrubber struct {
	patterns []*regexp.Regexp
}

// text redacts in plain text.
func (s *scrubber) text(text string) string {
	return s.applyPatterns(redactCards(text, plainText))
}

// url redacts in part of a URL, looking through its encoding.
func (s *scrubber) url(part string, query bool) string {
	if query {
		return s.applyPatterns(redactCards(part, queryText))
	}
	return s.applyPatterns(redactCards(part, urlText))
}

func (s *scrubber) applyPatterns(text string) string {
	for _, pattern := range s.patterns {
		text = pattern.ReplaceAllLiteralString(text, redacted)
	}
	return text
}

// attributes redacts in values; what was a number becomes a string. The list itself is not
// changed: if something is redacted, a copy is returned.
func (s *scrubber) attributes(attributes []journey.Attribute) []journey.Attribute {
	cleaned, copied := attributes, false
	for i, attribute := range attributes {
		value := s.value(attribute)
		if value == attribute.Value {
			continue
		}
		if !copied {
			cleaned, copied = slices.Clone(attributes), true
		}
		cleaned[i].Type, cleaned[i].Value = journey.String, value
	}
	return cleaned
}

func (s *scrubber) value(a journey.Attribute) string {
	switch a.Type {
	case journey.Integer, journey.Number:
		if whole := wholePart(a.Value); redactCards(whole, plainText) != whole {
			return redacted
		}
		return s.applyPatterns(a.Value)
	case journey.Boolean:
		return a.Value
	}
	return s.text(a.Value)
}

// wholePart returns the digits of a number before the point. Those behind it are not looked at: a
// fraction is no card number, and every twentieth one of full length would look like one.
func wholePart(number string) string {
	if strings.ContainsAny(number, "eE") {
		if value, err := strconv.ParseFloat(number, 64); err == nil && value < 1e20 && value > -1e20 {
			number = strconv.FormatFloat(value, 'f', 0, 64)
		}
	}
	whole, _, _ := strings.Cut(strings.TrimLeft(number, "+-"), ".")
	return whole
}

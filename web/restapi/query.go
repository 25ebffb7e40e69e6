package restapi

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"sojourn/journey"
	"sojourn/web/contract"
)

// query is a request's query as api.md §3 wants it read: unknown parameters are ignored, an empty one
// is as good as absent.
type query struct{ url.Values }

// query parses the query of the request. What cannot be read of it is ignored.
func (r *request) query() query { return query{r.URL.Query()} }

// list returns a parameter that holds several texts, joined by commas, repeated or both.
func (q query) list(name string) []string {
	var all []string
	for _, value := range q.Values[name] {
		for text := range strings.SplitSeq(value, ",") {
			if text = strings.TrimSpace(text); text != "" {
				all = append(all, text)
			}
		}
	}
	return all
}

// count returns a whole number, 0 if there is none. A negative one is refused.
func (q query) count(name string) (int, error) {
	text := q.Get(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, invalid(name, "must be a whole number that is not negative")
	}
	return n, nil
}

// The page sizes of all listings but few (api.md §4).
const (
	usualPageSize = 25
	maxPageSize   = 200
)

// pageSize returns how many entities a page has: 0 means the usual size, too many the most.
func (q query) pageSize() (int, error) {
	n, err := q.count("pageSize")
	if n == 0 {
		n = usualPageSize
	}
	return min(n, maxPageSize), err
}

// oneOf returns a parameter with a fixed set of values, which are compared in any case.
func (q query) oneOf(name string, values ...string) (string, error) {
	text := q.Get(name)
	if text == "" {
		return "", nil
	}
	for _, value := range values {
		if strings.EqualFold(text, value) {
			return value, nil
		}
	}
	return "", invalid(name, "must be one of "+strings.Join(values, ", "))
}

// flag returns a boolean parameter, false if there is none.
func (q query) flag(name string) (bool, error) {
	text, err := q.oneOf(name, "true", "false")
	return text == "true", err
}

// instant returns a date-time, and whether there is one. No offset means UTC.
func (q query) instant(name string) (at journey.Instant, given bool, err error) {
	text := q.Get(name)
	if text == "" {
		return 0, false, nil
	}
	text = strings.Replace(text, " ", "+", 1) // a + that was not escaped
	const local = "2006-01-02T15:04:05.999999999"
	for _, layout := range [...]string{time.RFC3339Nano, local + "Z0700", local} {
		if t, err := time.Parse(layout, text); err == nil {
			return journey.InstantOf(t), true, nil
		}
	}
	return 0, false, contract.InvalidField(contract.InvalidDate, name,
		"must be a date-time such as 2026-03-02T09:15:04.000Z")
}

// uri writes the address of a page of the listing that was asked for: the path, then the given
// pairs of name and value, then what else of the contract's parameters the query has.
func (r *request) uri(q query, pairs ...string) string {
	var b strings.Builder
	b.WriteString((&url.URL{Path: r.path}).EscapedPath())
	separator := byte('?')
	add := func(name, value string) {
		b.WriteByte(separator)
		b.WriteString(name)
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(value))
		separator = '&'
	}
	said := []string{"after"}
	for pair := range slices.Chunk(pairs, 2) {
		said = append(said, pair[0])
		if pair[1] != "" {
			add(pair[0], pair[1])
		}
	}
	for _, parameter := range r.route.operation.Params {
		if parameter.In == "query" && !slices.Contains(said, parameter.Name) {
			if values := q.list(parameter.Name); len(values) > 0 {
				add(parameter.Name, strings.Join(values, ","))
			}
		}
	}
	return b.String()
}

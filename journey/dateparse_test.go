package journey

import (
	"regexp"
	"testing"
	"time"
)

func TestParseInstant(t *testing.T) {
	for text, want := range map[string]string{
		"2026-03-02T09:15:04Z":                "2026-03-02T09:15:04.000Z",
		"2026-03-02T09:15:04.1Z":              "2026-03-02T09:15:04.100Z",
		"2026-03-02T09:15:04.123456Z":         "2026-03-02T09:15:04.123Z", // Go client
		"2026-03-02T09:15:04.999999999Z":      "2026-03-02T09:15:04.999Z",
		"2026-03-02T09:15:04":                 "2026-03-02T09:15:04.000Z", // Python client, naive
		"2026-03-02T09:15:04.5+00:00":         "2026-03-02T09:15:04.500Z", // Python client, aware
		"2026-03-02T09:15:04+0000":            "2026-03-02T09:15:04.000Z", // mobile tracker
		"2026-03-02T09:15:04-0530":            "2026-03-02T14:45:04.000Z",
		"2026-03-01T00:15:04+01:30":           "2026-02-28T22:45:04.000Z",
		"2024-02-29T23:59:59.9999Z":           "2024-02-29T23:59:59.999Z",
		"1969-12-31T23:59:59.9999Z":           "1969-12-31T23:59:59.999Z",
		"0000-01-01T00:00:00Z":                "0000-01-01T00:00:00.000Z",
		"":                                    "",
		"2026-03-02":                          "",
		"2026-03-02 09:15:04Z":                "",
		"2026-3-02T09:15:04Z":                 "",
		"2026-03-02T09:15Z":                   "",
		"2026-03-02T09:15:04.Z":               "",
		"2026-03-02T09:15:04,5Z":              "",
		"2026-03-02T09:15:04.0123456789Z":     "",
		"2026-03-02T09:15:04z":                "",
		"2026-03-02T09:15:04ZZ":               "",
		"2026-03-02T09:15:04+1":               "",
		"2026-03-02T09:15:04+24:00":           "",
		"2026-03-02T09:15:04+00:60":           "",
		"2026-03-02T09:15:04+00:0":            "",
		"2026-03-02T24:00:00Z":                "",
		"2026-03-02T09:60:00Z":                "",
		"2026-03-02T09:15:60Z":                "",
		"2025-02-29T09:15:04Z":                "",
		"1900-02-29T09:15:04Z":                "",
		"2026-04-31T09:15:04Z":                "",
		"2026-13-01T09:15:04Z":                "",
		"2026-00-01T09:15:04Z":                "",
		"2026-01-00T09:15:04Z":                "",
		"-026-01-01T09:15:04Z":                "",
		"2026-03-02T09:15:04+00:00[UTC]":      "",
		"٢026-03-02T09:15:04Z":                "",
		"Mon, 02 Mar 2026 09:15:04 GMT":       "",
		"1772442904000":                       "",
		"2026-03-02T09:15:04.000Z2026-03-02T": "",
	} {
		got, ok := ParseInstant([]byte(text))
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("%q: got %s, %t; want %q", text, got, ok, want)
		}
	}
}

var (
	shortOffset = regexp.MustCompile(`([+-]\d\d)(\d\d)$`)
	noOffset    = regexp.MustCompile(`T\d\d:\d\d:\d\d(\.\d+)?$`)
)

// FuzzParseDate compares with time.Parse, which knows one form of offset and more digits.
func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{
		"2026-03-02T09:15:04.123456Z", "2024-02-29T23:59:59+0530", "2026-03-02T09:15:04", "2026-02-29T00:00:00-23:59",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := ParseInstant([]byte(text))
		full := shortOffset.ReplaceAllString(text, "$1:$2")
		if noOffset.MatchString(text) {
			full += "Z"
		}
		want, err := time.Parse(time.RFC3339Nano, full)
		if ok && (err != nil || got != InstantOf(want)) {
			t.Errorf("%q: got %s, time.Parse says %v, %v", text, got, want, err)
		}
		usual := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-][01]\d:?[0-5]\d)?$`)
		if !ok && err == nil && usual.MatchString(text) {
			t.Errorf("%q: refused, time.Parse says %v", text, want)
		}
	})
}

// TestDays holds the arithmetic of days to the calendar of package time, from the first year to the last.
func TestDays(t *testing.T) {
	for at := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 10_000; at = at.AddDate(0, 0, 9) {
		year, month, day := at.Date()
		if got := daysTo(year, int(month), day); int64(got)*86_400 != at.Unix() {
			t.Fatalf("%s is day %d", at.Format(time.DateOnly), got)
		}
	}
}

package external

import (
	"strings"
	"time"

	"sojourn/journey"
)

// dateLayouts are the forms of events.md §4.4. A fraction of a second is read behind each.
var dateLayouts = [...]string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05"}

// parseDate reads a dateCreated and rounds it down to the millisecond. No offset means UTC.
func parseDate(text string) (journey.Instant, bool) {
	const whole = len("2006-01-02T15:04:05")
	if len(text) < whole || text[10] != 'T' || text[13] != ':' {
		return 0, false // package time takes an hour of one digit
	}
	rest := text[whole:]
	fraction := len(rest) - len(strings.TrimLeft(rest, ".0123456789"))
	if fraction > len(".123456789") || strings.HasPrefix(rest, ",") {
		return 0, false // package time takes any number of digits, and a comma
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return journey.InstantOf(t), true
		}
	}
	return 0, false
}

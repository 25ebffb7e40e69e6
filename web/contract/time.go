package contract

import (
	"fmt"
	"time"
)

// Time is a moment on the wire, in milliseconds since 1970-01-01 UTC. The zero Time means
// "none" and is left out where a member is optional.
//
// It is always written as YYYY-MM-DDTHH:mm:ss.SSSZ: some clients read no other form and
// silently drop what they cannot read (api.md §6).
type Time int64

const timeLayout = "2006-01-02T15:04:05.000Z"

// TimeOf rounds t down to the millisecond.
func TimeOf(t time.Time) Time { return Time(t.UnixMilli()) }

// Time returns the moment in UTC.
func (t Time) Time() time.Time { return time.UnixMilli(int64(t)).UTC() }

// String returns the wire form.
func (t Time) String() string { return t.Time().Format(timeLayout) }

// MarshalText writes the wire form; it refuses a year that has no four digits.
func (t Time) MarshalText() ([]byte, error) {
	when := t.Time()
	if year := when.Year(); year < 0 || year > 9999 {
		return nil, fmt.Errorf("contract: no wire form for a date in year %d", year)
	}
	return when.AppendFormat(make([]byte, 0, len(timeLayout)), timeLayout), nil
}

// UnmarshalText reads RFC 3339 with any number of fraction digits and any offset, rounded
// down to the millisecond. (What the ways in accept beyond that is theirs to read.)
func (t *Time) UnmarshalText(text []byte) error {
	when, err := time.Parse(time.RFC3339Nano, string(text))
	if err != nil {
		return fmt.Errorf("contract: not a date-time: %q", text)
	}
	*t = TimeOf(when)
	return nil
}

package journey

import (
	"strconv"
	"time"
)

// Instant is a moment in milliseconds since 1970-01-01 UTC, the precision of every
// date in Sojourn (session.md §1, Timestamps). The zero Instant means "none".
type Instant int64

// InstantLayout is how an Instant is written: ISO-8601, UTC, always three fraction
// digits and a literal Z, for the Go client of the API reads no other form.
const InstantLayout = "2006-01-02T15:04:05.000Z"

// InstantOf rounds t down to the millisecond.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Time returns the moment as a time.Time in UTC.
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i)).UTC() }

// Add returns the moment a duration later, rounded down to the millisecond.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d.Milliseconds()) }

// Sub returns the duration from j to i.
func (i Instant) Sub(j Instant) time.Duration { return time.Duration(i-j) * time.Millisecond }

// IsZero reports whether the Instant means "none".
func (i Instant) IsZero() bool { return i == 0 }

// String returns the form of InstantLayout.
func (i Instant) String() string { return string(i.AppendText(nil)) }

// AppendText appends the form of InstantLayout to b. It stands in every answer twice, so it does without
// time's interpretation of the layout.
func (i Instant) AppendText(b []byte) []byte {
	t := i.Time()
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return t.AppendFormat(b, InstantLayout)
	}
	hour, minute, second := t.Clock()
	b = appendDigits(b, year, 4)
	b = appendDigits(append(b, '-'), int(month), 2)
	b = appendDigits(append(b, '-'), day, 2)
	b = appendDigits(append(b, 'T'), hour, 2)
	b = appendDigits(append(b, ':'), minute, 2)
	b = appendDigits(append(b, ':'), second, 2)
	b = appendDigits(append(b, '.'), t.Nanosecond()/1_000_000, 3)
	return append(b, 'Z')
}

// appendDigits appends the last digits of n.
func appendDigits(b []byte, n, digits int) []byte {
	b = append(b, "0000"[:digits]...)
	for at := len(b) - 1; digits > 0; at, digits, n = at-1, digits-1, n/10 {
		b[at] = byte('0' + n%10)
	}
	return b
}

// MarshalText implements encoding.TextMarshaler, so that an Instant is a string in JSON.
func (i Instant) MarshalText() ([]byte, error) { return i.AppendText(nil), nil }

// UnmarshalText reads what MarshalText writes.
func (i *Instant) UnmarshalText(text []byte) error {
	t, err := time.Parse(InstantLayout, string(text))
	if err != nil {
		return err
	}
	*i = InstantOf(t)
	return nil
}

// Stamp orders the events of one key: by date, and by the sequence of acceptance
// where dates are equal (session.md §6.5.6). The zero Stamp is before all others.
type Stamp struct {
	At  Instant // the event's createdDate
	Seq uint64  // 1 for the first event accepted under the key, one more for each that follows
}

// Before reports whether s comes before t.
func (s Stamp) Before(t Stamp) bool { return s.At < t.At || s.At == t.At && s.Seq < t.Seq }

// IsZero reports whether no event has set the stamp.
func (s Stamp) IsZero() bool { return s == Stamp{} }

// String returns the stamp as date#sequence, for tests and error texts.
func (s Stamp) String() string { return s.At.String() + "#" + strconv.FormatUint(s.Seq, 10) }

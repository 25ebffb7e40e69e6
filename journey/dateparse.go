package journey

// ParseInstant reads a date that a sender wrote: RFC 3339 with 0 to 9 fraction digits and Z, ±hh:mm, ±hhmm or no
// offset, which is UTC (events.md §4.4). It rounds down to the millisecond. A date that the calendar
// does not have is none; nor is there a second 60, which no clock of a client shows.
func ParseInstant(text []byte) (Instant, bool) {
	d := dateReader{rest: text, ok: true}
	year := d.number(4)
	d.expect('-')
	month := d.number(2)
	d.expect('-')
	day := d.number(2)
	d.expect('T')
	hour := d.number(2)
	d.expect(':')
	minute := d.number(2)
	d.expect(':')
	second := d.number(2)
	milli := d.fraction()
	offset := d.offset()
	if !d.ok || len(d.rest) > 0 || hour > 23 || minute > 59 || second > 59 ||
		month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	minutes := (daysTo(year, month, day)*24+hour)*60 + minute - offset
	return Instant((minutes*60+second)*1000 + milli), true
}

// daysTo counts the days from 1970-01-01. Years are reckoned from March, so that the leap day is their last,
// and from 400 years earlier, so that none is negative.
func daysTo(year, month, day int) int {
	const before1970 = 719_468 + 146_097 // days, to March of the year -400
	year += 400
	if month < 3 {
		year, month = year-1, month+12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1 - before1970
}

// daysIn returns the length of a month.
func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// dateReader reads a date from the left. Once something is not there, ok is false for good.
type dateReader struct {
	rest []byte
	ok   bool
}

// number reads exactly that many digits.
func (d *dateReader) number(digits int) (n int) {
	if len(d.rest) < digits {
		d.ok = false
		return 0
	}
	for i := range digits {
		c := d.rest[i] - '0'
		if c > 9 {
			d.ok = false
		}
		n = n*10 + int(c)
	}
	d.rest = d.rest[digits:]
	return n
}

// next reports whether the next character is c, and reads it if it is.
func (d *dateReader) next(c byte) bool {
	if len(d.rest) == 0 || d.rest[0] != c {
		return false
	}
	d.rest = d.rest[1:]
	return true
}

func (d *dateReader) expect(c byte) { d.ok = d.next(c) && d.ok }

// fraction reads the fraction of a second, if any, in whole milliseconds.
func (d *dateReader) fraction() (milli int) {
	if !d.next('.') {
		return 0
	}
	digits := 0
	for ; digits < len(d.rest) && d.rest[digits]-'0' <= 9; digits++ {
		if digits < 3 {
			milli = milli*10 + int(d.rest[digits]-'0')
		}
	}
	d.ok = d.ok && 1 <= digits && digits <= 9
	d.rest = d.rest[digits:]
	for ; digits < 3; digits++ {
		milli *= 10
	}
	return milli
}

// offset reads the distance from UTC in minutes.
func (d *dateReader) offset() (minutes int) {
	sign := 1
	switch {
	case len(d.rest) == 0 || d.next('Z'):
		return 0
	case d.next('-'):
		sign = -1
	default:
		d.expect('+')
	}
	hour := d.number(2)
	d.next(':')
	minute := d.number(2)
	d.ok = d.ok && hour <= 23 && minute <= 59
	return sign * (hour*60 + minute)
}

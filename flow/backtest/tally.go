package backtest

import (
	"crypto/sha256"
	"time"

	"sojourn/journey"
)

// tally counts matches.
type tally struct {
	maxCustomers int
	sessions     uint64
	days         map[day]*Day
	first, last  journey.Instant // oldest and newest event
	customers    map[customer]sightings
	more         bool         // there are more customers than maxCustomers
	examples     []journey.ID // the last MaxExamples; the oldest at next
	next         int
}

// day is a day of UTC, counted from 1970-01-01.
type day int32

func dayOf(at journey.Instant) day {
	const length = 24 * 60 * 60 * 1000
	return day((at - (at%length+length)%length) / length)
}

func (d day) String() string { return time.Unix(int64(d)*24*60*60, 0).UTC().Format(time.DateOnly) }

func newTally(maxCustomers int) *tally {
	return &tally{maxCustomers: maxCustomers, days: map[day]*Day{}, customers: map[customer]sightings{}}
}

// happened notes that there was an event.
func (t *tally) happened(at journey.Instant) {
	if t.first.IsZero() {
		t.first = at
	}
	t.first, t.last = min(t.first, at), max(t.last, at)
}

// matched counts a session whose match came about then.
func (t *tally) matched(id journey.ID, by customer, at journey.Instant) {
	d := dayOf(at)
	on := t.days[d]
	if on == nil {
		on = &Day{}
		t.days[d] = on
	}
	t.sessions++
	on.Sessions++
	if t.sees(by, d) {
		on.Customers++
	}
	if len(t.examples) < MaxExamples {
		t.examples = append(t.examples, id)
		return
	}
	t.examples[t.next] = id
	t.next = (t.next + 1) % MaxExamples
}

// sees notes that a customer was there on a day, and reports whether that was not known.
func (t *tally) sees(by customer, d day) bool {
	seen, known := t.customers[by]
	switch {
	case by == customer{}:
		return false
	case !known && len(t.customers) >= t.maxCustomers:
		t.more = true
		return false
	case !known:
		seen.last = d
	}
	isNew := seen.add(d)
	t.customers[by] = seen
	return isNew
}

// report writes the counts into a result.
func (t *tally) report(r *Result) {
	r.Sessions, r.Customers, r.CustomersAtLeast = t.sessions, uint64(len(t.customers)), t.more
	r.Days = []Day{}
	for d := dayOf(t.first); d <= dayOf(t.last) && !t.first.IsZero(); d++ {
		on := Day{}
		if t.days[d] != nil {
			on = *t.days[d]
		}
		on.Date = d.String()
		r.Days = append(r.Days, on)
	}
	r.Examples = []journey.ID{}
	for i := range t.examples { // newest first
		r.Examples = append(r.Examples, t.examples[(t.next+len(t.examples)-1-i)%len(t.examples)])
	}
}

// sightings are the days on which a customer was there, as far as they can be asked for again: events come in the order
// of acceptance, but for a little disorder around midnight.
type sightings struct {
	last day
	mask uint32 // bit i: there i days before last
}

// add adds a day, and reports whether it was not there.
func (s *sightings) add(d day) bool {
	if d > s.last {
		s.mask <<= min(uint(d-s.last), 32)
		s.last = d
	}
	bit := uint32(1) << min(uint(s.last-d), 31)
	isNew := s.mask&bit == 0
	s.mask |= bit
	return isNew
}

// customer is who a customer is: the ID of a contact, or a digest of customerId and its type; zero for nobody.
type customer [16]byte

// customerOf is the customer that an event names.
func customerOf(e *journey.Accepted) (c customer) {
	switch {
	case !e.Contact.IsZero():
		return customer(e.Contact)
	case e.Customer != "":
		var room [256]byte
		text := append(append(append(room[:0], e.CustomerIDType()...), 0), e.Customer...)
		digest := sha256.Sum256(text)
		copy(c[:], digest[:])
	}
	return c
}

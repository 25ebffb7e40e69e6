package contact

import (
	"cmp"
	"slices"

	"sojourn/journey"
)

// Held is a customer-wide segment that a contact holds (segments-outcomes.md §4).
//
// A head has the segments of its members beside its own, one entry for each contact that they came from. So what a
// wrong merge brought together can be told apart again, and what the customer holds follows from the entries in
// whatever order the contacts were merged. See Contact.Holding.
type Held struct {
	Segment  journey.ID
	Assigned journey.Instant
	Until    journey.Instant // when it expires
	Evidence Proof           // the event and session that earned it; none where the API assigned it
	From     journey.ID      // the member that it came from by merging; zero: its own
}

// active reports whether the segment has not expired.
func (h *Held) active(at journey.Instant) bool { return h.Until > at }

// byPlace orders segments as a contact keeps them.
func byPlace(a, b Held) int {
	return cmp.Or(slices.Compare(a.Segment[:], b.Segment[:]), slices.Compare(a.From[:], b.From[:]))
}

// Holding returns the segments that the contact holds at a moment, each once: assigned when it first was, until it
// last is, with the evidence and origin of the first assignment. The newest assignment comes first.
func (c *Contact) Holding(at journey.Instant) []Held {
	var out []Held
	for i := range c.Held {
		h := &c.Held[i]
		last := len(out) - 1
		switch {
		case !h.active(at):
		case last >= 0 && out[last].Segment == h.Segment:
			out[last].unite(h)
		default:
			out = append(out, *h)
		}
	}
	slices.SortFunc(out, NewestFirst)
	return out
}

// NewestFirst orders segments as listings show them, those of one date by their IDs.
func NewestFirst(a, b Held) int {
	return cmp.Or(cmp.Compare(b.Assigned, a.Assigned), byPlace(a, b))
}

// holding returns one segment as Holding does.
func (c *Contact) holding(segment journey.ID, at journey.Instant) (held Held, found bool) {
	for i := range c.Held {
		h := &c.Held[i]
		switch {
		case h.Segment != segment || !h.active(at):
		case found:
			held.unite(h)
		default:
			held, found = *h, true
		}
	}
	return held, found
}

// holdsAny reports whether the contact holds any segment at a moment.
func (c *Contact) holdsAny(at journey.Instant) bool {
	return slices.ContainsFunc(c.Held, func(h Held) bool { return h.active(at) })
}

// unite joins two assignments of one segment to one customer.
func (h *Held) unite(other *Held) {
	until := max(h.Until, other.Until)
	if other.Assigned < h.Assigned {
		*h = *other
	}
	h.Until = until
}

// unite adds a segment that somebody else held, beside or into what the contact itself has of it. Beyond the limit
// it is left out.
func (c *Contact) unite(held Held) {
	at, found := slices.BinarySearchFunc(c.Held, held, byPlace)
	switch {
	case found:
		c.Held[at].unite(&held)
	case len(c.Held) < MaxHeld:
		c.Held = slices.Insert(c.Held, at, held)
	}
}

// lend gives the segments of a member to its head. The member keeps them for a split.
func (c *Contact) lend(member *Contact) {
	for _, held := range member.Held {
		if held.From.IsZero() {
			held.From = member.ID
		}
		c.unite(held)
	}
}

// renew puts off when a segment that the contact holds expires. If it has come by merging alone the renewal is its
// own from now on: like all that happens after a merge it stays with the head when the two are split.
func (c *Contact) renew(segment journey.ID, until journey.Instant, evidence Proof) {
	own := false
	for i := range c.Held {
		if h := &c.Held[i]; h.Segment == segment {
			h.Until = until
			own = own || h.From.IsZero()
		}
	}
	if !own {
		c.unite(Held{Segment: segment, Assigned: evidence.At, Until: until, Evidence: evidence})
	}
}

// lapse drops the segments that have expired.
func (c *Contact) lapse(at journey.Instant) { c.drop(func(h *Held) bool { return !h.active(at) }) }

// drop takes segments away.
func (c *Contact) drop(gone func(*Held) bool) {
	c.Held = slices.DeleteFunc(c.Held, func(h Held) bool { return gone(&h) })
	if len(c.Held) == 0 {
		c.Held = nil
	}
}

package contact

import (
	"slices"

	"sojourn/journey"
)

// Grant is a customer-wide segment that an event earned its customer (segments-outcomes.md §4).
type Grant struct {
	Contact  journey.ID // that the session is stitched to; zero: none
	Customer Identifier // the customer's own; zero if it has none
	Segment  journey.ID
	Lasts    journey.Instant // how long it is held, in milliseconds
	Evidence Proof           // the event; it is held from Evidence.At on
	// Seen is the date of the customer's first event if it is not this one, as in Evidence: the contact of an
	// anonymous cookie that is stored to hold the segment was created then.
	Seen journey.Instant
	// Missing says that the session does not have the segment yet.
	Missing bool
}

// retries reports whether what assigned the segment was lost with a crash between the decision and the event, and the
// grant comes in its place: by the same event, or by another of a session that would have the segment otherwise.
func (g *Grant) retries(assigned Proof) bool {
	return !g.Evidence.Event.IsZero() && g.Evidence.Event == assigned.Event ||
		!g.Evidence.Session.IsZero() && g.Evidence.Session == assigned.Session && g.Missing
}

// Granted is what came of a grant.
type Granted struct {
	Assigned, Until journey.Instant
	// New says that the customer did not hold the segment before, so that the event tells of it. It is as
	// new to the event that assigned it when that is sent again, see Grant.retries.
	New bool
}

// Earn decides what a grant changes. The contact is the head that the grant is for, nil where nobody is known to
// whom it could be assigned: then it counts for the session alone, as it does for a contact that was deleted or has
// too many segments.
// A match while the segment is held renews it and is nothing new (segments-outcomes.md §4.1).
func Earn(c *Contact, g *Grant) (Decision, Granted) {
	at := g.Evidence.At
	d := draft{proof: g.Evidence}
	granted := Granted{Assigned: at, Until: at + g.Lasts, New: true}
	nothing := Decision{Act: Granting, Evidence: g.Evidence}
	if c == nil || c.Deleted {
		return nothing, granted
	}
	held, found := c.holding(g.Segment, at)
	if !found {
		if !d.assign(c, g.Segment, granted.Until) {
			return nothing, granted
		}
		return d.decide(Granting, c.ID), granted
	}
	again := g.retries(held.Evidence)
	if again || held.Until == granted.Until {
		return nothing, Granted{held.Assigned, held.Until, again}
	}
	d.edit(c).renew(g.Segment, granted.Until, d.proof)
	return d.decide(Granting, c.ID), Granted{held.Assigned, granted.Until, false}
}

// Order asks to assign a segment.
type Order struct {
	Segment journey.ID
	Lasts   journey.Instant // how long it is held, in milliseconds
}

// Assign gives segments to a head and takes others away because a person or the API said so (segments-outcomes.md
// §4.3). One that is held is renewed. What is taken away is taken from the whole tree, the head and those of its
// members that are given, so that a split does not bring it back.
func Assign(
	head *Contact, tree []*Contact, assign []Order, unassign []journey.ID, at journey.Instant,
) (Decision, *journey.Fault) {
	if fault := head.writable("contactId"); fault != nil {
		return Decision{}, fault
	}
	d := newDraft(at)
	for _, order := range assign {
		until := at + order.Lasts
		held, found := d.now(head).holding(order.Segment, at)
		switch {
		case !found:
			if !d.assign(head, order.Segment, until) {
				return Decision{}, journey.Invalid("assign", "would give the contact more than %d segments", MaxHeld)
			}
		case held.Until != until:
			d.edit(head).renew(order.Segment, until, d.proof)
		}
	}
	wanted := func(h Held) bool { return h.active(at) && slices.Contains(unassign, h.Segment) }
	for _, c := range tree {
		if slices.ContainsFunc(d.now(c).Held, wanted) {
			d.edit(c).drop(func(h *Held) bool { return wanted(*h) })
		}
	}
	return d.decide(Assigning, head.ID), nil
}

// assign gives a segment that the contact does not hold. It reports whether there was room.
func (d *draft) assign(c *Contact, segment journey.ID, until journey.Instant) bool {
	next := d.edit(c)
	if len(next.Held) >= MaxHeld {
		return false
	}
	next.unite(Held{Segment: segment, Assigned: d.proof.At, Until: until, Evidence: d.proof})
	return true
}

// Assignment is a segment that a contact holds, as listings show it.
type Assignment struct {
	Contact journey.ID
	Held
}

// Assignments lists what a contact holds at a moment, newest first. Merged lists the whole merge set of a head: each
// segment under the contact to which it was assigned (segments-outcomes.md §4.3).
func (c *Contact) Assignments(at journey.Instant, merged bool) []Assignment {
	var out []Assignment
	if !merged {
		for _, held := range c.Holding(at) {
			out = append(out, Assignment{c.ID, held})
		}
		return out
	}
	for _, held := range c.Held {
		if !held.active(at) {
			continue
		}
		of := c.ID
		if !held.From.IsZero() {
			of = held.From
		}
		out = append(out, Assignment{of, held})
	}
	slices.SortFunc(out, func(a, b Assignment) int { return NewestFirst(a.Held, b.Held) })
	return out
}

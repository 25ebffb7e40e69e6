package contact

import (
	"slices"

	"sojourn/journey"
)

// absorb merges a head into another. The identifiers move; the member remembers which it held. Segments are held by
// both, so that a split need not tell them apart.
func (d *draft) absorb(head, member *Contact, by Identifier) {
	h, m := d.edit(head), d.edit(member)
	m.Merged = &Link{Into: h.ID, Evidence: d.proof, By: by, Held: m.Claims}
	for _, claim := range m.Claims {
		if h.Holds(claim.Identifier) == nil {
			h.Claims = append(h.Claims, claim)
		}
	}
	m.Claims = nil
	h.From = append(h.From, m.ID)
	h.Members = append(append(h.Members, m.ID), m.Members...)
	for _, f := range m.Fields {
		if h.field(f.Name) < 0 && len(h.Fields) < MaxFields {
			if f.From.IsZero() {
				f.From = m.ID
			}
			h.setField(f)
		}
	}
	h.lend(m)
	if m.Kind == Curated && h.Kind != Curated {
		h.Kind, h.Raised = Curated, m.ID
	}
	d.promote(h)
	if m.Kind == Ephemeral && h.Kind != Ephemeral {
		m.Since = d.backStitched(m)
	}
	h.inherit(m)
}

// inherit takes over which contacts a member was split from, but for those that are now in the same tree.
func (c *Contact) inherit(member *Contact) {
	c.Apart = append(c.Apart, member.Apart...)
	c.Apart = slices.DeleteFunc(c.Apart, func(a Apart) bool { return c.isTree(a.Other) })
	c.trimApart()
}

func (c *Contact) trimApart() {
	if extra := len(c.Apart) - maxApart; extra > 0 {
		c.Apart = slices.Delete(c.Apart, 0, extra)
	}
}

// fits reports whether the member can be merged into the head within the limits.
func fits(head, member *Contact) bool {
	return len(head.Claims)+len(member.Claims) <= MaxClaims && len(head.Members)+1+len(member.Members) <= MaxMembers
}

// MergeInto merges the source into the target, which stays the head, because a person said so (identity.md
// §4). Both must be heads; any kinds will do. The result is the head.
func MergeInto(source, target *Contact, at journey.Instant) (Decision, *journey.Fault) {
	switch {
	case source.ID == target.ID:
		return Decision{}, journey.Invalid("sourceContactId",
			"is the target itself: a contact cannot be merged with itself")
	case source.isTree(target.ID) || target.isTree(source.ID):
		return Decision{}, journey.Invalid("sourceContactId", "is merged with the target already")
	case source.Deleted:
		return Decision{}, journey.Invalid("sourceContactId", "is a deleted contact")
	case target.Deleted:
		return Decision{}, journey.Invalid("targetContactId", "is a deleted contact")
	case !source.IsHead():
		return Decision{}, journey.Invalid("sourceContactId", "is merged into %s: merge that one, or split it first",
			source.Merged.Into)
	case !target.IsHead():
		return Decision{}, journey.Invalid("targetContactId",
			"is merged into %s: merge into that one, or split it first",
			target.Merged.Into)
	case !fits(target, source):
		return Decision{}, journey.Invalid("sourceContactId",
			"would give the target more than %d identifiers or %d members", MaxClaims, MaxMembers)
	}
	d := draft{proof: Proof{At: at}}
	d.absorb(target, source, Identifier{})
	return d.decide(Merging, target.ID), nil
}

// apart reports whether two heads were split and nothing new on both sides brings them together: of at
// least one, all that the evidence has of it was its own at the time of the split already. What one event
// claims goes to one side, so the same event sent again does not merge them.
func apart(a, b *Contact, e *Evidence) bool {
	at, found := splitAt(a, b)
	return found && !(a.gained(e, at) && b.gained(e, at))
}

// gained reports whether the contact claimed one of the evidence's identifiers after a moment.
func (c *Contact) gained(e *Evidence, after journey.Instant) bool {
	return slices.ContainsFunc(e.Identifiers, func(id Identifier) bool {
		claim := c.Holds(id)
		return claim != nil && claim.Evidence.At > after
	})
}

// splitAt returns when two trees were last split from each other.
func splitAt(a, b *Contact) (at journey.Instant, found bool) {
	for _, pair := range [...][2]*Contact{{a, b}, {b, a}} {
		for _, split := range pair[0].Apart {
			if pair[1].isTree(split.Other) {
				at, found = max(at, split.At), true
			}
		}
	}
	return at, found
}

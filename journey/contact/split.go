package contact

import (
	"slices"

	"sojourn/journey"
)

// Split takes a member out of a head, or all of them if the member is zero (identity.md §4). The tree is
// the head and all its members. A member gets back the identifiers that it held just before its merge, as
// far as the head still has them, and with them the contacts that had been merged into it. Sessions need
// nothing: those that were stitched to it before find it by themselves.
func Split(head *Contact, tree []*Contact, member journey.ID, at journey.Instant) (Decision, *journey.Fault) {
	switch {
	case head.Deleted:
		return Decision{}, journey.Invalid("id", "is a deleted contact")
	case !head.IsHead():
		return Decision{}, journey.Invalid("id", "is merged into %s: split that one", head.Merged.Into)
	case len(head.Members) == 0:
		return Decision{}, journey.Invalid("id", "has nothing merged into it")
	case !member.IsZero() && !slices.Contains(head.Members, member):
		return Decision{}, journey.Invalid("contactId", "is not merged into %s", head.ID)
	}
	s := splitter{draft: draft{proof: Proof{At: latest(tree, at)}}, head: head, tree: tree}
	out := []journey.ID{member}
	if member.IsZero() {
		out = s.newestFirst()
	}
	for _, id := range out {
		if fault := s.takeOut(id); fault != nil {
			return Decision{}, fault
		}
	}
	return s.decide(Splitting, head.ID), nil
}

// latest returns the moment of a split: not before any claim that it restores, whatever the clock says.
func latest(tree []*Contact, at journey.Instant) journey.Instant {
	for _, c := range tree {
		for i := range c.Claims {
			at = max(at, c.Claims[i].Evidence.At)
		}
	}
	return at
}

type splitter struct {
	draft
	head *Contact
	tree []*Contact
}

// member returns a contact of the tree as it stands in the draft, or nil.
func (s *splitter) member(id journey.ID) *Contact {
	if c := s.find(id); c != nil {
		return c
	}
	for _, c := range s.tree {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// newestFirst lists the members so that each is taken out before what had been merged into it.
func (s *splitter) newestFirst() []journey.ID {
	var out []journey.ID
	var visit func(c *Contact)
	visit = func(c *Contact) {
		for i := len(c.From) - 1; i >= 0; i-- {
			if child := s.member(c.From[i]); child != nil {
				out = append(out, child.ID)
			}
		}
		for i := len(c.From) - 1; i >= 0; i-- {
			if child := s.member(c.From[i]); child != nil {
				visit(child)
			}
		}
	}
	visit(s.head)
	return out
}

// takeOut makes a member, with what had been merged into it, a head again.
func (s *splitter) takeOut(id journey.ID) *journey.Fault {
	c := s.member(id)
	if c == nil || c.Merged == nil {
		return journey.Invalid("contactId", "is not among the members that were read")
	}
	link, root := c.Merged, s.root(c)
	leaving := append([]journey.ID{c.ID}, c.Members...)
	for parent := s.member(link.Into); parent != nil; parent = s.member(parent.Merged.Into) {
		p := s.edit(parent)
		p.From = slices.DeleteFunc(p.From, func(x journey.ID) bool { return x == c.ID })
		p.Members = without(p.Members, leaving)
		p.Fields = slices.DeleteFunc(p.Fields, func(f Field) bool { return slices.Contains(leaving, f.From) })
		p.drop(func(held *Held) bool { return slices.Contains(leaving, held.From) })
		if slices.Contains(leaving, p.Raised) {
			p.Raised, p.Kind = journey.ID{}, Identified
		}
		if p.Merged == nil {
			break
		}
	}
	h, m := s.edit(root), s.edit(c)
	m.Merged = nil
	for _, held := range link.Held {
		if claim := h.Holds(held.Identifier); claim != nil {
			m.Claims = append(m.Claims, *claim)
			s.release(h, held.Identifier)
		}
	}
	h.settle()
	m.settle()
	m.Apart = append(m.Apart, Apart{Other: h.ID, At: s.proof.At})
	if link.Into != h.ID {
		m.Apart = append(m.Apart, Apart{Other: link.Into, At: s.proof.At})
	}
	m.trimApart()
	return nil
}

// root returns the head above a contact.
func (s *splitter) root(c *Contact) *Contact {
	for c.Merged != nil {
		parent := s.member(c.Merged.Into)
		if parent == nil {
			return s.head
		}
		c = parent
	}
	return c
}

// settle sets the kind of a contact after a split: what others had lent it is gone.
func (c *Contact) settle() {
	if c.Kind != Curated {
		c.Kind = Ephemeral
		if c.known() {
			c.Kind = Identified
		}
	}
	if c.Kind == Ephemeral {
		c.Since = 0
	}
}

func without(ids, gone []journey.ID) []journey.ID {
	return slices.DeleteFunc(ids, func(id journey.ID) bool { return slices.Contains(gone, id) })
}

package identity

import (
	"context"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// Customer-wide segments (segments-outcomes.md §4). Who holds what is decided where contacts are, for a merge of two
// contacts merges what they hold.

// Grant assigns what the events of one batch earned their customers, in order, and waits for the log once. A grant
// without a date is dated now. An error means that nothing of what was granted may be used. Asking again with the
// same events gives the same answers.
func (d *Directory) Grant(ctx context.Context, grants []contact.Grant) ([]contact.Granted, error) {
	granted := make([]contact.Granted, len(grants))
	var groups groups
	for i := range grants {
		one, after, err := d.grant(ctx, grants[i])
		if err != nil {
			return nil, err
		}
		granted[i] = one
		groups.add(after)
	}
	if err := d.allDurable(groups); err != nil {
		return nil, err
	}
	return granted, nil
}

// grant answers side by side with others if nothing changes, else alone. It returns the newest group of decisions
// that the answer depends on.
func (d *Directory) grant(ctx context.Context, g contact.Grant) (contact.Granted, *batch, error) {
	policy := d.policy()
	if g.Evidence.At.IsZero() {
		g.Evidence.At = journey.InstantOf(d.now())
	}
	d.mu.RLock()
	r := reading{Directory: d, ctx: ctx}
	decision, granted := contact.Earn(r.earner(&g, policy), &g)
	d.mu.RUnlock()
	if r.err != nil || !decision.Changes() {
		return granted, r.newest, r.err
	}
	ask := func(r *reading, _ journey.Instant) (decision contact.Decision, _ *journey.Fault) {
		decision, granted = contact.Earn(r.earner(&g, policy), &g)
		return decision, nil
	}
	_, after, err := d.decide(ctx, g.Evidence.At, ask)
	return granted, after, err
}

// earner returns the head that a grant is for: of the session's contact, of the owner of the customer's identifier,
// or one that is stored only now, to hold it. Nil if there is nobody.
func (r *reading) earner(g *contact.Grant, p *contact.Policy) *contact.Contact {
	if head := r.head(g.Contact); head != nil || !g.Customer.Matches() {
		return head
	}
	if p.Resolve {
		if owner := r.owner(g.Customer); owner != nil {
			return owner
		}
	}
	switch {
	case p.HasNameless():
		return r.nameless(g, p)
	case g.Customer.Type == contact.Cookie:
		return r.implied(g, p)
	}
	return nil
}

// nameless returns the document that holds the segments of a customer without a contact.
func (r *reading) nameless(g *contact.Grant, p *contact.Policy) *contact.Contact {
	id := p.Nameless(g.Customer)
	if c := r.contact(id); c != nil {
		return c
	}
	return &contact.Contact{ID: id, Created: g.Evidence.At}
}

// implied returns the contact of an anonymous cookie, which was not stored so far (docs/adr/0007); nil if the session
// is another's.
func (r *reading) implied(g *contact.Grant, p *contact.Policy) *contact.Contact {
	first := g.Evidence.At
	if !g.Seen.IsZero() {
		first = min(first, g.Seen)
	}
	c := p.ImpliedContact(contact.Visitor{Cookie: g.Customer.Value, First: first})
	if !g.Contact.IsZero() && g.Contact != c.ID || r.contact(c.ID) != nil {
		return nil
	}
	return c
}

// Assign gives segments to a contact and takes others away because a person or the API said so (segments-outcomes.md
// §4.3). Of one that was merged into another it changes the head, and what is taken away is taken from all members.
func (d *Directory) Assign(
	ctx context.Context, id journey.ID, assign []contact.Order, unassign []journey.ID,
) error {
	_, err := d.act(ctx, func(r *reading, at journey.Instant) (contact.Decision, *journey.Fault) {
		c, fault := r.find(id, "contactId")
		if fault != nil {
			return contact.Decision{}, fault
		}
		if !c.IsHead() {
			c = r.head(id)
		}
		if c == nil {
			return contact.Decision{}, nil // not read: r.err says why
		}
		var tree []*contact.Contact
		if len(unassign) > 0 {
			tree = r.tree(c)
		}
		return contact.Assign(c, tree, assign, unassign, at)
	})
	return err
}

// Assignments lists the segments that a contact holds now, newest first; a fault NotFound where there is no such
// contact. What a head holds includes what came to it by merging. Merged lists those of all contacts of the merge
// set, each under the one that it was assigned to.
func (d *Directory) Assignments(ctx context.Context, id journey.ID, merged bool) ([]contact.Assignment, error) {
	standing, err := d.Contact(ctx, id)
	if err != nil {
		return nil, err
	}
	of := standing.Contact
	if merged && standing.Head != nil {
		of = standing.Head
	}
	return of.Assignments(journey.InstantOf(d.now()), merged), nil
}

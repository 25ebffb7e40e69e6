package identity

import (
	"context"
	"fmt"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// reading is one look at the contacts, with what is staged on top of what is stored. After its first
// failure its methods return nothing; whoever asks looks at err at the end. The directory's mu is held.
type reading struct {
	*Directory
	ctx    context.Context
	newest *batch // the newest group of staged decisions that the look depends on
	err    error
}

// contact returns a document, or nil.
func (r *reading) contact(id journey.ID) *contact.Contact {
	if id.IsZero() || r.err != nil {
		return nil
	}
	if s, ok := r.staged.contacts[id]; ok {
		r.newest = later(r.newest, s.batch)
		return s.contact
	}
	if c, ok := r.contacts.get(id); ok {
		return c
	}
	c, err := r.store.Contact(r.ctx, id)
	if err != nil {
		r.err = fmt.Errorf("identity: read contact %s: %w", id, err)
		return nil
	}
	if c != nil {
		r.contacts.put(id, c)
	}
	return c
}

// owner returns the head that owns an identifier, or nil.
func (r *reading) owner(id contact.Identifier) *contact.Contact {
	if !id.Matches() || r.err != nil {
		return nil
	}
	if s, ok := r.staged.owners[id]; ok {
		r.newest = later(r.newest, s.batch)
		return r.head(s.owner)
	}
	if owner, ok := r.owners.get(id); ok {
		return r.head(owner)
	}
	owner, err := r.store.Owner(r.ctx, id)
	if err != nil {
		r.err = fmt.Errorf("identity: read the owner of an identifier: %w", err)
		return nil
	}
	if owner.IsZero() {
		return nil
	}
	r.owners.put(id, owner)
	return r.head(owner)
}

// head follows the links of a contact up to the canonical one; nil if there is no such contact.
func (r *reading) head(id journey.ID) *contact.Contact {
	c := r.contact(id)
	for steps := 0; c != nil && !c.IsHead(); steps++ {
		if steps > contact.MaxMembers {
			r.err = fmt.Errorf("identity: the links of contact %s lead in a circle", id)
			return nil
		}
		c = r.contact(c.Merged.Into)
	}
	return c
}

// tree returns a head and all its members.
func (r *reading) tree(head *contact.Contact) []*contact.Contact {
	tree := []*contact.Contact{head}
	for _, id := range head.Members {
		if c := r.contact(id); c != nil {
			tree = append(tree, c)
		}
	}
	return tree
}

// resolve looks at what the evidence leads to, and decides.
func (r *reading) resolve(e *contact.Evidence, p *contact.Policy, fresh journey.ID) contact.Decision {
	var owners [contact.MaxEvidence]*contact.Contact
	view := contact.View{Owners: owners[:len(e.Identifiers)], Named: r.head(e.Contact)}
	for i, id := range e.Identifiers {
		view.Owners[i] = r.owner(id)
		if view.Owners[i] == nil && id == e.Customer && id.Type == contact.Cookie {
			view.Taken = r.contact(p.Implied(id)) != nil
		}
	}
	if p.HasNameless() && e.Customer.Matches() && (p.Resolve || e.Contact.IsZero()) {
		view.Nameless = r.contact(p.Nameless(e.Customer))
	}
	if r.err != nil {
		return contact.Decision{}
	}
	return contact.Resolve(view, e, p, fresh)
}

// find returns a contact that a person names: a stored one, or that of an anonymous visitor.
func (r *reading) find(id journey.ID, field string) (*contact.Contact, *journey.Fault) {
	c := r.contact(id)
	if c == nil {
		c = r.visitor(id)
	}
	if c == nil || c.Deleted || c.Kind == contact.NoKind {
		return nil, &journey.Fault{Code: journey.NotFound, Field: field, Reason: "there is no such contact"}
	}
	return c, nil
}

// visitor returns the contact of an anonymous visitor, which is not stored, or nil.
func (r *reading) visitor(id journey.ID) *contact.Contact {
	if r.visitors == nil || r.err != nil {
		return nil
	}
	visitor, found, err := r.visitors.Visitor(r.ctx, id)
	if err != nil {
		r.err = fmt.Errorf("identity: read the visitor of contact %s: %w", id, err)
		return nil
	}
	policy := r.policy()
	cookie := contact.Identifier{Type: contact.Cookie, Value: visitor.Cookie}
	if !found || !policy.Resolve || !policy.CreateEphemeral || policy.Implied(cookie) != id || r.owner(cookie) != nil {
		return nil
	}
	return policy.ImpliedContact(visitor)
}

// holder returns the head that owns an identifier; of a cookie that nobody owns, its visitor's contact.
func (r *reading) holder(id contact.Identifier) *contact.Contact {
	owner := r.owner(id)
	if owner != nil || id.Type != contact.Cookie {
		return owner
	}
	implied := r.policy().Implied(id)
	if r.contact(implied) != nil {
		return nil
	}
	return r.visitor(implied)
}

package restapi

import (
	"context"
	"errors"
	"slices"

	"sojourn/journey"
	"sojourn/journey/contact"
	"sojourn/web/contract"
)

// contactReason says why the session belongs to its contact: the event that stitched it, which identifiers of that
// event lead to the contact and since which event, and what was merged since (identity.md §4); nil if it has none.
func (a *api) contactReason(
	ctx context.Context, s *journey.Session, stitching *journey.Accepted,
) (*contract.SojournContactReason, error) {
	if s.Contact == nil {
		return nil, nil
	}
	view := stitchedReason(s)
	if stitching != nil {
		view.Event = eventRef(stitching)
	}
	lineage, err := a.lineage(ctx, s.Contact.ID)
	if err != nil || len(lineage) == 0 {
		return view, err
	}
	head := lineage[len(lineage)-1]
	if head.ID != s.Contact.ID {
		view.CanonicalContact = new(memberRef(head.ID))
	}
	for _, c := range lineage[:len(lineage)-1] {
		view.Merges = append(view.Merges, a.mergeView(c.Merged))
	}
	view.Identifiers = a.identityReasons(lineage, a.broughtBy(s, stitching, lineage))
	return view, nil
}

// stitchedReason says what the session itself knows.
func stitchedReason(s *journey.Session) *contract.SojournContactReason {
	id := s.Contact.ID.String()
	view := &contract.SojournContactReason{ID: id, SelfURI: contactURI + id, Basis: s.Contact.Basis.String()}
	switch s.Contact.Basis {
	case journey.ContactNamed:
		view.Explanation = "The event names the contact of its customer."
	case journey.ContactListed:
		view.Explanation = "The event lists the contact among those of its conversation."
	default:
		view.Explanation = "The identifiers of the event's customer lead to this contact."
	}
	return view
}

// lineage returns a contact and those that it was merged into, up to the head; nothing if there is no such contact.
func (a *api) lineage(ctx context.Context, id journey.ID) ([]*contact.Contact, error) {
	var line []*contact.Contact
	for len(line) <= contact.MaxMembers {
		standing, err := a.Contacts.Contact(ctx, id)
		if fault, ok := errors.AsType[*journey.Fault](err); ok && fault.Code == journey.NotFound {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		line = append(line, standing.Contact)
		if standing.Contact.IsHead() {
			break
		}
		id = standing.Contact.Merged.Into
	}
	return line, nil
}

// broughtBy returns the identifiers that tie a session to a contact: those of the event that stitched it, and those
// that other events of the session brought to the contact.
func (a *api) broughtBy(
	s *journey.Session, stitching *journey.Accepted, lineage []*contact.Contact,
) []contact.Identifier {
	var ids []contact.Identifier
	if stitching != nil {
		ids = a.Contacts.Evidence(stitching).Identifiers
	}
	for _, c := range lineage {
		for _, claim := range claimsOf(c) {
			if claim.Evidence.Session == s.ID && !slices.Contains(ids, claim.Identifier) {
				ids = append(ids, claim.Identifier)
			}
		}
	}
	return ids
}

// identityReasons finds each identifier among what the contacts hold, or held before they were merged.
func (a *api) identityReasons(lineage []*contact.Contact, ids []contact.Identifier) []contract.SojournIdentityReason {
	var reasons []contract.SojournIdentityReason
	for _, id := range ids {
		for _, c := range lineage {
			claims := claimsOf(c)
			if i := slices.IndexFunc(claims, func(claim contact.Claim) bool { return claim.Identifier == id }); i >= 0 {
				reasons = append(reasons, contract.SojournIdentityReason{
					Identifier: a.claimView(claims[i]), ContactID: c.ID.String(),
				})
				break
			}
		}
	}
	return reasons
}

// claimsOf returns what a contact holds, or held just before it was merged.
func claimsOf(c *contact.Contact) []contact.Claim {
	if c.IsHead() {
		return c.Claims
	}
	return c.Merged.Held
}

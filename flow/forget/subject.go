package forget

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// socialTypes are the networks that a subject can name.
var socialTypes = map[string]contact.Type{
	"TWITTER": contact.SocialTwitter, "FACEBOOK": contact.SocialFacebook, "LINE": contact.SocialLine,
	"WHATSAPP": contact.SocialWhatsapp, "INSTAGRAM": contact.SocialInstagram, "APPLE": contact.AppleOpaqueID,
}

// Check returns what is wrong with a subject, nil for nothing. The fault's field is that of the request.
func (s *Subject) Check(p *contact.Policy) *journey.Fault {
	if _, fault := s.identifiers(p); fault != nil {
		return fault
	}
	if s.ExternalContact != "" {
		if _, err := journey.ParseID(s.ExternalContact); err != nil {
			return journey.Invalid("subject.externalContactId", "must be a UUID")
		}
	}
	if s.ExternalContact == "" && s.ExternalID == "" && s.Customer == nil && s.Social == nil &&
		len(s.Phones) == 0 && len(s.Emails) == 0 {
		return journey.Invalid("subject", "must name a journeyCustomer, an externalContactId, an externalId, "+
			"a phone number, an e-mail address or a social handle: name and address alone do not tell who is meant")
	}
	return nil
}

// identifiers are those that the subject names.
func (s *Subject) identifiers(p *contact.Policy) (ids []contact.Identifier, first *journey.Fault) {
	add := func(field string, id contact.Identifier, fault *journey.Fault) {
		if fault != nil && first == nil {
			first = &journey.Fault{Code: fault.Code, Field: "subject." + field, Reason: fault.Reason}
		}
		if fault == nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if c := s.Customer; c != nil {
		if c.Type == "" || c.ID == "" {
			return nil, journey.Invalid("subject.journeyCustomer", "must have both type and id")
		}
		id, fault := p.OfCustomer(c.Type, c.ID)
		add("journeyCustomer.id", id, fault)
	}
	if s.ExternalID != "" {
		id, fault := contact.NewIdentifier(contact.ExternalID, s.ExternalID, p.ExternalSource, "")
		add("externalId", id, fault)
	}
	if s.Social != nil {
		id, fault := contact.NewIdentifier(socialTypes[strings.ToUpper(s.Social.Type)], s.Social.Value, "", "")
		add("socialHandle", id, fault)
	}
	for i, phone := range s.Phones {
		id, fault := contact.NewIdentifier(contact.Phone, phone, "", p.DefaultCountry)
		add(fmt.Sprintf("phoneNumbers[%d]", i), id, fault)
	}
	for i, email := range s.Emails {
		id, fault := contact.NewIdentifier(contact.Email, email, "", "")
		add(fmt.Sprintf("emailAddresses[%d]", i), id, fault)
	}
	return ids, first
}

// resolve finds the closure of a subject: the merge sets of all contacts that it leads to, and all identifiers of
// those (identity.md §7).
func (s *Service) resolve(ctx context.Context, subject *Subject) (person, error) {
	var found person
	policy := s.policy()
	ids, fault := subject.identifiers(policy)
	if fault != nil {
		return found, fault
	}
	found.Identifiers = ids
	var heads []*contact.Contact
	if id, err := journey.ParseID(subject.ExternalContact); err == nil {
		head, err := s.head(ctx, id)
		if err != nil {
			return found, err
		}
		if found.Contacts = append(found.Contacts, id); head != nil {
			heads = append(heads, head)
		}
	}
	for _, id := range ids {
		head, err := s.people.Lookup(ctx, id)
		if err != nil {
			return found, fmt.Errorf("forget: look up an identifier: %w", err)
		}
		if head != nil {
			heads = append(heads, head)
		}
	}
	for _, head := range heads {
		for _, id := range append([]journey.ID{head.ID}, head.Members...) {
			if !found.owns(id) {
				found.Contacts = append(found.Contacts, id)
			}
		}
		for i := range head.Claims {
			if id := head.Claims[i].Identifier; !slices.Contains(found.Identifiers, id) {
				found.Identifiers = append(found.Identifiers, id)
			}
		}
	}
	for _, id := range found.Identifiers {
		if id.Matches() { // who holds segments without being a contact (segments-outcomes.md §4.1)
			found.Contacts = append(found.Contacts, policy.Nameless(id))
		}
	}
	return found, s.implied(ctx, policy, &found)
}

// implied adds the contacts that stand for the person's cookies without being stored. One that has become another
// person's is left out: it was used by both (identity.md §4 rule 7).
func (s *Service) implied(ctx context.Context, policy *contact.Policy, found *person) error {
	for _, id := range found.Identifiers {
		if id.Type != contact.Cookie {
			continue
		}
		implied := policy.Implied(id)
		head, err := s.head(ctx, implied)
		if err != nil {
			return err
		}
		if head != nil && head.Version > 0 && !found.owns(head.ID) {
			continue
		}
		if found.Implied = append(found.Implied, implied); !found.owns(implied) {
			found.Contacts = append(found.Contacts, implied)
		}
	}
	return nil
}

// head returns the canonical contact of one, nil if there is none.
func (s *Service) head(ctx context.Context, id journey.ID) (*contact.Contact, error) {
	standing, err := s.people.Contact(ctx, id)
	if fault, ok := errors.AsType[*journey.Fault](err); ok && fault.Code == journey.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("forget: read a contact: %w", err)
	}
	return standing.Head, nil
}

// sessions returns the sessions of a person that began by a date; with a date of zero all. Those that were
// stitched to a stored contact of the person go whenever they began.
func (s *Service) sessions(ctx context.Context, of *person, by journey.Instant) ([]*journey.Session, error) {
	var all []*journey.Session
	seen := make(map[journey.ID]bool)
	add := func(session *journey.Session) {
		fresh := !by.IsZero() && session.First.At > by
		if stored := session.ContactID(); fresh && (!of.owns(stored) || slices.Contains(of.Implied, stored)) {
			return // it began anew
		}
		if !seen[session.ID] {
			seen[session.ID] = true
			all = append(all, session)
		}
	}
	if len(of.Contacts) > 0 {
		for session, err := range s.store.OfContacts(ctx, of.Contacts) {
			if err != nil {
				return nil, fmt.Errorf("forget: sessions of a contact: %w", err)
			}
			add(session)
		}
	}
	policy := s.policy()
	for _, id := range of.Identifiers {
		for session, err := range s.store.OfCustomer(ctx, id.Value) {
			if err != nil {
				return nil, fmt.Errorf("forget: sessions of a customer: %w", err)
			}
			if own, _ := policy.OfCustomer(session.CustomerIDType(), session.Customer); own != id {
				continue
			}
			theirs, err := s.stitchedElsewhere(ctx, of, session)
			if err != nil {
				return nil, err
			}
			if !theirs {
				add(session)
			}
		}
	}
	return all, nil
}

// stitchedElsewhere reports whether a session belongs to a stored contact that is not the person's.
func (s *Service) stitchedElsewhere(ctx context.Context, of *person, session *journey.Session) (bool, error) {
	stored := session.ContactID()
	if stored.IsZero() || of.owns(stored) {
		return false, nil
	}
	head, err := s.head(ctx, stored)
	return head != nil && head.Version > 0 && !of.owns(head.ID), err
}

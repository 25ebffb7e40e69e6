package forget

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// update replaces values in the contacts of a person: fields, and identifiers. Events stay as they came in.
func (s *Service) update(ctx context.Context, r *Request) error {
	r.Status = Updating
	done := make(map[journey.ID]bool)
	for _, id := range r.Found.Contacts {
		head, err := s.head(ctx, id)
		if err != nil {
			return err
		}
		if head == nil || done[head.ID] {
			continue
		}
		done[head.ID] = true
		if err := s.replace(ctx, head, r.Terms); err != nil {
			return err
		}
	}
	r.strip()
	r.Found, r.Status = person{}, Completed
	return s.save(ctx, r)
}

// replace saves a contact with other values.
func (s *Service) replace(ctx context.Context, c *contact.Contact, terms []Term) error {
	draft, released, changed := contact.Draft{Division: c.Division}, []contact.Identifier(nil), false
	for _, field := range c.Fields {
		value, replaced := replaced(c, field, terms)
		changed = changed || replaced
		if replaced || field.Curated && field.From.IsZero() {
			draft.Fields = append(draft.Fields, contact.Trait{Name: field.Name, Value: value})
		}
	}
	for i := range c.Claims {
		claim := &c.Claims[i]
		next, replaced, fault := s.replacedIdentifier(claim.Identifier, terms)
		if fault != nil {
			return fault
		}
		changed = changed || replaced
		if replaced && !claim.Curated {
			released = append(released, claim.Identifier)
		}
		if replaced || claim.Curated {
			draft.Identifiers = append(draft.Identifiers, next)
		}
	}
	if !changed {
		return nil
	}
	if _, err := s.people.Update(ctx, c.ID, draft); err != nil {
		return fmt.Errorf("forget: update contact %s: %w", c.ID, err)
	}
	for _, id := range released {
		if _, err := s.people.Release(ctx, c.ID, id); err != nil {
			return fmt.Errorf("forget: update contact %s: %w", c.ID, err)
		}
	}
	return nil
}

// replaced is the value of a field after the replacement. A term for the whole name replaces both parts of it.
func replaced(c *contact.Contact, field contact.Field, terms []Term) (string, bool) {
	for _, term := range terms {
		if field.Value == term.Existing {
			return term.Updated, true
		}
		if !strings.EqualFold(term.Type, "NAME") || nameOf(c) != term.Existing {
			continue
		}
		at := strings.LastIndexByte(term.Updated, ' ')
		switch field.Name {
		case "givenName":
			return strings.TrimSpace(term.Updated[:max(at, 0)]), at > 0
		case "familyName":
			return term.Updated[at+1:], true
		}
	}
	return field.Value, false
}

func nameOf(c *contact.Contact) string {
	return strings.TrimSpace(c.Field("givenName") + " " + c.Field("familyName"))
}

func (s *Service) replacedIdentifier(
	id contact.Identifier, terms []Term,
) (contact.Identifier, bool, *journey.Fault) {
	policy := s.policy()
	for i, term := range terms {
		existing, fault := contact.NewIdentifier(id.Type, term.Existing, id.Source, policy.DefaultCountry)
		if fault != nil || existing != id {
			continue
		}
		next, fault := contact.NewIdentifier(id.Type, term.Updated, id.Source, policy.DefaultCountry)
		if fault != nil {
			return id, false, journey.Invalid(fmt.Sprintf("replacementTerms[%d].updatedValue", i), "%s", fault.Reason)
		}
		return next, true, nil
	}
	return id, false, nil
}

// The kinds of search for subjects.
const (
	ByName    = "NAME"
	ByAddress = "ADDRESS"
	ByPhone   = "PHONE"
	ByEmail   = "EMAIL"
	ByTwitter = "TWITTER"
)

// maxSubjects is how many subjects a search finds.
const maxSubjects = 1000

// Subjects finds people. By name and address all contacts are read, and those are found that contain the value in
// either case.
func (s *Service) Subjects(ctx context.Context, by, value string) ([]Subject, error) {
	types := map[string]contact.Type{ByPhone: contact.Phone, ByEmail: contact.Email, ByTwitter: contact.SocialTwitter}
	switch by = strings.ToUpper(by); by {
	case ByName, ByAddress:
		return s.subjectsWith(ctx, by, strings.ToLower(strings.TrimSpace(value)))
	case ByPhone, ByEmail, ByTwitter:
	default:
		return nil, journey.Invalid("searchType", "must be NAME, ADDRESS, PHONE, EMAIL or TWITTER")
	}
	id, fault := contact.NewIdentifier(types[by], value, "", s.policy().DefaultCountry)
	if fault != nil {
		return nil, journey.Invalid("searchValue", "%s", fault.Reason)
	}
	head, err := s.people.Lookup(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("forget: search: %w", err)
	}
	if head == nil {
		return nil, nil
	}
	return []Subject{subjectOf(head)}, nil
}

func (s *Service) subjectsWith(ctx context.Context, by, value string) (found []Subject, err error) {
	if value == "" {
		return nil, journey.Invalid("searchValue", "is required")
	}
	for c, err := range s.people.Contacts(ctx, journey.ID{}) {
		if err != nil {
			return nil, fmt.Errorf("forget: search: %w", err)
		}
		text := nameOf(c)
		if by == ByAddress {
			text = strings.Join(addressesOf(c), " ")
		}
		if c.IsHead() && !c.Deleted && strings.Contains(strings.ToLower(text), value) {
			if found = append(found, subjectOf(c)); len(found) == maxSubjects {
				break
			}
		}
	}
	return found, nil
}

func addressesOf(c *contact.Contact) (parts []string) {
	for _, field := range c.Fields {
		if strings.HasPrefix(field.Name, "address.") {
			parts = append(parts, field.Value)
		}
	}
	return parts
}

// subjectOf names a person by all that is known of it.
func subjectOf(c *contact.Contact) Subject {
	subject := Subject{Name: nameOf(c), ExternalContact: c.ID.String(), Addresses: addressesOf(c)}
	for i := range c.Claims {
		switch id := c.Claims[i].Identifier; id.Type {
		case contact.Phone:
			subject.Phones = append(subject.Phones, id.Value)
		case contact.Email:
			subject.Emails = append(subject.Emails, id.Value)
		case contact.ExternalID:
			subject.ExternalID = id.Value
		case contact.Cookie:
			subject.Customer = &Customer{Type: journey.CustomerIDTypeCookie, ID: id.Value}
		default:
			for name, t := range socialTypes {
				if t == id.Type {
					subject.Social = &Social{Type: name, Value: id.Value}
				}
			}
		}
	}
	slices.Sort(subject.Phones)
	slices.Sort(subject.Emails)
	return subject
}

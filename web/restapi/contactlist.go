package restapi

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"sojourn/flow/identity"
	"sojourn/journey"
	"sojourn/journey/contact"
	"sojourn/web/contract"
)

// maxSearched bounds how many stored contacts a search looks at. Beyond, its results are partial, and say so.
const maxSearched = 100_000

// contactOrders are what contacts can be sorted by: the members of the public API, as name:asc or name:desc.
var contactOrders = fields[*contact.Contact]{
	"firstName":  byText(func(c *contact.Contact) string { return c.Field("givenName") }),
	"middleName": byText(func(c *contact.Contact) string { return c.Field("middleName") }),
	"lastName":   byText(func(c *contact.Contact) string { return c.Field("familyName") }),
	"title":      byText(func(c *contact.Contact) string { return c.Field("jobTitle") }),
	"createDate": by(func(c *contact.Contact) journey.Instant { return c.Created }),
	"modifyDate": by(func(c *contact.Contact) journey.Instant { return c.Modified }),
}

// contactOrder reads the sortOrder parameter; without one, contacts come as they were created (api.md §4.1).
func contactOrder(q query) (func(a, b *contact.Contact) int, error) {
	created := func(a, b *contact.Contact) int {
		return cmp.Or(cmp.Compare(a.Created, b.Created), slices.Compare(a.ID[:], b.ID[:]))
	}
	text := q.Get("sortOrder")
	if text == "" {
		return created, nil
	}
	name, direction, _ := strings.Cut(text, ":")
	order, known := contactOrders[name]
	if !known || direction != "" && direction != "asc" && direction != "desc" {
		return nil, invalid("sortOrder", "must be firstName, lastName, middleName, title, createDate or modifyDate, "+
			"with :asc or :desc")
	}
	wanted := order.direction(direction == "desc")
	return func(a, b *contact.Contact) int { return cmp.Or(wanted(a, b), created(a, b)) }, nil
}

// getContacts searches the canonical contacts. Those of anonymous visitors are not stored and not found; each is
// reached by its id.
func (a *api) getContacts(w http.ResponseWriter, r *request) error {
	q := r.query()
	p, err := q.page()
	if err != nil {
		return err
	}
	order, err := contactOrder(q)
	if err != nil {
		return err
	}
	found, partial, err := a.searchContacts(r.Context(), q.Get("q"), q.list("divisionIds"))
	if err != nil {
		return err
	}
	slices.SortFunc(found, order)
	shown, info := cutPage(r, q, p, found)
	listing := contract.ContactListing{
		Entities: make([]contract.ExternalContact, len(shown)), PageSize: info.size, PageNumber: info.number,
		PageCount: info.count, Total: info.total, PartialResults: new(partial), SelfURI: info.self,
		FirstURI: info.first, LastURI: info.last, NextURI: info.next, PreviousURI: info.previous,
	}
	for i, c := range shown {
		listing.Entities[i] = a.contactView(identity.Standing{Contact: c, Head: c})
	}
	return answerJSON(w, listing)
}

// searchContacts returns the canonical contacts of which every word is in a name or an identifier, in any case.
func (a *api) searchContacts(
	ctx context.Context, text string, divisions []string,
) (found []*contact.Contact, partial bool, err error) {
	isHome := func(id string) bool { return strings.EqualFold(id, a.Organization.HomeDivision) }
	if len(divisions) > 0 && !slices.ContainsFunc(divisions, isHome) {
		return nil, false, nil
	}
	words := strings.Fields(strings.ToLower(text))
	looked := 0
	for c, err := range a.Contacts.Contacts(ctx, journey.ID{}) {
		if err != nil {
			return nil, false, err
		}
		if looked == maxSearched {
			return found, true, nil
		}
		looked++
		if c.IsHead() && !c.Deleted && saysAll(c, words) {
			found = append(found, c)
		}
	}
	return found, false, nil
}

func saysAll(c *contact.Contact, words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !says(c, word) })
}

// says reports whether a word in lower case is in one of the contact's texts.
func says(c *contact.Contact, word string) bool {
	return slices.ContainsFunc(c.Fields, func(f contact.Field) bool {
		return strings.Contains(strings.ToLower(f.Value), word)
	}) || slices.ContainsFunc(c.Claims, func(claim contact.Claim) bool {
		return strings.Contains(strings.ToLower(claim.Value), word)
	})
}

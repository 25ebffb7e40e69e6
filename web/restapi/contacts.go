package restapi

import (
	"net/http"

	"sojourn/flow/identity"
	"sojourn/journey"
	"sojourn/journey/contact"
	"sojourn/web/contract"
)

// answerContact answers with a contact that is a head.
func (a *api) answerContact(w http.ResponseWriter, c *contact.Contact) error {
	return answerJSON(w, a.contactView(standingOf(c)))
}

// standingOf is how a head stands.
func standingOf(head *contact.Contact) identity.Standing {
	return identity.Standing{Contact: head, Head: head}
}

func (a *api) getContact(w http.ResponseWriter, r *request) error {
	standing, err := a.standing(r)
	if err != nil {
		return err
	}
	return answerJSON(w, a.contactView(standing))
}

// draft reads the contact of the request's body.
func (a *api) draft(r *request) (contact.Draft, error) {
	given, err := r.members()
	if err != nil {
		return contact.Draft{}, err
	}
	var body contract.ExternalContact
	if err := (members{}).merge(given).into(&body); err != nil {
		return contact.Draft{}, err
	}
	return a.draftFrom(&body)
}

func (a *api) postContact(w http.ResponseWriter, r *request) error {
	draft, err := a.draft(r)
	if err != nil {
		return err
	}
	c, err := a.Contacts.Create(r.Context(), draft)
	if err != nil {
		return err
	}
	return a.answerContact(w, c)
}

// putContact saves a contact as a whole: what was saved before and is not in the body is dropped, what events brought
// stays.
func (a *api) putContact(w http.ResponseWriter, r *request) error {
	draft, err := a.draft(r)
	if err != nil {
		return err
	}
	standing, err := a.standing(r)
	if err != nil {
		return err
	}
	c, err := a.Contacts.Update(r.Context(), standing.Contact.ID, draft)
	if err != nil {
		return err
	}
	return a.answerContact(w, c)
}

func (a *api) deleteContact(w http.ResponseWriter, r *request) error {
	standing, err := a.standing(r)
	if err != nil {
		return err
	}
	if err := a.Contacts.Delete(r.Context(), standing.Contact.ID); err != nil {
		return err
	}
	return answerNothing(w)
}

func (a *api) getContactIdentifiers(w http.ResponseWriter, r *request) error {
	standing, err := a.standing(r)
	if err != nil {
		return err
	}
	return answerJSON(w, contract.ContactIdentifierListing{
		Entities: mapped(standing.Contact.Claims, a.claimView),
	})
}

// patchContactIdentifiers claims or releases an identifier (identity.md §4).
func (a *api) patchContactIdentifiers(w http.ResponseWriter, r *request) error {
	given, err := r.members()
	if err != nil {
		return err
	}
	var body contract.IdentifierClaimRequest
	if err := (members{}).merge(given).into(&body); err != nil {
		return err
	}
	change, err := a.identifierChange(body.Operation)
	if err != nil {
		return err
	}
	id, err := a.identifierFrom("identifier.", body.Identifier)
	if err != nil {
		return err
	}
	standing, err := a.standing(r)
	if err != nil {
		return err
	}
	after, err := change(r.Context(), standing.Contact.ID, id)
	if err != nil {
		return err
	}
	if claim := after.Holds(id); claim != nil {
		return answerJSON(w, a.claimView(*claim))
	}
	return answerJSON(w, a.identifierView(id))
}

// postIdentifierLookup finds who owns an identifier. One that is none is refused, for it leads to nobody.
func (a *api) postIdentifierLookup(w http.ResponseWriter, r *request) error {
	given, err := r.members()
	if err != nil {
		return err
	}
	var body contract.ContactIdentifier
	if err := (members{}).merge(given).into(&body); err != nil {
		return err
	}
	id, err := a.identifierFrom("", body)
	if err != nil {
		return err
	}
	owner, err := a.Contacts.Lookup(r.Context(), id)
	switch {
	case err != nil:
		return err
	case owner == nil:
		return contract.NewError(contract.NotFound, "No contact has that identifier.")
	}
	return a.answerContact(w, owner)
}

// contactID reads the id of a contact in a body.
func contactID(field, text string) (journey.ID, error) {
	id, err := journey.ParseID(text)
	switch {
	case text == "":
		return id, contract.InvalidField(contract.MissingRequiredProperty, field, "is required")
	case err != nil:
		return id, invalid(field, "must be the id of a contact")
	}
	return id, nil
}

package restapi

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sojourn/journey"
	"sojourn/journey/contact"
	"sojourn/web/contract"
)

// mostMerged is how many contacts one request merges, as of the public API.
const mostMerged = 25

// identifierChange returns what an operation on an identifier does.
func (a *api) identifierChange(operation string) (
	func(context.Context, journey.ID, contact.Identifier) (*contact.Contact, error), error,
) {
	switch {
	case strings.EqualFold(operation, contract.IdentifierClaimRequestOperationClaim):
		return a.Contacts.Claim, nil
	case strings.EqualFold(operation, contract.IdentifierClaimRequestOperationRelease):
		return a.Contacts.Release, nil
	}
	return nil, invalid("operation", "must be Claim or Release")
}

// merging is the body of both requests to merge: two contacts by name, or many.
type merging struct {
	SourceContactID string         `json:"sourceContactId"`
	TargetContactID string         `json:"targetContactId"`
	ContactIDs      []string       `json:"contactIds"`
	ValueOverride   map[string]any `json:"valueOverride"`
}

// postMerge merges contacts (identity.md §4): the source into the target, or all of a list into the one that is known
// best, one after the other. What was merged before a failure stays merged; each can be split.
func (a *api) postMerge(w http.ResponseWriter, r *request) error {
	given, err := r.members()
	if err != nil {
		return err
	}
	var body merging
	if err := (members{}).merge(given).into(&body); err != nil {
		return err
	}
	if len(body.ValueOverride) > 0 {
		return invalid("valueOverride", "is not supported: save the contact after the merge")
	}
	var sources []journey.ID
	var target journey.ID
	if body.ContactIDs != nil {
		sources, target, err = a.mergeOrder(r.Context(), body.ContactIDs)
	} else {
		sources, target, err = body.pair()
	}
	if err != nil {
		return err
	}
	var head *contact.Contact
	for _, source := range sources {
		if head, err = a.Contacts.Merge(r.Context(), source, target); err != nil {
			return err
		}
	}
	return answerJSON(w, a.mergedView(sources, head))
}

// mergedView is the head of a merge, with what was done if there was one source.
func (a *api) mergedView(sources []journey.ID, head *contact.Contact) contract.ExternalContact {
	view := a.contactView(standingOf(head))
	target := contactRef(head.ID)
	view.MergeOperation = &contract.MergeOperation{TargetContact: target, ResultingContact: target}
	if len(sources) == 1 {
		view.MergeOperation.SourceContact = contactRef(sources[0])
	}
	return view
}

func (m *merging) pair() (sources []journey.ID, target journey.ID, err error) {
	source, err := contactID("sourceContactId", m.SourceContactID)
	if err != nil {
		return nil, target, err
	}
	target, err = contactID("targetContactId", m.TargetContactID)
	return []journey.ID{source}, target, err
}

// mergeOrder returns which of many contacts becomes the head, the best known and then the oldest, and the others.
func (a *api) mergeOrder(ctx context.Context, texts []string) (sources []journey.ID, target journey.ID, err error) {
	if len(texts) < 2 || len(texts) > mostMerged {
		return nil, target, invalid("contactIds", fmt.Sprintf("must have 2 to %d entries", mostMerged))
	}
	all := make([]*contact.Contact, len(texts))
	for i, text := range texts {
		field := fmt.Sprintf("contactIds[%d]", i)
		id, err := contactID(field, text)
		if err != nil {
			return nil, target, err
		}
		standing, err := a.Contacts.Contact(ctx, id)
		if err != nil {
			return nil, target, renamed(err, "contactId", field)
		}
		all[i] = standing.Contact
		switch {
		case slices.ContainsFunc(all[:i], func(c *contact.Contact) bool { return c.ID == id }):
			return nil, target, invalid(field, "is there twice: a contact cannot be merged with itself")
		case !all[i].IsHead():
			return nil, target, invalid(field,
				"is merged into "+all[i].Merged.Into.String()+": merge that one, or split it first")
		}
	}
	slices.SortStableFunc(all, func(a, b *contact.Contact) int {
		return cmp.Or(cmp.Compare(b.Kind, a.Kind), cmp.Compare(a.Created, b.Created))
	})
	for _, c := range all[1:] {
		sources = append(sources, c.ID)
	}
	return sources, all[0].ID, nil
}

// postSplit takes members out of a head (identity.md §4).
func (a *api) postSplit(w http.ResponseWriter, r *request) error {
	given, err := r.optionalMembers()
	if err != nil {
		return err
	}
	var body contract.SojournSplitRequest
	if err := (members{}).merge(given).into(&body); err != nil {
		return err
	}
	var member journey.ID
	if body.ContactID != "" {
		if member, err = contactID("contactId", body.ContactID); err != nil {
			return err
		}
	}
	standing, err := a.standing(r)
	if err != nil {
		return err
	}
	head, err := a.Contacts.Split(r.Context(), standing.Contact.ID, member)
	if err != nil {
		return err
	}
	return a.answerContact(w, head)
}

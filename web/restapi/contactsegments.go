package restapi

import (
	"context"
	"errors"
	"net/http"

	"sojourn/journey"
	"sojourn/journey/contact"
	"sojourn/web/contract"
)

// The customer-wide segments of a contact (segments-outcomes.md §4.3). Who holds which is decided where contacts are.

// The sizes of the listing, which has no pages (api.md §4.3).
const (
	usualAssignments = 25
	maxAssignments   = 500
)

// getContactSegments answers GET /externalcontacts/contacts/{contactId}/journey/segments.
func (a *api) getContactSegments(w http.ResponseWriter, r *request) error {
	q := r.query()
	limit, err := q.count("limit")
	if err != nil {
		return err
	}
	if limit == 0 {
		limit = usualAssignments
	}
	merged, err := q.flag("includeMerged")
	if err != nil {
		return err
	}
	standing, err := a.standing(r)
	if err != nil {
		return err
	}
	held, err := a.Contacts.Assignments(r.Context(), standing.Contact.ID, merged)
	if err != nil {
		return err
	}
	held = held[:min(len(held), limit, maxAssignments)]
	listing := contract.SegmentAssignmentListing{Entities: make([]contract.SegmentAssignment, len(held))}
	for i := range held {
		if listing.Entities[i], err = a.assignmentView(r.Context(), &held[i]); err != nil {
			return err
		}
	}
	return answerJSON(w, listing)
}

// assignmentView shows an assignment, with the session that earned it if one did and is still there.
func (a *api) assignmentView(
	ctx context.Context, held *contact.Assignment,
) (contract.SegmentAssignment, error) {
	id := held.Segment.String()
	view := contract.SegmentAssignment{
		DateAssigned:        contract.Time(held.Assigned),
		DateForUnassignment: contract.Time(held.Until),
		Segment:             contract.SegmentAssignmentSegment{ID: id, SelfURI: ruleURI(journey.SegmentNoun, id)},
		ExternalContact:     *contactRef(held.Contact),
	}
	if held.Evidence.Session.IsZero() {
		return view, nil
	}
	s, err := a.Sessions.Session(ctx, held.Evidence.Session)
	switch {
	case errors.Is(err, journey.ErrNoSession):
		return view, nil
	case err != nil:
		return view, err
	}
	view.Session = &contract.SegmentAssignmentSession{
		ID: s.ID.String(), Type: s.Type(), SelfURI: sessionURI(s.ID),
	}
	return view, nil
}

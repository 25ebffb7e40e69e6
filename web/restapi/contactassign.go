package restapi

import (
	"fmt"
	"net/http"
	"strings"

	"sojourn/journey"
	"sojourn/journey/contact"
	"sojourn/web/contract"
)

// maxOrders is how many segments one request assigns and unassigns together.
const maxOrders = 10

// postContactSegments answers POST /externalcontacts/contacts/{contactId}/journey/segments: it assigns segments to
// a contact and takes others away (segments-outcomes.md §4.3).
func (a *api) postContactSegments(w http.ResponseWriter, r *request) error {
	given, err := r.members()
	if err != nil {
		return err
	}
	var body contract.UpdateSegmentAssignmentRequest
	if err := (members{}).merge(given).into(&body); err != nil {
		return err
	}
	if err := mayAssign(r, &body); err != nil {
		return err
	}
	if err := checkOrders(&body); err != nil {
		return err
	}
	standing, err := a.standing(r)
	if err != nil {
		return err
	}
	assign, unprocessed, err := a.orders(body.Assign)
	if err != nil {
		return err
	}
	unassign := takenAway(body.Unassign)
	if len(assign)+len(unassign) > 0 {
		if err := a.Contacts.Assign(r.Context(), standing.Contact.ID, assign, unassign); err != nil {
			return err
		}
	}
	var answer contract.UpdateSegmentAssignmentResponse
	if answer.UnprocessedItems.Count = len(unprocessed); len(unprocessed) > 0 {
		answer.UnprocessedItems.Assign = &contract.SegmentAssignments{Segments: unprocessed}
	}
	return answerJSON(w, answer)
}

// mayAssign sees to it that the caller may do what the request asks for (api.md §11).
func mayAssign(r *request, body *contract.UpdateSegmentAssignmentRequest) error {
	var wanted []string
	if body.Assign != nil {
		wanted = append(wanted, "externalContacts:segmentAssignment:add")
	}
	if body.Unassign != nil {
		wanted = append(wanted, "externalContacts:segmentAssignment:delete")
	}
	return r.caller().Require(wanted, false)
}

// checkOrders sees to it that a request names segments, not too many, and none twice.
func checkOrders(body *contract.UpdateSegmentAssignmentRequest) error {
	c := orderCheck{named: map[string]bool{}}
	if part := body.Assign; part != nil {
		c.present("assign.segments", part.Segments != nil)
		for i, segment := range part.Segments {
			c.id(fmt.Sprintf("assign.segments[%d].id", i), segment.ID)
		}
	}
	if part := body.Unassign; part != nil {
		c.present("unassign.segments", part.Segments != nil)
		for i, segment := range part.Segments {
			c.id(fmt.Sprintf("unassign.segments[%d].id", i), segment.ID)
		}
	}
	if c.err == nil && len(c.named) > maxOrders {
		return contract.NewError(contract.BadRequest,
			"At most {limit} segments can be assigned and unassigned together.", "limit", itoa(maxOrders))
	}
	return c.err
}

// orderCheck keeps the first fault.
type orderCheck struct {
	named map[string]bool // by id in lower case
	err   error
}

func (c *orderCheck) present(field string, there bool) {
	if !there {
		c.fail(contract.MissingRequiredProperty, field, "is required")
	}
}

func (c *orderCheck) id(field, id string) {
	id = strings.ToLower(id)
	c.present(field, id != "")
	if c.named[id] {
		c.fail(contract.InvalidValue, field, "is there twice")
	}
	c.named[id] = true
}

func (c *orderCheck) fail(code contract.Code, field, reason string) {
	if c.err == nil {
		c.err = contract.InvalidField(code, field, reason)
	}
}

// orders tells the segments that can be assigned from those that cannot: unknown ones, inactive ones, and those
// that are assigned to sessions.
func (a *api) orders(
	wanted *contract.SegmentAssignments,
) (orders []contact.Order, unprocessed []contract.SegmentForAssignment, err error) {
	if wanted == nil {
		return nil, nil, nil
	}
	for _, named := range wanted.Segments {
		id, notAnID := journey.ParseID(named.ID)
		d, found := a.Definitions.Get(journey.SegmentNoun, id.String())
		if notAnID != nil || !found {
			unprocessed = append(unprocessed, named)
			continue
		}
		s, err := segment(d)
		switch {
		case err != nil:
			return nil, nil, err
		case !s.IsActive || s.Scope != journey.CustomerScope:
			unprocessed = append(unprocessed, named)
		default:
			orders = append(orders, contact.Order{Segment: id, Lasts: s.Lasts()})
		}
	}
	return orders, unprocessed, nil
}

// takenAway returns the segments to unassign. Nobody holds one that has no proper id.
func takenAway(wanted *contract.SegmentUnassignments) (ids []journey.ID) {
	if wanted == nil {
		return nil
	}
	for _, named := range wanted.Segments {
		if id, err := journey.ParseID(named.ID); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

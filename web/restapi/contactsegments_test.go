package restapi

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"sojourn/journey"
	"sojourn/journey/contact"
	"sojourn/web/contract"
)

func segmentsOf(contactID string) string { return contactsPath + "/" + contactID + "/journey/segments" }

// newSegment makes a segment and returns its id.
func (h *harness) newSegment(members string) string {
	h.Helper()
	return strings.TrimPrefix(h.call("POST", segmentsPath, `{"displayName":"A"`+members+`}`, h.admin()...).made(), segmentsPath+"/")
}

// ordering asks to assign and to unassign segments.
func ordering(assign, unassign []string) string {
	list := func(ids []string) string {
		all := make([]string, len(ids))
		for i, id := range ids {
			all[i] = `{"id":"` + id + `"}`
		}
		return `{"segments":[` + strings.Join(all, ",") + `]}`
	}
	return `{"assign":` + list(assign) + `,"unassign":` + list(unassign) + `}`
}

// held returns the assignments that the listing shows.
func (h *harness) held(contactID, query string) []contract.SegmentAssignment {
	h.Helper()
	var listing contract.SegmentAssignmentListing
	h.call("GET", segmentsOf(contactID)+query, "", h.admin()...).want(200).into(&listing)
	return listing.Entities
}

// Worked example 15 of segments-outcomes.md §6: assigned and renewed by the API, never by evaluation.
func TestAssignByAPI(t *testing.T) {
	h := newHarness(t)
	gwen := h.createContact(`{"firstName":"Gwen"}`).ID
	vip := h.newSegment(`,"externalSegment":{"id":"vip","name":"VIP"},"assignmentExpirationDays":30`)
	always := h.newSegment("")
	post := func(body string) (u contract.UnprocessedSegmentAssignments) {
		t.Helper()
		var answer contract.UpdateSegmentAssignmentResponse
		h.call("POST", segmentsOf(strings.ToUpper(gwen)), body, h.admin()...).want(200).into(&answer)
		return answer.UnprocessedItems
	}
	const day = 24 * time.Hour
	first := contract.TimeOf(h.at)
	if u := post(ordering([]string{strings.ToUpper(vip)}, nil)); u.Count != 0 || u.Assign != nil || u.Unassign != nil {
		t.Errorf("unprocessed %+v", u)
	}
	held := h.held(gwen, "")
	if len(held) != 1 || held[0].Segment.ID != vip || held[0].Segment.SelfURI != segmentsPath+"/"+vip ||
		held[0].ExternalContact.ID != gwen || held[0].Session != nil ||
		held[0].DateAssigned != first || held[0].DateForUnassignment != first+contract.Time((30*day).Milliseconds()) {
		t.Errorf("held %+v", held)
	}
	h.at = h.at.Add(10 * day)
	post(ordering([]string{vip, always}, nil))
	held = h.held(gwen, "")
	if len(held) != 2 || held[0].Segment.ID != always || held[1].DateAssigned != first ||
		held[0].DateForUnassignment != contract.TimeOf(h.at.Add(365*day)) ||
		held[1].DateForUnassignment != contract.TimeOf(h.at.Add(30*day)) {
		t.Errorf("renewed: %+v", held)
	}
	if held = h.held(gwen, "?limit=1"); len(held) != 1 || held[0].Segment.ID != always {
		t.Errorf("limited: %+v", held)
	}
	h.at = h.at.Add(30 * day)
	if held = h.held(gwen, "?limit=0"); len(held) != 1 || held[0].Segment.ID != always {
		t.Errorf("expired: %+v", held)
	}
	// What is not held, or was never there, is taken away all the same.
	if u := post(ordering(nil, []string{always, vip, cookie, "x"})); u.Count != 0 || len(h.held(gwen, "")) != 0 {
		t.Errorf("unprocessed %+v", u)
	}
	post(`{}`)
	post(`{"assign":null,"unassign":{"segments":[]}}`)
}

func TestSegmentsThatAreNotAssigned(t *testing.T) {
	h := newHarness(t)
	gwen := h.createContact(`{"firstName":"Gwen"}`).ID
	const visit = `,"context":{"patterns":[{"criteria":[{"key":"device.type","values":["a"],"entityType":"visit"}]}]}`
	good, inactive, gone := h.newSegment(""), h.newSegment(`,"isActive":false`), h.newSegment("")
	forSessions := h.newSegment(visit)
	h.call("DELETE", segmentsPath+"/"+gone, "", h.admin()...).want(204)
	var answer contract.UpdateSegmentAssignmentResponse
	ids := []string{inactive, good, forSessions, gone, "vip"}
	h.call("POST", segmentsOf(gwen), ordering(ids, []string{inactive + "x"}), h.admin()...).want(200).into(&answer)
	var left []string
	for _, s := range answer.UnprocessedItems.Assign.Segments {
		left = append(left, s.ID)
	}
	if answer.UnprocessedItems.Count != 4 || !slices.Equal(left, []string{inactive, forSessions, gone, "vip"}) {
		t.Errorf("unprocessed: %v", left)
	}
	if held := h.held(gwen, ""); len(held) != 1 || held[0].Segment.ID != good {
		t.Errorf("held %+v", held)
	}
	// It stays when it is no longer active.
	h.call("PATCH", segmentsPath+"/"+good, `{"isActive":false}`, h.admin()...).want(200)
	if len(h.held(gwen, "")) != 1 {
		t.Error("gone with its segment's activity")
	}
}

func TestAssignRefusals(t *testing.T) {
	h := newHarness(t)
	gwen := h.createContact(`{"firstName":"Gwen"}`).ID
	segment := h.newSegment("")
	var many []string
	for i := range 11 {
		many = append(many, fmt.Sprintf("%08d-0000-4000-8000-000000000000", i))
	}
	for body, want := range map[string]struct {
		code  contract.Code
		field string
	}{
		ordering(many, nil):                                        {contract.BadRequest, ""},
		ordering(many[:5], many[5:]):                               {contract.BadRequest, ""},
		ordering([]string{segment, segment}, nil):                  {contract.InvalidValue, "assign.segments[1].id"},
		ordering(nil, []string{segment, strings.ToUpper(segment)}): {contract.InvalidValue, "unassign.segments[1].id"},
		ordering([]string{"x", segment}, []string{segment}):        {contract.InvalidValue, "unassign.segments[0].id"},
		`{"assign":{}}`:                                            {contract.MissingRequiredProperty, "assign.segments"},
		`{"unassign":{"segments":null}}`:                           {contract.MissingRequiredProperty, "unassign.segments"},
		`{"assign":{"segments":[{}]}}`:                             {contract.MissingRequiredProperty, "assign.segments[0].id"},
		`{"assign":{"segments":[{"id":7}]}}`:                       {contract.InvalidValue, "assign.segments[0].id"},
		`{"assign":[]}`:                                            {contract.InvalidValue, "assign"},
		``:                                                         {contract.BadRequest, ""},
	} {
		h.call("POST", segmentsOf(gwen), body, h.admin()...).want(400).refusal(want.code, want.field)
	}
	h.call("POST", segmentsOf(gwen), ordering(many[:10], nil), h.admin()...).want(200)
	for _, nobody := range []string{cookie, "x"} {
		h.call("POST", segmentsOf(nobody), ordering([]string{segment}, nil), h.admin()...).want(404).refusal(contract.NotFound, "")
		h.call("POST", segmentsOf(nobody), `{}`, h.admin()...).want(404)
		h.call("GET", segmentsOf(nobody), "", h.admin()...).want(404).refusal(contract.NotFound, "")
	}
	for query, field := range map[string]string{"?limit=x": "limit", "?limit=-1": "limit", "?includeMerged=yes": "includeMerged"} {
		h.call("GET", segmentsOf(gwen)+query, "", h.admin()...).want(400).refusal(contract.InvalidValue, field)
	}
}

func TestAssignPermissions(t *testing.T) {
	h := newHarness(t)
	gwen := h.createContact(`{"firstName":"Gwen"}`).ID
	adds, deletes := h.bearer("externalContacts:segmentAssignment:add"), h.bearer("externalContacts:segmentAssignment:delete")
	views := h.bearer("externalContacts:segmentAssignment:view")
	const assign, unassign = `{"assign":{"segments":[]}}`, `{"unassign":{"segments":[]}}`
	for _, row := range []struct {
		body    string
		headers []string
		status  int
	}{
		{assign, adds, 200}, {assign, deletes, 403}, {unassign, adds, 403}, {unassign, deletes, 200},
		{ordering(nil, nil), adds, 403}, {ordering(nil, nil), deletes, 403}, {`{"assign":null}`, deletes, 200},
		{assign, views, 403}, {assign, nil, 401},
		{ordering(nil, nil), h.bearer("externalContacts:segmentAssignment:*"), 200},
	} {
		h.call("POST", segmentsOf(gwen), row.body, row.headers...).want(row.status)
	}
	h.call("GET", segmentsOf(gwen), "", views...).want(200)
	h.call("GET", segmentsOf(gwen), "", adds...).want(403)
}

// An assignment that evaluation made shows its session; those of merged contacts show whose they are.
func TestAssignmentsOfOnePerson(t *testing.T) {
	h := newHarness(t).stitching()
	session := h.webEvent(0, `"createdDate"`, `"traits":{"email":"gwen@example.com"},"createdDate"`).session()
	gwen := h.contactOf(session)
	other := h.createContact(`{"firstName":"G."}`).ID
	segment, old := h.newSegment(""), h.newSegment("")
	id := func(text string) journey.ID {
		parsed, err := journey.ParseID(text)
		h.must(err)
		return parsed
	}
	h.call("POST", segmentsOf(other), ordering([]string{old}, nil), h.admin()...).want(200)
	h.at = h.at.Add(time.Minute) // decisions never date back
	grant := contact.Grant{
		Contact: id(gwen), Segment: id(segment), Lasts: journey.Instant(time.Hour.Milliseconds()),
		Evidence: contact.Proof{At: journey.InstantOf(h.at), Event: id(cookie), Session: id(session)},
	}
	_, err := h.world.people.Grant(context.Background(), []contact.Grant{grant})
	h.must(err)
	h.at = h.at.Add(time.Minute)
	held := h.held(gwen, "")
	if len(held) != 1 || held[0].Session == nil || *held[0].Session != (contract.SegmentAssignmentSession{
		ID: session, Type: "web", SelfURI: "/api/v2/journey/sessions/" + session,
	}) {
		t.Errorf("held %+v", held)
	}

	h.call("POST", contactsPath+"/merge", `{"contactIds":["`+gwen+`","`+other+`"]}`, h.admin()...).want(200)
	whose := func(query string) (all string) {
		for _, a := range h.held(other, query) {
			all += map[string]string{segment: "segment of ", old: "old of "}[a.Segment.ID] +
				map[string]string{gwen: "gwen, ", other: "other, "}[a.ExternalContact.ID]
		}
		return all
	}
	// other was made by the API: it is the head, and holds what both held.
	for query, want := range map[string]string{
		"": "segment of other, old of other, ", "?includeMerged=true": "segment of gwen, old of other, ",
		"?includeMerged=true&limit=1": "segment of gwen, ",
	} {
		if got := whose(query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}

	// Without its session an assignment is still one.
	delete(h.world.sessions, id(session))
	if held = h.held(other, ""); len(held) != 2 || held[0].Session != nil {
		t.Errorf("held %+v", held)
	}
}

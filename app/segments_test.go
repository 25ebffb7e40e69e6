package app

import (
	"net/http"
	"testing"
	"time"
)

// member is the segment of everybody who views a page, for thirty days.
const member = `{"displayName":"Member","assignmentExpirationDays":30,"journey":{"patterns":[{"criteria":[],"count":1,
	"streamType":"Web","sessionType":"web","eventName":"page_viewed"}]}}`

// segments are those that a session shows.
func (s *server) segments(token, session string) (ids []string) {
	s.t.Helper()
	var shown struct {
		SegmentAssignments []struct{ Segment struct{ ID string } }
	}
	s.must(http.StatusOK, "GET", "/api/v2/journey/sessions/"+session, token, nil, &shown)
	for _, a := range shown.SegmentAssignments {
		ids = append(ids, a.Segment.ID)
	}
	return ids
}

// visited sends an event some minutes ago and returns its session.
func (s *server) visited(visitor string, minutesAgo int) string {
	s.t.Helper()
	status, id := s.event(visitor, "", "https://shop.example/", time.Now().Add(-time.Duration(minutesAgo)*time.Minute))
	if status != http.StatusOK {
		s.t.Fatalf("an event is answered with %d", status)
	}
	return id
}

// TestSegmentsOfACustomerWithoutContact: with identity off the customer is the cookie (segments-outcomes.md §4.1). The
// segment comes along into the next visit, is no contact, and goes when the person is erased.
func TestSegmentsOfACustomerWithoutContact(t *testing.T) {
	s := start(t, settings(t, t.TempDir(), map[string]string{"identity.resolve": "false"}))
	token := s.devToken()
	var made struct{ ID string }
	s.must(http.StatusOK, "POST", "/api/v2/journey/segments", token, member, &made)
	if got := s.segments(token, s.visited(firstDevice, 50)); len(got) != 1 || got[0] != made.ID {
		t.Errorf("the visit that earned it has %v", got)
	}
	var none struct{ ID string }
	s.must(http.StatusOK, "POST", "/api/v2/journey/segments", token, `{"displayName":"For the API alone"}`, &none)
	s.must(http.StatusOK, "PATCH", "/api/v2/journey/segments/"+made.ID, token, `{"isActive":false}`, nil)
	if got := s.segments(token, s.visited(firstDevice, 25)); len(got) != 1 || got[0] != made.ID {
		t.Errorf("the next visit begins with %v", got)
	}
	if got := s.segments(token, s.visited(stranger, 25)); len(got) != 0 {
		t.Errorf("a stranger has %v", got)
	}
	var contacts struct{ Total int }
	s.must(http.StatusOK, "GET", "/api/v2/externalcontacts/contacts", token, nil, &contacts)
	if contacts.Total != 0 {
		t.Errorf("%d contacts are listed", contacts.Total)
	}
	if done := s.gdpr(token, "GDPR_DELETE", `{"journeyCustomer":{"type":"cookie","id":"`+firstDevice+`"}}`); done.Status != "COMPLETED" {
		t.Fatalf("the erasure is %s", done.Status)
	}
	if got := s.segments(token, s.visited(firstDevice, 0)); len(got) != 0 {
		t.Errorf("after the erasure a visit begins with %v", got)
	}
}

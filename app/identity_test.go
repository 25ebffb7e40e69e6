package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"sojourn/engine/pebble"
	"sojourn/journey"
	"sojourn/journey/contact"
)

// tell sends a page view of a visitor with traits.
func (s *server) tell(visitor string, traits map[string]string) {
	said, err := json.Marshal(traits)
	if err != nil {
		s.t.Fatal(err)
	}
	body := fmt.Sprintf(`{"customerCookieId":%q,"eventName":"page_viewed","createdDate":%q,
		"page":{"url":"https://shop.example/account","title":"Account"},"traits":%s}`,
		visitor, time.Now().UTC().Format("2006-01-02T15:04:05.000Z"), said)
	s.must(http.StatusOK, "POST", "/api/v2/journey/deployments/"+DevDeployment+"/webevents", "", body, nil)
}

// holder returns the head contact that owns an e-mail address, and the sessions of everybody who is that person.
func (s *server) holder(email string) (*contact.Contact, []*journey.Session) {
	s.t.Helper()
	head, err := s.app.people.Lookup(s.t.Context(), contact.Identifier{Type: contact.Email, Value: email})
	if err != nil || head == nil {
		s.t.Fatalf("who owns %s: %v, %v", email, head, err)
	}
	ids := append([]journey.ID{head.ID}, head.MergeSet()...)
	var sessions []*journey.Session
	seen := map[journey.ID]bool{}
	for session, err := range s.app.store.index.OfContacts(s.t.Context(), ids, pebble.ContactCursor{}) {
		if err != nil {
			s.t.Fatal(err)
		}
		if !seen[session.ID] {
			sessions = append(sessions, session)
		}
		seen[session.ID] = true
	}
	return head, sessions
}

// TestOnePersonOfManyCookies: events of one person come in over many cookies at once and end in one contact, which is
// the same after a restart and in a rebuilt index.
func TestOnePersonOfManyCookies(t *testing.T) {
	const cookies = 24
	data := t.TempDir()
	s := start(t, settings(t, data, nil))
	var all sync.WaitGroup
	for n := range cookies {
		all.Go(func() {
			cookie := fmt.Sprintf("cookie-%d", n)
			s.tell(cookie, nil)
			s.tell(cookie, map[string]string{"email": "Gwen@Example.com "})
			s.tell(cookie, map[string]string{"email": "gwen@example.com", "givenName": "Gwen"})
		})
	}
	all.Wait()
	compare := func(when string) journey.ID {
		t.Helper()
		head, sessions := s.holder("gwen@example.com")
		if len(sessions) != cookies || head.Kind != contact.Identified {
			t.Errorf("%s: %d sessions of %v", when, len(sessions), head.Kind)
		}
		for _, session := range sessions {
			shown, err := s.app.people.Canonical(t.Context(), session.ContactID(), session.Newest.At)
			if err != nil || shown != head.ID {
				t.Errorf("%s: session of %s shows %v, %v instead of %v", when, session.Customer, shown, err, head.ID)
			}
		}
		return head.ID
	}
	before := compare("at once")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := Rebuild(t.Context(), settings(t, data, nil), quiet(t), nil); err != nil {
		t.Fatal(err)
	}
	s = start(t, settings(t, data, nil))
	if after := compare("rebuilt"); after != before {
		t.Errorf("the contact was %v and is %v", before, after)
	}
	checked, err := s.app.store.index.Check(t.Context(), nil)
	if err != nil || len(checked.Problems) > 0 {
		t.Errorf("%q, %v", checked.Problems, err)
	}
}

// TestSharedDevice: somebody else signs in on the same device (identity.md §8, I5): the session moves, earlier ones stay.
func TestSharedDevice(t *testing.T) {
	s := start(t, settings(t, t.TempDir(), nil))
	s.tell("shared-device", map[string]string{"email": "first@example.com"})
	s.tell("shared-device", map[string]string{"email": "second@example.com"})
	first, _ := s.holder("first@example.com")
	second, sessions := s.holder("second@example.com")
	if first.ID == second.ID || len(sessions) != 1 {
		t.Fatalf("first %v, second %v with %d sessions", first.ID, second.ID, len(sessions))
	}
}

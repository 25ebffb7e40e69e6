package forget

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"sojourn/journey"
	"sojourn/journey/contact"
)

func TestSubjectsThatTellWhoIsMeant(t *testing.T) {
	policy := contact.DefaultPolicy([16]byte{1})
	policy.DefaultCountry = "IE"
	for name, c := range map[string]struct {
		subject Subject
		field   string // at fault; empty for none
		want    string // the identifiers
	}{
		"cookie": {Subject{Customer: &Customer{"cookie", "c-1"}}, "", "Cookie:c-1"},
		"mail and phone": {
			Subject{Emails: []string{"A@b.example"}, Phones: []string{"086 123 4567"}}, "",
			"Phone:+353861234567 Email:a@b.example",
		},
		"external id":   {Subject{ExternalID: "crm-1"}, "", "ExternalId:crm-1"},
		"handle":        {Subject{Social: &Social{"twitter", "gwen"}}, "", "SocialTwitter:gwen"},
		"contact":       {Subject{ExternalContact: "11111111-1111-4111-8111-111111111111"}, "", ""},
		"nothing":       {Subject{}, "subject", ""},
		"name only":     {Subject{Name: "Gwen", Addresses: []string{"Dublin"}}, "subject", ""},
		"half customer": {Subject{Customer: &Customer{Type: "cookie"}}, "subject.journeyCustomer", ""},
		"no mail":       {Subject{Emails: []string{"a@b.example", "none"}}, "subject.emailAddresses[1]", ""},
		"no phone":      {Subject{Phones: []string{"12"}}, "subject.phoneNumbers[0]", ""},
		"no network":    {Subject{Social: &Social{"none", "gwen"}}, "subject.socialHandle", ""},
		"no id":         {Subject{ExternalContact: "1"}, "subject.externalContactId", ""},
	} {
		fault := c.subject.Check(&policy)
		if field := faulty(fault); field != c.field {
			t.Errorf("%s: the fault is in %q, want %q", name, field, c.field)
		}
		if fault != nil {
			continue
		}
		ids, _ := c.subject.identifiers(&policy)
		var texts []string
		for _, id := range ids {
			texts = append(texts, id.String())
		}
		if got := strings.Join(texts, " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func faulty(fault *journey.Fault) string {
	if fault == nil {
		return ""
	}
	return fault.Field
}

func TestTombstonesHoldForThirtyDays(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	policy := contact.DefaultPolicy([16]byte{1})
	s := &Service{policy: func() *contact.Policy { return &policy }, now: func() time.Time { return now }}
	erased := contact.Identifier{Type: contact.Email, Value: "gwen@example.com"}
	other := contact.Identifier{Type: contact.Cookie, Value: "gwen@example.com"}
	at := s.instant()
	requests := []Request{{Type: Delete, Created: at, Hashes: []hash{hashOf(policy.Seed, erased)}}}
	s.tombstones.set(requests, at)
	buried := func(id contact.Identifier, created journey.Instant) bool {
		return s.Buried([]contact.Identifier{{Type: contact.Phone, Value: "+1"}, id}, created)
	}
	if !s.Any() || !buried(erased, at) || !buried(erased, at-1) {
		t.Error("an event of before the request is let in")
	}
	if buried(erased, at+1) || buried(other, at-1) {
		t.Error("an event of after the request, or of another identifier, is not let in")
	}
	now = now.Add(remembered)
	if !buried(erased, at) {
		t.Error("a tombstone has gone too soon")
	}
	now = now.Add(time.Second)
	if buried(erased, at) {
		t.Error("a tombstone stays")
	}
	if s.tombstones.set(requests, s.instant()); s.Any() {
		t.Error("a tombstone stays in memory")
	}
}

func TestRequestsAreStoredWithoutTheSubject(t *testing.T) {
	r := Request{
		ID: "r", Type: Delete, Status: Deleting, Subject: Subject{Emails: []string{"gwen@example.com"}},
		Found:  person{Identifiers: []contact.Identifier{{Type: contact.Email, Value: "gwen@example.com"}}},
		Hashes: []hash{{1, 2, 15: 3}},
	}
	r.strip()
	body, err := r.encode()
	if err != nil || strings.Contains(string(body), "gwen") {
		t.Fatalf("%s %v", body, err)
	}
	again, err := decode(journey.Definition{ID: "r", Body: body})
	if err != nil || again.Hashes[0] != r.Hashes[0] || again.Type != Delete || again.Status != Deleting {
		t.Errorf("%+v %v", again, err)
	}
	for _, text := range []string{`"00"`, `"zz02000000000000000000000000000003"`, `"0102000000000000000000000000000300"`} {
		var h hash
		if err := json.Unmarshal([]byte(text), &h); err == nil {
			t.Errorf("%s is taken for a hash", text)
		}
	}
}

func TestDrafts(t *testing.T) {
	policy := contact.DefaultPolicy([16]byte{1})
	subject := Subject{Emails: []string{"a@b.example"}}
	for field, draft := range map[string]Draft{
		"requestType":         {Type: "NONE", Subject: subject},
		"replacementTerms":    {Type: Update, Subject: subject},
		"replacementTerms[0]": {Type: Update, Subject: subject, Terms: []Term{{Existing: "x"}}},
		"subject":             {Type: Delete},
		"":                    {Type: Export, Subject: subject},
	} {
		if got := faulty(draft.check(&policy)); got != field {
			t.Errorf("the fault is in %q, want %q", got, field)
		}
	}
}

func TestConcerns(t *testing.T) {
	mine, theirs := journey.ID{1}, journey.ID{2}
	e := erasure{sessions: map[journey.ID]bool{mine: true}, contacts: map[journey.ID]bool{mine: true}}
	s := &Service{}
	by := contact.Identifier{Type: contact.Email, Value: "gwen@example.com"}
	for name, c := range map[string]struct {
		record journey.Record
		want   bool
	}{
		"event":                 {&journey.Accepted{Session: mine}, true},
		"event of others":       {&journey.Accepted{Session: theirs, EndedID: mine}, false},
		"ping":                  {&journey.Pinged{Session: mine}, true},
		"end":                   {&journey.Ended{Session: mine}, true},
		"definition":            {&journey.Definition{Noun: journey.ClientNoun}, false},
		"contact":               {&contact.Decision{Put: []*contact.Contact{{ID: mine}}}, true},
		"both contacts":         {&contact.Decision{Put: []*contact.Contact{{ID: mine}, {ID: theirs}}}, true},
		"decided by identifier": {&contact.Decision{Put: []*contact.Contact{{ID: theirs}}, Contact: mine, By: by}, true},
		"contact of others":     {&contact.Decision{Put: []*contact.Contact{{ID: theirs}}, By: by}, false},
		"removal":               {&contact.Decision{Remove: []journey.ID{mine}}, false},
	} {
		if got := s.concerns(&e, c.record); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if len(e.others) != 1 || e.others[0] != theirs {
		t.Errorf("to be kept: %v", e.others)
	}
}

package contact

import (
	"slices"
	"strings"
	"testing"
	"time"

	"sojourn/journey"
)

func TestNewIdentifier(t *testing.T) {
	for _, c := range []struct {
		kind                         Type
		value, source, country, want string
		unmatched                    bool
		field                        string
	}{
		{kind: Email, value: " Gwen+Shop@Example.COM ", want: "Email:gwen+shop@example.com"},
		{kind: Email, value: "gwen", want: "Email:gwen", unmatched: true, field: "value"},
		{kind: Email, value: "a@b@c", want: "Email:a@b@c", unmatched: true, field: "value"},
		{kind: Email, value: "a b@example.com", want: "Email:a b@example.com", unmatched: true, field: "value"},
		{kind: Phone, value: "086 123 4567", country: "IE", want: "Phone:+353861234567"},
		{kind: Phone, value: "086 123 4567", country: "ie", want: "Phone:+353861234567"},
		{kind: Phone, value: "086 123 4567", want: "Phone:086 123 4567", unmatched: true, field: "value"},
		{kind: Phone, value: "tel:+353-86-123-4567", country: "DE", want: "Phone:+353861234567"},
		{kind: Phone, value: "sip:+353861234567@sip.example.com", want: "Phone:+353861234567"},
		{kind: Phone, value: "anonymous", country: "IE", want: "Phone:anonymous", unmatched: true, field: "value"},
		{kind: Phone, value: "112", country: "IE", want: "Phone:112", unmatched: true, field: "value"},
		{kind: Cookie, value: "A.b_C", want: "Cookie:A.b_C"},
		{kind: ExternalID, value: " Crm-1 ", want: "ExternalId:Crm-1"},
		{kind: ExternalID, value: "Crm-1", source: " shop ", want: "ExternalId:shop:Crm-1"},
		{kind: SocialTwitter, value: " Gwen ", source: "ignored", want: "SocialTwitter:Gwen"},
		{kind: Email, value: " ", want: ":", field: "value"},
		{kind: Cookie, value: strings.Repeat("x", 256), want: ":", field: "value"},
		{kind: Cookie, value: "a\x00b", want: ":", field: "value"},
		{kind: ExternalID, value: "1", source: strings.Repeat("x", 256), want: ":", field: "externalSource"},
		{kind: NoType, value: "1", want: ":", field: "type"},
		{kind: lastType + 1, value: "1", want: ":", field: "type"},
	} {
		id, fault := NewIdentifier(c.kind, c.value, c.source, c.country)
		if id.String() != c.want || id.Unmatched != c.unmatched {
			t.Errorf("%v %q is %+v, want %s", c.kind, c.value, id, c.want)
		}
		if fault == nil && c.field != "" || fault != nil && fault.Field != c.field {
			t.Errorf("%v %q: %v, want a fault of %q", c.kind, c.value, fault, c.field)
		}
	}
}

func TestOfCustomer(t *testing.T) {
	p := DefaultPolicy([16]byte{})
	p.ExternalSource = "crm"
	for idType, want := range map[string]string{
		"cookie": "Cookie:Ab", "email": "Email:Ab", "externalId": "ExternalId:crm:Ab", "facebook": "SocialFacebook:Ab",
		"line": "SocialLine:Ab", "twitter": "SocialTwitter:Ab", "whatsapp": "SocialWhatsapp:Ab",
		"instagram": "SocialInstagram:Ab", "apple": "AppleOpaqueId:Ab", "loyalty": "ExternalId:loyalty:Ab",
	} {
		if id, _ := p.OfCustomer(idType, "Ab"); id.String() != want {
			t.Errorf("%s is %v, want %s", idType, id, want)
		}
	}
}

// story is a book with a few words for evidence.
type story struct{ *book }

// says resolves an event with these identifiers, written as they print; the first cookie is the customer's own.
func (s story) says(hours int, identifiers ...string) Decision {
	s.t.Helper()
	return s.resolve(s.evidence(hours, identifiers...))
}

func (s story) evidence(hours int, identifiers ...string) *Evidence {
	s.t.Helper()
	e := &Evidence{At: 100*day + journey.Instant(hours)*day/24}
	for _, text := range identifiers {
		name, value, _ := strings.Cut(text, ":")
		id, fault := NewIdentifier(ParseType(name), value, "", "")
		if fault != nil {
			s.t.Fatal(fault)
		}
		e.add(id, nil, "")
		if id.Type == Cookie && e.Customer.Type == NoType {
			e.Customer = id
		}
	}
	return e
}

// holds checks what a contact holds, by the identifiers as they print.
func (s story) holds(id journey.ID, want ...string) {
	s.t.Helper()
	var got []string
	for _, claim := range s.contacts[id].Claims {
		got = append(got, claim.String())
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		s.t.Errorf("contact %s holds %v, want %v", id, got, want)
	}
}

func begin(t *testing.T) story { return story{newBook(t)} }

// TestRank: where owners stay apart, the highest identifier decides, and the rest are listed.
func TestRank(t *testing.T) {
	s := begin(t)
	s.policy.AutoMerge = false
	all := []string{"ExternalId:1", "Email:a@example.com", "Phone:+353861234567", "SocialLine:x", "Cookie:c"}
	owners := make([]journey.ID, len(all))
	for i, id := range all {
		owners[i] = s.says(i, id).Contact
	}
	s.fold(Decision{Put: []*Contact{{ID: owners[4], Version: 1, Kind: Ephemeral, Claims: []Claim{{Identifier: s.evidence(0, all[4]).Customer}}}}})
	for i := range len(all) - 1 {
		d := s.says(10, all[i:]...)
		if d.Contact != owners[i] || d.Why != ByPriority || !slices.Equal(d.Unresolved, owners[i+1:]) || d.Changes() {
			t.Errorf("from %s on: %+v, want %s", all[i], d, owners[i])
		}
	}
}

func TestAutoMerge(t *testing.T) {
	s := begin(t)
	first, second := s.says(1, "Email:a@example.com"), s.says(2, "Phone:+353861234567")
	merged := s.says(3, "Phone:+353861234567", "Email:a@example.com")
	if merged.Contact != first.Contact || merged.Why != MergedOwners {
		t.Errorf("%+v, want the older %s", merged, first.Contact)
	}
	s.holds(first.Contact, "Email:a@example.com", "Phone:+353861234567")
	link := s.contacts[second.Contact].Merged
	if link == nil || link.By.String() != "Phone:+353861234567" || link.Evidence.At != merged.Evidence.At {
		t.Errorf("the link is %+v", link)
	}
	cookies := s.says(4, "Cookie:a", "Cookie:b")
	if cookies.Why == MergedOwners {
		t.Error("cookies alone merge nobody")
	}
}

// TestGuard is rule 7 beyond the golden case.
func TestGuard(t *testing.T) {
	for _, c := range []struct {
		why          string
		first, event []string
		guarded      bool
	}{
		{"another e-mail", []string{"Cookie:c", "Email:a@example.com"}, []string{"Cookie:c", "Email:b@example.com"}, true},
		{"another id, the same e-mail", []string{"Cookie:c", "ExternalId:1", "Email:a@example.com"},
			[]string{"Cookie:c", "ExternalId:2", "Email:a@example.com"}, true},
		{"the same id, another e-mail", []string{"Cookie:c", "ExternalId:1", "Email:a@example.com"},
			[]string{"Cookie:c", "ExternalId:1", "Email:b@example.com"}, false},
		{"a phone besides", []string{"Cookie:c", "ExternalId:1"}, []string{"Cookie:c", "Phone:+353861234567"}, false},
		{"an e-mail besides an id", []string{"Cookie:c", "ExternalId:1"}, []string{"Cookie:c", "Email:a@example.com"}, false},
		{"another phone", []string{"Cookie:c", "Phone:+353861234567"}, []string{"Cookie:c", "Phone:+353861234568"}, false},
	} {
		s := begin(t)
		before, after := s.says(1, c.first...), s.says(2, c.event...)
		if got := before.Contact != after.Contact; got != c.guarded {
			t.Errorf("%s: guarded is %t, want %t", c.why, got, c.guarded)
		}
		if after.Why == OtherPerson != c.guarded {
			t.Errorf("%s: %v", c.why, after.Why)
		}
		cookie := s.evidence(0, "Cookie:c").Customer
		if s.owners[cookie] != after.Contact {
			t.Errorf("%s: the cookie is not the newest person's", c.why)
		}
		s.check()
	}
}

// TestSplitIsRemembered: what merged two contacts wrongly does not do so again, something new on both sides
// does.
func TestSplitIsRemembered(t *testing.T) {
	s := begin(t)
	head, member := s.says(1, "Email:a@example.com").Contact, s.says(2, "Phone:+353861234567").Contact
	both := []string{"Email:a@example.com", "Phone:+353861234567"}
	s.says(3, both...)
	s.split(head, member, 102*day)
	again := s.says(72, both...)
	if again.Contact != head || again.Why != ByPriority || !slices.Equal(again.Unresolved, []journey.ID{member}) {
		t.Errorf("%+v", again)
	}
	s.says(73, "Email:a@example.com", "ExternalId:1")
	s.says(74, "Phone:+353861234567", "SocialLine:x")
	if d := s.says(75, both...); d.Why != ByPriority {
		t.Errorf("the old identifiers: %+v", d)
	}
	if d := s.says(76, "ExternalId:1", "SocialLine:x"); d.Why != MergedOwners || d.Contact != head {
		t.Errorf("new ones: %+v", d)
	}
}

// TestNamed is rule 2.
func TestNamed(t *testing.T) {
	s := begin(t)
	named := journey.ID{0xcc}
	e := s.evidence(1, "Cookie:c", "Email:a@example.com")
	e.Contact, e.Seen = named, 99*day
	d := s.resolve(e)
	if d.Contact != named || d.Why != Named || s.contacts[named].Kind != Curated {
		t.Errorf("%+v", d)
	}
	s.holds(named, "Cookie:c", "Email:a@example.com")
	if implied := s.contacts[s.policy.Implied(e.Customer)]; implied == nil || implied.Merged == nil {
		t.Error("the visitor's earlier sessions do not follow")
	}
	other := s.says(2, "Phone:+353861234567").Contact
	e = s.evidence(3, "Phone:+353861234567")
	e.Contact = other
	s.resolve(e)
	e.Contact = named
	if s.resolve(e); s.head(other).ID != named {
		t.Error("the owner of the event's phone is not merged into the contact that it names")
	}
	e.Contact = other
	if d := s.resolve(e); d.Contact != other {
		t.Errorf("a session that names a member is stitched to %s", d.Contact)
	}
	s.policy.Resolve = false
	e = s.evidence(4, "Email:b@example.com")
	if d := s.resolve(e); !d.Contact.IsZero() || d.Why != Off || d.Changes() {
		t.Errorf("switched off: %+v", d)
	}
	e.Contact = journey.ID{0xdd}
	if s.resolve(e); len(s.contacts[e.Contact].Claims) != 0 {
		t.Error("switched off, and yet something was claimed")
	}
}

func TestNoEphemeral(t *testing.T) {
	s := begin(t)
	s.policy.CreateEphemeral = false
	if d := s.says(1, "Cookie:c"); !d.Contact.IsZero() || d.Changes() {
		t.Errorf("%+v", d)
	}
	if d := s.says(2, "Cookie:c", "Email:a@example.com"); s.contacts[d.Contact].Kind != Identified {
		t.Errorf("%+v", d)
	}
}

// TestUnmatched: what is no phone number is kept, and leads nobody anywhere.
func TestUnmatched(t *testing.T) {
	s := begin(t)
	number := Identifier{Type: Phone, Value: "anonymous", Unmatched: true}
	e := s.evidence(1)
	e.add(number, nil, "")
	e.Customer = number
	if d := s.resolve(e); !d.Contact.IsZero() || d.Changes() || d.Why != NoIdentifier {
		t.Errorf("%+v", d)
	}
	for i, email := range []string{"Email:a@example.com", "Email:b@example.com"} {
		e := s.evidence(2+i, email)
		e.add(number, nil, "")
		s.holds(s.resolve(e).Contact, email, "Phone:anonymous")
	}
}

// TestBackStitching is rule 8: sessions of the last 60 days follow, older ones stay anonymous.
func TestBackStitching(t *testing.T) {
	s := begin(t)
	e := s.evidence(0, "Cookie:c", "Email:a@example.com")
	e.Seen = e.At.Add(-90 * 24 * time.Hour)
	c := s.contacts[s.resolve(e).Contact]
	if c.Covers(e.At.Add(-61*24*time.Hour)) || !c.Covers(e.At.Add(-59*24*time.Hour)) {
		t.Errorf("sessions follow since %s", c.Since)
	}
	e = s.evidence(1, "Cookie:d", "Email:a@example.com")
	e.Seen = e.At.Add(-90 * 24 * time.Hour)
	s.resolve(e)
	if member := s.contacts[s.policy.Implied(e.Customer)]; member.Covers(e.At.Add(-61*24*time.Hour)) || !member.Covers(e.At) {
		t.Errorf("sessions of a member follow since %s", member.Since)
	}
}

// TestTraits: display traits fill what is empty or automatic, never what a person saved.
func TestTraits(t *testing.T) {
	s := begin(t)
	e := s.evidence(1, "Email:a@example.com")
	e.Traits = []Trait{{"familyName", "Old"}, {"givenName", "Gwen"}}
	id := s.resolve(e).Contact
	s.act(Save(s.contacts[id], Draft{Fields: []Trait{{"familyName", "Saved"}}}, nil, 101*day))
	e = s.evidence(48, "Email:a@example.com")
	e.Traits = []Trait{{"company", "Velo"}, {"familyName", "New"}, {"givenName", "Gwendolyn"}}
	s.resolve(e)
	c := s.contacts[id]
	for name, want := range map[string]string{"familyName": "Saved", "givenName": "Gwendolyn", "company": "Velo"} {
		if got := c.Field(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if c.Kind != Curated {
		t.Error("a saved contact is", c.Kind)
	}
}

// TestLimits: a shared address grows to the limit and not beyond.
func TestLimits(t *testing.T) {
	s := begin(t)
	for i := range MaxClaims + 5 {
		e := s.evidence(1, "Email:info@example.com")
		cookie := Identifier{Type: Cookie, Value: strings.Repeat("x", i+1)}
		if i > 200 {
			cookie.Value = strings.Repeat("y", i-200)
		}
		if i > 400 {
			cookie.Value = strings.Repeat("z", i-400)
		}
		e.add(cookie, nil, "")
		s.fold(Resolve(s.view(e), e, &s.policy, s.id()))
	}
	for _, c := range s.contacts {
		if len(c.Claims) != MaxClaims {
			t.Errorf("%d identifiers", len(c.Claims))
		}
		if _, fault := ClaimFor(c, Identifier{Type: Email, Value: "more@example.com"}, nil, 1); fault == nil {
			t.Error("one more was claimed")
		}
	}
}

func TestFingerprint(t *testing.T) {
	s := begin(t)
	seen := map[uint64][]string{}
	for _, ids := range [][]string{
		nil, {"Cookie:c"}, {"Cookie:d"}, {"Cookie:c", "Email:c@d"}, {"Email:c@d"}, {"ExternalId:c@d"}, {"Cookie:c", "ExternalId:c@d"},
	} {
		f := s.evidence(1, ids...).Fingerprint()
		if f == 0 || f != s.evidence(2, ids...).Fingerprint() {
			t.Errorf("%v: %d", ids, f)
		}
		if other, ok := seen[f]; ok {
			t.Errorf("%v and %v have the same", ids, other)
		}
		seen[f] = ids
	}
}

// TestWithout: what is left of a decision after an erasure names nobody who was erased.
func TestWithout(t *testing.T) {
	d := sampleDecision()
	left := d.Without(func(id journey.ID) bool { return id == d.Contact })
	if len(left.Put) != 1 || left.Put[0].ID == d.Contact || left.By.Type != NoType || len(d.Put) != 2 {
		t.Errorf("%+v", left)
	}
	if text := string(AppendDecision(nil, &left)); strings.Contains(text, "Gwen") || strings.Contains(text, "a@b.example") {
		t.Error("the record still names them")
	}
}

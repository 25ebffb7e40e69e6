package restapi

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"sojourn/web/contract"
)

const contactsPath = "/api/v2/externalcontacts/contacts"

// says posts a page view with traits and returns its session.
func (h *harness) says(second int, customer, traits string) string {
	h.Helper()
	return h.webEvent(second, cookie, customer, `"page":`, `"traits":{`+traits+`},"page":`).session()
}

// contactOf returns the id of the contact that a session shows; empty for none.
func (h *harness) contactOf(session string) string {
	h.Helper()
	var s contract.Session
	h.call("GET", "/api/v2/journey/sessions/"+session, "", h.admin()...).want(200).into(&s)
	if s.ExternalContact == nil {
		return ""
	}
	return s.ExternalContact.ID
}

func (h *harness) contact(id string) (c contract.ExternalContact) {
	h.Helper()
	h.call("GET", contactsPath+"/"+id, "", h.admin()...).want(200).into(&c)
	return c
}

func (h *harness) createContact(body string) (c contract.ExternalContact) {
	h.Helper()
	h.call("POST", contactsPath, body, h.admin()...).want(200).into(&c)
	return c
}

// identifiers writes what a contact holds, sorted.
func identifiers(c contract.ExternalContact) string {
	var all []string
	for _, id := range c.Identifiers {
		all = append(all, id.Type+":"+id.Value)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// stitching stitches sessions to contacts from now on.
func (h *harness) stitching() *harness {
	h.world.people.stitching = true
	return h
}

// TestMergeAndSplit: a session shows the canonical contact as of now, whatever it was stitched to.
func TestMergeAndSplit(t *testing.T) {
	h := newHarness(t).stitching()
	gwen := h.says(1, "00000001-aaaa-4bbb-8ccc-00000000000a", `"email":"gwen@example.com","givenName":"Gwen"`)
	owen := h.says(2, "00000001-aaaa-4bbb-8ccc-00000000000b", `"email":"owen@example.com"`)
	one, two := h.contactOf(gwen), h.contactOf(owen)
	if one == "" || two == "" || one == two {
		t.Fatalf("contacts %q and %q", one, two)
	}
	sessions := func(id, query string) (found []string) {
		t.Helper()
		var listing contract.SessionListing
		h.call("GET", contactsPath+"/"+id+"/journey/sessions"+query, "", h.admin()...).want(200).into(&listing)
		for _, s := range listing.Entities {
			found = append(found, s.ID)
		}
		return found
	}
	same := func(what string, got []string, want ...string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: sessions %q, want %q", what, got, want)
		}
	}
	live := func(id string) (found []string) {
		t.Helper()
		var listing contract.SessionListing
		h.call("GET", "/api/v2/sojourn/sessions?contactId="+id, "", h.admin()...).want(200).into(&listing)
		for _, s := range listing.Entities {
			found = append(found, s.ID)
		}
		return found
	}
	same("alone", sessions(one, "?includeMerged=true"), gwen)
	same("alone, live", live(one), gwen)

	var merged contract.ExternalContact
	h.call("POST", "/api/v2/externalcontacts/merge/contacts",
		fmt.Sprintf(`{"sourceContactId":%q,"targetContactId":%q}`, two, one), h.admin()...).want(200).into(&merged)
	if merged.ID != one || len(merged.MergeSet) != 2 || merged.MergedFrom[0].ID != two ||
		merged.MergeOperation.SourceContact.ID != two || merged.MergeOperation.ResultingContact.ID != one {
		t.Errorf("merged %+v", merged)
	}
	if h.contactOf(owen) != one {
		t.Errorf("the session shows %s, want %s", h.contactOf(owen), one)
	}
	same("merged", sessions(one, "?includeMerged=true"), owen, gwen)
	same("merged, of the member", sessions(two, "?includeMerged=true"), owen, gwen)
	same("as stitched", sessions(one, ""), gwen)
	same("as stitched to the member", sessions(two, "?includeMerged=false"), owen)
	same("live", live(two), owen, gwen)
	member := h.contact(two)
	if member.CanonicalContact.ID != one || member.MergedTo.ID != one || len(member.Identifiers) != 0 ||
		!member.SojournMerge.Evidence.Curated || len(member.SojournMerge.Held) != 2 {
		t.Errorf("member %+v", member)
	}
	var why contract.SojournSessionExplanation
	h.call("GET", "/api/v2/sojourn/sessions/"+owen+"/explain", "", h.admin()...).want(200).into(&why)
	if why.Contact.ID != two || why.Contact.CanonicalContact.ID != one || len(why.Contact.Merges) != 1 ||
		len(why.Contact.Identifiers) != 2 || why.Contact.Identifiers[1].Identifier.Value != "owen@example.com" ||
		why.Contact.Identifiers[1].Identifier.SojournEvidence.EventID != why.Contact.Event.ID {
		t.Errorf("explained %+v", why.Contact)
	}

	split := "/api/v2/sojourn/contacts/" + one + "/split"
	h.call("POST", split, `{"contactId":"x"}`, h.admin()...).want(400).refusal(contract.InvalidValue, "contactId")
	h.call("POST", split, "", h.admin()...).want(200)
	if h.contactOf(owen) != two || h.contactOf(gwen) != one {
		t.Errorf("after the split: %s, %s", h.contactOf(owen), h.contactOf(gwen))
	}
	same("split", sessions(one, "?includeMerged=true"), gwen)
	h.call("POST", split, "", h.admin()...).want(400).refusal(contract.InvalidValue, "id")
	h.call("DELETE", contactsPath+"/"+two, "", h.admin()...).want(204)
	h.call("GET", contactsPath+"/"+two, "", h.admin()...).want(404)
	h.call("GET", contactsPath+"/"+two+"/journey/sessions", "", h.admin()...).want(404)
	if shown := h.contactOf(owen); shown != "" {
		t.Errorf("a deleted contact is shown: %s", shown)
	}
}

// TestWhySheIsGwen: the identifiers that tie a session to its contact are told with the event that brought each, be it an
// event of this session or of another.
func TestWhySheIsGwen(t *testing.T) {
	h := newHarness(t).stitching()
	const phone, desktop = "00000001-aaaa-4bbb-8ccc-00000000000a", "00000001-aaaa-4bbb-8ccc-00000000000b"
	first := h.says(1, phone, ``)
	h.says(2, phone, `"email":"gwen@example.com"`)
	second := h.says(3, desktop, `"email":"Gwen@example.com"`)
	why := func(session string) (told []string) {
		t.Helper()
		var view contract.SojournSessionExplanation
		h.call("GET", "/api/v2/sojourn/sessions/"+session+"/explain", "", h.admin()...).want(200).into(&view)
		for _, reason := range view.Contact.Identifiers {
			evidence := reason.Identifier.SojournEvidence
			told = append(told, fmt.Sprintf("%s:%s at %s", reason.Identifier.Type, reason.Identifier.Value,
				evidence.DecidedDate.Time().UTC().Format("05")))
			// The cookie was an anonymous visitor's from its first event on, which nobody wrote down.
			untold := evidence.EventID == "" || evidence.Session == nil
			if untold && reason.Identifier.Value != phone || reason.ContactID != h.contactOf(session) {
				t.Errorf("reason %+v", reason)
			}
		}
		return told
	}
	for session, want := range map[string][]string{
		first:  {"Cookie:" + phone + " at 01", "Email:gwen@example.com at 03"},
		second: {"Cookie:" + desktop + " at 04", "Email:gwen@example.com at 03"},
	} {
		if got := why(session); !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
	}
}

// TestContactSessionPages: pages neither repeat nor skip, and a cursor is good for its listing alone.
func TestContactSessionPages(t *testing.T) {
	h := newHarness(t).stitching()
	id, want := "", []string{}
	for i := range 5 {
		want = append(want, h.says(i, fmt.Sprintf("00000001-aaaa-4bbb-8ccc-%012d", i), `"email":"gwen@example.com"`))
		id = h.contactOf(want[i])
	}
	slices.Reverse(want)
	var got []string
	path := contactsPath + "/" + id + "/journey/sessions?pageSize=2&includeMerged=true"
	for uri := path; uri != ""; {
		var listing contract.SessionListing
		h.call("GET", uri, "", h.admin()...).want(200).into(&listing)
		for _, s := range listing.Entities {
			got = append(got, s.ID)
		}
		if uri = listing.NextURI; len(got) == 2 {
			cursor, _, _ := strings.Cut(uri[strings.Index(uri, "after="):], "&")
			h.call("GET", contactsPath+"/"+id+"/journey/sessions?"+cursor, "", h.admin()...).
				want(400).refusal(contract.InvalidValue, "after")
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("sessions %q, want %q", got, want)
	}
}

// TestSavedContact: what is saved is shown, comes back when it is saved again, and goes when it is left out.
func TestSavedContact(t *testing.T) {
	h := newHarness(t).stitching()
	made := h.createContact(`{"firstName":" Gwen ","lastName":"Byrne","title":"Buyer","workEmail":"Gwen@Example.com",
		"cellPhone":{"userInput":"086 123 4567"},"address":{"city":"Galway"},"surveyOptOut":true,
		"externalIds":[{"externalSource":{"name":"crm"},"value":"c-17"}],"facebookId":{"ids":[{"scopedId":"f1"}]},
		"lineId":{"ids":[{"userId":"l1"}]},"instagramId":{"ids":[{"scopedId":"i1"}]},"twitterId":{"id":"t1"},
		"whatsAppId":{"phoneNumber":{"e164":"+353861234568"}},"appleOpaqueIds":[{"value":"a1"}],
		"identifiers":[{"type":"Email","value":"gwen@example.com"}],"division":{"id":"` + homeDivision + `"}}`)
	h.call("GET", contactsPath+"/"+made.ID, "", h.admin()...).want(200).golden("contact")

	var looked contract.ExternalContact
	h.call("POST", "/api/v2/externalcontacts/identifierlookup", `{"type":"Phone","value":"+353 86 123 4567"}`,
		h.admin()...).want(200).into(&looked)
	if looked.ID != made.ID {
		t.Errorf("looked up %s, want %s", looked.ID, made.ID)
	}
	session := h.says(3, cookie, `"cellPhone":"0861234567"`)
	if h.contactOf(session) != made.ID {
		t.Errorf("the session shows %s, want %s", h.contactOf(session), made.ID)
	}
	before := h.call("GET", contactsPath+"/"+made.ID, "", h.admin()...)
	var again contract.ExternalContact
	h.call("PUT", contactsPath+"/"+made.ID, string(before.Raw), h.admin()...).want(200).into(&again)
	if identifiers(again) != identifiers(h.contact(made.ID)) || again.FirstName != "Gwen" ||
		!strings.Contains(identifiers(again), "Cookie:"+cookie) {
		t.Errorf("saved again: %s", identifiers(again))
	}
	var bare contract.ExternalContact
	h.call("PUT", contactsPath+"/"+made.ID, `{"firstName":"G."}`, h.admin()...).want(200).into(&bare)
	if bare.FirstName != "G." || bare.LastName != "" || bare.CellPhone != nil || identifiers(bare) != "Cookie:"+cookie {
		t.Errorf("saved bare: %s %+v", identifiers(bare), bare)
	}
}

func TestClaimAndRelease(t *testing.T) {
	h := newHarness(t).stitching()
	one, two := h.createContact(`{"firstName":"One"}`), h.createContact(`{"firstName":"Two"}`)
	change := func(id, operation, identifier string) answered {
		t.Helper()
		return h.call("PATCH", contactsPath+"/"+id+"/identifiers",
			`{"operation":"`+operation+`","identifier":`+identifier+`}`, h.admin()...)
	}
	const phone = `{"type":"Phone","value":"086 123 4567"}`
	var claimed contract.ContactIdentifier
	change(one.ID, "claim", phone).want(200).into(&claimed)
	if claimed.Value != "+353861234567" || !claimed.SojournEvidence.Curated || claimed.DateCreated == 0 {
		t.Errorf("claimed %+v", claimed)
	}
	change(two.ID, "Claim", phone).want(400).refusal(contract.InvalidValue, "identifier")
	change(two.ID, "Release", phone).want(400).refusal(contract.InvalidValue, "identifier")
	change(one.ID, "Release", phone).want(200)
	change(two.ID, "Claim", phone).want(200)
	var listing contract.ContactIdentifierListing
	h.call("GET", contactsPath+"/"+two.ID+"/identifiers", "", h.admin()...).want(200).into(&listing)
	if len(listing.Entities) != 1 {
		t.Errorf("%d identifiers", len(listing.Entities))
	}
	h.call("GET", contactsPath+"/"+one.ID+"/identifiers", "", h.admin()...).want(200).into(&listing)
	if len(listing.Entities) != 0 {
		t.Errorf("%d identifiers", len(listing.Entities))
	}
	// An anonymous visitor comes along with the cookie.
	session := h.webEvent(5).session()
	if anonymous := h.contact(h.contactOf(session)); anonymous.Type != "Ephemeral" {
		t.Errorf("anonymous %+v", anonymous)
	}
	change(one.ID, "Claim", `{"type":"Cookie","value":"`+cookie+`"}`).want(200)
	if h.contactOf(session) != one.ID {
		t.Errorf("the session shows %s, want %s", h.contactOf(session), one.ID)
	}
}

// TestContactFaults: every refusal names the member at fault.
func TestContactFaults(t *testing.T) {
	h := newHarness(t).stitching()
	one := h.createContact(`{"identifiers":[{"type":"Email","value":"one@example.com"}]}`).ID
	two := h.createContact(`{"identifiers":[{"type":"Email","value":"two@example.com"}]}`).ID
	h.at = h.at.Add(time.Second)
	three := h.createContact(`{}`).ID
	const merge, lookup = "/api/v2/externalcontacts/merge/contacts", "/api/v2/externalcontacts/identifierlookup"
	pair := func(source, target string) string {
		return fmt.Sprintf(`{"sourceContactId":%q,"targetContactId":%q}`, source, target)
	}
	h.call("POST", merge, pair(two, one), h.admin()...).want(200)
	for what, c := range map[string]struct {
		method, path, body string
		status             int
		code               contract.Code
		field              string
	}{
		"e-mail":       {"POST", contactsPath, `{"workEmail":"nobody"}`, 400, contract.InvalidValue, "workEmail"},
		"phone":        {"POST", contactsPath, `{"cellPhone":{"userInput":"12"}}`, 400, contract.InvalidValue, "cellPhone"},
		"no number":    {"POST", contactsPath, `{"cellPhone":"12"}`, 400, contract.InvalidValue, "cellPhone"},
		"type":         {"POST", contactsPath, `{"identifiers":[{"type":"Shoe","value":"44"}]}`, 400, contract.InvalidValue, "identifiers[0].type"},
		"value":        {"POST", contactsPath, `{"identifiers":[{"type":"Email","value":" "}]}`, 400, contract.InvalidValue, "identifiers[0].value"},
		"taken":        {"POST", contactsPath, `{"otherEmail":"one@example.com"}`, 400, contract.InvalidValue, "identifier"},
		"long":         {"POST", contactsPath, `{"firstName":"` + strings.Repeat("x", 256) + `"}`, 400, contract.InvalidValue, "firstName"},
		"division":     {"POST", contactsPath, `{"division":{"id":"` + cookie + `"}}`, 400, contract.InvalidValue, "division.id"},
		"unknown":      {"PUT", contactsPath + "/" + cookie, `{}`, 404, contract.NotFound, ""},
		"member":       {"PUT", contactsPath + "/" + two, `{}`, 400, contract.InvalidValue, "contactId"},
		"delete":       {"DELETE", contactsPath + "/" + two, ``, 400, contract.InvalidValue, "contactId"},
		"operation":    {"PATCH", contactsPath + "/" + one + "/identifiers", `{"operation":"Steal","identifier":{"type":"Email","value":"a@b.example"}}`, 400, contract.InvalidValue, "operation"},
		"claims what":  {"PATCH", contactsPath + "/" + one + "/identifiers", `{"operation":"Claim","identifier":{"type":"Email","value":"x"}}`, 400, contract.InvalidValue, "identifier.value"},
		"nobody's":     {"POST", lookup, `{"type":"Email","value":"nobody@example.com"}`, 404, contract.NotFound, ""},
		"looked up":    {"POST", lookup, `{"type":"Phone","value":"x"}`, 400, contract.InvalidValue, "value"},
		"itself":       {"POST", merge, pair(one, one), 400, contract.InvalidValue, "sourceContactId"},
		"circle":       {"POST", merge, pair(one, two), 400, contract.InvalidValue, "sourceContactId"},
		"into member":  {"POST", merge, pair(three, two), 400, contract.InvalidValue, "targetContactId"},
		"no source":    {"POST", merge, `{"targetContactId":"` + one + `"}`, 400, contract.MissingRequiredProperty, "sourceContactId"},
		"no id":        {"POST", merge, pair(one, "x"), 400, contract.InvalidValue, "targetContactId"},
		"nobody":       {"POST", merge, pair(cookie, one), 404, contract.NotFound, "sourceContactId"},
		"twice":        {"POST", contactsPath + "/merge", fmt.Sprintf(`{"contactIds":[%q,%q]}`, one, one), 400, contract.InvalidValue, "contactIds[1]"},
		"list member":  {"POST", contactsPath + "/merge", fmt.Sprintf(`{"contactIds":[%q,%q]}`, one, two), 400, contract.InvalidValue, "contactIds[1]"},
		"list nobody":  {"POST", contactsPath + "/merge", fmt.Sprintf(`{"contactIds":[%q,%q]}`, one, cookie), 404, contract.NotFound, "contactIds[1]"},
		"one":          {"POST", contactsPath + "/merge", fmt.Sprintf(`{"contactIds":[%q]}`, one), 400, contract.InvalidValue, "contactIds"},
		"split member": {"POST", "/api/v2/sojourn/contacts/" + one + "/split", `{"contactId":"` + three + `"}`, 400, contract.InvalidValue, "contactId"},
		"order":        {"GET", contactsPath + "?sortOrder=age", ``, 400, contract.InvalidValue, "sortOrder"},
	} {
		t.Run(what, func(t *testing.T) {
			h.TB = t
			h.call(c.method, c.path, c.body, h.admin()...).want(c.status).refusal(c.code, c.field)
		})
	}
	h.TB = t
	h.call("POST", contactsPath+"/merge", fmt.Sprintf(`{"contactIds":[%q,%q]}`, three, one), h.admin()...).want(200)
	if c := h.contact(three); c.CanonicalContact.ID != one {
		t.Errorf("the oldest became no head: %+v", c)
	}
	viewer := []string{"Authorization", "Bearer " + h.token("externalContacts:contact:view")}
	h.call("GET", contactsPath+"/"+one, "", viewer...).want(200)
	h.call("PUT", contactsPath+"/"+one, "{}", viewer...).want(403)
	h.call("GET", contactsPath+"/"+one+"/identifiers", "", viewer...).want(403)
}

func TestSearchContacts(t *testing.T) {
	h := newHarness(t)
	for i, name := range []string{"Zoe", "adam", "Mia"} {
		h.at = h.at.Add(time.Second)
		h.createContact(fmt.Sprintf(`{"firstName":%q,"workEmail":"p%d@example.com"}`, name, i))
	}
	for search, want := range map[string]string{
		"":                                     "Zoe adam Mia",
		"q=" + url.QueryEscape("EXAMPLE mia"):  "Mia",
		"q=p1@":                                "adam",
		"q=nobody":                             "",
		"sortOrder=firstName":                  "adam Mia Zoe",
		"sortOrder=firstName:desc":             "Zoe Mia adam",
		"pageSize=2&pageNumber=2":              "Mia",
		"divisionIds=" + cookie:                "",
		"divisionIds=" + homeDivision + "&q=Z": "Zoe",
	} {
		var listing contract.ContactListing
		h.call("GET", contactsPath+"?"+search, "", h.admin()...).want(200).into(&listing)
		var names []string
		for _, c := range listing.Entities {
			names = append(names, c.FirstName)
		}
		if got := strings.Join(names, " "); got != want || *listing.PartialResults {
			t.Errorf("%q: %q, want %q", search, got, want)
		}
	}
}

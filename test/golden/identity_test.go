package golden

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sojourn/journey"
)

// identityCases are the examples of identity.md §8. The domain plays the same files.
const identityCases = "../../journey/contact/testdata/"

// identityCase is one of them, in the shorthand that the spec explains.
type identityCase struct {
	Given    json.RawMessage // contacts, or "state after I2"
	Config   struct{ DefaultCountry string }
	Steps    []struct{ Event identityEvent }
	Requests []struct {
		Request     string
		ExpectCount int
	}
	Expect struct {
		Contacts []identityContact
		Sessions []identitySession
	}
}

type identityEvent struct {
	Kind, CustomerID, ExternalID, ConversationID, ANI string
	Traits                                            map[string]string
	At                                                time.Time
}

type identityContact struct {
	Ref, Type        string
	Identifiers      []string
	MergeSet         []string
	CanonicalContact string
}

type identitySession struct {
	CustomerID, CustomerIDType, ExternalContact string
	CreatedDate                                 string
}

// TestIdentity plays the examples through the API of the whole server. I7, which erases, is not among them.
func TestIdentity(t *testing.T) {
	for _, name := range []string{
		"I1_anonymous", "I2_two_devices", "I3_call_after_web", "I4_two_curated", "I5_shared_device", "I6_include_merged",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := loadIdentity(t, name)
			first := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
			d := journey.NewDeployment("shop")
			d.AllowAllDomains = true
			p := identityPlayer{refs: map[string]string{}, run: run{t: t}}
			p.Server = startServer(t, first.Add(-time.Minute), d, map[string]string{
				"organization.defaultCountry": cmp.Or(c.Config.DefaultCountry, "US"),
			})
			p.given(c.Given)
			p.tell(&c)
			p.compare(&c)
			for _, r := range c.Requests {
				if got := p.count(r.Request); got != r.ExpectCount {
					t.Errorf("%s: %d sessions, want %d", r.Request, got, r.ExpectCount)
				}
			}
		})
	}
}

func loadIdentity(t *testing.T, name string) (c identityCase) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(identityCases, name+".json"))
	if err == nil {
		err = json.Unmarshal(content, &c)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return c
}

// identityPlayer is an example that is being played.
type identityPlayer struct {
	run
	refs  map[string]string // ids of contacts by the name that the example gives them
	order []string          // those names, in the order in which they were given
}

// given brings about the state that an example begins with.
func (p *identityPlayer) given(given json.RawMessage) {
	var after string
	if json.Unmarshal(given, &after) == nil && after != "" {
		earlier := loadIdentity(p.t, strings.TrimPrefix(after, "state after ")+"_two_devices")
		p.tell(&earlier)
		p.compare(&earlier)
		return
	}
	var state struct{ Contacts []identityContact }
	if len(given) > 0 {
		if err := json.Unmarshal(given, &state); err != nil {
			p.t.Fatal(err)
		}
	}
	for _, c := range state.Contacts {
		var identifiers []map[string]string
		for _, text := range c.Identifiers {
			typ, value, _ := strings.Cut(text, ":")
			identifiers = append(identifiers, map[string]string{"type": typ, "value": value})
		}
		made := p.post("/api/v2/externalcontacts/contacts", map[string]any{"identifiers": identifiers})
		p.name(c.Ref, member(made, "id"))
	}
}

func (p *identityPlayer) name(ref, id string) {
	p.refs[ref] = id
	p.order = append(p.order, ref)
}

// post sends a request with a token and returns the answer.
func (p *identityPlayer) post(path string, body any) any {
	p.t.Helper()
	document, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	status, answer := p.do(http.MethodPost, p.URL+path, document, map[string]string{
		"Authorization": "Bearer " + p.Token(), "Content-Type": "application/json", "User-Agent": browser,
	})
	if status != http.StatusOK || refusedSome(answer) {
		p.t.Fatalf("%s: %d %s", path, status, compact(answer))
	}
	return answer
}

// tell sends the events of an example.
func (p *identityPlayer) tell(c *identityCase) {
	p.t.Helper()
	for _, step := range c.Steps {
		e := step.Event
		p.SetClock(e.At)
		if e.Kind == "conversation" {
			p.post("/api/v2/sojourn/ingest/genesys", e.call())
			continue
		}
		body := map[string]any{
			"customerCookieId": e.CustomerID, "eventName": "page_viewed", "createdDate": e.At,
			"page": map[string]string{"url": "https://www.velo-shop.example/", "title": "Velo"},
		}
		if e.ExternalID != "" {
			body["externalId"] = e.ExternalID
		}
		if e.Traits != nil {
			body["traits"] = e.Traits
		}
		p.post("/api/v2/journey/deployments/"+p.Deployment+"/webevents", body)
	}
}

// call is the start of a call by the customer, as Genesys tells it.
func (e *identityEvent) call() map[string]any {
	return map[string]any{
		"topicName": "v2.detail.events.conversation." + e.ConversationID + ".customer.start",
		"eventBody": map[string]any{
			"eventTime": e.At.UnixMilli(), "conversationId": e.ConversationID, "participantId": "p1", "sessionId": "c1",
			"mediaType": "VOICE", "provider": "Edge", "direction": "INBOUND", "ani": e.ANI, "dnis": "tel:+35391222333",
		},
	}
}

// compare reads sessions and contacts and holds them against what is expected.
func (p *identityPlayer) compare(c *identityCase) {
	p.t.Helper()
	if c.Expect.Contacts == nil {
		return
	}
	_, answer := p.get("/api/v2/sojourn/sessions?state=all&pageSize=200")
	sessions := entities(answer)
	slices.SortFunc(sessions, func(a, b any) int {
		return cmp.Compare(member(a, "createdDate"), member(b, "createdDate"))
	})
	contacts := p.contacts(sessions)
	p.nameNew(contacts)
	if len(contacts) != len(c.Expect.Contacts) {
		p.t.Errorf("%d contacts, want %d", len(contacts), len(c.Expect.Contacts))
	}
	for _, want := range c.Expect.Contacts {
		if got := p.describe(contacts[p.refs[want.Ref]]); fmt.Sprint(got) != fmt.Sprint(want) {
			p.t.Errorf("contact is\n%+v, want\n%+v", got, want)
		}
	}
	if len(sessions) != len(c.Expect.Sessions) {
		p.t.Fatalf("%d sessions, want %d", len(sessions), len(c.Expect.Sessions))
	}
	for i, want := range c.Expect.Sessions {
		got := identitySession{
			CustomerID:      member(sessions[i], "customerId"),
			CustomerIDType:  member(sessions[i], "customerIdType"),
			ExternalContact: p.ref(shownContact(sessions[i])),
			CreatedDate:     member(sessions[i], "createdDate"),
		}
		want.CustomerIDType = cmp.Or(want.CustomerIDType, got.CustomerIDType)
		want.CreatedDate = cmp.Or(want.CreatedDate, got.CreatedDate)
		if got != want {
			p.t.Errorf("session %d is\n%+v, want\n%+v", i, got, want)
		}
	}
}

// contacts reads all contacts: those that are listed, their members, and those that sessions show.
func (p *identityPlayer) contacts(sessions []any) map[string]any {
	p.t.Helper()
	_, answer := p.get("/api/v2/externalcontacts/contacts?pageSize=200")
	var ids []string
	for _, c := range entities(answer) {
		ids = append(append(ids, member(c, "id")), idsOf(c, "mergeSet")...)
	}
	for _, s := range sessions {
		ids = append(ids, shownContact(s))
	}
	contacts := map[string]any{}
	for _, id := range ids {
		if id != "" {
			status, c := p.get("/api/v2/externalcontacts/contacts/" + id)
			if status != http.StatusOK {
				p.t.Fatalf("contact %s: %d %s", id, status, compact(c))
			}
			contacts[id] = c
		}
	}
	return contacts
}

// nameNew names the contacts that have no name yet by the order of their creation.
func (p *identityPlayer) nameNew(contacts map[string]any) {
	var nameless []string
	for id := range contacts {
		if p.ref(id) == "" {
			nameless = append(nameless, id)
		}
	}
	slices.SortFunc(nameless, func(a, b string) int {
		return cmp.Compare(member(contacts[a], "createDate"), member(contacts[b], "createDate"))
	})
	for _, id := range nameless {
		p.name(fmt.Sprint("K", len(p.order)+1), id)
	}
}

func (p *identityPlayer) ref(id string) string {
	for ref, known := range p.refs {
		if known == id {
			return ref
		}
	}
	return ""
}

// describe writes a contact as the examples do.
func (p *identityPlayer) describe(c any) (out identityContact) {
	out.Ref, out.Type = p.ref(member(c, "id")), member(c, "type")
	members, _ := c.(map[string]any)
	identifiers, _ := members["identifiers"].([]any)
	for _, id := range identifiers {
		out.Identifiers = append(out.Identifiers, member(id, "type")+":"+member(id, "value"))
	}
	slices.Sort(out.Identifiers)
	for _, id := range idsOf(c, "mergeSet") {
		out.MergeSet = append(out.MergeSet, p.ref(id))
	}
	out.CanonicalContact = p.ref(member(members["canonicalContact"], "id"))
	return out
}

// count counts the sessions of a listing, page by page.
func (p *identityPlayer) count(request string) int {
	p.t.Helper()
	_, path, _ := strings.Cut(request, " ")
	for ref, id := range p.refs {
		path = strings.ReplaceAll(path, "$"+ref+"/", id+"/")
	}
	total := 0
	for path += "&pageSize=1"; path != ""; {
		status, answer := p.get(path)
		if status != http.StatusOK {
			p.t.Fatalf("%s: %d %s", path, status, compact(answer))
		}
		total += len(entities(answer))
		path = member(answer, "nextUri")
	}
	return total
}

// idsOf are the ids of a list of references.
func idsOf(object any, name string) (ids []string) {
	members, _ := object.(map[string]any)
	list, _ := members[name].([]any)
	for _, reference := range list {
		ids = append(ids, member(reference, "id"))
	}
	return ids
}

func shownContact(session any) string {
	members, _ := session.(map[string]any)
	return member(members["externalContact"], "id")
}

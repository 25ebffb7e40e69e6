package contact

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sojourn/journey"
)

// golden is an example of identity.md §8.
type golden struct {
	Name   string
	Given  json.RawMessage // contacts, or "state after I2"
	Config struct{ DefaultCountry string }
	Steps  []struct {
		Event *struct {
			Kind, CustomerID, ExternalID, ConversationID, ANI string
			Traits                                            map[string]string
			At                                                journey.Instant
		}
		Body struct {
			Subject struct{ JourneyCustomer struct{ Type, ID string } }
		}
	}
	Requests []struct {
		Request     string
		ExpectCount int
	}
	Expect struct {
		Contacts []goldenContact
		Sessions []struct {
			CustomerID, CustomerIDType, ExternalContact string
			CreatedDate                                 journey.Instant
		}
	}
}

type goldenContact struct {
	Ref, Type        string
	Identifiers      []string
	MergeSet         []string
	CanonicalContact string
}

// goldenSession is what a lane knows of a session for this: a web session goes on for 20 minutes.
type goldenSession struct {
	id                         journey.ID
	created, newest            journey.Instant
	contact                    journey.ID
	customerID, customerIDType string
}

type player struct {
	*book
	sessions []*goldenSession
	refs     map[string]journey.ID
}

func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/I*.json")
	if err != nil || len(files) != 7 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			p := &player{book: newBook(t), refs: map[string]journey.ID{}}
			g := p.load(file)
			p.given(g.Given)
			p.play(g)
			if g.Expect.Contacts != nil {
				p.compare(g)
			}
			for _, r := range g.Requests {
				if got := p.list(r.Request); got != r.ExpectCount {
					t.Errorf("%s: %d sessions, want %d", r.Request, got, r.ExpectCount)
				}
			}
			p.check()
		})
	}
}

func (p *player) load(file string) (g golden) {
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &g)
	}
	if err != nil {
		p.t.Fatal(file, err)
	}
	return g
}

// given brings about the state that an example begins with.
func (p *player) given(given json.RawMessage) {
	if len(given) == 0 {
		return
	}
	var after string
	if json.Unmarshal(given, &after) == nil {
		earlier := p.load("testdata/" + strings.TrimPrefix(after, "state after ") + "_two_devices.json")
		p.play(earlier)
		p.compare(earlier)
		return
	}
	var state struct{ Contacts []goldenContact }
	if err := json.Unmarshal(given, &state); err != nil {
		p.t.Fatal(err)
	}
	for _, c := range state.Contacts {
		draft := Draft{}
		for _, text := range c.Identifiers {
			typeName, value, _ := strings.Cut(text, ":")
			id, fault := NewIdentifier(ParseType(typeName), value, "", "")
			if fault != nil {
				p.t.Fatal(fault)
			}
			draft.Identifiers = append(draft.Identifiers, id)
		}
		p.refs[c.Ref] = p.id()
		p.act(Save(&Contact{ID: p.refs[c.Ref]}, draft, make([]*Contact, len(draft.Identifiers)), 1))
	}
}

func (p *player) play(g golden) {
	p.policy.DefaultCountry = g.Config.DefaultCountry
	for _, step := range g.Steps {
		if step.Event == nil {
			p.erase(step.Body.Subject.JourneyCustomer.Type, step.Body.Subject.JourneyCustomer.ID)
			continue
		}
		f := &Facts{
			Event: p.id(), CustomerIDType: journey.CustomerIDTypeCookie, CustomerID: step.Event.CustomerID,
			ExternalID: step.Event.ExternalID,
		}
		if step.Event.ANI != "" {
			f.CustomerIDType, f.CustomerID = "phone", strings.TrimPrefix(step.Event.ANI, "tel:")
		}
		for name, value := range step.Event.Traits {
			f.Traits = append(f.Traits, journey.Attribute{Name: name, Type: journey.String, Value: value})
		}
		p.accept(f, step.Event.At)
	}
}

// accept stitches an event like a lane does.
func (p *player) accept(f *Facts, at journey.Instant) {
	evidence := p.policy.Collect(f)
	evidence.At = at
	var session *goldenSession
	for _, s := range p.sessions {
		if s.customerID == f.CustomerID && evidence.Seen.IsZero() {
			evidence.Seen = s.created
		}
		if s.customerID == f.CustomerID && at.Sub(s.newest).Minutes() < 20 {
			session = s
		}
	}
	if session == nil {
		session = &goldenSession{
			id: p.id(), created: at, customerID: f.CustomerID, customerIDType: f.CustomerIDType,
		}
		p.sessions = append(p.sessions, session)
	}
	evidence.Session = session.id
	session.newest, session.contact = at, p.resolve(&evidence).Contact
}

// erase forgets the closure of a customer: its contact's merge set, and all sessions stitched to one of that.
func (p *player) erase(customerIDType, customerID string) {
	id, _ := p.policy.OfCustomer(customerIDType, customerID)
	head := p.owner(id)
	if head == nil {
		p.t.Fatalf("nobody owns %v", id)
	}
	p.fold(Forget(p.tree(head), 1))
	p.sessions = slices.DeleteFunc(p.sessions, func(s *goldenSession) bool { return head.isTree(s.contact) })
}

// list counts the sessions of `GET …/contacts/$K1/journey/sessions?includeMerged=true`.
func (p *player) list(request string) int {
	_, ref, _ := strings.Cut(request, "$")
	ref, _, _ = strings.Cut(ref, "/")
	head := p.head(p.refs[ref])
	count := 0
	for _, s := range p.sessions {
		if head.isTree(s.contact) {
			count++
		}
	}
	return count
}

// compare names the contacts that are not known yet by the order of their creation.
func (p *player) compare(g golden) {
	p.t.Helper()
	shown := map[journey.ID]*Contact{}
	for id, c := range p.contacts {
		shown[id] = c
	}
	for _, s := range p.sessions { // a contact that is not stored shows by its sessions
		if shown[s.contact] == nil {
			shown[s.contact] = p.policy.ImpliedContact(Visitor{Cookie: s.customerID, First: s.created})
		}
	}
	if len(shown) != len(g.Expect.Contacts) {
		p.t.Fatalf("%d contacts, want %d", len(shown), len(g.Expect.Contacts))
	}
	p.name(shown)
	for _, want := range g.Expect.Contacts {
		c := shown[p.refs[want.Ref]]
		if got := p.describe(c); fmt.Sprint(got) != fmt.Sprint(want) {
			p.t.Errorf("contact is\n%+v, want\n%+v", got, want)
		}
	}
	if len(p.sessions) != len(g.Expect.Sessions) {
		p.t.Fatalf("%d sessions, want %d", len(p.sessions), len(g.Expect.Sessions))
	}
	for i, want := range g.Expect.Sessions {
		s, contact := p.sessions[i], p.sessions[i].contact
		if head := p.head(contact); head != nil && p.contacts[contact].Covers(s.newest) {
			contact = head.ID
		}
		if s.customerID != want.CustomerID || p.ref(contact) != want.ExternalContact ||
			want.CustomerIDType != "" && s.customerIDType != want.CustomerIDType ||
			!want.CreatedDate.IsZero() && s.created != want.CreatedDate {
			p.t.Errorf("session %d is %+v of %s, want %+v", i, s, p.ref(contact), want)
		}
	}
}

func (p *player) name(shown map[journey.ID]*Contact) {
	var nameless []*Contact
	for id, c := range shown {
		if p.ref(id) == "" {
			nameless = append(nameless, c)
		}
	}
	slices.SortFunc(nameless, func(a, b *Contact) int { return int(a.Created - b.Created) })
	for _, c := range nameless {
		p.refs[fmt.Sprint("K", len(p.refs)+1)] = c.ID
	}
}

func (p *player) ref(id journey.ID) string {
	for ref, known := range p.refs {
		if known == id {
			return ref
		}
	}
	return ""
}

func (p *player) describe(c *Contact) goldenContact {
	out := goldenContact{Ref: p.ref(c.ID), Type: c.Kind.String()}
	for _, claim := range c.Claims {
		out.Identifiers = append(out.Identifiers, claim.String())
	}
	slices.Sort(out.Identifiers)
	for _, id := range c.MergeSet() {
		out.MergeSet = append(out.MergeSet, p.ref(id))
	}
	if !c.IsHead() {
		out.CanonicalContact = p.ref(p.head(c.ID).ID)
	}
	return out
}

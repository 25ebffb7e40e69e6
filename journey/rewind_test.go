package journey_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"sojourn/journey"
)

// eventsOf are the accepted events of a visitor.
func eventsOf(v *visitor) (events []*journey.Accepted) {
	for _, record := range v.records {
		if r, ok := record.(*journey.Accepted); ok {
			events = append(events, r)
		}
	}
	return events
}

// searching is a page view with a search, received up to half an hour late.
func searching(minutes float64, term, agent string) journey.Event {
	e := late(view(minutes, "news"), 30-minutes)
	e.SearchQuery, e.UserAgent = term, agent
	return e
}

func TestRewindingAVisit(t *testing.T) {
	v := newVisitor(journey.DefaultPolicy())
	for _, e := range []journey.Event{
		searching(0, "tyres", "one"), searching(8, "bell", "two"), searching(4, "lamp", ""), late(view(12, "ads"), 18),
	} {
		v.submit(t, e)
	}
	ping := v.state.Pinged(journey.Ping{Customer: cookie, Preferred: journey.Web, Received: at(20)})
	journey.Fold(v.state, ping)
	s := v.state.Sessions[0]
	for _, test := range []struct {
		at                  float64
		events              uint64
		terms, agent, ended string
	}{
		{0, 1, "tyres", "one", ""}, {3.9, 1, "tyres", "one", ""}, {4, 2, "tyres lamp", "one", ""},
		{8, 3, "tyres lamp bell", "two", ""}, {11.9, 3, "tyres lamp bell", "two", ""},
		{12, 3, "tyres lamp bell", "two", at(12).String()}, {500, 3, "tyres lamp bell", "two", at(12).String()},
	} {
		past := s.Rewind(eventsOf(v), at(test.at))
		var terms []string
		for _, search := range past.Visit.Searches {
			terms = append(terms, search.Term)
		}
		ended := ""
		if moment := past.EndedAt(at(test.at)); !moment.IsZero() {
			ended = moment.String()
		}
		if past.Events != test.events || strings.Join(terms, " ") != test.terms ||
			past.Visit.UserAgent.Value != test.agent || ended != test.ended || past.ID != s.ID ||
			past.Visit.ShortID != s.Visit.ShortID || past.Customer != cookie {
			t.Errorf("as of minute %g: %d events, %v, %s, ended %q", test.at, past.Events, terms, past.Visit.UserAgent.Value, ended)
		}
	}
	if past := s.Rewind(eventsOf(v), at(0)-1); past != nil {
		t.Errorf("before it began: %+v", past)
	}
	last := v.state.Sessions[1]
	for minute, want := range map[float64]journey.Instant{19: at(22), 20: at(30)} {
		if got := last.Rewind(eventsOf(v), at(minute)).AwayAt(); got != want {
			t.Errorf("as of minute %g: away at %s, want %s", minute, got, want)
		}
	}
	if whole := last.Rewind(eventsOf(v), at(500)); !reflect.DeepEqual(whole, last) {
		t.Errorf("with all events:\n%+v\n%+v", whole, last)
	}
}

func TestWhichEventSetAField(t *testing.T) {
	v := newVisitor(everything())
	first := searching(0, "tyres", "one")
	first.Contact, first.ContactBasis = journey.ID{1}, journey.ContactResolved
	priced := searching(8, "", "two")
	priced.Attributes = []journey.Attribute{{Name: "price", Type: journey.Integer, Value: "7"}}
	for _, e := range []journey.Event{first, priced, searching(4, "lamp", "three")} {
		v.submit(t, e)
	}
	got := map[string][]uint64{}
	for _, source := range v.state.Sessions[0].FieldSources() {
		got[source.Field] = append(got[source.Field], source.Stamp.Seq)
	}
	for field, want := range map[string][]uint64{
		"createdDate": {1}, "lastEvent": {2}, "externalContact": {1}, "mktCampaign": {1}, "userAgentString": {2},
		"searchTerms": {1, 3}, "attributes.pricesum": {2}, "attributes.pricefirst": {2}, "attributeLists.pricelist": {2},
		"referrer": nil, "device": nil, "endedDate": nil,
	} {
		if !reflect.DeepEqual(got[field], want) {
			t.Errorf("%s is set by %v, want %v", field, got[field], want)
		}
	}
}

func TestACaseSubmitsAnAssociation(t *testing.T) {
	opened := happened("case_opened", 1, func(e *journey.Event) {
		e.ID, e.Custom.Type = idOf('e', 1), journey.CaseType
		e.Custom.Case = &journey.CaseFacts{Entity: "k1", Reference: "CASE-1", Conversation: conversationID}
	})
	e := opened.CaseAssociation()
	if e == nil || e.Key() != journey.ConversationKey(conversationID) || e.Created != opened.Created || !e.IDGiven ||
		e.ID != opened.CaseAssociation().ID || e.ID == opened.ID || e.Name != "case_associated" {
		t.Fatalf("got %+v", e)
	}
	if cases := tell(t, *e).Conversation.Cases; len(cases) != 1 || cases[0].Case != "k1" || cases[0].Reference != "CASE-1" {
		t.Errorf("got %+v", cases)
	}
	for why, change := range map[string]func(*journey.Event){
		"another type":    func(e *journey.Event) { e.Custom.Type = "delivery" },
		"no conversation": func(e *journey.Event) { e.Custom.Case.Conversation = "" },
		"no case":         func(e *journey.Event) { e.Custom.Case.Entity = "" },
		"no facts":        func(e *journey.Event) { e.Custom.Case = nil },
		"no custom event": func(e *journey.Event) { e.Custom = nil },
	} {
		custom, facts := *opened.Custom, *opened.Custom.Case
		other := opened
		other.Custom, custom.Case = &custom, &facts
		if change(&other); other.CaseAssociation() != nil {
			t.Errorf("%s: an association", why)
		}
	}
}

func TestSessionTypesAreDefinitions(t *testing.T) {
	const body = `{"type":"delivery","displayName":"Delivery","icon":"truck","color":"#00ff00",` +
		`"displayAttributes":["orderId"],"projections":[{"eventName":"*","eventAttribute":"price",` +
		`"sessionAttribute":"total","function":"sum"}],"endEventNames":["delivered"],"inactivitySeconds":3600}`
	var of journey.SessionType
	if err := json.Unmarshal([]byte(body), &of); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(of); err != nil || string(again) != body {
		t.Errorf("%s\n%s, %v", body, again, err)
	}
	if err := json.Unmarshal([]byte(strings.Replace(body, "sum", "median", 1)), &of); err == nil {
		t.Error("an unknown function is read")
	}
}

package backtest_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sojourn/flow/backtest"
	"sojourn/journey"
	"sojourn/journey/codec"
	"sojourn/journey/rule"
)

const start = journey.Instant(1_772_490_600_000) // 2026-03-02T22:30:00Z: midnight is near

// idOf makes a distinct ID of a number.
func idOf(class byte, n int) journey.ID {
	return journey.RandomID([16]byte{class, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}

// memory is a log.
type memory struct{ entries []backtest.Entry }

// add appends a record behind a hole of that many positions.
func (m *memory) add(record journey.Record, hole int) {
	next := journey.Position(1)
	if n := len(m.entries); n > 0 {
		next = m.entries[n-1].Position + 1
	}
	entry := backtest.Entry{Position: next + journey.Position(hole), Data: codec.AppendRecord(nil, record)}
	m.entries = append(m.entries, entry)
}

// read is backtest.Options.Entries. What it yields is valid for as long as it promises, and no longer.
func (m *memory) read(ctx context.Context, after journey.Position) iter.Seq2[backtest.Entry, error] {
	at, _ := slices.BinarySearchFunc(m.entries, after+1, func(e backtest.Entry, p journey.Position) int {
		return int(int64(e.Position) - int64(p))
	})
	return func(yield func(backtest.Entry, error) bool) {
		var data []byte
		for _, entry := range m.entries[at:] {
			if ctx.Err() != nil {
				yield(backtest.Entry{}, ctx.Err())
				return
			}
			clear(data)
			data = append(data[:0], entry.Data...)
			if !yield(backtest.Entry{Position: entry.Position, Data: data}, nil) {
				return
			}
		}
	}
}

// world is customers as the lanes see them.
type world struct {
	log     memory
	states  map[journey.Key]*journey.State
	policy  journey.Policy
	n       int
	matches []match
	// customers are the last ones that events of sessions named.
	customers map[journey.ID]string
}

// match is what the lanes found.
type match struct {
	session  journey.ID
	customer string
	at       journey.Instant
}

func newWorld() *world {
	policy := journey.DefaultPolicy()
	return &world{states: map[journey.Key]*journey.State{}, policy: policy, customers: map[journey.ID]string{}}
}

// happen lets the lanes take an event.
func (w *world) happen(e journey.Event, hole int) error {
	w.n++
	state := w.states[e.Key()]
	if state == nil {
		state = &journey.State{Key: e.Key()}
		w.states[e.Key()] = state
	}
	if err := reload(state); err != nil {
		return err
	}
	stepped, err := journey.Step(state, &e, &w.policy, journey.Chance{Session: idOf('s', w.n), ShortID: uint32(w.n)})
	if _, refused := errors.AsType[*journey.Fault](err); refused {
		return nil
	}
	for _, record := range stepped.Records {
		w.log.add(record, hole)
	}
	w.note(stepped.Event)
	return err
}

// reload makes the sessions as they are after a restart.
func reload(state *journey.State) (err error) {
	for i, s := range state.Sessions {
		if state.Sessions[i], err = codec.DecodeSession(codec.AppendSession(nil, s)); err != nil {
			return err
		}
	}
	return nil
}

// note notes what an event is to the test.
func (w *world) note(r *journey.Accepted) {
	switch {
	case !r.Contact.IsZero():
		w.customers[r.Session] = r.Contact.String()
	case r.Customer != "":
		w.customers[r.Session] = r.CustomerIDType() + " " + r.Customer
	}
	for i := range r.Judged {
		if r.Judged[i].Matched {
			w.matches = append(w.matches, match{r.Session, w.customers[r.Session], r.Received})
		}
	}
}

// result is what a backtest should find, but for how long it takes.
func (w *world) result(from, to journey.Instant) backtest.Result {
	r := backtest.Result{From: from, To: to, Days: []backtest.Day{}, Examples: []journey.ID{}}
	for _, entry := range w.log.entries {
		record, _ := codec.DecodeRecord(entry.Data)
		if a, ok := record.(*journey.Accepted); ok && a.Received >= from && a.Received < to {
			r.Events++
			if date := a.Received.String()[:10]; !slices.ContainsFunc(r.Days, isOf(date)) {
				r.Days = append(r.Days, backtest.Day{Date: date})
			}
		}
	}
	customers, daily := map[string]bool{}, map[string]bool{}
	for _, m := range w.matches {
		if m.at >= to {
			continue
		}
		date := m.at.String()[:10]
		on := &r.Days[slices.IndexFunc(r.Days, isOf(date))]
		r.Sessions++
		on.Sessions++
		if m.customer != "" && !customers[m.customer] {
			customers[m.customer] = true
			r.Customers++
		}
		if m.customer != "" && !daily[date+m.customer] {
			daily[date+m.customer] = true
			on.Customers++
		}
		r.Examples = append(r.Examples, m.session)
	}
	slices.Reverse(r.Examples)
	r.Examples = r.Examples[:min(len(r.Examples), backtest.MaxExamples)]
	return r
}

func isOf(date string) func(backtest.Day) bool {
	return func(d backtest.Day) bool { return d.Date == date }
}

// pick draws a text.
func pick(t *rapid.T, label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }

// genEvent draws an event that is received then, of few customers with few facts.
func genEvent(t *rapid.T, n int, received journey.Instant) journey.Event {
	late := time.Duration(rapid.SampledFrom([]int{0, 0, 0, 1, 30, 600, 3500}).Draw(t, "late")) * time.Second
	e := journey.Event{
		ID: idOf('e', n), Customer: pick(t, "customer", "a", "b", "c"),
		Received: received, Created: received.Add(-late),
		Name:          pick(t, "name", journey.PageViewed, journey.ScreenViewed, "order", "search"),
		IPOrg:         pick(t, "organisation", "", "one", "two"),
		Authenticated: rapid.IntRange(0, 4).Draw(t, "authenticated") == 0,
		History:       rapid.IntRange(0, 6).Draw(t, "history") == 0,
		SearchQuery:   pick(t, "query", "", "shoes", "boots"),
	}
	if category := journey.ParseDeviceCategory(pick(t, "device", "", "desktop", "mobile")); category > 0 {
		e.Device = &journey.Device{Category: category}
	}
	if source := pick(t, "source", "", "", "news", "ads"); source != "" {
		e.Campaign = &journey.Campaign{Source: source}
	}
	if country := pick(t, "country", "", "IE", "GB"); country != "" {
		e.Geolocation = &journey.Geolocation{Country: country}
	}
	if rapid.IntRange(0, 4).Draw(t, "contact?") == 0 {
		e.Contact, e.ContactBasis = idOf('c', rapid.IntRange(0, 1).Draw(t, "contact")), journey.ContactResolved
	}
	return ofKind(t, e)
}

// ofKind makes it an event of some kind.
func ofKind(t *rapid.T, e journey.Event) journey.Event {
	switch kind := pick(t, "kind", "web", "web", "web", "app", "delivery", "ticket", "conversation"); kind {
	case "web":
		e.Kind, e.Page = journey.Web, &journey.Page{Pathname: pick(t, "path", "/", "/pricing")}
	case "app":
		e.Kind = journey.App
	case "conversation":
		e.Kind, e.Customer, e.Conversation = journey.Conversation, "", &journey.ConversationFacts{ID: "call" + e.Customer}
		if rapid.Bool().Draw(t, "start") {
			e.Conversation.Topic, e.Conversation.Media = journey.CustomerStart, journey.MediaVoice
			e.Conversation.ANI = "tel:+1"
		}
	default:
		e.Kind, e.Custom = journey.Custom, &journey.CustomFacts{Type: kind, ExternalID: e.Customer}
		if e.Customer = pick(t, "known", "", "x"); e.Customer != "" {
			e.Custom.CustomerType = "crm"
		}
	}
	return e
}

// genConditions draws conditions that the events may meet.
func genConditions(t *rapid.T) rule.Conditions {
	var c rule.Conditions
	for range rapid.IntRange(0, 2).Draw(t, "context") {
		criterion := genCriterion(t, [][]string{
			{"device.category", "desktop", "mobile"}, {"mktCampaign.source", "news", "ads"}, {"ipOrganization", "one"},
			{"geolocation.country", "IE", "GB"}, {"authenticated", "true", "false"}, {"browser.family", "Chrome"},
		})
		c.Context.Patterns = append(c.Context.Patterns, rule.ContextPattern{Criteria: []rule.Criterion{criterion}})
	}
	types := map[string]string{"web": "Web", "app": "App", "delivery": "Custom", "conversation": "Conversation"}
	of := pick(t, "type", "web", "web", "web", "app", "delivery", "conversation")
	for range rapid.IntRange(0, 3).Draw(t, "journey") {
		p := rule.JourneyPattern{Count: rapid.IntRange(1, 2).Draw(t, "count"), StreamType: types[of], SessionType: of}
		p.EventName = pick(t, "event", "", "order", journey.PageViewed)
		if p.EventName == "" || rapid.Bool().Draw(t, "criteria") {
			p.Criteria = append(p.Criteria, genCriterion(t, [][]string{
				{"page.pathname", "/pricing"}, {"searchQuery", "shoes"}, {"eventName", "search", "order"},
			}))
		}
		c.Journey.Patterns = append(c.Journey.Patterns, p)
	}
	return c
}

func genCriterion(t *rapid.T, keys [][]string) rule.Criterion {
	key := rapid.SampledFrom(keys).Draw(t, "key")
	return rule.Criterion{
		Key: key[0], Values: []string{pick(t, "value", key[1:]...)},
		Operator: pick(t, "operator", "equal", "equal", "notEqual"),
	}
}

// evaluated is a segment with these conditions.
func evaluated(c rule.Conditions) journey.Evaluated {
	segment := &journey.Segment{IsActive: true, Scope: journey.SessionScope, Conditions: c}
	return journey.Evaluated{ID: idOf('d', 1), Segment: segment}
}

// views is a segment of who has viewed that many pages.
func views(pages int) journey.Evaluated {
	return evaluated(rule.Conditions{Journey: rule.Journey{Patterns: []rule.JourneyPattern{
		{Count: pages, StreamType: "Web", SessionType: "web", EventName: journey.PageViewed},
	}}})
}

// pageView is a page view of the n-th visitor.
func pageView(n int, at journey.Instant) journey.Event {
	return journey.Event{
		ID: idOf('e', n), Kind: journey.Web, Customer: fmt.Sprint("visitor ", n), Name: journey.PageViewed,
		Created: at, Received: at,
		Page: &journey.Page{Pathname: "/"}, Device: &journey.Device{Category: journey.Desktop},
	}
}

// run runs a backtest that cannot fail, and takes out how long it took.
func run(t testing.TB, o backtest.Options) backtest.Result {
	t.Helper()
	result, err := backtest.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	result.Milliseconds, result.EventsPerSecond = 0, 0
	return result
}

package journey_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sojourn/journey"
)

const start = journey.Instant(1_772_442_000_000) // 2026-03-02T09:00:00Z

const cookie = "00000001-aaaa-4bbb-8ccc-000000000001"

// idOf makes a distinct ID of a number.
func idOf(class byte, n int) journey.ID {
	return journey.RandomID([16]byte{class, byte(n >> 16), byte(n >> 8), byte(n)})
}

// visitor drives one key the way a lane does, without an index: every session stays held.
type visitor struct {
	state   *journey.State
	policy  journey.Policy
	records []journey.Record
	n       int
}

func newVisitor(p journey.Policy) *visitor {
	return &visitor{state: &journey.State{Key: journey.VisitorKey(cookie)}, policy: p}
}

func (v *visitor) step(e journey.Event) (journey.Stepped, error) {
	v.n++
	stepped, err := journey.Step(v.state, &e, &v.policy, journey.Chance{Session: idOf('s', v.n), ShortID: uint32(1000 + v.n)})
	v.records = append(v.records, stepped.Records...)
	return stepped, err
}

// genEvent draws an event whose facts are few enough to collide.
func genEvent(t *rapid.T, n int, at journey.Instant) journey.Event {
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	e := journey.Event{
		ID: idOf('e', n), Kind: journey.Web, Customer: cookie, Created: at, Received: at,
		Name:        pick("name", journey.PageViewed, journey.PageViewed, "product_added"),
		SearchQuery: pick("search", "", "", "tyres", "helmet", "bell"),
		IPAddress:   pick("ip", "", "203.0.113.1", "203.0.113.2"),
		UserAgent:   pick("agent", "", "one", "two"),
		ExternalID:  pick("external", "", "crm-1"),
	}
	e.Authenticated = rapid.Bool().Draw(t, "authenticated")
	e.Page = &journey.Page{URL: "https://shop.example/" + pick("page", "a", "b")}
	if source := pick("source", "", "", "", "news", "ads"); source != "" {
		e.Campaign = &journey.Campaign{Source: source}
	}
	if rapid.Bool().Draw(t, "attribute?") {
		e.Attributes = []journey.Attribute{
			{Name: "price", Type: journey.Number, Value: pick("price", "0.1", "0.2", "1e30", "-1e30", "9007199254740993", "9007199254740992")},
			{Name: "sku", Type: journey.String, Value: pick("sku", "x", "y", "")},
		}
	}
	return e
}

// everything is a policy with each projection function at work.
func everything() journey.Policy {
	var projectors []journey.Projector
	for f := journey.Last; f <= journey.All; f++ {
		for _, attribute := range []string{"price", "sku"} {
			projectors = append(projectors, journey.Projector{
				SessionType: "web", EventName: "*", EventAttribute: attribute,
				SessionAttribute: attribute + f.String(), Function: f,
			})
		}
	}
	return journey.DefaultPolicy().WithProjectors(projectors)
}

// genDates draws distinct dates, each early enough to be no later than the receipt.
func genDates(t *rapid.T, most int, span time.Duration) []journey.Instant {
	offsets := rapid.SliceOfNDistinct(rapid.Int64Range(0, span.Milliseconds()), 1, most, rapid.ID).Draw(t, "dates")
	dates := make([]journey.Instant, len(offsets))
	for i, offset := range offsets {
		dates[i] = start + journey.Instant(offset)
	}
	return dates
}

// document is a session without what may depend on the order of arrival: sequences and announcements.
func document(s *journey.Session) journey.Session {
	d := *s
	visit := *s.Visit
	d.Visit = &visit
	visit.Announced, visit.ShortID, d.ID = 0, 0, journey.ID{}
	d.First.Seq, d.Newest.Seq, visit.Origin.Stamp.Seq = 0, 0, 0
	for _, stamp := range []*journey.Stamp{
		&visit.Browser.Stamp, &visit.Device.Stamp, &visit.UserAgent.Stamp, &visit.IPAddress.Stamp, &visit.IPOrg.Stamp,
		&visit.Geolocation.Stamp, &visit.Page.Stamp, &visit.ScreenName.Stamp, &visit.App.Stamp, &visit.SDK.Stamp,
		&visit.Network.Stamp,
	} {
		stamp.Seq = 0
	}
	visit.Searches = slices.Clone(visit.Searches)
	for i := range visit.Searches {
		visit.Searches[i].Stamp.Seq = 0
	}
	d.Attributes = slices.Clone(d.Attributes)
	for i := range d.Attributes {
		a := &d.Attributes[i]
		a.First.Seq, a.Newest.Seq, a.Oldest.Seq = 0, 0, 0
		a.Values = slices.Clone(a.Values)
		for k := range a.Values {
			a.Values[k].Stamp.Seq = 0
		}
		if a.Function == journey.Sum { // the encoding of an exact sum may differ, its value may not
			scalar, _ := a.Scalar()
			a.Sum, a.Value = nil, scalar.Value
		}
	}
	return d
}

func documents(s *journey.State) []journey.Session {
	var all []journey.Session
	for _, session := range s.Sessions {
		all = append(all, document(session))
	}
	return all
}

// Order: events that join one session give the same document in any order of arrival.
func TestOrderOfArrivalDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		policy := everything()
		policy.SplitOnSource = false
		var events []journey.Event
		for i, at := range genDates(t, 12, 19*time.Minute) {
			e := genEvent(t, i, at)
			e.Received = start.Add(20 * time.Minute)
			events = append(events, e)
		}
		sorted := slices.Clone(events)
		slices.SortFunc(sorted, func(a, b journey.Event) int { return int(a.Created - b.Created) })
		one, other := newVisitor(policy), newVisitor(policy)
		for i := range events {
			mustStep(t, one, events[i])
			mustStep(t, other, sorted[i])
		}
		if len(one.state.Sessions) != 1 {
			t.Fatalf("%d sessions, want 1", len(one.state.Sessions))
		}
		if a, b := documents(one.state), documents(other.state); !reflect.DeepEqual(a, b) {
			t.Fatalf("arrival order matters:\n%s\n%s", show(a), show(b))
		}
	})
}

func mustStep(t *rapid.T, v *visitor, e journey.Event) journey.Stepped {
	stepped, err := v.step(e)
	if err != nil {
		t.Fatalf("step: %v", err)
	}
	return stepped
}

func show(sessions []journey.Session) string {
	text := ""
	for _, s := range sessions {
		text += fmt.Sprintf("%+v visit %+v\n", s, *s.Visit)
	}
	return text
}

// story draws a visitor's events as they are received over some hours, some of them late.
func story(t *rapid.T) []journey.Event {
	var events []journey.Event
	now := start
	for i := range rapid.IntRange(1, 25).Draw(t, "events") {
		now = now.Add(time.Duration(rapid.IntRange(0, 25*60).Draw(t, "gap")) * time.Second)
		late := time.Duration(rapid.SampledFrom([]int{0, 0, 0, 1, 30, 600, 1200, 3000, 3600}).Draw(t, "late")) * time.Second
		e := genEvent(t, i, now.Add(-late))
		e.Received = now
		if rapid.IntRange(0, 3).Draw(t, "app?") == 0 {
			e.Kind, e.Page, e.ScreenName = journey.App, nil, "Home"
		}
		events = append(events, e)
	}
	return events
}

// Ticks change nothing but when you see it.
func TestTicksAreTransparent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ticked, plain := newVisitor(everything()), newVisitor(everything())
		for _, e := range story(t) {
			if rapid.Bool().Draw(t, "tick") {
				ticked.records = append(ticked.records, journey.Tick(ticked.state, e.Received)...)
			}
			mustStep(t, plain, e)
			mustStep(t, ticked, e)
		}
		if a, b := documents(ticked.state), documents(plain.state); !reflect.DeepEqual(a, b) {
			t.Fatalf("ticks matter:\n%s\n%s", show(a), show(b))
		}
	})
}

// Disjoint: the spans from oldest to newest event of a key's sessions of one kind never overlap.
// Monotone: the totals of the customer count every event once.
func TestSpansAreDisjointAndCountsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVisitor(everything())
		for i, e := range story(t) {
			// The timeout may be changed between events.
			v.policy.Visit.Timeout = uint32(rapid.SampledFrom([]int{60, 1200, 3600}).Draw(t, "timeout"))
			stepped := mustStep(t, v, e)
			if got := stepped.Event.TotalEvents; got != uint64(i+1) {
				t.Fatalf("event %d has total %d", i+1, got)
			}
			for k := 1; k < len(v.state.Sessions); k++ {
				a, b := v.state.Sessions[k-1], v.state.Sessions[k]
				if a.Kind == b.Kind && b.First.At < a.Newest.At {
					t.Fatalf("sessions overlap: [%s %s] and [%s %s]", a.First, a.Newest, b.First, b.Newest)
				}
			}
		}
		var counted uint64
		for _, s := range v.state.Sessions {
			counted += s.Events
		}
		if counted != v.state.Events {
			t.Fatalf("sessions count %d events, the customer %d", counted, v.state.Events)
		}
	})
}

// Replay: folding the records alone gives the state that Step made.
func TestFoldingTheRecordsGivesTheState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVisitor(everything())
		for _, e := range story(t) {
			e.IDGiven = true
			mustStep(t, v, e)
			if ping := v.state.Pinged(journey.Ping{Customer: cookie, Received: e.Received, Preferred: journey.Web}); ping != nil {
				journey.Fold(v.state, ping)
				v.records = append(v.records, ping)
			}
		}
		replayed := &journey.State{Key: v.state.Key}
		for _, record := range v.records {
			journey.Fold(replayed, record)
		}
		if !reflect.DeepEqual(replayed, v.state) {
			t.Fatalf("replay differs:\n%+v\n%+v", replayed, v.state)
		}
	})
}

// An end is announced once, unless a late event moves it.
func TestEndsAreAnnouncedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := newVisitor(journey.DefaultPolicy())
		var now journey.Instant
		for _, e := range story(t) {
			mustStep(t, v, e)
			now = e.Received
		}
		v.records = append(v.records, journey.Tick(v.state, now.Add(2*time.Hour))...)
		announced := make(map[string]bool)
		for _, record := range v.records {
			ended, ok := record.(*journey.Ended)
			if !ok {
				continue
			}
			what := ended.Session.String() + ended.At.String()
			if announced[what] {
				t.Fatalf("%s was announced twice", what)
			}
			announced[what] = true
		}
		for _, s := range v.state.Sessions {
			if s.Visit.EndedAt.IsZero() && !announced[s.ID.String()+s.Deadline().String()] {
				t.Fatalf("the end of %s at %s was not announced", s.ID, s.Deadline())
			}
		}
		if again := journey.Tick(v.state, now.Add(3*time.Hour)); len(again) > 0 {
			t.Fatalf("a second tick announced %v", again)
		}
	})
}

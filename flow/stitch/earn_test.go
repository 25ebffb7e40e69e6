package stitch_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/journey/contact"
	"sojourn/journey/rule"
)

// Segments of every test: two views of a session; a customer who put something into the cart.
var (
	viewedTwice = journey.RandomID([16]byte{'v'})
	buyer       = journey.RandomID([16]byte{'b'})
	bought      = journey.RandomID([16]byte{'o'})
)

// judging is a policy with one definition of each sort.
func judging() *journey.Policy {
	on := func(name string, count int) rule.Conditions {
		return rule.Conditions{Journey: rule.Journey{Patterns: []rule.JourneyPattern{
			{Count: count, StreamType: "Web", SessionType: "web", EventName: name},
		}}}
	}
	policy := journey.DefaultPolicy().WithRules(journey.NewRules([]journey.Evaluated{
		{ID: viewedTwice, Segment: &journey.Segment{IsActive: true, Conditions: on(journey.PageViewed, 2)}},
		{ID: buyer, Segment: &journey.Segment{
			IsActive: true, Scope: journey.CustomerScope, AssignmentExpirationDays: 30, Conditions: on("cart_add", 1),
		}},
		{ID: bought, Outcome: &journey.Outcome{IsActive: true, Conditions: on("order", 1)}},
	}))
	return &policy
}

// holders are contacts that hold segments and know each customer by its cookie.
type holders struct {
	mu    sync.Mutex
	held  map[string]contact.Held
	fails error
}

func (h *holders) Evidence(e *journey.Accepted) contact.Evidence {
	return contact.Evidence{Event: e.ID, Customer: contact.Identifier{Type: contact.Cookie, Value: e.Customer}}
}

func (h *holders) ResolveAll(_ context.Context, evidence []*contact.Evidence) ([]contact.Decision, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	found := make([]contact.Decision, len(evidence))
	for i, e := range evidence {
		if held, holds := h.held[e.Customer.Value]; holds {
			found[i].Held = []contact.Held{held}
		}
	}
	return found, nil
}

func (h *holders) Grant(_ context.Context, grants []contact.Grant) ([]contact.Granted, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	granted := make([]contact.Granted, len(grants))
	for i, g := range grants {
		held, holds := h.held[g.Customer.Value]
		if !holds {
			held = contact.Held{Segment: g.Segment, Assigned: g.Evidence.At, Until: g.Evidence.At + g.Lasts}
			h.held[g.Customer.Value] = held
		}
		granted[i] = contact.Granted{Assigned: held.Assigned, Until: held.Until, New: !holds}
	}
	return granted, h.fails
}

// called is an event of that name.
func called(visitor int, minutes float64, name string) journey.Event {
	e := event(visitor, minutes)
	e.Name = name
	return e
}

func (n *node) segments(of journey.Receipt) (ids []journey.ID) {
	n.t.Helper()
	session, err := n.index.Session(context.Background(), of.Session.ID)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, a := range session.Assignments {
		ids = append(ids, a.Segment)
	}
	return ids
}

// TestACustomerHoldsASegment: what one visit earned, the next one shows from its start; earning it again is no news.
func TestACustomerHoldsASegment(t *testing.T) {
	fs := vfs.NewMem()
	h := &holders{held: map[string]contact.Held{}}
	n := boot(t, fs, stitch.Options{Contacts: h})
	n.submit(event(1, 0))
	first := n.submit(called(1, 1, "cart_add"))
	n.submit(event(1, 2))
	if got, want := n.segments(first), []journey.ID{buyer, viewedTwice}; !slices.Equal(got, want) {
		t.Errorf("the first visit has %v, want %v", got, want)
	}
	n.halt()

	n = boot(t, fs, stitch.Options{Contacts: h})
	second := n.submit(event(1, 120))
	if got := n.segments(second); !slices.Equal(got, []journey.ID{buyer}) {
		t.Errorf("the second visit begins with %v", got)
	}
	again := n.submit(called(1, 121, "cart_add"))
	if judged := again.Event.Judged; len(judged) != 1 || !judged[0].Held || judged[0].At != first.Event.Received || len(again.Event.News()) > 0 {
		t.Errorf("earned again: %+v", judged)
	}
	n.rebuilt()
	n.halt()
}

// TestWhatFollowsStandsInTheList: at the acceptance of what caused it, behind that.
func TestWhatFollowsStandsInTheList(t *testing.T) {
	n := boot(t, vfs.NewMem(), stitch.Options{})
	late := called(1, 0, "order")
	late.Received = late.Received.Add(3 * 60 * 1e9)
	receipt := n.submit(late)
	n.submit(called(1, 2, "cart_add"))
	located, err := n.index.Events(context.Background(), receipt.Session.ID, journey.EventPlace{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	var types []journey.EventType
	for _, l := range located {
		types = append(types, l.Type)
	}
	want := []journey.EventType{
		journey.WebEventType, journey.WebEventType, journey.SegmentAssignmentType, journey.OutcomeAchievedType,
	}
	if !slices.Equal(types, want) {
		t.Errorf("the list is %v, want %v", types, want)
	}
	n.rebuilt()
	n.halt()
}

// TestAGrantThatFailsStoresNothing: the event is refused, and the state is as if it had not been.
func TestAGrantThatFailsStoresNothing(t *testing.T) {
	h := &holders{held: map[string]contact.Held{}, fails: context.DeadlineExceeded}
	n := boot(t, vfs.NewMem(), stitch.Options{Contacts: h})
	first := n.submit(event(1, 0))
	if _, err := n.lanes.Submit(context.Background(), called(1, 1, "cart_add")); err == nil {
		t.Error("the event was answered")
	}
	h.fails, h.held = nil, map[string]contact.Held{}
	if again := n.submit(called(1, 1, "cart_add")); again.Session.ID != first.Session.ID || len(again.Event.News()) != 1 {
		t.Errorf("sent again: %+v", again.Event.Judged)
	}
	n.rebuilt()
	n.halt()
}

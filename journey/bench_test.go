package journey_test

import (
	"fmt"
	"testing"

	"sojourn/journey"
)

// BenchmarkStep folds the next event of a visit of four page views, over many visitors.
func BenchmarkStep(b *testing.B) {
	policy := journey.DefaultPolicy()
	const visitors = 1024
	states := make([]*journey.State, visitors)
	for i := range states {
		states[i] = &journey.State{Key: journey.VisitorKey(fmt.Sprint("visitor-", i))}
	}
	page := &journey.Page{URL: "https://shop.example/", Domain: "shop.example", Hostname: "shop.example", Pathname: "/"}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		visit, view := n/visitors/4, n/visitors%4
		e := journey.Event{
			ID: idOf('e', n), IDGiven: true, Kind: journey.Web, Name: journey.PageViewed, Page: page,
			Created: start + journey.Instant(visit*3_600_000+view*60_000), UserAgent: "agent", IPAddress: "203.0.113.1",
		}
		e.Received = e.Created
		state := states[n%visitors]
		if _, err := journey.Step(state, &e, &policy, journey.Chance{Session: idOf('s', n)}); err != nil {
			b.Fatal(err)
		}
		state.Trim()
		state.TakeSpilled(journey.Web)
		n++
	}
}

// BenchmarkStepConversation folds the next event of a call of eight, over many calls.
func BenchmarkStepConversation(b *testing.B) {
	policy := journey.DefaultPolicy()
	call := []journey.Event{
		told(journey.CustomerStart, 0, "p1/c1"), told(journey.AcdStart, 8, "p2/c2", queue("q1")),
		told(journey.UserStart, 20, "p3/c3", user("u1")), told(journey.AcdEnd, 26, "p2/c2", answeredBy("u1")),
		told(journey.AttributesSet, 100, "p3/c3"), told(journey.CustomerEnd, 206, "p1/c1"),
		told(journey.UserEnd, 206, "p3/c3", user("u1"), talkedFor(180_000)),
		told(journey.AfterCallWork, 231, "p3/c3", user("u1"), wrapped("w")),
	}
	var state *journey.State
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if n%len(call) == 0 {
			state = &journey.State{Key: journey.ConversationKey(conversationID)}
		}
		e := call[n%len(call)]
		if _, err := journey.Step(state, &e, &policy, journey.Chance{Session: idOf('s', n)}); err != nil {
			b.Fatal(err)
		}
		n++
	}
}

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

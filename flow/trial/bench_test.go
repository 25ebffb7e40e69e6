package trial

import (
	"fmt"
	"testing"

	"sojourn/journey"
)

// BenchmarkExplain explains long sessions to 50 definitions, of which one in ten has seen something.
func BenchmarkExplain(b *testing.B) {
	var definitions []journey.Evaluated
	for n := range 50 {
		name := fmt.Sprint("event ", n)
		if n%10 == 0 {
			name = "look"
		}
		c := sequence(name)
		c.Journey.Patterns[0].Count = 50
		definitions = append(definitions, segmentOf(n, inContext(c, "geolocation.country", "equal", "IE")))
	}
	policy := journey.DefaultPolicy().WithRules(journey.NewRules(definitions))
	for _, size := range []int{500, 5000} {
		state := &journey.State{Key: journey.VisitorKey("cookie-one")}
		var events []*journey.Accepted
		for n := range size {
			at := start.Add(seconds(n))
			stepped, err := journey.Step(state, &journey.Event{
				ID: numbered("event", n), Kind: journey.Web, Customer: "cookie-one", Name: "look", Created: at, Received: at,
			}, &policy, journey.Chance{Session: numbered("session", 1)})
			if err != nil {
				b.Fatal(err)
			}
			events = append(events, stepped.Event)
		}
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Explain(state.Sessions[0], events, definitions)
			}
		})
	}
}

package backtest_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sojourn/flow/backtest"
	"sojourn/journey"
)

// TestItFindsWhatTheLanesWouldHaveFound: whatever happened, and whenever the definition would have been created, the
// result is that of the lanes, unless it says that sessions were dropped.
func TestItFindsWhatTheLanesWouldHaveFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		definition := evaluated(genConditions(t))
		w, now := newWorld(), start
		from := start.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 30, 90}).Draw(t, "from")) * time.Minute)
		to := from.Add(time.Duration(rapid.SampledFrom([]int{30, 90, 600, 600}).Draw(t, "to")) * time.Minute)
		for n := range rapid.IntRange(1, 40).Draw(t, "events") {
			now = now.Add(time.Duration(rapid.IntRange(0, 12*60).Draw(t, "gap")) * time.Second)
			if now >= from {
				w.policy = w.policy.WithRules(journey.NewRules([]journey.Evaluated{definition}))
			}
			hole := rapid.SampledFrom([]int{0, 0, 0, 1, 5000}).Draw(t, "hole")
			if err := w.happen(genEvent(t, n, now), hole); err != nil {
				t.Fatal(err)
			}
		}
		got, err := backtest.Run(context.Background(), backtest.Options{
			Definition: definition, From: from, To: to, Entries: w.log.read,
			MaxSessions: rapid.SampledFrom([]int{0, 0, 3, 8}).Draw(t, "most sessions"),
		})
		if err != nil {
			t.Fatal(err)
		}
		got.Milliseconds, got.EventsPerSecond = 0, 0
		if want := w.result(from, to); got.Dropped == 0 && !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v\nof %+v", got, want, definition.Segment.Conditions)
		}
	})
}

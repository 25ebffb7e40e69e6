package restapi

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"sojourn/web/contract"
)

const healthPath = "/api/v2/sojourn/health"

func vitals() Vitals {
	times := func(operation string, counts ...uint64) AnswerTimes {
		return AnswerTimes{Operation: operation, Count: counts[3], Buckets: []AnswerBucket{
			{.001, counts[0]}, {.01, counts[1]}, {.1, counts[2]}, {math.Inf(1), counts[3]},
		}[:3]}
	}
	return Vitals{
		Version: "1.2.3", Started: 1772442000000,
		Events: []EventCount{
			{"web", EventAccepted, "", 100}, {"batch", EventAccepted, "", 50}, {"web", EventRepeated, "", 2},
			{"web", EventRefused, "invalid.value", 3}, {"batch", EventRefused, "invalid.value", 4},
			{"web", EventRefused, "event.too.old", 9}, {"web", EventNotRecorded, "bot", 5},
			{"app", EventNotRecorded, "", 1},
		},
		Late: 7,
		Answers: []AnswerTimes{
			times("postJourneyDeploymentWebevents", 10, 90, 100, 100), times("postSojournEvents", 0, 0, 0, 100),
			times("getJourneySession", 0, 100, 100, 100), times("getSojournStream", 0, 0, 0, 9),
			times("deleteJourneySegment", 1, 1, 1, 1), times("none", 5, 5, 5, 5),
		},
		Lanes: LaneVitals{Queued: 3, Capacity: 8192, Batches: 40, Ends: 6},
		Log: LogVitals{
			Position: 999, Appended: 200, Bytes: 1 << 20, Segments: 2, Syncs: 30, LastSync: 3 * time.Millisecond,
		},
		Index:   IndexVitals{Sessions: 42, Bytes: 1 << 19, MemoryBytes: 4096, Generations: 2, Flushes: 1, Debt: 5},
		Disk:    DiskVitals{Free: 1 << 30, Total: 1 << 31},
		Process: ProcessVitals{MemoryBytes: 5, HeapBytes: 4, Goroutines: 3},
	}
}

func TestHealth(t *testing.T) {
	now, failure := vitals(), error(nil)
	h := newHarness(t, func(o *Options) {
		o.Vitals = func(context.Context) (Vitals, error) { return now, failure }
	})
	h.call("GET", healthPath, "", h.admin()...).want(200).golden("health")
	may := []string{"Authorization", "Bearer " + h.token("sojourn:health:view")}
	now.Trouble, now.Index.Sessions = []string{"the index cannot be written: full"}, -1
	var view contract.SojournHealth
	h.call("GET", healthPath, "", may...).want(200).into(&view)
	if view.Status != "unavailable" || len(view.Reasons) != 1 || view.Index.Sessions != nil {
		t.Errorf("in trouble: %+v", view)
	}
	now = Vitals{}
	h.call("GET", healthPath, "", may...).want(200).into(&view)
	h.call("GET", healthPath, "").want(401)
	h.call("GET", healthPath, "", "Authorization", "Bearer "+h.token("journey:session:view")).want(403)
	failure = errors.New("the disk is gone")
	h.call("GET", healthPath, "", may...).want(500)
}

func TestQuantiles(t *testing.T) {
	of := func(count uint64, counts ...uint64) AnswerTimes {
		times := AnswerTimes{Count: count}
		for i, n := range counts {
			times.Buckets = append(times.Buckets, AnswerBucket{UpTo: float64(i + 1), Count: n})
		}
		return times
	}
	for name, c := range map[string]struct {
		times       AnswerTimes
		share, want float64
	}{
		"the middle of the first":    {of(10, 10, 10), .5, .5},
		"spread over the second":     {of(10, 0, 10), .5, 1.5},
		"at a bound":                 {of(10, 5, 10), .5, 1},
		"behind an empty one":        {of(10, 0, 0, 10), .1, 2.1},
		"beyond the last":            {of(10, 1, 2), .99, 2},
		"all beyond the last":        {of(10, 0, 0), .5, 2},
		"the highest within bounds":  {of(100, 98, 100), .99, 1.5},
		"nearly nothing of very few": {of(1, 1), .01, .01},
	} {
		if got := c.times.quantile(c.share); got == nil || math.Abs(*got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if none := of(0, 0, 0); none.quantile(.5) != nil {
		t.Error("there is a quantile of nothing")
	}
}

// Every way in is counted as one: an operation that is new would end up among the changes.
func TestEveryWayInIsInItsGroup(t *testing.T) {
	for operation := range contract.Operations() {
		takesEvents := operation.Auth == contract.Optional && operation.Method == "POST" ||
			slices.ContainsFunc(operation.Permissions, func(permission string) bool {
				return strings.HasSuffix(strings.ToLower(permission), "event:add")
			})
		if (answerGroup(operation.ID) == "events") != takesEvents && operation.Built {
			t.Errorf("%s is in group %q", operation.ID, answerGroup(operation.ID))
		}
	}
}

package restapi

import (
	"cmp"
	"math"
	"net/http"
	"slices"

	"sojourn/web/contract"
)

// getHealth answers GET /sojourn/health.
func (a *api) getHealth(w http.ResponseWriter, r *request) error {
	if a.Vitals == nil {
		return contract.NewError(contract.NotImplemented, "This server does not tell how it is doing.")
	}
	v, err := a.Vitals(r.Context())
	if err != nil {
		return err
	}
	view := contract.SojournHealth{
		Version: v.Version, StartedDate: contract.Time(v.Started), Date: contract.TimeOf(a.Now()),
		Status: "ready", Reasons: v.Trouble, Events: eventVitals(&v), Answers: answerVitals(v.Answers),
		Lanes: contract.SojournHealthLanes{
			Queued: v.Lanes.Queued, Capacity: v.Lanes.Capacity, Batches: int64(v.Lanes.Batches),
			SessionsEnded: int64(v.Lanes.Ends),
		},
		Log: contract.SojournHealthLog{
			Position: int64(v.Log.Position), Appended: v.Log.Appended, Bytes: v.Log.Bytes,
			Segments: int64(v.Log.Segments), Syncs: v.Log.Syncs, LastSyncSeconds: v.Log.LastSync.Seconds(),
		},
		Index: contract.SojournHealthIndex{
			Bytes: int64(v.Index.Bytes), MemoryBytes: int64(v.Index.MemoryBytes),
			Generations: int64(v.Index.Generations), Flushes: v.Index.Flushes, CompactionDebtBytes: int64(v.Index.Debt),
		},
		Disk: contract.SojournHealthDisk{FreeBytes: int64(v.Disk.Free), TotalBytes: int64(v.Disk.Total)},
		Process: contract.SojournHealthProcess{
			MemoryBytes: int64(v.Process.MemoryBytes), HeapBytes: int64(v.Process.HeapBytes),
			Goroutines: int64(v.Process.Goroutines),
		},
		SelfURI: r.path,
	}
	if len(v.Trouble) > 0 {
		view.Status = "unavailable"
	}
	if v.Index.Sessions >= 0 {
		view.Index.Sessions = &v.Index.Sessions
	}
	if a.Live.Hub != nil {
		open, limit := a.Live.Hub.Subscribers()
		view.Streams = contract.SojournHealthStreams{Open: int64(open), Limit: int64(limit)}
	}
	return answerJSON(w, view)
}

// eventVitals adds the events up by result, by way in, and by reason.
func eventVitals(v *Vitals) contract.SojournHealthEvents {
	view := contract.SojournHealthEvents{Late: int64(v.Late)}
	sources := map[string]*contract.SojournHealthSource{}
	refusals, unrecorded := map[string]int64{}, map[string]int64{}
	for _, c := range v.Events {
		source := sources[c.Source]
		if source == nil {
			source = &contract.SojournHealthSource{Source: c.Source}
			sources[c.Source] = source
		}
		n := int64(c.Count)
		switch c.Result {
		case EventAccepted:
			view.Accepted, source.Accepted = view.Accepted+n, source.Accepted+n
		case EventRepeated:
			view.Repeated, source.Repeated = view.Repeated+n, source.Repeated+n
		case EventNotRecorded:
			view.NotRecorded, source.NotRecorded = view.NotRecorded+n, source.NotRecorded+n
			unrecorded[c.Reason] += n
		case EventRefused:
			view.Refused, source.Refused = view.Refused+n, source.Refused+n
			refusals[c.Reason] += n
		}
	}
	for _, source := range sources {
		view.Sources = append(view.Sources, *source)
	}
	slices.SortFunc(view.Sources, func(a, b contract.SojournHealthSource) int {
		return cmp.Compare(a.Source, b.Source)
	})
	view.Refusals, view.Unrecorded = reasonViews(refusals), reasonViews(unrecorded)
	return view
}

// reasonViews lists counted reasons, the most frequent first.
func reasonViews(counts map[string]int64) (views []contract.SojournHealthReason) {
	for reason, n := range counts {
		if reason != "" && n > 0 {
			views = append(views, contract.SojournHealthReason{Reason: reason, Count: n})
		}
	}
	slices.SortFunc(views, func(a, b contract.SojournHealthReason) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
	return views
}

// The groups of operations whose answers are comparable.
var answerGroups = [...]string{"events", "pings", "reads", "changes", "tokens"}

// answerGroup returns the group of an operation; empty for those that take as long as their client wants.
func answerGroup(operation string) string {
	switch operation {
	case "getSojournStream", "getSojournExport", "postSojournBacktest", "getSojournGdprRequestResults":
		return ""
	case "postJourneyDeploymentWebevents", "postJourneyDeploymentAppevents", "postSojournEvents",
		"postSojournIngestGenesys", "postJourneyCustomevents", "postJourneyExternaleventsConfigurationEvents":
		return "events"
	case "getJourneyDeploymentCustomerPing":
		return "pings"
	case "postOauthToken":
		return "tokens"
	}
	known, found := contract.Lookup(operation)
	switch {
	case !found:
		return ""
	case known.Method == http.MethodGet || known.Method == http.MethodHead:
		return "reads"
	}
	return "changes"
}

// answerVitals adds the answers up by group.
func answerVitals(answers []AnswerTimes) []contract.SojournHealthAnswers {
	views := make([]contract.SojournHealthAnswers, 0, len(answerGroups))
	for _, group := range answerGroups {
		sum := AnswerTimes{}
		for _, times := range answers {
			if answerGroup(times.Operation) == group {
				sum.add(&times)
			}
		}
		view := contract.SojournHealthAnswers{
			Group: group, Count: int64(sum.Count), P50Seconds: sum.quantile(.5), P99Seconds: sum.quantile(.99),
		}
		for _, b := range sum.Buckets {
			bucket := contract.SojournHealthBucket{UpToSeconds: b.UpTo, Count: int64(b.Count)}
			view.Buckets = append(view.Buckets, bucket)
		}
		views = append(views, view)
	}
	return views
}

// add adds the answers of another operation, whose buckets have the same bounds.
func (t *AnswerTimes) add(other *AnswerTimes) {
	t.Count += other.Count
	if t.Buckets == nil {
		t.Buckets = slices.Clone(other.Buckets)
		return
	}
	for i := range min(len(t.Buckets), len(other.Buckets)) {
		t.Buckets[i].Count += other.Buckets[i].Count
	}
}

// quantile estimates the time that a share of the answers took at most: the answers of a bucket are taken as spread
// evenly over it. What took longer than the last bound counts as that. It is nil if there are none.
func (t *AnswerTimes) quantile(share float64) *float64 {
	if t.Count == 0 || len(t.Buckets) == 0 {
		return nil
	}
	rank, below := share*float64(t.Count), AnswerBucket{}
	for _, b := range t.Buckets {
		if math.IsInf(b.UpTo, 1) {
			break
		}
		if within := float64(b.Count - below.Count); float64(b.Count) >= rank && within > 0 {
			seconds := below.UpTo + (b.UpTo-below.UpTo)*(rank-float64(below.Count))/within
			return &seconds
		}
		below = b
	}
	return &below.UpTo
}

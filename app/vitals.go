package app

import (
	"context"
	"fmt"
	"math"
	"runtime"
	runtimemetrics "runtime/metrics"

	"sojourn/web/restapi"
)

// vitals are the server's own numbers, for people.
func (a *App) vitals(ctx context.Context) (restapi.Vitals, error) {
	answers, err := a.metrics.answerTimes()
	if err != nil {
		return restapi.Vitals{}, err
	}
	segments, err := a.store.log.Segments(ctx)
	if err != nil {
		return restapi.Vitals{}, fmt.Errorf("the log's files: %w", err)
	}
	bytes := int64(0)
	for _, segment := range segments {
		bytes += segment.Bytes
	}
	lanes, log, index := a.lanes.Stats(), a.store.log.Stats(), a.store.index.Metrics()
	return restapi.Vitals{
		Version: a.options.Version, Started: a.started, Trouble: a.health().Reasons,
		Events: a.metrics.byWay.counts(), Late: lanes.Late, Answers: answers,
		Lanes: restapi.LaneVitals{
			Queued: lanes.Queued, Capacity: int64(a.config.Lanes.Queue), Batches: lanes.Batches, Ends: lanes.Ends,
		},
		Log: restapi.LogVitals{
			Position: a.store.log.End(), Appended: log.Records, Bytes: bytes, Segments: log.Segments,
			Syncs: log.Syncs, LastSync: log.LastSync,
		},
		Index: restapi.IndexVitals{
			Sessions: -1, Bytes: index.DiskBytes, MemoryBytes: index.MemoryBytes,
			Generations: index.Generations, Flushes: index.Flushes, Debt: index.Debt,
		},
		Disk:    diskOf(a.config.Data),
		Process: processVitals(),
	}, nil
}

// answerTimes are the histograms of all operations.
func (m *metrics) answerTimes() ([]restapi.AnswerTimes, error) {
	families, err := m.registry.Gather()
	if err != nil {
		return nil, fmt.Errorf("gather the metrics: %w", err)
	}
	var all []restapi.AnswerTimes
	for _, family := range families {
		if family.GetName() != answerSeconds {
			continue
		}
		for _, metric := range family.GetMetric() {
			times := restapi.AnswerTimes{Count: metric.GetHistogram().GetSampleCount()}
			for _, label := range metric.GetLabel() {
				times.Operation = label.GetValue() // the only one
			}
			for _, bucket := range metric.GetHistogram().GetBucket() {
				if up := bucket.GetUpperBound(); !math.IsInf(up, 0) {
					count := bucket.GetCumulativeCount()
					times.Buckets = append(times.Buckets, restapi.AnswerBucket{UpTo: up, Count: count})
				}
			}
			all = append(all, times)
		}
	}
	return all, nil
}

// The names of the runtime's numbers.
const (
	systemBytes = "/memory/classes/total:bytes"
	heapBytes   = "/memory/classes/heap/objects:bytes"
)

func processVitals() restapi.ProcessVitals {
	samples := []runtimemetrics.Sample{{Name: systemBytes}, {Name: heapBytes}}
	runtimemetrics.Read(samples)
	return restapi.ProcessVitals{
		MemoryBytes: samples[0].Value.Uint64(), HeapBytes: samples[1].Value.Uint64(),
		Goroutines: runtime.NumGoroutine(),
	}
}

package stitch_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/engine/seglog"
	"sojourn/flow/stitch"
	"sojourn/journey"
)

// bootDisk opens the store in a folder of the real disk: every answer is synced.
func bootDisk(b *testing.B) *node {
	b.Chdir(b.TempDir())
	return bootWith(b, vfs.Default, seglog.Options{}, stitch.Options{})
}

// visit is an event of one of many visitors, four to a visit.
func visit(n int64) journey.Event {
	e := event(int(n/4%50_000), float64(n/200_000)*60+float64(n%4))
	e.ID = journey.RandomID([16]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24), byte(n >> 32)})
	e.IDGiven = true
	e.UserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0 Safari/537.36"
	e.Browser = &journey.Browser{Family: "Chrome", Version: "122.0.0.0", Lang: "en-IE"}
	e.Device = &journey.Device{Category: journey.Desktop, Type: "Other", OSFamily: "Windows", OSVersion: "10"}
	return e
}

// BenchmarkSubmit answers single events of 256 callers; load, fold, log with sync, index and answer are in it,
// HTTP, decoding and enrichment are not.
func BenchmarkSubmit(b *testing.B) {
	n := bootDisk(b)
	var count atomic.Int64
	b.SetParallelism(128)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := n.lanes.Submit(context.Background(), visit(count.Add(1))); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.StopTimer()
	b.ReportMetric(float64(n.log.Bytes())/float64(b.N), "logB/event")
	n.halt()
}

// BenchmarkSubmitAll answers batches of 100 events from 8 callers.
func BenchmarkSubmitAll(b *testing.B) {
	n := bootDisk(b)
	var count atomic.Int64
	b.SetParallelism(4)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			events := make([]*journey.Event, 100)
			for i := range events {
				e := visit(count.Add(1))
				events[i] = &e
			}
			_, errs := n.lanes.SubmitAll(context.Background(), events)
			for _, err := range errs {
				if err != nil {
					b.Error(err)
					return
				}
			}
		}
	})
	b.StopTimer()
	b.ReportMetric(float64(count.Load())/b.Elapsed().Seconds(), "events/s")
	n.halt()
}

// BenchmarkReplay folds a log of 20,000 events into an empty index.
func BenchmarkReplay(b *testing.B) {
	n := bootDisk(b)
	const stored = 20_000
	for from := 0; from < stored; from += 1000 {
		events := make([]*journey.Event, 1000)
		for i := range events {
			e := visit(int64(from + i))
			events[i] = &e
		}
		n.lanes.SubmitAll(context.Background(), events)
	}
	turn := 0
	b.ReportAllocs()
	for b.Loop() {
		turn++
		index := n.fresh(vfs.Default, fmt.Sprint("index-", turn))
		n.replay(context.Background(), index)
		if err := index.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(stored*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	n.halt()
}

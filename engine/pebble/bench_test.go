package pebble

import (
	"context"
	"math"
	"syscall"
	"testing"
	"time"

	"sojourn/journey"
)

// stored returns an index on disk with that many sessions, flushed.
func stored(b *testing.B, sessions uint64) *Index {
	b.Helper()
	i, err := Open(b.TempDir(), Options{}, testLog)
	check(b, err)
	b.Cleanup(func() { _ = i.Close() })
	for n := range sessions {
		check(b, apply(i, journey.Position(n), n))
	}
	check(b, i.Flush(b.Context()))
	return i
}

// BenchmarkApply is one batch of 100 events of 100 among 50,000 visitors, one in four of which opens a session.
// The processor time is that of the process: flushes and compactions are in it.
func BenchmarkApply(b *testing.B) {
	i, err := Open(b.TempDir(), Options{}, testLog)
	check(b, err)
	b.Cleanup(func() { _ = i.Close() })
	t := newTraffic(50_000)
	for range 500 {
		upTo, changes := t.batch(100)
		check(b, i.Apply(context.Background(), upTo, changes))
	}
	b.ReportAllocs()
	began := processorTime(b)
	for b.Loop() {
		upTo, changes := t.batch(100)
		check(b, i.Apply(context.Background(), upTo, changes))
	}
	check(b, i.Flush(context.Background()))
	events := float64(b.N) * 100
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/events, "ns/event")
	b.ReportMetric(float64(processorTime(b)-began)/events, "cpu-ns/event")
	b.ReportMetric(float64(i.DiskBytes())/events, "diskB/event")
}

// processorTime is what the process has used so far, of all its threads.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	check(b, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func benchmarkLoad(b *testing.B, first uint64) {
	const sessions = 20_000
	i := stored(b, sessions)
	all := make([]journey.Key, sessions)
	for n := range all {
		all[n] = visit(first + uint64(n*7919)%sessions).State.Key
	}
	b.ReportAllocs()
	for n := 0; b.Loop(); n += 100 {
		if _, err := i.Load(context.Background(), all[n%sessions:n%sessions+100]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100, "ns/key")
}

func BenchmarkLoadHit(b *testing.B)  { benchmarkLoad(b, 0) }
func BenchmarkLoadMiss(b *testing.B) { benchmarkLoad(b, 1_000_000) }

// BenchmarkRecent is a page of 25 sessions.
func BenchmarkRecent(b *testing.B) {
	i := stored(b, 20_000)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range i.Recent(context.Background(), math.MinInt64, math.MaxInt64, Cursor{}) {
			check(b, err)
			if n++; n == 25 {
				break
			}
		}
	}
}

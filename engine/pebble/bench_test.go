package pebble

import (
	"context"
	"math"
	"testing"

	"sojourn/flow/stitch"
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

// BenchmarkApply is one batch of 100 changes, each an event more for a session that is there.
func BenchmarkApply(b *testing.B) {
	const sessions = 10_000
	i := stored(b, sessions)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		changes := make([]stitch.Change, 100)
		for k := range changes {
			number := uint64(n*100+k) % sessions
			changes[k] = visit(number)
			t := &changes[k].Sessions[0]
			t.Was = t.Session.Newest.At + journey.Instant(n*100/sessions)
			t.Session.Newest.At = t.Was + 1
		}
		check(b, i.Apply(context.Background(), journey.Position(n), changes))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100, "ns/change")
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

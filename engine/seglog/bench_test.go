package seglog

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"sojourn/journey"
)

// eachWay runs a benchmark with a dictionary and without.
func eachWay(b *testing.B, run func(b *testing.B, c *crowd, dictionary []byte)) {
	for _, way := range []string{"plain", "dictionary"} {
		b.Run(way, func(b *testing.B) {
			c := newCrowd(1)
			var dictionary []byte
			if way == "dictionary" {
				dictionary = c.dictionary(32 << 10)
			}
			run(b, c, dictionary)
		})
	}
}

// BenchmarkEncode encodes groups as single posts (20 records) and batches (400) make them.
// One operation is one event. Run it with -cpu 1: full chunks are encoded in parallel.
func BenchmarkEncode(b *testing.B) {
	for _, size := range []int{1, 20, 400} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			eachWay(b, func(b *testing.B, c *crowd, dictionary []byte) {
				l := &Log{}
				l.encoder.Store(codersWith(b, dictionary).encoder)
				records := c.records(20_000)
				done, stored := 0, int64(0)
				b.ReportAllocs()
				b.ResetTimer()
				for ; done < b.N; done += size {
					g := newGroup()
					l.add(g, records[done%len(records):][:size])
					g.encoding.Wait()
					stored += g.encode(l.encoder.Load())
					g.recycle()
				}
				b.ReportMetric(float64(stored)/float64(done), "log-B/event")
			})
		})
	}
}

// BenchmarkAppendAlone appends one event at a time from one goroutine.
func BenchmarkAppendAlone(b *testing.B) {
	eachWay(b, func(b *testing.B, c *crowd, dictionary []byte) {
		l := openBench(b, dictionary)
		record := c.records(1)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := l.Append(b.Context(), record); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkAppendMany appends from 64 goroutines, 1 or 100 events at a time; one
// operation is one event.
func BenchmarkAppendMany(b *testing.B) {
	for _, batch := range []int{1, 100} {
		b.Run(fmt.Sprint(batch), func(b *testing.B) {
			eachWay(b, func(b *testing.B, c *crowd, dictionary []byte) {
				l := openBench(b, dictionary)
				records := c.records(20_000)
				b.ReportAllocs()
				b.ResetTimer()
				var next atomic.Int64
				var wg sync.WaitGroup
				for range 64 {
					wg.Go(func() {
						for {
							n := int(next.Add(int64(batch)))
							if n-batch >= b.N {
								return
							}
							if _, err := l.Append(b.Context(), records[n%19_000:][:batch]); err != nil {
								b.Error(err)
								return
							}
						}
					})
				}
				wg.Wait()
				s := l.Stats()
				b.ReportMetric(float64(s.Records)/float64(s.Syncs), "records/sync")
				b.ReportMetric(float64(s.Bytes)/float64(s.Records), "log-B/event")
			})
		})
	}
}

// BenchmarkGet reads the 5 events of one session, spread over a log with groups of 20 or
// of 400 events, of which the cache holds a tenth.
func BenchmarkGet(b *testing.B) {
	for _, size := range []int{20, 400} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			eachWay(b, func(b *testing.B, c *crowd, dictionary []byte) {
				const events = 300_000
				l := filled(b, c, dictionary, events, size)
				random := rand.New(rand.NewPCG(1, 1))
				positions := make([]journey.Position, 5)
				b.ReportAllocs()
				for b.Loop() {
					for i := range positions {
						positions[i] = journey.Position(1 + random.IntN(events))
					}
					if _, err := l.Get(b.Context(), positions); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// BenchmarkRead reads a whole log; one operation is one event.
func BenchmarkRead(b *testing.B) {
	eachWay(b, func(b *testing.B, c *crowd, dictionary []byte) {
		l := filled(b, c, dictionary, 100_000, 400)
		b.ReportAllocs()
		b.ResetTimer()
		for left := b.N; left > 0; {
			for _, err := range l.Read(b.Context(), 0) {
				if err != nil {
					b.Fatal(err)
				}
				if left--; left == 0 {
					break
				}
			}
		}
	})
}

// One record in a thousand of 100,000 is erased, which rewrites every segment; the time to
// fill the log is not counted.
func BenchmarkErase(b *testing.B) {
	const events = 100_000
	eachWay(b, func(b *testing.B, c *crowd, dictionary []byte) {
		b.ReportAllocs()
		for b.Loop() {
			b.StopTimer()
			l := filled(b, c, dictionary, events, 400)
			if err := l.Roll(b.Context()); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			var positions []journey.Position
			for p := journey.Position(1); p <= events; p += 1000 {
				positions = append(positions, p)
			}
			var bytes int64
			err := l.Erase(b.Context(), positions, func(_, total int64) { bytes = total })
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(bytes)
			b.StopTimer()
			_ = l.Close()
			b.StartTimer()
		}
	})
}

func openBench(b *testing.B, dictionary []byte) *Log {
	b.Helper()
	l, err := Open(b.TempDir(), Options{Dictionary: func() []byte { return dictionary }})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = l.Close() })
	return l
}

// filled is a log with so many events, in groups of that size.
func filled(b *testing.B, c *crowd, dictionary []byte, events, size int) *Log {
	b.Helper()
	l := openBench(b, dictionary)
	records := c.records(20_000)
	for i := 0; i < events; i += size {
		if _, err := l.Append(b.Context(), records[i%len(records):][:size]); err != nil {
			b.Fatal(err)
		}
	}
	return l
}

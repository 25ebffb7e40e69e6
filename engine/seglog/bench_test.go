package seglog_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"sojourn/engine/seglog"
	"sojourn/journey"
)

// event is a record as Sojourn stores them by the million.
func event(i int) []byte {
	random := rand.New(rand.NewPCG(uint64(i), 7))
	return fmt.Appendf(nil, `{"id":"%016x%016x","session":"%016x%016x","kind":"web","name":"page_viewed",`+
		`"date":"2026-03-0%dT10:%02d:%02d.%03dZ","page":"/category/%d/product/%d","browser":"Firefox",`+
		`"os":"Linux","country":"DE","attributes":{"price":%d,"currency":"EUR"}}`,
		random.Uint64(), random.Uint64(), i%977, random.Uint64(), 1+i%9, i%60, i/60%60, random.IntN(1000),
		i%31, random.IntN(4000), random.IntN(30000))
}

func openBench(b *testing.B) *seglog.Log {
	b.Helper()
	l, err := seglog.Open(b.TempDir(), seglog.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = l.Close() })
	return l
}

// filled is a log with n events, appended 100 at a time.
func filled(b *testing.B, n int) *seglog.Log {
	b.Helper()
	l := openBench(b)
	for i := 0; i < n; i += 100 {
		records := make([][]byte, 100)
		for j := range records {
			records[j] = event(i + j)
		}
		if _, err := l.Append(b.Context(), records); err != nil {
			b.Fatal(err)
		}
	}
	return l
}

func BenchmarkAppendAlone(b *testing.B) {
	l := openBench(b)
	b.ReportAllocs()
	record := [][]byte{event(1)}
	for b.Loop() {
		if _, err := l.Append(b.Context(), record); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAppendMany appends from 64 goroutines, 1 or 100 events at a time; one
// operation is one event.
func BenchmarkAppendMany(b *testing.B) {
	for _, batch := range []int{1, 100} {
		b.Run(fmt.Sprint(batch), func(b *testing.B) {
			l := openBench(b)
			b.ReportAllocs()
			records := make([][]byte, 4096)
			for i := range records {
				records[i] = event(i)
			}
			b.SetBytes(int64(len(records[0])))
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
						if _, err := l.Append(b.Context(), records[n%4000:][:batch]); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			s := l.Stats()
			b.ReportMetric(float64(s.Records)/float64(s.Syncs), "records/sync")
			b.ReportMetric(float64(s.Bytes)/float64(s.Records), "log-B/record")
		})
	}
}

// BenchmarkGet reads 20 events of one session, spread over the log.
func BenchmarkGet(b *testing.B) {
	l := filled(b, 200_000)
	random := rand.New(rand.NewPCG(1, 1))
	positions := make([]journey.Position, 20)
	b.ReportAllocs()
	for b.Loop() {
		start := 1 + random.IntN(190_000)
		for i := range positions {
			positions[i] = journey.Position(start + i*i*20)
		}
		if _, err := l.Get(b.Context(), positions); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRead reads a whole log; one operation is one event.
func BenchmarkRead(b *testing.B) {
	const records = 200_000
	l := filled(b, records)
	b.ReportAllocs()
	b.SetBytes(int64(len(event(1))))
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
}

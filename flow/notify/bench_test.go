package notify

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"sojourn/engine/seglog"
	"sojourn/journey"
)

// BenchmarkHub is the cost of a record of an event for the hub alone: reading it, counting it, and telling subscribers
// who take what they get. An operation is one record; visitors view four pages each.
func BenchmarkHub(b *testing.B) {
	for _, subscribers := range []int{0, 1, 20} {
		b.Run(fmt.Sprintf("subscribers=%d", subscribers), func(b *testing.B) {
			s := newSite(b)
			for i := range 4096 {
				s.visit(i / 4)
			}
			h := New(Options{Feed: s, Sessions: s, MaxSubscribers: subscribers})
			h.start()
			for range subscribers {
				sub, _ := s.subscribe(h, Interest{Updates: true, Minutes: true}, "")
				go func() {
					for {
						if _, err := sub.Next(b.Context()); err != nil {
							return
						}
					}
				}()
			}
			h.live = 0
			entries := make([]Entry, 0, len(s.records))
			for entry, err := range s.Read(context.Background(), 0) {
				if err != nil {
					b.Fatal(err)
				}
				entry.Data = append([]byte(nil), entry.Data...)
				entries = append(entries, entry)
			}
			b.ReportAllocs()
			at, began := journey.Position(0), time.Now()
			for b.Loop() {
				entry := entries[at%journey.Position(len(entries))]
				at++
				entry.Position = at
				h.take(entry)
				if at%tellEvery == 0 {
					h.tell(b.Context())
				}
			}
			b.ReportMetric(float64(at)/time.Since(began).Seconds(), "records/s")
		})
	}
}

// BenchmarkHubOverLog is the same with a real log, reading it included, while nobody listens.
func BenchmarkHubOverLog(b *testing.B) {
	s := newSite(b)
	for i := range 20_000 {
		s.visit(i / 4)
	}
	log, err := seglog.Open(b.TempDir(), seglog.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	for part := range slices.Chunk(s.records, 100) {
		if _, err := log.Append(b.Context(), part); err != nil {
			b.Fatal(err)
		}
	}
	h := New(Options{Feed: logged{log}, Sessions: s})
	b.ReportAllocs()
	read, began := 0, time.Now()
	for b.Loop() {
		h.position = 0
		if err := h.advance(b.Context()); err != nil || h.position != log.End() {
			b.Fatal(err, h.position)
		}
		read += len(s.records)
	}
	b.ReportMetric(float64(read)/time.Since(began).Seconds(), "records/s")
	b.ReportMetric(float64(time.Since(began).Nanoseconds())/float64(read), "ns/record")
}

// logged is a log all of which is applied.
type logged struct{ *seglog.Log }

func (l logged) Wait(context.Context, journey.Position) error { return nil }

func (l logged) Read(ctx context.Context, after journey.Position) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for entry, err := range l.Log.Read(ctx, after) {
			if !yield(Entry(entry), err) {
				return
			}
		}
	}
}

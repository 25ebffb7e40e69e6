package notify

import (
	"context"
	"fmt"
	"testing"
	"time"

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

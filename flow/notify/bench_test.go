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

// BenchmarkHubOverLog is the same with a real log, reading it included, while nobody listens: records that the log has
// still in memory, and others.
func BenchmarkHubOverLog(b *testing.B) {
	b.Run("memory", func(b *testing.B) { overLog(b, 16<<20) })
	b.Run("files", func(b *testing.B) { overLog(b, -1) })
}

func overLog(b *testing.B, recent int) {
	s := newSite(b)
	for i := range 20_000 {
		s.visit(i/4, detailed)
	}
	log, err := seglog.Open(b.TempDir(), seglog.Options{RecentBytes: recent})
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

// detailed gives an event what most have.
func detailed(e *journey.Event) {
	id := e.ID.String()
	e.Page = &journey.Page{
		URL: "https://a.example/things/" + id + "?page=2", Title: "Thing " + id[30:], Domain: "a.example",
		Hostname: "a.example", Pathname: "/things/" + id, QueryString: "page=2", Lang: "en",
	}
	e.Browser = &journey.Browser{Family: "Firefox", Version: "140.0", Lang: "en", ViewWidth: 1200, ViewHeight: 800}
	e.Device = &journey.Device{Type: "pc", OSFamily: "Linux", ScreenWidth: 1920, ScreenHeight: 1080}
	e.UserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	for _, name := range [...]string{"plan", "color", "basket"} {
		e.Attributes = append(e.Attributes, journey.Attribute{Name: name, Type: journey.String, Value: id[28:]})
	}
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

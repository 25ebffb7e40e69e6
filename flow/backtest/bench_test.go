package backtest_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"

	"sojourn/engine/seglog"
	"sojourn/flow/backtest"
	"sojourn/journey"
	"sojourn/journey/codec"
	"sojourn/journey/rule"
)

const (
	benchRecords  = 300_000
	benchVisitors = 20_000
)

// shop makes the records of a shop's visitors, interleaved, with eight events to a visit.
type shop struct {
	random *rand.Rand
	seqs   [benchVisitors]uint64
	at     journey.Instant
}

func (s *shop) record() []byte {
	visitor := s.random.IntN(benchVisitors)
	s.seqs[visitor]++
	seq := s.seqs[visitor]
	s.at += journey.Instant(s.random.IntN(5))
	number := s.random.IntN(500)
	path := fmt.Sprintf("/shop/city-bikes/Dubliner-%d", number)
	major := 110 + visitor%30
	a := &journey.Accepted{
		Event: journey.Event{
			ID: idOf('e', int(s.random.Uint32())), IDGiven: true, Deployment: idOf('d', 1), Kind: journey.Web,
			Customer: idOf('v', visitor).String(), Name: journey.PageViewed, Created: s.at, Received: s.at + 40,
			Page: &journey.Page{
				URL: "https://www.velo-shop.example" + path, Title: fmt.Sprintf("Dubliner %d | Velo shop", number),
				Domain: "velo-shop.example", Hostname: "www.velo-shop.example", Pathname: path, Lang: "en",
			},
			Browser: &journey.Browser{
				Family: "Edge", Version: fmt.Sprintf("%d.0.5300.%d", major, visitor%200), Lang: "en-GB",
			},
			Device: &journey.Device{
				Category: 1 + journey.DeviceCategory(visitor%3), Type: "Other", OSFamily: "Windows", OSVersion: "10",
			},
			UserAgent: fmt.Sprintf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "+
				"Chrome/%d.0.0.0 Safari/537.36 Edg/%d.0.5300.%d", major, major, visitor%200),
			IPAddress: fmt.Sprintf("81.2.%d.%d", visitor/250, visitor%250),
			Geolocation: &journey.Geolocation{
				Country: "GB", CountryName: "United Kingdom", Region: "GB-ENG", Locality: "London", Timezone: "Europe/London",
				Located: true, Latitude: 51.5, Longitude: -0.1, Source: "fixture",
			},
		},
		Seq: seq, Session: idOf('s', visitor<<8+int(seq/8)), Opened: seq%8 == 0, TotalEvents: seq, TotalPageviews: seq,
		Rules: journey.DefaultPolicy().Visit,
	}
	if s.random.IntN(5) < 2 {
		a.Name = "product_added"
		a.Attributes = []journey.Attribute{
			{Name: "sku", Type: journey.String, Value: fmt.Sprintf("DUB%05d", number)},
			{Name: "price", Type: journey.Number, Value: fmt.Sprintf("%d.95", 9+number)},
		}
	}
	return codec.AppendRecord(nil, a)
}

// fill makes a log of the shop.
func fill(b *testing.B) *seglog.Log {
	b.Helper()
	log, err := seglog.Open(b.TempDir(), seglog.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = log.Close() })
	s := &shop{random: rand.New(rand.NewPCG(1, 2)), at: start}
	for range benchRecords / 500 {
		records := make([][]byte, 500)
		for i := range records {
			records[i] = s.record()
		}
		if _, err := log.Append(b.Context(), records); err != nil {
			b.Fatal(err)
		}
	}
	return log
}

func entriesOf(log *seglog.Log) func(context.Context, journey.Position) iter.Seq2[backtest.Entry, error] {
	return func(ctx context.Context, after journey.Position) iter.Seq2[backtest.Entry, error] {
		return func(yield func(backtest.Entry, error) bool) {
			for entry, err := range log.Read(ctx, after) {
				if !yield(backtest.Entry{Position: entry.Position, Data: entry.Data}, err) {
					return
				}
			}
		}
	}
}

// BenchmarkStages goes through a whole log: reading it alone, reading and scanning it, and testing a definition on it.
// Run it with -cpu 1.
func BenchmarkStages(b *testing.B) {
	log := fill(b)
	each := func(b *testing.B, pass func() error) {
		b.ReportAllocs()
		for b.Loop() {
			if err := pass(); err != nil {
				b.Fatal(err)
			}
		}
		perEvent := float64(b.Elapsed().Nanoseconds()) / float64(b.N) / benchRecords
		b.ReportMetric(perEvent, "ns/event")
		b.ReportMetric(1e9/perEvent, "events/s")
	}
	b.Run("log", func(b *testing.B) {
		each(b, func() error { return readAll(b, log, func([]byte) error { return nil }) })
	})
	var s codec.Scanner
	b.Run("log+heads", func(b *testing.B) {
		each(b, func() error {
			return readAll(b, log, func(data []byte) error { _, err := s.Head(data); return err })
		})
	})
	b.Run("log+scan", func(b *testing.B) {
		each(b, func() error {
			return readAll(b, log, func(data []byte) error {
				if _, err := s.Head(data); err != nil {
					return err
				}
				return s.Rest()
			})
		})
	})
	for name, definition := range benchDefinitions() {
		b.Run("backtest/"+name, func(b *testing.B) {
			each(b, func() error {
				o := backtest.Options{Definition: definition, From: start, To: forever, Entries: entriesOf(log)}
				_, err := backtest.Run(b.Context(), o)
				return err
			})
		})
	}
}

func readAll(b *testing.B, log *seglog.Log, take func(data []byte) error) error {
	for entry, err := range log.Read(b.Context(), 0) {
		if err != nil {
			return err
		}
		if err := take(entry.Data); err != nil {
			return err
		}
	}
	return nil
}

func benchDefinitions() map[string]journey.Evaluated {
	pattern := func(name, key, operator, value string) rule.JourneyPattern {
		p := rule.JourneyPattern{Count: 1, StreamType: "Web", SessionType: "web", EventName: name}
		if key != "" {
			p.Criteria = []rule.Criterion{{Key: key, Operator: operator, Values: []string{value}}}
		}
		return p
	}
	journeyOf := func(patterns ...rule.JourneyPattern) rule.Conditions {
		return rule.Conditions{Journey: rule.Journey{Patterns: patterns}}
	}
	both := journeyOf(pattern("product_added", "attributes.price.value", "greaterThan", "400"))
	both.Context = onDesktop().Segment.Context
	return map[string]journey.Evaluated{
		"otherName": evaluated(journeyOf(pattern("order", "", "", ""))),
		"path":      evaluated(journeyOf(pattern("", "page.pathname", "containsAny", "Dubliner-42"))),
		"context":   onDesktop(),
		"both":      evaluated(both),
	}
}

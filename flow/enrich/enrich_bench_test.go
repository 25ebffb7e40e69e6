package enrich

import (
	"fmt"
	"net/netip"
	"testing"

	"sojourn/journey"
)

// typical is an event of a shop's visitor.
func typical() Traces {
	return Traces{
		Kind:           journey.Web,
		PageURL:        "https://www.velo-shop.example/shop/bikes/szr-1911?utm_source=news&utm_medium=email&utm_campaign=Spring&sort=price",
		Title:          "SZR 1911 | City bikes | Velo shop",
		Lang:           "en-IE",
		ReferrerURL:    "https://www.google.com/search?q=city+bike&hl=en",
		UserAgent:      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.6261.112 Safari/537.36",
		AcceptLanguage: "en-IE,en;q=0.9",
		IP:             netip.MustParseAddr("203.0.113.24"),
		Attributes: []journey.Attribute{
			{Name: "sku", Type: journey.String, Value: "SZRBY1911"},
			{Name: "price", Type: journey.Number, Value: "649.5"},
		},
	}
}

func BenchmarkEnrich(b *testing.B) {
	e, s, traces := newEnricher(b), compile(b, nil), typical()
	b.Run("known agent", func(b *testing.B) {
		b.ReportAllocs()
		var event journey.Event
		for b.Loop() {
			e.Enrich(&traces, s, &event)
		}
	})
	b.Run("new agent", func(b *testing.B) {
		b.ReportAllocs()
		var event journey.Event
		n := 0
		for b.Loop() {
			n++
			traces.UserAgent = fmt.Sprintf("Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/115.0.0.%d Mobile Safari/537.36", n)
			e.Enrich(&traces, s, &event)
		}
	})
}

func BenchmarkIsBot(b *testing.B) {
	agent := typical().UserAgent
	b.ReportAllocs()
	for b.Loop() {
		IsBot(agent)
	}
}

func BenchmarkAgentCacheHit(b *testing.B) {
	e, agent := newEnricher(b), typical().UserAgent
	e.agents.profile(agent)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			e.agents.profile(agent)
		}
	})
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

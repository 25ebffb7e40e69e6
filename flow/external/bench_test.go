package external_test

import (
	"fmt"
	"strings"
	"testing"

	"sojourn/flow/external"
)

// BenchmarkEvent checks and maps one event of eight attributes.
func BenchmarkEvent(b *testing.B) {
	v, c := order(b), veloShop(b, "Velo Shop")
	source := []byte(eventText(`"sku":"B-7","state":"paid","pieces":2,"total":12.5,"gift":true,
		"code":"IE","sessionId":"s-1","tags":["red","new"]`))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Event(source, c); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEventRefused refuses one for an attribute.
func BenchmarkEventRefused(b *testing.B) {
	v, c := order(b), veloShop(b, "Velo Shop")
	source := []byte(eventText(`"sku":"B-7","pieces":"two"`))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Event(source, c); err == nil {
			b.Fatal("it was taken")
		}
	}
}

// BenchmarkIngest takes a request of 100 events.
func BenchmarkIngest(b *testing.B) {
	s := open(b)
	c := s.configure(b, s.create(b, schemaText("Order", orderProperties, "sku")), "shop")
	entries := strings.Repeat(eventText(`"sku":"B-7","pieces":2`)+",", external.MaxBatch)
	r := external.Request{ConfigurationID: c.ID, Body: fmt.Appendf(nil, `{"entities":[%s]}`, strings.TrimSuffix(entries, ","))}
	b.ReportAllocs()
	for b.Loop() {
		s.intake.events = s.intake.events[:0]
		if left, err := s.Ingest(ctx, r); err != nil || len(left) > 0 {
			b.Fatal(left, err)
		}
	}
}

// BenchmarkCompile compiles the schema of all core types.
func BenchmarkCompile(b *testing.B) {
	document := []byte(schemaText("Order Placed", orderProperties, "sku"))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := external.Compile(document); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEventDearest checks events that cost about as much as the limits of schemas and events allow.
func BenchmarkEventDearest(b *testing.B) {
	repeat := func(text string, n int) string { return strings.TrimSuffix(strings.Repeat(text+",", n), ",") }
	for name, each := range map[string]struct{ schema, value string }{
		"choices":  {`{"anyOf":[` + repeat(`{"type":"string"}`, 390) + `]}`, "7"},
		"patterns": {`{"allOf":[` + repeat(`{"pattern":"(.|..|...){10}$"}`, 3) + `]}`, `"` + strings.Repeat("ab", 600) + `"`},
		"lists":    {`{"items":{"enum":[` + numbers(9) + `]}}`, "[" + repeat("0", 40) + "]"},
	} {
		b.Run(name, func(b *testing.B) {
			document := strings.Replace(schemaText("t", ""), `"title"`, `"additionalProperties":`+each.schema+`,"title"`, 1)
			v, c := compiled(b, document), veloShop(b, "shop")
			attributes := make([]string, external.MaxAttributes)
			for i := range attributes {
				attributes[i] = fmt.Sprintf(`"a%d":%s`, i, each.value)
			}
			source := []byte(eventText(strings.Join(attributes, ",")))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = v.Event(source, c)
			}
		})
	}
}

package ingest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// typicalBody is a web event as the browser tracker sends it, some 600 bytes with three attributes.
const typicalBody = `{"customerCookieId":"00000001-aaaa-4bbb-8ccc-000000000001","eventName":"page_viewed",` +
	`"page":{"url":"https://www.velo-shop.example/shop/bikes?sort=price&utm_source=news&utm_medium=email",` +
	`"title":"City bikes and more for everyone","lang":"en"},"referrerUrl":"https://www.google.com/",` +
	`"attributes":{"listSize":{"dataType":"integer","value":12},"filtered":false,"category":"city bikes"},` +
	`"traits":{"email":"gwen@example.com"},"externalId":"crm-77",` +
	`"sdkLibrary":{"name":"sojourn-tracker","version":"1.0.0"},"createdDate":"2026-03-02T09:15:04.000Z"}`

// typicalBodies are bodies of many visitors on many pages.
func typicalBodies() (bodies [][]byte) {
	for i := range 512 {
		bodies = append(bodies, []byte(strings.NewReplacer(
			"aaaa-4bbb-8ccc-000000000001", fmt.Sprintf("aaaa-4bbb-8ccc-%012d", i),
			"/shop/bikes?", fmt.Sprintf("/shop/bikes/%d?", i%97),
			"City bikes", fmt.Sprintf("Bike %d", i%97),
			"gwen@", fmt.Sprintf("gwen%d@", i), "crm-77", fmt.Sprintf("crm-%d", i),
			":15:04", fmt.Sprintf(":14:%02d", i%60),
		).Replace(typicalBody)))
	}
	return bodies
}

func BenchmarkCheck(b *testing.B) {
	enricher, err := shopEnricher()
	if err != nil {
		b.Fatal(err)
	}
	s := New(Options{Enricher: enricher, Now: func() time.Time { return time.UnixMilli(1772442904000) }})
	bodies, w := typicalBodies(), new(workspace)
	b.ReportAllocs()
	b.SetBytes(int64(len(bodies[0])))
	for i := 0; b.Loop(); i++ {
		in := input{kind: journey.Web, body: bodies[i%len(bodies)], received: s.now()}
		if _, fault := s.check(&in, w); fault != nil {
			b.Fatal(fault)
		}
		w.reset()
	}
}

// BenchmarkDecode is the decoder, which reads what the scanner does not.
func BenchmarkDecode(b *testing.B) {
	bodies, w := typicalBodies(), new(workspace)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		w.web.reset()
		if fault := decode(bodies[i%len(bodies)], &w.web); fault != nil {
			b.Fatal(fault)
		}
	}
}

func BenchmarkScan(b *testing.B) {
	bodies, w := typicalBodies(), new(workspace)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		w.body = scannedBody{}
		if !w.scan(bodies[i%len(bodies)]) {
			b.Fatal("left to the decoder")
		}
	}
}

func BenchmarkValues(b *testing.B) {
	raw := []byte(`{"listSize":{"dataType":"integer","value":12},"filtered":false,"category":"city bikes"}`)
	var reader valueReader
	b.ReportAllocs()
	for b.Loop() {
		if _, fault := reader.read(raw, &attributeRule); fault != nil {
			b.Fatal(fault)
		}
	}
}

func BenchmarkParseDate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := journey.ParseInstant([]byte("2026-03-02T09:15:04.000Z")); !ok {
			b.Fatal("refused")
		}
	}
}

// quietIntake takes everything at once.
type quietIntake struct{ fakeIntake }

func (*quietIntake) Submit(context.Context, journey.Event) (journey.Receipt, error) {
	return journey.Receipt{}, nil
}

func (*quietIntake) SubmitAll(_ context.Context, events []*journey.Event) ([]journey.Receipt, []error) {
	return make([]journey.Receipt, len(events)), make([]error, len(events))
}

func newQuietRig(b *testing.B) rig {
	return newRig(b, func(_ *journey.Deployment, o *Options) { o.Intake = &quietIntake{} })
}

// BenchmarkEvent is everything but the intake.
func BenchmarkEvent(b *testing.B) {
	r := newQuietRig(b)
	sent, bodies := request(""), typicalBodies()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sent.Body = bodies[i%len(bodies)]
		if _, err := r.Event(b.Context(), journey.Web, sent); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBatch reports the time of one entry.
func BenchmarkBatch(b *testing.B) {
	r := newQuietRig(b)
	var lines strings.Builder
	bodies := typicalBodies()
	for i := range 1000 {
		lines.WriteString(compactJSON(b, entry(b, string(bodies[i%len(bodies)]), "web")) + "\n")
	}
	body := lines.String()
	b.ReportAllocs()
	for b.Loop() {
		answer, err := r.Batch(b.Context(), BatchRequest{Body: strings.NewReader(body), Lines: true})
		if err != nil || answer.Accepted != 1000 {
			b.Fatal(answer, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/entry")
}

// compactJSON is a document in one line.
func compactJSON(b *testing.B, document string) string {
	value := jsontext.Value(document)
	if err := value.Compact(); err != nil {
		b.Fatal(err)
	}
	return string(value)
}

func BenchmarkConversations(b *testing.B) {
	r := newRig(b, nil)
	body := []byte(callExample)
	b.ReportAllocs()
	for b.Loop() {
		r.intake.events, r.intake.seen = r.intake.events[:0], nil
		answer, err := r.Conversations(b.Context(), ConversationRequest{Body: body})
		if err != nil || answer.Accepted != 1 {
			b.Fatal(answer, err)
		}
	}
}

func BenchmarkCustomEvents(b *testing.B) {
	r := newRig(b, nil)
	body := []byte(with(b, deliveryExample, "attributes", `{"orderId":"77","weightKg":11.5}`))
	b.ReportAllocs()
	for b.Loop() {
		r.intake.events, r.intake.seen = r.intake.events[:0], nil
		answer, err := r.CustomEvents(b.Context(), CustomRequest{Body: body})
		if err != nil || len(answer.Receipts) != 1 {
			b.Fatal(answer, err)
		}
	}
}

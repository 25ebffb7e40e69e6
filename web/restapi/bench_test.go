package restapi

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sojourn/flow/ingest"
	"sojourn/journey"
	"sojourn/web/contract"
)

func newClock() time.Time { return time.Date(2026, 3, 2, 9, 15, 5, 0, time.UTC) }

// quietIngest takes every event at once and answers with the same.
type quietIngest struct {
	Ingest
	receipt journey.Receipt
}

func (q *quietIngest) Event(context.Context, journey.Kind, ingest.Request) (ingest.Answer, error) {
	return ingest.Answer{Recorded: true, Receipt: q.receipt}, nil
}

// quietIntake takes every event at once and answers with the same.
type quietIntake struct {
	ingest.Intake
	receipt journey.Receipt
}

func (q *quietIntake) Submit(context.Context, journey.Event) (journey.Receipt, error) {
	return q.receipt, nil
}

// oneDeployment is ready for every event, as those of a server are.
type oneDeployment struct{ deployment *ingest.Deployment }

func (o oneDeployment) Deployment(journey.ID) (*ingest.Deployment, bool) { return o.deployment, true }

// nowhere is a ResponseWriter that keeps nothing.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(int)             {}

// typical is the receipt of the event e1.
func typical(h *harness) journey.Receipt {
	h.call("POST", webEvents, e1, "Accept-Language", "en-IE").want(200)
	for id, events := range h.world.events {
		return journey.Receipt{Event: events[0], Session: journey.NumbersOf(h.world.sessions[id])}
	}
	return journey.Receipt{}
}

// BenchmarkWebEvent is a request for an event through the whole handler: without what ingest costs, from a client
// that takes gzip or not, and with it.
func BenchmarkWebEvent(b *testing.B) {
	h := newHarness(b)
	receipt := typical(h)
	quiet := &quietIngest{receipt: receipt}
	b.Run("plain", func(b *testing.B) { benchmarkWebEvent(b, quiet, "") })
	b.Run("gzip", func(b *testing.B) { benchmarkWebEvent(b, quiet, "gzip") })
	enricher, err := enricher()
	h.must(err)
	shop, _ := h.Deployment(must(journey.ParseID(shopID)))
	whole := ingest.New(ingest.Options{
		Intake: &quietIntake{receipt: receipt}, Enricher: enricher, Deployments: oneDeployment{shop}, Now: newClock,
	})
	b.Run("ingested", func(b *testing.B) { benchmarkWebEvent(b, whole, "gzip") })
}

func benchmarkWebEvent(b *testing.B, events Ingest, encoding string) {
	h := newHarness(b, func(o *Options) { o.Ingest, o.Observe = events, nil })
	body := strings.NewReader(e1)
	r := httptest.NewRequest("POST", webEvents, body)
	r.RemoteAddr = "203.0.113.24:5000"
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Encoding", encoding)
	r.Header.Set("Origin", "https://www.velo-shop.example")
	r.Header.Set("User-Agent", chrome)
	w := nowhere{http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		body.Reset(e1)
		clear(w.header)
		h.api.ServeHTTP(w, r)
	}
}

func BenchmarkAppendWebAnswer(b *testing.B) {
	receipt := typical(newHarness(b))
	var buffer []byte
	b.ReportAllocs()
	for b.Loop() {
		buffer = appendWebAnswer(buffer[:0], &receipt)
	}
	b.SetBytes(int64(len(buffer)))
}

func BenchmarkSessionDocument(b *testing.B) {
	h := newHarness(b)
	id := must(journey.ParseID(h.call("POST", webEvents, e1).session()))
	var buffer []byte
	b.ReportAllocs()
	for b.Loop() {
		buffer, _ = contract.AppendJSON(buffer[:0], SessionView(h.world.sessions[id], 0))
	}
	b.SetBytes(int64(len(buffer)))
}

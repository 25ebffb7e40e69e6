package ingest

import (
	"context"
	"net/netip"
	"sync"
	"testing"
	"time"

	"sojourn/flow/enrich"
	"sojourn/journey"
)

// fakeIntake records what is submitted. It knows repeats by their id, and ages.
type fakeIntake struct {
	mu     sync.Mutex
	events []journey.Event
	pings  []journey.Ping
	seen   map[journey.ID]bool
	open   journey.ID // answers pings
	err    error      // of every event, if set
}

func (f *fakeIntake) Submit(_ context.Context, e journey.Event) (journey.Receipt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	repeated := e.IDGiven && f.seen[e.ID]
	switch {
	case f.err != nil:
		return journey.Receipt{}, f.err
	case repeated:
	case e.Created > e.Received+300_000:
		return journey.Receipt{}, &journey.Fault{Code: journey.EventInFuture, Field: "createdDate"}
	case e.Created < e.Received-3_600_000 && !e.History && e.Kind.IsVisit():
		return journey.Receipt{}, &journey.Fault{Code: journey.EventTooOld, Field: "createdDate"}
	default:
		f.events = append(f.events, e)
		if f.seen == nil {
			f.seen = map[journey.ID]bool{}
		}
		f.seen[e.ID] = true
	}
	return journey.Receipt{Event: &journey.Accepted{Event: e}, Repeated: repeated}, nil
}

func (f *fakeIntake) SubmitAll(ctx context.Context, events []*journey.Event) ([]journey.Receipt, []error) {
	receipts, errs := make([]journey.Receipt, len(events)), make([]error, len(events))
	for i, e := range events {
		receipts[i], errs[i] = f.Submit(ctx, *e)
	}
	return receipts, errs
}

func (f *fakeIntake) Ping(_ context.Context, p journey.Ping) (journey.Pong, error) {
	f.pings = append(f.pings, p)
	return journey.Pong{Session: f.open}, f.err
}

// fakeDeployments has one deployment.
type fakeDeployments struct{ deployment *Deployment }

func (f fakeDeployments) Deployment(id journey.ID) (*Deployment, bool) {
	return f.deployment, id == f.deployment.ID
}

// shopID is the one deployment of the tests.
const shopID = "11111111-1111-4111-8111-111111111111"

var shopEnricher = sync.OnceValues(func() (*enrich.Enricher, error) {
	return enrich.New(enrich.Options{Locator: enrich.Fixture})
})

// rig is a Service with an intake to look into.
type rig struct {
	*Service
	intake *fakeIntake
}

// clock is the server's time in the tests unless they say otherwise.
const clock = "2026-03-02T09:15:04.000Z"

func newRig(t testing.TB, change func(d *journey.Deployment, o *Options)) rig {
	t.Helper()
	enricher, err := shopEnricher()
	if err != nil {
		t.Fatal(err)
	}
	shop := journey.NewDeployment("shop")
	shop.AllowAllDomains = true
	intake := &fakeIntake{}
	o := Options{Intake: intake, Enricher: enricher, Now: at(t, clock)}
	if change != nil {
		change(&shop, &o)
	}
	settings, err := enrich.Compile(shop)
	if err != nil {
		t.Fatal(err)
	}
	id, _ := journey.ParseID(shopID)
	o.Deployments = fakeDeployments{&Deployment{ID: id, Deployment: shop, Settings: settings}}
	return rig{Service: New(o), intake: intake}
}

// at is a clock that stands still.
func at(t testing.TB, text string) func() time.Time {
	t.Helper()
	now, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return func() time.Time { return now }
}

const chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 " +
	"(KHTML, like Gecko) Chrome/122.0.6261.112 Safari/537.36"

// request is an ordinary one.
func request(body string) Request {
	return Request{
		DeploymentID: shopID, Body: []byte(body), UserAgent: chrome,
		Peer: netip.MustParseAddr("203.0.113.24"),
	}
}

// send sends an event and returns the one that arrived at the intake, nil if none did.
func (r rig) send(t testing.TB, kind journey.Kind, request Request) (*journey.Event, error) {
	t.Helper()
	before := len(r.intake.events)
	answer, err := r.Event(t.Context(), kind, request)
	arrived := r.intake.events[before:]
	switch {
	case answer.Recorded != (len(arrived) == 1):
		t.Fatalf("answer %+v, but %d events arrived", answer, len(arrived))
	case answer.Recorded:
		return &arrived[0], err
	}
	return nil, err
}

package load

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"sojourn/flow/enrich"
	"sojourn/flow/ingest"
	"sojourn/journey"
)

const deploymentID = "11111111-1111-4111-8111-111111111111"

var now = time.Date(2026, 3, 2, 9, 15, 4, 7e6, time.UTC)

// intake keeps the events that pass all checks.
type intake struct{ events []journey.Event }

func (i *intake) Submit(_ context.Context, e journey.Event) (journey.Receipt, error) {
	i.events = append(i.events, e)
	return journey.Receipt{}, nil
}

func (i *intake) SubmitAll(_ context.Context, events []*journey.Event) ([]journey.Receipt, []error) {
	for _, e := range events {
		i.events = append(i.events, *e)
	}
	return make([]journey.Receipt, len(events)), make([]error, len(events))
}

func (i *intake) Ping(context.Context, journey.Ping) (journey.Pong, error) {
	return journey.Pong{}, nil
}

// deployment is that of a development server.
type deployment struct{ is *ingest.Deployment }

func (d deployment) Deployment(journey.ID) (*ingest.Deployment, bool) { return d.is, true }

// newService is the real way in, up to the lanes.
func newService(t testing.TB) (*ingest.Service, *intake) {
	t.Helper()
	enricher, err := enrich.New(enrich.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := journey.NewDeployment("shop")
	d.AllowAllDomains = true
	id, err := journey.ParseID(deploymentID)
	if err != nil {
		t.Fatal(err)
	}
	settings, err := enrich.Compile(d)
	if err != nil {
		t.Fatal(err)
	}
	in := &intake{}
	return ingest.New(ingest.Options{
		Intake: in, Enricher: enricher, Now: func() time.Time { return now },
		Deployments: deployment{&ingest.Deployment{ID: id, Deployment: d, Settings: settings}},
	}), in
}

func readRequest(t *testing.T, text []byte) (*http.Request, []byte) {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(text)))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r, body
}

// TestPostsAreAccepted sends a few thousand events through the real checks and enrichment.
func TestPostsAreAccepted(t *testing.T) {
	service, in := newService(t)
	posts := NewPosts(NewCrowd(Options{Visitors: 500}), "127.0.0.1:1", deploymentID)
	var text []byte
	for n := range uint64(5000) {
		var numbers Numbers
		text, numbers = posts.Append(text[:0], now)
		if numbers != (Numbers{n, 1}) {
			t.Fatalf("numbers %v, want %d", numbers, n)
		}
		r, body := readRequest(t, text)
		kind := journey.Web
		if strings.HasSuffix(r.URL.Path, "/appevents") {
			kind = journey.App
		}
		answer, err := service.Event(t.Context(), kind, ingest.Request{
			DeploymentID: strings.Split(r.URL.Path, "/")[5], Body: body, Origin: r.Header.Get("Origin"),
			UserAgent: r.UserAgent(), AcceptLanguage: r.Header.Get("Accept-Language"),
			EventID: r.Header.Get("X-Sojourn-Event-Id"), Peer: netip.MustParseAddr("127.0.0.1"),
		})
		if err != nil || !answer.Recorded {
			t.Fatalf("%v, %v: %s", answer.Recorded, err, text)
		}
		if e := in.events[n]; e.ID != Series(0).ID(n) || !e.IDGiven {
			t.Fatalf("event %d has id %s", n, e.ID)
		}
	}
}

// TestBatchesAreAccepted does the same as a server forwards them.
func TestBatchesAreAccepted(t *testing.T) {
	service, in := newService(t)
	batches := NewBatches(NewCrowd(Options{Series: 3, Visitors: 5000}), "127.0.0.1:1", deploymentID, "secret", 100)
	var text []byte
	for i := range uint64(20) {
		var numbers Numbers
		text, numbers = batches.Append(text[:0], now)
		r, body := readRequest(t, text)
		answer, err := service.Batch(t.Context(), ingest.BatchRequest{
			Body: bytes.NewReader(body), Lines: ingest.IsLines(r.Header.Get("Content-Type")),
		})
		if err != nil || answer.Accepted != 100 || numbers != (Numbers{100 * i, 100}) {
			t.Fatalf("%+v, %v, %v: %.2000s", answer, err, numbers, text)
		}
	}
	for n, e := range in.events {
		if e.ID != Series(3).ID(uint64(n)) {
			t.Fatalf("event %d has id %s", n, e.ID)
		}
	}
}

// TestTheCrowdIsAsPromised counts what the report says about the load.
func TestTheCrowdIsAsPromised(t *testing.T) {
	service, in := newService(t)
	const visitors = 2000
	batches := NewBatches(NewCrowd(Options{Visitors: visitors}), "h", deploymentID, "t", 1000)
	for range 5 * visitors / 1000 {
		text, _ := batches.Append(nil, now)
		_, body := readRequest(t, text)
		if _, err := service.Batch(t.Context(), ingest.BatchRequest{Body: bytes.NewReader(body), Lines: true}); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]int{}
	customers, browsers := map[string]bool{}, map[string]bool{}
	for i := range in.events {
		e := &in.events[i]
		customers[e.Customer] = true
		count := func(what string, is bool) {
			if is {
				seen[what]++
			}
		}
		count("page views", e.Name == "page_viewed" || e.Name == "screen_viewed")
		count("apps", e.Kind == journey.App)
		count("campaigns", e.Campaign != nil)
		count("referrers", e.Referrer != nil)
		count("attributes", len(e.Attributes) > 0)
		count("traits", len(e.Traits) > 0)
		if e.Browser != nil {
			browsers[e.Browser.Family] = true
		}
	}
	if len(browsers) < 6 {
		t.Errorf("%d browsers", len(browsers))
	}
	if n := len(customers); n < visitors*9/10 || n > visitors {
		t.Errorf("%d visitors, want nearly %d", n, visitors)
	}
	for what, percent := range map[string][2]int{
		"page views": {76, 86}, "apps": {9, 11}, "campaigns": {4, 12}, "referrers": {10, 90}, "attributes": {35, 60},
		"traits": {1, 5},
	} {
		if n := 100 * seen[what] / len(in.events); n < percent[0] || n > percent[1] {
			t.Errorf("%d %% of the events have %s, want %v", n, what, percent)
		}
	}
}

// TestUserAgentsAreMany counts those of all visitors.
func TestUserAgentsAreMany(t *testing.T) {
	c := NewCrowd(Options{})
	seen := map[string]bool{}
	var agent []byte
	for s := c.take(); c.entered < DefaultVisitors; s = c.take() {
		if !s.app {
			agent = c.appendAgent(agent[:0], &s)
			seen[string(agent)] = true
		}
	}
	if len(seen) < 4000 {
		t.Errorf("%d user agents", len(seen))
	}
}

func TestTheSameSeedGivesTheSameLoad(t *testing.T) {
	render := func(seed uint64) []byte {
		text, _ := NewBatches(NewCrowd(Options{Visitors: 100, Seed: seed}), "h", deploymentID, "t", 500).Append(nil, now)
		return text
	}
	if !bytes.Equal(render(1), render(1)) || bytes.Equal(render(1), render(2)) {
		t.Error("the seed does not decide")
	}
}

func TestNeverSeenAgents(t *testing.T) {
	posts := NewPosts(NewCrowd(Options{Visitors: 100, NeverSeen: true}), "h", deploymentID)
	agents, web := map[string]bool{}, 0
	for range 500 {
		text, _ := posts.Append(nil, now)
		if r, _ := readRequest(t, text); strings.HasSuffix(r.URL.Path, "/webevents") {
			web++
			agents[r.UserAgent()] = true
		}
	}
	if len(agents) != web {
		t.Errorf("%d user agents in %d events", len(agents), web)
	}
}

func BenchmarkPost(b *testing.B) {
	b.ReportAllocs()
	posts := NewPosts(NewCrowd(Options{}), "127.0.0.1:1", deploymentID)
	var text []byte
	for b.Loop() {
		text, _ = posts.Append(text[:0], now)
	}
	b.SetBytes(int64(len(text)))
}

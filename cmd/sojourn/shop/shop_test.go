package shop

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"sojourn/flow/enrich"
	"sojourn/flow/ingest"
	"sojourn/journey"
)

// now is when the tests send.
var now = time.Date(2026, 3, 2, 9, 15, 4, 567_000_000, time.UTC)

// record takes what passes the checks.
type record struct {
	events []journey.Event
	pings  int
}

func (r *record) Submit(_ context.Context, e journey.Event) (journey.Receipt, error) {
	r.events = append(r.events, e)
	return journey.Receipt{Event: &journey.Accepted{Event: e}}, nil
}

func (r *record) SubmitAll(context.Context, []*journey.Event) ([]journey.Receipt, []error) {
	panic("the demo sends no batches")
}

func (r *record) Ping(context.Context, journey.Ping) (journey.Pong, error) {
	r.pings++
	return journey.Pong{}, nil
}

// oneDeployment is the deployment of development mode.
type oneDeployment struct{ deployment *ingest.Deployment }

func (d oneDeployment) Deployment(journey.ID) (*ingest.Deployment, bool) { return d.deployment, true }

// door is the real way in, strict about names, in front of a record.
func door(t *testing.T) (*ingest.Service, *record) {
	t.Helper()
	enricher, err := enrich.New(enrich.Options{})
	if err != nil {
		t.Fatal(err)
	}
	deployment := journey.NewDeployment("Velo shop")
	deployment.AllowedDomains = []string{"velo-shop.example"}
	settings, err := enrich.Compile(deployment)
	if err != nil {
		t.Fatal(err)
	}
	taken := &record{}
	return ingest.New(ingest.Options{
		Intake: taken, Enricher: enricher, StrictNames: true, Now: func() time.Time { return now },
		Deployments: oneDeployment{&ingest.Deployment{Deployment: deployment, Settings: settings}},
	}), taken
}

const deploymentID = "11111111-1111-4111-8111-111111111111"

// send hands one step to the way in.
func send(t *testing.T, service *ingest.Service, s Step) {
	t.Helper()
	if s.Kind == Ping {
		url, _ := s.Page()
		_, err := service.Ping(t.Context(), ingest.PingRequest{
			DeploymentID: deploymentID, CustomerCookieID: s.Visitor.Cookie, Location: url,
		})
		if err != nil {
			t.Fatalf("ping: %v", err)
		}
		return
	}
	document, err := s.Body(now)
	if err != nil {
		t.Fatal(err)
	}
	kind := journey.Web
	if s.Kind == AppEvent {
		kind = journey.App
	}
	answer, err := service.Event(t.Context(), kind, ingest.Request{
		DeploymentID: deploymentID, Body: document,
		UserAgent: s.Visitor.UserAgent, AcceptLanguage: s.Visitor.AcceptLanguage,
		Peer: netip.MustParseAddr("127.0.0.1"),
	})
	if err != nil || !answer.Recorded {
		t.Fatalf("recorded %t, %v: %s from %q", answer.Recorded, err, document, s.Visitor.UserAgent)
	}
}

// TestEveryEventPassesTheChecks plays a few days of the shop and looks at what arrives.
func TestEveryEventPassesTheChecks(t *testing.T) {
	const visits = 3000
	service, taken := door(t)
	shop := New(1)
	returned, apps, visitors := 0, 0, map[string]bool{}
	for range visits {
		v := shop.Visit()
		if v.Visitor.visits > 1 {
			returned++
		}
		if !visitors[v.Visitor.Cookie] && v.Visitor.UsesApp() {
			apps++
		}
		visitors[v.Visitor.Cookie] = true
		for step, ok := v.Next(); ok; step, ok = v.Next() {
			send(t, service, step)
		}
	}
	count := map[string]int{}
	for i := range taken.events {
		e := &taken.events[i]
		count["events"]++
		count[e.Name]++
		if e.Campaign != nil {
			count["campaign"]++
			if e.Campaign.ClickID != "" {
				count["click id"]++
			}
		}
		if e.Referrer != nil {
			count[e.Referrer.Medium.String()]++
		}
		if e.SearchQuery != "" {
			count["search"]++
		}
		if e.Browser != nil {
			count[e.Device.Category.String()]++
			if e.Browser.Family == "Other" {
				t.Errorf("nobody knows the browser %q", e.UserAgent)
			}
		}
		if len(e.Traits) > 0 {
			count["known"]++
		}
	}
	between := func(name string, got, least, most int) {
		t.Helper()
		if got < least || got > most {
			t.Errorf("%s: %d in %d visits, want %d to %d", name, got, visits, least, most)
		}
	}
	between("returning", returned, visits/5, visits*2/5)
	between("app users", apps*100/len(visitors), 7, 13)
	between("events per visit", count["events"]/visits, 4, 15)
	between("pings", taken.pings, visits/4, visits*4)
	between("orders", count["order_completed"], visits/50, visits/5)
	between("abandoned checkouts", count["checkout_abandoned"], visits/100, visits/10)
	between("carts", count["product_added"], visits/10, visits)
	between("searches", count["search"], visits/10, visits)
	between("campaigns", count["campaign"], visits/8, visits/2)
	between("click ids", count["click id"], visits/20, visits/3)
	for _, name := range []string{
		"search", "social", "email", "paid", "unknown", "internal", "desktop", "mobile", "tablet", "known",
		"screen_viewed", "contact_submitted", "contact_abandoned", "newsletter_submitted", "address_submitted",
	} {
		if count[name] == 0 {
			t.Errorf("no %s in %d visits", name, visits)
		}
	}
}

// TestEqualSeedsGiveEqualTraffic compares two shops visit by visit, and a third with another seed.
func TestEqualSeedsGiveEqualTraffic(t *testing.T) {
	if a, b := traffic(t, 7), traffic(t, 7); !bytes.Equal(a, b) {
		t.Error("the same seed gave other traffic")
	}
	if a, b := traffic(t, 7), traffic(t, 8); bytes.Equal(a, b) {
		t.Error("another seed gave the same traffic")
	}
}

// traffic is some visits as text.
func traffic(t *testing.T, seed uint64) []byte {
	t.Helper()
	var all bytes.Buffer
	shop := New(seed)
	for range 100 {
		visit := shop.Visit()
		for step, ok := visit.Next(); ok; step, ok = visit.Next() {
			document, err := step.Body(now)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&all, "%s %d %s %s\n", step.Pause, step.Kind, step.Visitor.UserAgent, document)
		}
	}
	return all.Bytes()
}

// TestVisitsMakeSense checks what a person would notice.
func TestVisitsMakeSense(t *testing.T) {
	shop := New(3)
	for range 1000 {
		visit := shop.Visit()
		added, first := 0, true
		for step, ok := visit.Next(); ok; step, ok = visit.Next() {
			switch name := step.Name(); {
			case first && (step.Pause != 0 || step.Kind == Ping):
				t.Fatalf("the first step is %s after %s", name, step.Pause)
			case !first && (step.Pause <= 0 || step.Pause > 5*time.Minute):
				t.Fatalf("%s after %s", name, step.Pause)
			case step.Kind == Ping && step.Visitor.UsesApp():
				t.Fatal("an app pings")
			case name == "product_added":
				added++
			case name == "order_completed" && added == 0 && !step.Visitor.UsesApp():
				t.Fatal("an order of nothing")
			}
			first = false
		}
		if first {
			t.Fatal("a visit of nothing")
		}
	}
}

// TestGuidesAreComplete finds scenes that lead nowhere or that are never played.
func TestGuidesAreComplete(t *testing.T) {
	for name, guide := range map[string]guide{"website": website, "app": mobileApp} {
		for from, moves := range guide.moves {
			for _, move := range moves {
				if _, ok := guide.moves[move.to]; !ok && move.to != leave {
					t.Errorf("%s: %d leads to %d, which leads nowhere", name, from, move.to)
				}
			}
		}
	}
	if n := len(userAgents()); n < 60 {
		t.Errorf("%d user agents", n)
	}
	for _, agent := range userAgents() {
		if !strings.HasPrefix(agent.text, "Mozilla/5.0 (") {
			t.Errorf("%q is no user agent of a browser", agent.text)
		}
	}
}

// TestAddressesArePublic draws from every network.
func TestAddressesArePublic(t *testing.T) {
	d := newDice(1, 1)
	for _, p := range places {
		for range 50 {
			ip := netip.MustParseAddr(p.address(d))
			if !p.network.Contains(ip) || ip.IsPrivate() || !ip.IsGlobalUnicast() || p.network.Masked() != p.network {
				t.Errorf("%s: %s is no address of %s", p.country, ip, p.network)
			}
		}
	}
}

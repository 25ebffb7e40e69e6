package golden

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sojourn/flow/enrich"
	"sojourn/flow/external"
	"sojourn/flow/ingest"
	"sojourn/journey"
	"sojourn/web/auth"
	"sojourn/web/restapi"
)

// TestStep runs the cases with nothing but the fold behind the API: no lanes, no log, no index.
func TestStep(t *testing.T) {
	cases(t, startFold, func(c *Case) bool { return !c.Whole })
}

// cases runs the cases of testdata that are wanted.
func cases(t *testing.T, start Start, wanted func(*Case) bool) {
	all, err := Load("testdata")
	if err != nil || len(all) == 0 {
		t.Fatalf("%d cases, %v", len(all), err)
	}
	for name, c := range all {
		if !wanted(&c) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			Run(t, c, start)
		})
	}
}

func every(*Case) bool { return true }

// clock is a clock that is set by hand.
type clock struct{ millis atomic.Int64 }

func (c *clock) set(now time.Time) { c.millis.Store(now.UnixMilli()) }
func (c *clock) now() time.Time    { return time.UnixMilli(c.millis.Load()).UTC() }

const (
	deploymentID = "11111111-1111-4111-8111-111111111111"
	clientID     = "golden"
)

var enricher = sync.OnceValues(func() (*enrich.Enricher, error) {
	return enrich.New(enrich.Options{Locator: enrich.Fixture})
})

// startFold is a Start.
func startFold(t *testing.T, now time.Time, d journey.Deployment) Server {
	t.Helper()
	enricher, err := enricher()
	if err != nil {
		t.Fatal(err)
	}
	settings, err := enrich.Compile(d)
	if err != nil {
		t.Fatal(err)
	}
	id, err := journey.ParseID(deploymentID)
	if err != nil {
		t.Fatal(err)
	}
	var at clock
	at.set(now)
	known, policy := openDefinitions(t, &ingest.Deployment{ID: id, Deployment: d, Settings: settings}, at.now)
	memory := &memory{policy: policy, states: map[journey.Key]*journey.State{}}
	tokens := auth.NewTokens(auth.Key{}, auth.TokenLife, noRevocations{}, at.now)
	handler, err := restapi.New(restapi.Options{
		Sessions: memory,
		Contacts: asStitched{},
		External: external.New(external.Options{}),
		Senders:  &auth.Senders{Providers: known},
		Ingest: ingest.New(ingest.Options{
			Intake: memory, Enricher: enricher, Deployments: known, WebSessions: memory, Now: at.now,
		}),
		Definitions: known,
		Exporter:    nothing{},
		Guard:       &auth.Guard{Clients: known, Tokens: tokens, Limits: auth.NewAPILimits(0, at.now)},
		Token:       http.NotFoundHandler(),
		Organization: restapi.Organization{
			ID: deploymentID, HomeDivision: deploymentID, Name: "Golden", DefaultCountryCode: "IE",
		},
		ClientAddr: func(r *http.Request) netip.Addr {
			address, _ := netip.ParseAddr(r.Header.Get("X-Forwarded-For"))
			return address
		},
		Now: at.now,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return Server{
		URL: server.URL, Deployment: deploymentID, SetClock: at.set,
		Token: func() string { text, _ := tokens.Issue(clientID); return text },
		Value: memory.value,
	}
}

// asStitched is contacts of which none was ever merged. No case asks it for more.
type asStitched struct{ directory }

type directory = restapi.Contacts // embedded under a name that is none of its methods

func (asStitched) Canonical(_ context.Context, stored journey.ID, _ journey.Instant) (journey.ID, error) {
	return stored, nil
}

// nothing is an export that no case asks for.
type nothing struct{}

func (nothing) Export(context.Context, io.Writer) error { return nil }

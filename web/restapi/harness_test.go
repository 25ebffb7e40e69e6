package restapi

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sojourn/flow/enrich"
	"sojourn/flow/ingest"
	"sojourn/flow/notify"
	"sojourn/journey"
	"sojourn/web/auth"
	"sojourn/web/contract"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// harness is the whole API over a world, at a clock that moves by hand. Every answer that goes through it
// is held against the contract.
type harness struct {
	testing.TB
	api     http.Handler
	world   *world
	shelf   *shelf
	tokens  *auth.Tokens
	at      time.Time
	routes  *api // to find the operation of a request
	schemas *contract.Schemas
	seen    []string // what Observe was told
}

const (
	shopID = "11111111-1111-4111-8111-111111111111"
	cookie = "00000001-aaaa-4bbb-8ccc-000000000001"
)

// enricher is shared by all tests: it is dear to make, and keeps nothing of an event.
var enricher = sync.OnceValues(func() (*enrich.Enricher, error) {
	return enrich.New(enrich.Options{Locator: enrich.Fixture})
})

func newHarness(t testing.TB, change ...func(*Options)) *harness {
	t.Helper()
	h := &harness{TB: t, world: newWorld(), at: time.Date(2026, 3, 2, 9, 15, 5, 0, time.UTC), routes: &api{}}
	now := func() time.Time { return h.at }
	h.shelf = &shelf{now: func() journey.Instant { return journey.InstantOf(h.at) }}
	h.tokens = auth.NewTokens(auth.Key{1}, auth.TokenLife, new(revocations), now)
	h.world.people, h.world.shelf = newPeople(t, h.world, now), h.shelf
	enricher, err := enricher()
	h.must(err)
	options := Options{
		Sessions: h.world,
		Contacts: h.world.people,
		External: newExternal(t, h.world, now),
		Senders:  &auth.Senders{Providers: h, Tokens: newCustomerTokens(t, now)},
		Ingest: ingest.New(ingest.Options{
			Intake: h.world, Enricher: enricher, Deployments: h, Now: now, NewID: h.world.newID,
		}),
		Definitions: h.shelf,
		Exporter:    exported("{\"record\":\"total\"}\n"),
		Backtester:  &backtests{},
		Live:        Live{Hub: notify.New(notify.Options{Feed: new(feed), Sessions: h.world})}, // does not run
		Vitals:      func(context.Context) (Vitals, error) { return vitals(), nil },
		Guard:       &auth.Guard{Clients: h, Tokens: h.tokens, Limits: auth.NewAPILimits(0, now)},
		Token:       &auth.TokenEndpoint{Clients: h, Tokens: h.tokens, Log: slog.New(slog.DiscardHandler)},
		Organization: Organization{
			ID: "99999999-9999-4999-8999-999999999999", Name: "Velo", Domain: "velo-shop",
			DefaultCountryCode: "IE", DefaultLanguage: "en-IE",
			HomeDivision: homeDivision,
		},
		ClientAddr: func(r *http.Request) netip.Addr {
			peer, _ := netip.ParseAddrPort(r.RemoteAddr)
			return peer.Addr()
		},
		Now:            now,
		ShortIDLookups: 30,
		Observe: func(operation string, status int, _ time.Duration) {
			h.seen = append(h.seen, operation+" "+itoa(status))
		},
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
	for _, f := range change {
		f(&options)
	}
	h.api, err = New(options)
	h.must(err)
	h.must(h.routes.join(h.routes.handlers()))
	h.schemas, err = contract.NewSchemas()
	h.must(err)
	shop := journey.NewDeployment("shop")
	shop.AllowAllDomains = true
	h.define(journey.DeploymentNoun, shopID, shop)
	return h
}

func (h *harness) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *harness) define(noun journey.Noun, id string, thing any) {
	body, err := json.Marshal(thing)
	h.must(err)
	_, err = h.shelf.Create(context.Background(), noun, id, body)
	h.must(err)
}

// Deployment implements ingest.Deployments.
func (h *harness) Deployment(id journey.ID) (*ingest.Deployment, bool) {
	stored, found := h.shelf.Get(journey.DeploymentNoun, id.String())
	if !found {
		return nil, false
	}
	d := ingest.Deployment{ID: id}
	h.must(json.Unmarshal(stored.Body, &d.Deployment))
	settings, err := enrich.Compile(d.Deployment)
	h.must(err)
	d.Settings = settings
	return &d, true
}

// Client implements auth.Clients.
func (h *harness) Client(id string) (auth.Client, bool) {
	stored, found := h.shelf.Get(journey.ClientNoun, id)
	if !found {
		return auth.Client{}, false
	}
	c, err := client(stored)
	h.must(err)
	return c, true
}

// revocations is auth.Revocations that a restart would forget.
type revocations struct{ auth.RevokedSet }

func (r *revocations) Revoke(_ context.Context, id journey.ID, expires time.Time) error {
	r.Add(id, expires, time.Time{})
	return nil
}

// token returns a token of a client with those permissions, which is made if need be.
func (h *harness) token(permissions ...string) string {
	id := "client of " + strings.Join(permissions, " ")
	if _, found := h.shelf.Get(journey.ClientNoun, id); !found {
		h.define(journey.ClientNoun, id, auth.Client{ID: id, Name: id, Permissions: permissions})
	}
	text, _ := h.tokens.Issue(id)
	return text
}

// admin is the header of a client that may do everything.
func (h *harness) admin() []string { return []string{"Authorization", "Bearer " + h.token("*:*:*")} }

// answered is an answer that the contract allows.
type answered struct {
	*harness
	Code   int
	Header http.Header
	Raw    []byte
}

// call sends a request; headers are pairs.
func (h *harness) call(method, target, body string, headers ...string) answered {
	h.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.RemoteAddr = "203.0.113.24:5000"
	r.Header.Set("User-Agent", chrome) // without one it would be a bot
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r)
	a := answered{harness: h, Code: w.Code, Header: w.Header(), Raw: w.Body.Bytes()}
	if a.Header.Get("Content-Encoding") == "" {
		a.check(method, r.URL.Path)
	}
	return a
}

// check holds an answer against the contract.
func (a answered) check(method, path string) {
	a.Helper()
	correlation := a.Header.Get(contract.CorrelationHeader)
	if _, err := journey.ParseID(correlation); err != nil {
		a.Errorf("%s %s: correlation id %q", method, path, correlation)
	}
	if method == http.MethodHead {
		if len(a.Raw) > 0 {
			a.Errorf("HEAD %s has a body: %s", path, a.Raw)
		}
		return
	}
	model := ""
	resource, _ := a.routes.router.find(path)
	switch {
	case a.Code >= 400 && strings.HasSuffix(path, "/oauth/token"):
		return // OAuth has errors of its own
	case a.Code >= 400:
		model = "ErrorBody"
		var body contract.ErrorBody
		if err := json.Unmarshal(a.Raw, &body); err != nil || *body.Status != a.Code || body.ContextID != correlation ||
			contract.Code(body.Code).Status() != a.Code || body.Message == "" {
			a.Errorf("%s %s: error body %s (%d, %v)", method, path, a.Raw, a.Code, err)
		}
	case a.Code == http.StatusNoContent:
	case a.Header.Get("Content-Type") == "application/x-ndjson":
		return // lines, of no model
	case resource != nil:
		operation := resource.route(method).operation
		if a.Code != operation.Success {
			a.Errorf("%s %s: status %d, want %d", method, path, a.Code, operation.Success)
		}
		model = operation.Response
	default:
		return // a document
	}
	for _, violation := range a.schemas.Validate(model, a.Raw) {
		a.Errorf("%s %s: %v\n%s", method, path, violation, a.Raw)
	}
}

// want fails the test unless that is the status.
func (a answered) want(status int) answered {
	a.Helper()
	if a.Code != status {
		a.Fatalf("status %d, want %d: %s", a.Code, status, a.Raw)
	}
	return a
}

// refusal checks code and field of an error body.
func (a answered) refusal(code contract.Code, field string) answered {
	a.Helper()
	var body contract.ErrorBody
	a.into(&body)
	got := ""
	if len(body.Details) > 0 {
		got = body.Details[0].FieldName
	}
	if body.Code != string(code) || got != field {
		a.Fatalf("refused with %s for %q, want %s for %q: %s", body.Code, got, code, field, a.Raw)
	}
	return a
}

// into decodes the body.
func (a answered) into(v any) {
	a.Helper()
	if err := json.Unmarshal(a.Raw, v); err != nil {
		a.Fatalf("%v: %s", err, a.Raw)
	}
}

// golden compares the body with a file of testdata.
func (a answered) golden(name string) {
	a.Helper()
	var got bytes.Buffer
	a.must(json.Indent(&got, a.Raw, "", "  "))
	got.WriteByte('\n')
	path := filepath.Join("testdata", name+".json")
	if *update {
		a.must(os.MkdirAll("testdata", 0o755))
		a.must(os.WriteFile(path, got.Bytes(), 0o644))
	}
	want, err := os.ReadFile(path)
	a.must(err)
	if got.String() != string(want) {
		a.Errorf("%s differs:\n%s", path, got.String())
	}
}

// webEvent posts a page view of the shop some seconds after nine.
func (h *harness) webEvent(seconds int, change ...string) answered {
	h.Helper()
	at := time.Date(2026, 3, 2, 9, 0, seconds, 0, time.UTC)
	h.at = at.Add(time.Second)
	body := `{"customerCookieId":"` + cookie + `","eventName":"page_viewed","page":{"url":"https://www.velo-shop.example/a/b","title":""},` +
		`"createdDate":"` + at.Format(time.RFC3339) + `"}`
	return h.call("POST", webEvents, strings.NewReplacer(change...).Replace(body))
}

const (
	webEvents = "/api/v2/journey/deployments/" + shopID + "/webevents"
	appEvents = "/api/v2/journey/deployments/" + shopID + "/appevents"
	chrome    = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) " +
		"Chrome/122.0.6261.112 Safari/537.36"
)

// session returns the id of the session in an answer to an event.
func (a answered) session() string {
	a.Helper()
	var body struct{ Session struct{ ID string } }
	a.want(200).into(&body)
	return body.Session.ID
}

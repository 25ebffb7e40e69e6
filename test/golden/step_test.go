package golden

import (
	"cmp"
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sojourn/flow/define"
	"sojourn/flow/enrich"
	"sojourn/flow/external"
	"sojourn/flow/ingest"
	"sojourn/journey"
	"sojourn/web/auth"
	"sojourn/web/restapi"
)

// TestStep runs the cases with nothing but the fold behind the API: no lanes, no log, no index.
func TestStep(t *testing.T) {
	cases(t, startFold)
}

// cases runs every case of testdata.
func cases(t *testing.T, start Start) {
	all, err := Load("testdata")
	if err != nil || len(all) == 0 {
		t.Fatalf("%d cases, %v", len(all), err)
	}
	for name, c := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			Run(t, c, start)
		})
	}
}

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
	known := definitions{deployment: &ingest.Deployment{ID: id, Deployment: d, Settings: settings}}
	memory := &memory{policy: journey.DefaultPolicy(), states: map[journey.Key]*journey.State{}}
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
	}
}

// definitions is one deployment and one client that may do everything. Nothing else is known.
type definitions struct{ deployment *ingest.Deployment }

func (d definitions) Deployment(id journey.ID) (*ingest.Deployment, bool) {
	return d.deployment, id == d.deployment.ID
}

func (definitions) Provider(journey.ID) (auth.Provider, bool) { return auth.Provider{}, false }

func (definitions) Client(id string) (auth.Client, bool) {
	return auth.Client{ID: id, Permissions: []string{"*:*:*"}}, id == clientID
}

func (definitions) List(journey.Noun) []journey.Definition { return nil }

func (definitions) Get(journey.Noun, string) (journey.Definition, bool) {
	return journey.Definition{}, false
}

func (definitions) Create(context.Context, journey.Noun, string, []byte) (journey.Definition, error) {
	return journey.Definition{}, errors.ErrUnsupported
}

func (definitions) Update(
	context.Context, journey.Noun, string, int, func([]byte) ([]byte, error),
) (journey.Definition, error) {
	return journey.Definition{}, define.ErrNotFound
}

func (definitions) Delete(context.Context, journey.Noun, string) error { return define.ErrNotFound }

type noRevocations struct{}

func (noRevocations) Revoked(journey.ID) bool { return false }

func (noRevocations) Revoke(context.Context, journey.ID, time.Time) error { return nil }

// memory folds events and keeps all there is: it is an ingest.Intake and a restapi.Sessions.
type memory struct {
	mu     sync.Mutex
	policy journey.Policy
	states map[journey.Key]*journey.State
	events []*journey.Accepted
	opened uint32
}

// Submit folds one event.
func (m *memory) Submit(_ context.Context, e journey.Event) (journey.Receipt, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e.IDGiven {
		for _, old := range m.events {
			if old.ID == e.ID && old.Key() == e.Key() {
				numbers := journey.NumbersOf(m.state(e.Key()).Session(old.Session))
				return journey.Receipt{Event: old, Repeated: true, Session: numbers}, nil
			}
		}
	}
	if e.ID.IsZero() {
		e.ID = m.id()
	}
	stepped, err := journey.Step(m.state(e.Key()), &e, &m.policy,
		journey.Chance{Session: m.id(), ShortID: 1000 + m.opened})
	if err != nil {
		return journey.Receipt{}, err
	}
	m.events = append(m.events, stepped.Event)
	return journey.Receipt{Event: stepped.Event, Session: journey.NumbersOf(stepped.Session)}, nil
}

// id makes an id of its own for everything.
func (m *memory) id() journey.ID {
	m.opened++
	return journey.RandomID([16]byte{0: byte(m.opened >> 8), 1: byte(m.opened)})
}

func (m *memory) state(key journey.Key) *journey.State {
	if m.states[key] == nil {
		m.states[key] = &journey.State{Key: key}
	}
	return m.states[key]
}

func (m *memory) SubmitAll(ctx context.Context, events []*journey.Event) ([]journey.Receipt, []error) {
	receipts, errs := make([]journey.Receipt, len(events)), make([]error, len(events))
	for i, e := range events {
		receipts[i], errs[i] = m.Submit(ctx, *e)
	}
	return receipts, errs
}

// WebSession implements ingest.WebSessions.
func (m *memory) WebSession(ctx context.Context, id journey.ID) (string, bool, error) {
	session, err := m.Session(ctx, id)
	if err != nil {
		return "", false, err
	}
	return session.Customer, session.Authenticated, nil
}

func (m *memory) Ping(_ context.Context, p journey.Ping) (journey.Pong, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	state := m.state(journey.VisitorKey(p.Customer))
	pinged := state.Pinged(p)
	if pinged == nil {
		return journey.Pong{}, nil
	}
	journey.Fold(state, pinged)
	return journey.Pong{Session: pinged.Session}, nil
}

func (m *memory) Session(_ context.Context, id journey.ID) (*journey.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, state := range m.states {
		if session := state.Session(id); session != nil {
			return session, nil
		}
	}
	return nil, journey.ErrNoSession
}

func (m *memory) ByShortID(context.Context, uint32) (*journey.Session, error) {
	return nil, journey.ErrNoSession
}

func (m *memory) Events(
	_ context.Context, session journey.ID, after journey.Stamp, limit int, types []journey.EventType,
) ([]*journey.Accepted, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	stamp := func(e *journey.Accepted) journey.Stamp { return journey.Stamp{At: e.Created, Seq: e.Seq} }
	var found []*journey.Accepted
	for _, e := range m.events {
		if e.Session == session && after.Before(stamp(e)) && (len(types) == 0 || slices.Contains(types, e.Type())) {
			found = append(found, e)
		}
	}
	slices.SortFunc(found, func(a, b *journey.Accepted) int {
		if stamp(a).Before(stamp(b)) {
			return -1
		}
		return 1
	})
	return found[:min(limit, len(found))], nil
}

func (m *memory) Recent(context.Context, restapi.Span) iter.Seq2[*journey.Session, error] {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []*journey.Session
	for _, state := range m.states {
		all = append(all, state.Sessions...)
	}
	slices.SortFunc(all, func(a, b *journey.Session) int { return cmp.Compare(b.Newest.At, a.Newest.At) })
	return func(yield func(*journey.Session, error) bool) {
		for _, session := range all {
			if !yield(session, nil) {
				return
			}
		}
	}
}

func (m *memory) OfCustomer(
	_ context.Context, customer string, _ restapi.Place,
) iter.Seq2[*journey.Session, error] {
	m.mu.Lock()
	defer m.mu.Unlock()
	state := m.state(journey.VisitorKey(customer))
	return func(yield func(*journey.Session, error) bool) {
		for _, session := range slices.Backward(state.Sessions) {
			if !yield(session, nil) {
				return
			}
		}
	}
}

func (m *memory) OfContacts(
	context.Context, []journey.ID, restapi.Begun,
) iter.Seq2[*journey.Session, error] {
	return func(func(*journey.Session, error) bool) {}
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

package restapi

import (
	"context"
	"iter"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"sojourn/flow/define"
	"sojourn/flow/external"
	"sojourn/flow/identity"
	"sojourn/flow/identity/identitytest"
	"sojourn/journey"
	"sojourn/journey/contact"
	"sojourn/web/auth"
)

// people is the directory of contacts over memory. Sessions are stitched only where a test wants it.
type people struct {
	*identity.Directory
	testing.TB
	policy    contact.Policy
	stitching bool
}

func newPeople(t testing.TB, w *world, now func() time.Time) *people {
	p := &people{TB: t, policy: contact.DefaultPolicy([16]byte{7})}
	p.policy.DefaultCountry = "IE"
	p.Directory = identity.New(identity.Options{
		Store: identitytest.NewMemory(), Log: new(counted), Visitors: visitors{w},
		Policy: func() *contact.Policy { return &p.policy },
		Logger: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: now, NewID: w.newID,
	})
	return p
}

// counted is a log that keeps nothing.
type counted struct{ at atomic.Int64 }

func (c *counted) Append(_ context.Context, records [][]byte) (journey.Position, error) {
	last := c.at.Add(int64(len(records)))
	return journey.Position(last) - journey.Position(len(records)) + 1, nil
}

// visitors implements identity.Visitors.
type visitors struct{ *world }

func (v visitors) Visitor(_ context.Context, id journey.ID) (visitor contact.Visitor, found bool, err error) {
	for _, s := range v.sessions {
		if s.ContactID() == id && s.CustomerIDType() == journey.CustomerIDTypeCookie {
			visitor, found = contact.Visitor{Cookie: s.Customer, First: s.First.At, Last: s.Newest.At}, true
		}
	}
	return visitor, found, nil
}

// Evidence implements Contacts.
func (p *people) Evidence(e *journey.Accepted) contact.Evidence {
	facts := contact.Facts{
		Event: e.ID, Session: e.Session, CustomerIDType: e.CustomerIDType(), CustomerID: e.Customer,
		ExternalID: e.ExternalID, Traits: e.Traits,
	}
	return p.policy.Collect(&facts)
}

// stitch finds the session's contact, as a lane does.
func (p *people) stitch(s *journey.Session, e *journey.Accepted) {
	evidence := p.Evidence(e)
	evidence.At = e.Received
	if s.First.At != e.Created {
		evidence.Seen = s.First.At
	}
	decision, err := p.Resolve(context.Background(), &evidence)
	if err != nil {
		p.Fatal(err)
	}
	s.Resolve(e, decision.Contact)
}

// nothing is an index and a mark of definitions that keep nothing.
type nothing struct{ counted }

func (*nothing) Definitions(context.Context) iter.Seq2[*journey.Definition, error] {
	return func(func(*journey.Definition, error) bool) {}
}

func (*nothing) Define(context.Context, journey.Position, []*journey.Definition) error { return nil }
func (*nothing) Done(journey.Position, journey.Position)                               {}
func (*nothing) Low() journey.Position                                                 { return 1 }

// newExternal is the way in for business systems, over definitions in memory.
func newExternal(t testing.TB, w *world, now func() time.Time) *external.Service {
	t.Helper()
	n := new(nothing)
	store, err := define.Open(context.Background(), define.Options{Log: n, Index: n, Mark: n, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := define.NewTable(store, external.SchemaNoun, external.DecodeSchema)
	if err != nil {
		t.Fatal(err)
	}
	configurations, err := define.NewTable(store, external.ConfigurationNoun, external.DecodeConfiguration)
	if err != nil {
		t.Fatal(err)
	}
	return external.New(external.Options{
		Definitions: store, Schemas: schemas, Configurations: configurations, Intake: w, Now: now,
		HasDivision: func(id string) bool { return id == homeDivision }, NewID: w.newID,
	})
}

const homeDivision = "88888888-8888-4888-8888-888888888888"

func newCustomerTokens(t testing.TB, now func() time.Time) *auth.CustomerTokens {
	tokens := auth.NewCustomerTokens(auth.CustomerTokenOptions{Now: now})
	t.Cleanup(tokens.Close)
	return tokens
}

// Provider implements auth.Providers.
func (h *harness) Provider(id journey.ID) (p auth.Provider, known bool) {
	d, found := h.Deployment(id)
	if !found || !d.Enabled {
		return p, false
	}
	if d.IdentityProvider != nil {
		p = auth.Provider(*d.IdentityProvider)
	}
	return p, true
}

package ingest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/netip"
	"time"

	"sojourn/flow/enrich"
	"sojourn/journey"
)

// Intake takes what was checked; the lanes are one. It is called by many goroutines at once.
type Intake interface {
	// Submit returns once the event is durable and visible. A refusal is a *journey.Fault: event.too.old
	// and event.in.future are decided here, because repeats are recognised before (events.md §1), and
	// service.unavailable says that the event may or may not be kept.
	Submit(ctx context.Context, e journey.Event) (journey.Receipt, error)
	// SubmitAll does the same for many, those of one key in their order. Both results are as long as
	// events; an event has an error or a receipt.
	SubmitAll(ctx context.Context, events []*journey.Event) ([]journey.Receipt, []error)
	// Ping tells that a visitor is still there. It does not wait for the disk.
	Ping(ctx context.Context, p journey.Ping) (journey.Pong, error)
}

// Deployments knows the deployments as they are now. It is called once per event and at least once per batch, by many
// goroutines at once; what it returns is never changed.
type Deployments interface {
	Deployment(id journey.ID) (*Deployment, bool)
}

// Deployment is a deployment ready for every event.
type Deployment struct {
	ID journey.ID
	journey.Deployment
	Settings *enrich.Settings // compiled from the deployment
}

// Options is what a Service is made of. The first three are required.
type Options struct {
	Intake      Intake
	Enricher    *enrich.Enricher
	Deployments Deployments
	WebSessions WebSessions       // nil knows none: no conversation is linked to a web session
	Now         func() time.Time  // nil for the clock
	NewID       func() journey.ID // makes ids of events; nil for random ones
	StrictNames bool              // setting events.strictNames (events.md §4.1)
	PerAddress  AddressLimit      // nil for no limit
	PerCookie   CookieLimit       // nil for no limit
}

// Service is the way in for events of all kinds and pings. It is safe for concurrent use.
type Service struct {
	options Options
}

// New makes a Service.
func New(o Options) *Service {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = randomID
	}
	return &Service{options: o}
}

// randomID makes a version 4 UUID.
func randomID() journey.ID {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	return journey.RandomID(random)
}

func (s *Service) now() journey.Instant { return journey.InstantOf(s.options.Now()) }

// MaxBody bounds the body of an event and an entry of a batch, in bytes (events.md §1, §1.1).
const MaxBody = 64 << 10

// Request is one web or app event as it arrived over HTTP.
type Request struct {
	DeploymentID   string // from the path
	Body           []byte // not kept
	Origin         string // header; empty if absent
	UserAgent      string // header
	AcceptLanguage string // header
	EventID        string // header X-Sojourn-Event-Id; empty if absent
	CorrelationID  journey.ID
	Peer           netip.Addr // the client's address, behind trusted proxies
	Trusted        bool       // a trusted sender: no domain check, no limit per address (identity.md §5)
	Authenticated  bool       // the signed-in customer has proved who he is (identity.md §5)
	ExternalID     string     // of that customer; overrides the body's
}

// Answer tells what became of an event.
type Answer struct {
	Recorded bool            // else the event is deliberately not recorded (events.md §1, 204)
	Receipt  journey.Receipt // of a recorded event
}

// Event takes a web or app event. An error is a *journey.Fault or wraps one if the sender can act on it
// (a *Throttled wraps one), else it is the intake's.
func (s *Service) Event(ctx context.Context, kind journey.Kind, r Request) (Answer, error) {
	if err := s.limitAddress(r.Peer, r.Trusted); err != nil {
		return Answer{}, err
	}
	event, recorded, err := s.event(&input{
		kind:           kind,
		body:           r.Body,
		deployment:     r.DeploymentID,
		id:             r.EventID,
		idField:        "X-Sojourn-Event-Id",
		address:        r.Peer,
		origin:         r.Origin,
		userAgent:      r.UserAgent,
		acceptLanguage: r.AcceptLanguage,
		trusted:        r.Trusted,
		authenticated:  r.Authenticated,
		externalID:     r.ExternalID,
		correlation:    r.CorrelationID,
		received:       s.now(),
	})
	if !recorded || err != nil {
		return Answer{}, err
	}
	receipt, err := s.options.Intake.Submit(ctx, event)
	if err != nil {
		return Answer{}, fmt.Errorf("ingest: submit: %w", err)
	}
	return Answer{Recorded: true, Receipt: receipt}, nil
}

// event prepares an event and copies it, so that the memory which that needs serves others while this one waits
// for the disk.
func (s *Service) event(in *input) (event journey.Event, recorded bool, err error) {
	w := s.workspace()
	defer w.release()
	prepared, err := s.prepare(in, w)
	if prepared == nil || err != nil {
		return event, false, err
	}
	return *prepared, true, nil
}

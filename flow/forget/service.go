package forget

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// Service takes requests and does them, and erases what has aged. Its methods may be called concurrently.
type Service struct {
	definitions Definitions
	people      People
	store       Sessions
	log         Log
	policy      func() *contact.Policy
	periods     Periods
	newID       func() string
	now         func() time.Time
	logger      *slog.Logger

	tombstones tombstones
	wake       chan struct{} // holds one token once there is something to do

	working sync.Mutex      // held while something is erased
	begun   map[string]bool // deletions that began since the start, by request
	aged    journey.Instant // anonymous sessions whose newest event is older were looked at
}

// New makes a Service. What was erased lately is known from then on; requests are done by Run.
func New(o Options) (*Service, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Service{
		definitions: o.Definitions, people: o.People, store: o.Sessions, log: o.Log, policy: o.Policy,
		periods: o.Periods, newID: o.NewID, now: o.Now, logger: o.Logger,
		wake: make(chan struct{}, 1), begun: make(map[string]bool),
	}
	requests, err := s.Requests()
	if err != nil {
		return nil, err
	}
	s.tombstones.set(requests, s.instant())
	s.awake()
	return s, nil
}

func (s *Service) instant() journey.Instant { return journey.InstantOf(s.now()) }

func (s *Service) awake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Draft is a request as somebody makes it.
type Draft struct {
	Type    Type
	Subject Subject
	Terms   []Term
	By      string // the client that asks
}

// Submit takes a request, which is done in the background. An error is a *journey.Fault if the draft is at fault.
func (s *Service) Submit(ctx context.Context, draft Draft) (Request, error) {
	if fault := draft.check(s.policy()); fault != nil {
		return Request{}, fault
	}
	r := Request{
		ID: s.newID(), Type: draft.Type, Status: Initiated, By: draft.By, Subject: draft.Subject, Terms: draft.Terms,
	}
	body, err := r.encode()
	if err != nil {
		return Request{}, err
	}
	d, err := s.definitions.Create(ctx, Noun, r.ID, body)
	if err != nil {
		return Request{}, err
	}
	r.Created, r.version = d.Created, d.Version
	s.awake()
	return r, nil
}

func (d *Draft) check(p *contact.Policy) *journey.Fault {
	switch d.Type {
	case Export, Delete:
	case Update:
		if len(d.Terms) == 0 {
			return journey.Invalid("replacementTerms", "is required for GDPR_UPDATE")
		}
	default:
		return journey.Invalid("requestType", "must be GDPR_EXPORT, GDPR_UPDATE or GDPR_DELETE")
	}
	for i := range d.Terms {
		if d.Terms[i].Existing == "" || d.Terms[i].Updated == "" {
			return journey.Invalid(fmt.Sprintf("replacementTerms[%d]", i), "must have existingValue and updatedValue")
		}
	}
	return d.Subject.Check(p)
}

// Request returns a request; false if there is none.
func (s *Service) Request(id string) (Request, bool, error) {
	d, found := s.definitions.Get(Noun, id)
	if !found {
		return Request{}, false, nil
	}
	r, err := decode(d)
	return r, err == nil, err
}

// Requests returns all requests, the newest first.
func (s *Service) Requests() ([]Request, error) {
	var all []Request
	for _, d := range s.definitions.List(Noun) {
		r, err := decode(d)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	slices.SortStableFunc(all, func(a, b Request) int { return cmp.Compare(b.Created, a.Created) })
	return all, nil
}

// save stores how far a request is.
func (s *Service) save(ctx context.Context, r *Request) error {
	body, err := r.encode()
	if err != nil {
		return err
	}
	d, err := s.definitions.Update(ctx, Noun, r.ID, 0, func([]byte) ([]byte, error) { return body, nil })
	if err != nil {
		return fmt.Errorf("forget: request %s: %w", r.ID, err)
	}
	r.version = d.Version
	if len(r.Hashes) > 0 {
		requests, err := s.Requests()
		if err != nil {
			return err
		}
		s.tombstones.set(requests, s.instant())
	}
	return nil
}

// retry is how long after a failure a request is tried again.
const retry = time.Minute

// Run does requests as they come, until ctx ends.
func (s *Service) Run(ctx context.Context) {
	var again <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		case <-again:
		}
		again = nil
		if err := s.Work(ctx); err != nil && ctx.Err() == nil {
			s.logger.Warn("privacy requests could not be finished, they will be tried again", "error", err)
			again = time.After(retry)
		}
	}
}

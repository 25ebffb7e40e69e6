package identity

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"time"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// Options is what a Directory is made of. Store, Log, Policy and Logger are required.
type Options struct {
	Store    Store
	Log      Log
	Visitors Visitors               // nil: an anonymous visitor's contact is unknown until it is stored
	Policy   func() *contact.Policy // the settings as they are now; what it returned is never changed
	Logger   *slog.Logger
	Now      func() time.Time  // nil for the clock
	NewID    func() journey.ID // nil for random IDs
	Cached   int               // contacts, and as many identifiers, kept in memory at least; 0 for 20,000
}

// Directory decides who owns which identifier. Its methods may be called concurrently.
//
// An error that wraps a *journey.Fault is for the caller of the API; any other is the log's or the store's.
type Directory struct {
	store    Store
	log      Log
	visitors Visitors
	policy   func() *contact.Policy
	logger   *slog.Logger
	now      func() time.Time
	newID    func() journey.ID

	contacts *cache[journey.ID, *contact.Contact]
	owners   *cache[contact.Identifier, journey.ID]

	// mu is held shared while a question is answered, and alone while a decision is made.
	mu     sync.RWMutex
	staged staged
	groups uint64          // how many there were
	queue  []*batch        // staged decisions that the log does not have yet, oldest first
	last   journey.Instant // of the newest decision: time does not go back from one to the next

	committing chan struct{} // holds one token while a group goes to the log and the store
	unput      []entry       // in the log but refused by the store; of who has the token
}

// New makes a directory over a store that has been brought up to the end of the log.
func New(o Options) *Directory {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = randomID
	}
	if o.Cached == 0 {
		o.Cached = 20_000
	}
	return &Directory{
		store: o.Store, log: o.Log, visitors: o.Visitors, policy: o.Policy,
		logger: o.Logger, now: o.Now, newID: o.NewID,
		contacts: newCache[journey.ID, *contact.Contact](o.Cached),
		owners:   newCache[contact.Identifier, journey.ID](o.Cached),
		staged:   newStaged(), committing: make(chan struct{}, 1),
	}
}

func randomID() journey.ID {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	return journey.RandomID(random)
}

// Resolve decides which contact an event belongs to (identity.md §4). Evidence without a date is dated now.
// It returns once the decision, and whatever it depends on, is durable.
func (d *Directory) Resolve(ctx context.Context, e *contact.Evidence) (contact.Decision, error) {
	decision, after, err := d.resolve(ctx, e)
	if err != nil {
		return contact.Decision{}, err
	}
	if err := d.durable(after); err != nil {
		return contact.Decision{}, err
	}
	return decision, nil
}

// ResolveAll resolves what the events of one batch bring, in order, and waits for the log once. An error
// means that none of the decisions may be used.
func (d *Directory) ResolveAll(ctx context.Context, evidence []*contact.Evidence) ([]contact.Decision, error) {
	decisions := make([]contact.Decision, len(evidence))
	var groups groups
	for i, e := range evidence {
		decision, after, err := d.resolve(ctx, e)
		if err != nil {
			return nil, err
		}
		decisions[i] = decision
		groups.add(after)
	}
	if err := d.allDurable(groups); err != nil {
		return nil, err
	}
	return decisions, nil
}

// resolve answers side by side with others if nothing changes, else alone. It returns the newest group of
// decisions that the answer depends on.
func (d *Directory) resolve(ctx context.Context, e *contact.Evidence) (contact.Decision, *batch, error) {
	policy := d.policy()
	at := e.At
	if at.IsZero() {
		at = journey.InstantOf(d.now())
	}
	dated := *e
	dated.At, dated.Identifiers = at, e.Identifiers[:min(len(e.Identifiers), contact.MaxEvidence)]
	d.mu.RLock()
	r := reading{Directory: d, ctx: ctx}
	decision := r.resolve(&dated, policy, journey.ID{})
	d.mu.RUnlock()
	if r.err != nil || !decision.Changes() {
		return decision, r.newest, r.err
	}
	return d.decide(ctx, at, func(r *reading, at journey.Instant) (contact.Decision, *journey.Fault) {
		dated.At = at
		return r.resolve(&dated, policy, d.newID()), nil
	})
}

// question is what a decision answers, by a look at the contacts, at a moment.
type question func(*reading, journey.Instant) (contact.Decision, *journey.Fault)

// act makes a decision that a person asked for, and returns once it is durable.
func (d *Directory) act(ctx context.Context, ask question) (contact.Decision, error) {
	decision, after, err := d.decide(ctx, journey.InstantOf(d.now()), ask)
	if err != nil {
		return contact.Decision{}, err
	}
	if err := d.durable(after); err != nil {
		return contact.Decision{}, err
	}
	return decision, nil
}

// decide asks a question alone and stages what it decides.
func (d *Directory) decide(
	ctx context.Context, at journey.Instant, ask question,
) (contact.Decision, *batch, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return contact.Decision{}, nil, err
	}
	d.last = max(d.last, at)
	r := reading{Directory: d, ctx: ctx}
	decision, fault := ask(&r, d.last)
	switch {
	case r.err != nil:
		return contact.Decision{}, nil, r.err
	case fault != nil:
		return contact.Decision{}, nil, fault
	case !decision.Changes():
		return decision, r.newest, nil
	}
	after, err := d.stage(&r, &decision)
	return decision, after, err
}

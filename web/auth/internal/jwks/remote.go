package jwks

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// How old keys may be, and how often they are asked for.
const (
	// RefreshAfter is the age at which keys are fetched again. It is also how long a key that the provider
	// has taken back goes on working.
	RefreshAfter = 10 * time.Minute
	// KeepFor is how long keys go on working while the provider does not answer.
	KeepFor = 24 * time.Hour
	// RetryAfter lies between two fetches at least, while the keys are old or missing.
	RetryAfter = 10 * time.Second
	// NewerAfter lies between two fetches at least that an unknown key causes.
	NewerAfter = time.Minute
)

// ErrUnavailable says that the provider's keys are not known, so that nothing can be said about a token.
var ErrUnavailable = errors.New("the keys of the identity provider are not available")

// Options is what a Remote is made of. All are required but Client.
type Options struct {
	URL    string       // one that CheckURL has nothing against
	Client *http.Client // nil for a plain one
	Now    func() time.Time
	Log    *slog.Logger
	// Start runs a fetch beside the request that caused it, with a context that ends with the program, and
	// reports false if the program is about to end.
	Start func(fetch func(context.Context)) bool
}

// Remote is the keys that a provider publishes at a URL. It is safe for concurrent use.
type Remote struct {
	options Options
	kept    atomic.Pointer[fetched]

	mu     sync.Mutex
	tried  time.Time     // start of the last fetch
	failed error         // why it brought nothing
	flight chan struct{} // closed when the fetch under way has ended; nil if there is none
}

type fetched struct {
	set *Set
	sum [sha256.Size]byte // of the document
	at  time.Time
}

// NewRemote makes a Remote. The first call of Current fetches.
func NewRemote(o Options) *Remote {
	o.Client = directClient(o.Client)
	return &Remote{options: o}
}

// Current returns the keys. It waits for a fetch only if there are none yet, or none young enough to be used;
// keys that are merely old are fetched again beside the request. The same keys are the same *Set. Errors
// are ErrUnavailable and those of the context.
func (r *Remote) Current(ctx context.Context) (*Set, error) {
	kept := r.kept.Load()
	if r.younger(kept, RefreshAfter) {
		return kept.set, nil
	}
	flight := r.fetch(RetryAfter)
	if r.younger(kept, KeepFor) {
		return kept.set, nil
	}
	if err := wait(ctx, flight); err != nil {
		return nil, err
	}
	if kept = r.kept.Load(); r.younger(kept, KeepFor) {
		return kept.set, nil
	}
	return nil, r.unavailable()
}

// Newer returns what the provider publishes since old, which lacks the key of a token; old itself if nothing
// has changed or the last fetch is too recent to ask again. Errors are those of Current: if the provider
// does not answer, nobody knows whether the key is one of its own.
func (r *Remote) Newer(ctx context.Context, old *Set) (*Set, error) {
	if kept := r.kept.Load(); kept != nil && kept.set != old {
		return kept.set, nil
	}
	if err := wait(ctx, r.fetch(NewerAfter)); err != nil {
		return nil, err
	}
	if kept := r.kept.Load(); kept != nil && kept.set != old {
		return kept.set, nil
	}
	r.mu.Lock()
	failed := r.failed
	r.mu.Unlock()
	if failed != nil {
		return nil, r.unavailable()
	}
	return old, nil
}

func (r *Remote) younger(kept *fetched, age time.Duration) bool {
	return kept != nil && r.options.Now().Sub(kept.at) < age
}

func (r *Remote) unavailable() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed == nil {
		return ErrUnavailable
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, r.failed)
}

// fetch starts a fetch, unless one is under way or the last one began less than gap ago. What it returns is
// closed when the fetch under way has ended; it is nil if there is none.
func (r *Remote) fetch(gap time.Duration) <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.options.Now()
	if r.flight != nil || !r.tried.IsZero() && now.Sub(r.tried) < gap {
		return r.flight
	}
	flight := make(chan struct{})
	if !r.options.Start(func(ctx context.Context) { r.load(ctx, flight) }) {
		return nil
	}
	r.tried, r.flight = now, flight
	return flight
}

// load fetches the keys and keeps them. Keys that cannot be had leave the earlier ones as they are.
func (r *Remote) load(ctx context.Context, flight chan struct{}) {
	document, err := download(ctx, r.options.Client, r.options.URL)
	if err == nil {
		err = r.keep(document)
	}
	if err != nil {
		r.options.Log.Warn("identity provider does not give its keys", "url", r.options.URL, "err", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed, r.flight = err, nil
	close(flight)
}

func (r *Remote) keep(document []byte) error {
	next := &fetched{sum: sha256.Sum256(document), at: r.options.Now()}
	if kept := r.kept.Load(); kept != nil && kept.sum == next.sum {
		next.set = kept.set
	} else {
		set, err := Parse(document)
		if err != nil {
			return err
		}
		next.set = set
	}
	r.kept.Store(next)
	return nil
}

// wait waits for a fetch, if there is one.
func wait(ctx context.Context, flight <-chan struct{}) error {
	if flight == nil {
		return nil
	}
	select {
	case <-flight:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("jwks: while fetching keys: %w", ctx.Err())
	}
}

package stitch

import (
	"context"
	"crypto/rand"
	"fmt"
	"hash/maphash"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"sojourn/journey"
)

// Options is what the lanes are made of. Log, Index and Mark are required.
type Options struct {
	Log           Log
	Index         Index
	Mark          *Watermark
	Policy        func() *journey.Policy // read once per batch; nil for the defaults
	Now           func() time.Time       // nil for the clock
	Contacts      Contacts               // nil: sessions have no contact but what their events name
	ShortIDLength int                    // 4, 5 or 6
	Lanes         int                    // 0: four per processor
	Queue         int                    // events that may wait in all lanes together; 0: 8,192
	CachedStates  int                    // in all lanes together; 0: 131,072
	Logger        *slog.Logger           // nil discards
}

// Lanes stitches events into sessions. It is safe for concurrent use.
type Lanes struct {
	o        Options
	lanes    []*lane
	shortIDs *ShortIDs
	seed     maphash.Seed
	queued   atomic.Int64          // events that wait or are in hand
	failure  atomic.Pointer[error] // stopped for good
	refusal  atomic.Pointer[error] // nothing is taken for now
	closing  chan struct{}
	counts   counters
	works    works

	sending sync.RWMutex // held for reading while handing work over
	closed  bool
	running sync.WaitGroup
	stop    context.CancelFunc // of the sweep
}

// Stats counts what the lanes did since they were opened.
type Stats struct {
	Queued                            int64
	Accepted, Repeated, Refused, Late uint64
	Pings, Ends, Batches              uint64
}

type counters struct {
	accepted, repeated, refused, late, pings, ends, batches atomic.Uint64
}

// Open starts the lanes. The index must hold everything that the log holds (see Replay).
func Open(ctx context.Context, o Options) (*Lanes, error) {
	o = o.withDefaults()
	l := &Lanes{o: o, seed: maphash.MakeSeed(), closing: make(chan struct{}), shortIDs: NewShortIDs(o.ShortIDLength)}
	if err := l.restoreShortIDs(ctx); err != nil {
		return nil, err
	}
	for range o.Lanes {
		lane := newLane(l)
		l.lanes = append(l.lanes, lane)
		l.running.Go(lane.run)
	}
	sweeping, stop := context.WithCancel(context.WithoutCancel(ctx))
	l.stop = stop
	l.running.Go(func() { l.sweep(sweeping) })
	return l, nil
}

func (o Options) withDefaults() Options {
	if o.Policy == nil {
		policy := journey.DefaultPolicy()
		o.Policy = func() *journey.Policy { return &policy }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Lanes == 0 {
		o.Lanes = 4 * runtime.GOMAXPROCS(0)
	}
	if o.Queue == 0 {
		o.Queue = 8192
	}
	if o.CachedStates == 0 {
		o.CachedStates = 1 << 17
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Submit folds one event, and returns once it is durable and visible.
func (l *Lanes) Submit(ctx context.Context, e journey.Event) (journey.Receipt, error) {
	w := l.works.get(&e)
	if err := l.send(w, e.Key()); err != nil {
		return journey.Receipt{}, err
	}
	if err := w.wait(ctx); err != nil {
		return journey.Receipt{}, err
	}
	receipt, err := w.receipts[0], w.errs[0]
	l.works.put(w)
	return receipt, err
}

// SubmitAll folds many events, those of one key in their order. Both results are as long as events.
func (l *Lanes) SubmitAll(ctx context.Context, events []*journey.Event) ([]journey.Receipt, []error) {
	receipts := make([]journey.Receipt, len(events))
	errs := make([]error, len(events))
	works := make([]*work, len(l.lanes))
	places := make([][]int, len(l.lanes))
	for i, e := range events {
		at := l.laneOf(e.Key())
		if works[at] == nil {
			works[at] = makeWork()
		}
		works[at].events = append(works[at].events, e)
		places[at] = append(places[at], i)
	}
	for at, w := range works {
		if w == nil {
			continue
		}
		w.receipts, w.errs = make([]journey.Receipt, len(w.events)), make([]error, len(w.events))
		if err := l.sendTo(w, l.lanes[at]); err != nil {
			w.fail(err)
		}
	}
	for at, w := range works {
		if w == nil {
			continue
		}
		if err := w.wait(ctx); err != nil {
			for _, i := range places[at] {
				errs[i] = err
			}
			continue
		}
		for k, i := range places[at] {
			receipts[i], errs[i] = w.receipts[k], w.errs[k]
		}
	}
	return receipts, errs
}

// Ping notes that a visitor is still there. It waits for the lane, but not for the disk.
func (l *Lanes) Ping(ctx context.Context, p journey.Ping) (journey.Pong, error) {
	w := makeWork()
	w.ping = &p
	if err := l.send(w, journey.VisitorKey(p.Customer)); err != nil {
		return journey.Pong{}, err
	}
	if err := w.wait(ctx); err != nil {
		return journey.Pong{}, err
	}
	return w.pong, w.err
}

// Err returns why the lanes take nothing, for good or for now, or nil.
func (l *Lanes) Err() error {
	for _, reason := range [...]*error{l.failure.Load(), l.refusal.Load()} {
		if reason != nil {
			return *reason
		}
	}
	return nil
}

// refuse makes the lanes take nothing as long as err is not nil.
func (l *Lanes) refuse(err error) {
	if err == nil {
		l.refusal.Store(nil)
		return
	}
	l.refusal.Store(&err)
}

// Stats returns what the lanes did so far.
func (l *Lanes) Stats() Stats {
	c := &l.counts
	return Stats{
		Queued: l.queued.Load(), Accepted: c.accepted.Load(), Repeated: c.repeated.Load(), Refused: c.refused.Load(),
		Late: c.late.Load(), Pings: c.pings.Load(), Ends: c.ends.Load(), Batches: c.batches.Load(),
	}
}

// Close takes no more work, finishes what is under way, and writes the final mark to the index.
func (l *Lanes) Close(ctx context.Context) error {
	l.sending.Lock()
	if l.closed {
		l.sending.Unlock()
		return nil
	}
	l.closed = true
	close(l.closing)
	l.stop()
	for _, lane := range l.lanes {
		close(lane.in)
	}
	l.sending.Unlock()

	finished := make(chan struct{})
	go func() { l.running.Wait(); close(finished) }()
	select {
	case <-finished:
	case <-ctx.Done():
		return fmt.Errorf("stitch: close: %w", ctx.Err())
	}
	if err := l.Err(); err != nil {
		return err
	}
	return l.o.Index.Apply(ctx, l.o.Mark.Low(), nil)
}

// laneOf returns which lane folds a key.
func (l *Lanes) laneOf(key journey.Key) int {
	return int(maphash.String(l.seed, string(key)) % uint64(len(l.lanes)))
}

// send hands work to the lane of its key.
func (l *Lanes) send(w *work, key journey.Key) error { return l.sendTo(w, l.lanes[l.laneOf(key)]) }

// sendTo hands work to a lane, unless the queue is full or the lanes have stopped.
func (l *Lanes) sendTo(w *work, to *lane) error {
	l.sending.RLock()
	defer l.sending.RUnlock()
	if l.closed {
		return unavailable("the server is shutting down")
	}
	if l.Err() != nil {
		return unavailable("the store takes nothing at the moment")
	}
	n := int64(max(1, len(w.events)))
	if l.queued.Load() >= int64(l.o.Queue) {
		return unavailable("the queue is full")
	}
	select {
	case to.in <- w:
		l.queued.Add(n)
		return nil
	default:
		return unavailable("the queue is full")
	}
}

// fail stops the lanes for good.
func (l *Lanes) fail(err error) {
	if l.failure.CompareAndSwap(nil, &err) {
		l.o.Logger.Error("stitching stopped: restart the server to read the log back", "error", err)
	}
}

// unavailable is the fault of events.md §1, status 503.
func unavailable(reason string) *journey.Fault {
	return &journey.Fault{Code: journey.Unavailable, Reason: reason + "; send the event again"}
}

// random8 is as much chance as a short id takes.
func random8() (b [8]byte) {
	_, _ = rand.Read(b[:]) // never fails
	return b
}

// sessionID makes the id of a session that opens about now. Sessions have ids in order of time, so that the index
// writes new ones at its end: a document in the midst of old ones would have compactions copy those with it.
func (l *Lanes) sessionID() journey.ID {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return journey.TimedID(journey.InstantOf(l.o.Now()), b)
}

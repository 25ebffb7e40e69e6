package stitch

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"runtime"
	"sync"

	"sojourn/journey"
	"sojourn/journey/codec"
	"sojourn/journey/contact"
)

// Entry is one record as the log has it. Data is valid until the next one is read.
type Entry struct {
	Position journey.Position
	Data     []byte
}

// Definer is the part of the index that keeps definitions.
type Definer interface {
	Define(ctx context.Context, upTo journey.Position, definitions []*journey.Definition) error
}

// ReplayOptions is what a replay needs. Progress may be nil.
type ReplayOptions struct {
	Entries  func(ctx context.Context, after journey.Position) iter.Seq2[Entry, error] // of the log, in order
	Index    Index
	Definer  Definer
	Decided  func(ctx context.Context, decisions []Placed) error // takes decisions about contacts, see identity.Store
	After    journey.Position                                    // everything up to here is in the index
	Progress func(done journey.Position)                         // called now and then
}

// replayBatch is how many records are folded between two writes to the index.
const replayBatch = 8192

// replayCache is how many states a replay keeps from batch to batch, in all shards together.
const replayCache = 1 << 16

// Replay folds what the log holds beyond a position into the index, per key only what the index
// does not hold yet, and returns the last position. Keys are independent, so each batch is folded by as many
// goroutines as there are processors, while the next one is read. Nobody else may write to the index meanwhile.
func Replay(ctx context.Context, o ReplayOptions) (journey.Position, error) {
	r := newReplay(o)
	err := r.read(ctx)
	if failed := r.wait(); err == nil { // what is under way must end in any case
		err = failed
	}
	if err != nil {
		return r.done, err
	}
	return r.done, o.Index.Apply(ctx, r.done, nil)
}

// replay is a replay under way.
type replay struct {
	o       ReplayOptions
	seed    maphash.Seed
	shards  []*shard
	next    *gathered
	spare   *gathered
	folding chan error       // of the batch under way; nil if there is none
	last    journey.Position // of that batch
	done    journey.Position // up to here all is in the index
}

// gathered is a batch of records.
type gathered struct {
	pending [][]pending // by shard
	defined []*journey.Definition
	decided []Placed
	count   int
	last    journey.Position
}

// pending is a record to be folded once the state of its key is loaded.
type pending struct {
	record journey.Record
	at     journey.Position
}

func newReplay(o ReplayOptions) *replay {
	n := runtime.GOMAXPROCS(0)
	r := &replay{
		o: o, seed: maphash.MakeSeed(), done: o.After,
		next: &gathered{pending: make([][]pending, n)}, spare: &gathered{pending: make([][]pending, n)},
	}
	for range n {
		shard := &shard{index: o.Index, states: newCache(replayCache / n), ledger: newLedger(o.Index)}
		r.shards = append(r.shards, shard)
	}
	return r
}

// read reads the log to its end, and begins to fold all that it reads.
func (r *replay) read(ctx context.Context) error {
	for entry, err := range r.o.Entries(ctx, r.o.After) {
		if err != nil {
			return fmt.Errorf("stitch: replay: %w", err)
		}
		if err := r.next.add(entry, r.seed); err != nil {
			return fmt.Errorf("stitch: replay at position %d: %w", entry.Position, err)
		}
		if r.next.count < replayBatch {
			continue
		}
		if err := r.begin(ctx); err != nil {
			return err
		}
	}
	if r.next.count > 0 {
		return r.begin(ctx)
	}
	return nil
}

// add takes one entry of the log.
func (g *gathered) add(entry Entry, seed maphash.Seed) error {
	record, err := codec.DecodeRecord(entry.Data)
	if err != nil {
		return err
	}
	g.count, g.last = g.count+1, entry.Position
	switch record := record.(type) {
	case *journey.Definition:
		g.defined = append(g.defined, record)
	case *contact.Decision:
		g.decided = append(g.decided, Placed{At: entry.Position, Decision: record})
	default:
		of := maphash.String(seed, string(record.RecordKey())) % uint64(len(g.pending))
		g.pending[of] = append(g.pending[of], pending{record, entry.Position})
	}
	return nil
}

// begin begins to fold what was gathered, once the batch before it is done.
func (r *replay) begin(ctx context.Context) error {
	if err := r.wait(); err != nil {
		return err
	}
	batch := r.next
	r.next, r.spare = r.spare, batch
	r.folding, r.last = make(chan error, 1), batch.last
	go func() { r.folding <- r.fold(ctx, batch) }()
	return nil
}

// wait waits until the batch under way is in the index.
func (r *replay) wait() error {
	if r.folding == nil {
		return nil
	}
	err := <-r.folding
	r.folding = nil
	if err != nil {
		return fmt.Errorf("stitch: replay beyond position %d: %w", r.done, err)
	}
	r.done = r.last
	if r.o.Progress != nil {
		r.o.Progress(r.done)
	}
	return nil
}

// fold folds and applies a batch, and makes it ready for the next one.
func (r *replay) fold(ctx context.Context, batch *gathered) error {
	var wait sync.WaitGroup
	errs := make([]error, len(r.shards))
	for i, s := range r.shards {
		wait.Go(func() { errs[i] = s.flush(ctx, batch.pending[i], r.done) })
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if len(batch.defined) > 0 {
		if err := r.o.Definer.Define(ctx, r.done, batch.defined); err != nil {
			return err
		}
	}
	if len(batch.decided) > 0 {
		if err := r.o.Decided(ctx, batch.decided); err != nil {
			return err
		}
	}
	for i, pending := range batch.pending {
		clear(pending)
		batch.pending[i] = pending[:0]
	}
	batch.defined, batch.decided, batch.count = nil, nil, 0
	return ctx.Err()
}

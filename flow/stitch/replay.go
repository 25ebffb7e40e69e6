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
// goroutines as there are processors. Nobody else may write to the index meanwhile.
func Replay(ctx context.Context, o ReplayOptions) (journey.Position, error) {
	r := newReplay(o)
	for entry, err := range o.Entries(ctx, o.After) {
		if err != nil {
			return r.done, fmt.Errorf("stitch: replay: %w", err)
		}
		if err := r.add(entry); err != nil {
			return r.done, fmt.Errorf("stitch: replay at position %d: %w", entry.Position, err)
		}
		if r.read < replayBatch {
			continue
		}
		if err := r.flush(ctx); err != nil {
			return r.done, fmt.Errorf("stitch: replay beyond position %d: %w", r.done, err)
		}
	}
	if err := r.flush(ctx); err != nil {
		return r.done, fmt.Errorf("stitch: replay beyond position %d: %w", r.done, err)
	}
	return r.done, o.Index.Apply(ctx, r.done, nil)
}

// replay is a replay under way.
type replay struct {
	o       ReplayOptions
	seed    maphash.Seed
	shards  []*shard
	defined []*journey.Definition
	decided []Placed
	read    int              // records since the last flush
	last    journey.Position // of them
	done    journey.Position // up to here all is in the index
}

// pending is a record to be folded once the state of its key is loaded.
type pending struct {
	record journey.Record
	at     journey.Position
}

func newReplay(o ReplayOptions) *replay {
	r := &replay{o: o, seed: maphash.MakeSeed(), last: o.After, done: o.After}
	n := runtime.GOMAXPROCS(0)
	for range n {
		shard := &shard{index: o.Index, states: newCache(replayCache / n), ledger: newLedger(o.Index)}
		r.shards = append(r.shards, shard)
	}
	return r
}

// add takes one entry of the log.
func (r *replay) add(entry Entry) error {
	record, err := codec.DecodeRecord(entry.Data)
	if err != nil {
		return err
	}
	r.read, r.last = r.read+1, entry.Position
	if definition, ok := record.(*journey.Definition); ok {
		r.defined = append(r.defined, definition)
		return nil
	}
	if decision, ok := record.(*contact.Decision); ok {
		r.decided = append(r.decided, Placed{At: entry.Position, Decision: decision})
		return nil
	}
	of := r.shards[maphash.String(r.seed, string(record.RecordKey()))%uint64(len(r.shards))]
	of.pending = append(of.pending, pending{record, entry.Position})
	return nil
}

// flush folds and applies what was read.
func (r *replay) flush(ctx context.Context) error {
	var wait sync.WaitGroup
	errs := make([]error, len(r.shards))
	for i, s := range r.shards {
		wait.Go(func() { errs[i] = s.flush(ctx, r.done) })
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if len(r.defined) > 0 {
		if err := r.o.Definer.Define(ctx, r.done, r.defined); err != nil {
			return err
		}
		r.defined = nil
	}
	if len(r.decided) > 0 {
		if err := r.o.Decided(ctx, r.decided); err != nil {
			return err
		}
		r.decided = nil
	}
	r.read, r.done = 0, r.last
	if r.o.Progress != nil {
		r.o.Progress(r.done)
	}
	return ctx.Err()
}

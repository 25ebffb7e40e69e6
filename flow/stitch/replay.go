package stitch

import (
	"context"
	"fmt"
	"iter"

	"sojourn/journey"
	"sojourn/journey/codec"
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
	After    journey.Position            // everything up to here is in the index
	Progress func(done journey.Position) // called now and then
}

// replayBatch is how many records are folded between two writes to the index.
const replayBatch = 4096

// replayCache is how many states a replay keeps from batch to batch.
const replayCache = 1 << 16

// Replay folds what the log holds beyond a position into the index, per key only what the index
// does not hold yet, and returns the last position. Nobody else may write to the index meanwhile.
func Replay(ctx context.Context, o ReplayOptions) (journey.Position, error) {
	r := &replay{o: o, states: newCache(replayCache), ledger: newLedger(o.Index), at: o.After}
	for entry, err := range o.Entries(ctx, o.After) {
		if err != nil {
			return r.at, fmt.Errorf("stitch: replay: %w", err)
		}
		if err := r.add(ctx, entry); err != nil {
			return r.at, fmt.Errorf("stitch: replay at position %d: %w", entry.Position, err)
		}
	}
	return r.at, r.flush(ctx)
}

type replay struct {
	o       ReplayOptions
	states  *cache
	ledger  *ledger
	defined []*journey.Definition
	pending []pending // decoded, to be folded once their states are loaded
	at      journey.Position
}

type pending struct {
	record journey.Record
	at     journey.Position
}

// add takes one entry of the log.
func (r *replay) add(ctx context.Context, entry Entry) error {
	record, err := codec.DecodeRecord(append([]byte(nil), entry.Data...))
	if err != nil {
		return err
	}
	r.pending = append(r.pending, pending{record, entry.Position})
	if len(r.pending) >= replayBatch {
		return r.flush(ctx)
	}
	return nil
}

// flush folds and applies what is pending.
func (r *replay) flush(ctx context.Context) error {
	if len(r.pending) == 0 {
		return nil
	}
	if err := r.load(ctx); err != nil {
		return err
	}
	for _, p := range r.pending {
		if err := r.fold(ctx, p); err != nil {
			return err
		}
		r.at = p.at
	}
	if err := r.apply(ctx); err != nil {
		return err
	}
	r.pending = r.pending[:0]
	if r.o.Progress != nil {
		r.o.Progress(r.at)
	}
	return ctx.Err()
}

// load reads the states of the pending keys that are not cached.
func (r *replay) load(ctx context.Context) error {
	var missing []journey.Key
	seen := make(map[journey.Key]bool)
	for _, p := range r.pending {
		key := p.record.RecordKey()
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		if state := r.states.get(key); state != nil {
			r.ledger.open(state)
		} else {
			missing = append(missing, key)
		}
	}
	states, err := r.o.Index.Load(ctx, missing)
	if err != nil {
		return err
	}
	for _, state := range states {
		r.states.put(state)
		r.ledger.open(state)
	}
	return nil
}

// fold folds one record, unless the index holds it already.
func (r *replay) fold(ctx context.Context, p pending) error {
	if definition, ok := p.record.(*journey.Definition); ok {
		r.defined = append(r.defined, definition)
		return nil
	}
	e := r.ledger.entries[p.record.RecordKey()]
	if p.at <= e.state.At {
		return nil
	}
	if e.loaded { // as in a lane, the state is trimmed before the next record of its key
		if err := r.applyEarly(ctx); err != nil {
			return err
		}
		e = r.ledger.entries[p.record.RecordKey()]
	}
	if err := r.ledger.hold(ctx, e, p.record); err != nil {
		return err
	}
	e.watch()
	journey.Fold(e.state, p.record)
	e.note(p.record)
	e.settle(p.record, p.at)
	return nil
}

// apply writes what was folded.
func (r *replay) apply(ctx context.Context) error {
	if err := r.o.Index.Apply(ctx, r.at, r.ledger.changes()); err != nil {
		return err
	}
	r.ledger.reset()
	if len(r.defined) == 0 {
		return nil
	}
	defined := r.defined
	r.defined = nil
	return r.o.Definer.Define(ctx, r.at, defined)
}

// applyEarly writes what was folded, and opens the accounts of the same keys again.
func (r *replay) applyEarly(ctx context.Context) error {
	states := make([]*journey.State, len(r.ledger.order))
	for i, e := range r.ledger.order {
		states[i] = e.state
	}
	if err := r.apply(ctx); err != nil {
		return err
	}
	for _, state := range states {
		r.ledger.open(state)
	}
	return nil
}

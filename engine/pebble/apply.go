package pebble

import (
	"context"
	"errors"
	"fmt"

	cockroach "github.com/cockroachdb/pebble/v2"

	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/journey/codec"
)

// scratch is memory for one key and one value at a time; the batch copies them.
type scratch struct{ key, value []byte }

// Apply implements stitch.Index: the changes are visible when it returns. They reach the store later, many batches
// as one, so that a document that changes often is written once; and the disk after that. It is refused while Err
// is not nil.
//
// A session is moved in the listings from Touched.Was and WasFirst to the dates that it has now, so those must
// be what the index holds. To apply the same changes again changes nothing.
func (i *Index) Apply(ctx context.Context, upTo journey.Position, changes []stitch.Change) error {
	if err := errors.Join(ctx.Err(), i.Err()); err != nil {
		return fmt.Errorf("pebble: apply: %w", err)
	}
	i.gate.RLock()
	young := i.held.Load().young
	for n := range changes {
		young.apply(&changes[n])
	}
	young.reach(upTo)
	i.gate.RUnlock()
	return wrap("apply", i.relieve(ctx))
}

// Define stores definitions; of each the newest version wins, whatever the order. Tombstones
// are kept like the rest.
func (i *Index) Define(ctx context.Context, upTo journey.Position, definitions []*journey.Definition) error {
	i.define.Lock()
	defer i.define.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	w := i.begin()
	for _, d := range definitions {
		stored, err := i.definition(d.Noun, d.ID)
		if err != nil {
			return errors.Join(err, w.batch.Close())
		}
		if stored == nil || stored.Version <= d.Version {
			w.key, w.value = definitionKey(w.key[:0], d.Noun, d.ID), codec.AppendRecord(w.value[:0], d)
			w.set(w.key, w.value)
		}
	}
	if err := i.commit(w, 0); err != nil {
		return err
	}
	i.gate.RLock()
	defer i.gate.RUnlock()
	i.held.Load().young.reach(upTo) // true for the store only once it has what the lanes applied
	return nil
}

// ForgetRepeats drops the spilled repeats that were received before that date, in whole days: those
// of the day of the date stay.
func (i *Index) ForgetRepeats(ctx context.Context, before journey.Instant) error {
	if err := i.settle(ctx); err != nil {
		return err
	}
	w := i.begin()
	w.note(w.batch.DeleteRange([]byte{repeatSpace}, dayPrefix(nil, dayOf(before)), nil))
	return i.commit(w, 0)
}

// writing is a batch in the making.
type writing struct {
	*scratch
	batch *cockroach.Batch
	err   error
}

func (i *Index) begin() *writing {
	return &writing{scratch: i.scratch.Get().(*scratch), batch: i.db.NewBatch()}
}

// commit makes the batch visible, with the mark in it, unless something went wrong before.
func (i *Index) commit(w *writing, upTo journey.Position) error {
	defer i.scratch.Put(w.scratch)
	defer w.batch.Close()
	if upTo > 0 {
		w.note(w.batch.Merge(markKey, positionValue(upTo), nil))
	}
	if w.err != nil {
		return wrap("write", w.err)
	}
	if err := w.batch.Commit(cockroach.NoSync); err != nil {
		return wrap("write", err)
	}
	// A commit that failed beyond repair reports to the health only.
	if i.health.dead() {
		return wrap("write", i.Err())
	}
	return nil
}

func (w *writing) note(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *writing) set(key, value []byte) { w.note(w.batch.Set(key, value, nil)) }

func (w *writing) delete(key []byte) { w.note(w.batch.Delete(key, nil)) }

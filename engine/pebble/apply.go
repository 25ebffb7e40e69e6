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

// Apply implements stitch.Index: one batch, in memory when it returns, on disk as a whole or not at
// all. It is refused while Err is not nil.
//
// A session is moved in the listings from Touched.Was and WasFirst to the dates that it has now, so those must
// be what the index holds. To apply the same changes again changes nothing.
func (i *Index) Apply(ctx context.Context, upTo journey.Position, changes []stitch.Change) error {
	w := i.begin()
	for n := range changes {
		w.change(&changes[n])
	}
	return i.commit(ctx, w, upTo)
}

// Define stores definitions; of each the newest version wins, whatever the order. Tombstones
// are kept like the rest.
func (i *Index) Define(ctx context.Context, upTo journey.Position, definitions []*journey.Definition) error {
	i.define.Lock()
	defer i.define.Unlock()
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
	return i.commit(ctx, w, upTo)
}

// ForgetRepeats drops the spilled repeats that were received before that date, in whole days: those
// of the day of the date stay.
func (i *Index) ForgetRepeats(ctx context.Context, before journey.Instant) error {
	w := i.begin()
	w.note(w.batch.DeleteRange([]byte{repeatSpace}, dayPrefix(nil, dayOf(before)), nil))
	return i.commit(ctx, w, 0)
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
func (i *Index) commit(ctx context.Context, w *writing, upTo journey.Position) error {
	defer i.scratch.Put(w.scratch)
	defer w.batch.Close()
	if upTo > 0 {
		w.note(w.batch.Merge(markKey, positionValue(upTo), nil))
	}
	if err := errors.Join(ctx.Err(), i.Err(), w.err); err != nil {
		return fmt.Errorf("pebble: apply: %w", err)
	}
	if err := w.batch.Commit(cockroach.NoSync); err != nil {
		return wrap("apply", err)
	}
	// A commit that failed beyond repair reports to the health only.
	if i.health.dead() {
		return wrap("apply", i.Err())
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

func (w *writing) change(c *stitch.Change) {
	w.key, w.value = stateKey(w.key[:0], c.State.Key), codec.AppendState(w.value[:0], c.State)
	w.set(w.key, w.value)
	for n := range c.Sessions {
		w.session(&c.Sessions[n])
		w.list(&c.Sessions[n])
	}
	for _, s := range c.Spilled {
		w.key = repeatKey(w.key[:0], c.State.Key, s.Kind, s.Repeat)
		w.set(w.key, nil)
	}
}

// session writes a document and its new events.
func (w *writing) session(t *stitch.Touched) {
	s := t.Session
	w.key, w.value = sessionKey(w.key[:0], s.ID), codec.AppendSession(w.value[:0], s)
	w.set(w.key, w.value)
	for _, e := range t.Events {
		w.key, w.value = eventKey(w.key[:0], s.ID, e.Stamp), eventValue(w.value[:0], e.Type, e.Position)
		w.set(w.key, w.value)
	}
}

// list puts a session where it belongs in the listings.
func (w *writing) list(t *stitch.Touched) {
	s, isNew := t.Session, t.Was.IsZero()
	if isNew || t.Was != s.Newest.At {
		if !isNew {
			w.key = listed(newestPrefix(w.key[:0]), t.Was, s.ID)
			w.delete(w.key)
		}
		w.key, w.value = listed(newestPrefix(w.key[:0]), s.Newest.At, s.ID), briefOf(s).append(w.value[:0])
		w.set(w.key, w.value)
	}
	if !isNew && t.WasFirst == s.First.At {
		return
	}
	if !isNew {
		w.key = customerKey(w.key[:0], s, t.WasFirst)
		w.delete(w.key)
	}
	w.key = customerKey(w.key[:0], s, s.First.At)
	w.set(w.key, nil)
	if short := briefOf(s).short; short != 0 {
		w.key, w.value = shortKey(w.key[:0], short, s.ID), appendStamp(w.value[:0], s.First)
		w.set(w.key, w.value)
	}
}

package identity

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// The sizes of what goes to the log at once, in bytes.
const (
	groupSize  = 1 << 20
	recordSize = 8 << 20 // of one decision, at most
)

// staged is what was decided and is not in the store yet.
type staged struct {
	contacts map[journey.ID]stagedContact
	owners   map[contact.Identifier]stagedOwner
}

type stagedContact struct {
	contact *contact.Contact // nil: dropped
	batch   *batch
}

type stagedOwner struct {
	owner journey.ID // zero: nobody
	batch *batch
}

func newStaged() staged {
	return staged{make(map[journey.ID]stagedContact), make(map[contact.Identifier]stagedOwner)}
}

// batch is a group of decisions that go to the log together.
type batch struct {
	number  uint64
	entries []entry
	size    int
	done    atomic.Bool
	err     error // set before done
}

// entry is a staged decision.
type entry struct {
	decision *contact.Decision
	owned    []contact.Owned
	record   []byte
	at       journey.Position
	batch    *batch
}

// later returns the newer of two groups; either may be nil.
func later(a, b *batch) *batch {
	if a == nil || b != nil && b.number > a.number {
		return b
	}
	return a
}

// put stages a decision.
func (s *staged) put(e *entry) {
	for _, id := range e.decision.Remove {
		s.contacts[id] = stagedContact{nil, e.batch}
	}
	for _, c := range e.decision.Put {
		s.contacts[c.ID] = stagedContact{c, e.batch}
	}
	for _, o := range e.owned {
		s.owners[o.Identifier] = stagedOwner{o.Owner, e.batch}
	}
}

// stage adds a decision to the newest group that waits for the log. The directory's mu is held alone.
func (d *Directory) stage(r *reading, decision *contact.Decision) (*batch, error) {
	record := contact.AppendDecision(nil, decision)
	if len(record) > recordSize {
		const reason = "the contacts concerned are too large to be changed at once"
		return nil, &journey.Fault{Code: journey.TooLarge, Reason: reason}
	}
	owned := decision.Fold(r.contact)
	if r.err != nil {
		return nil, r.err
	}
	n := len(d.queue)
	if n == 0 || d.queue[n-1].size > groupSize {
		d.groups++
		d.queue = append(d.queue, &batch{number: d.groups})
		n++
	}
	b := d.queue[n-1]
	b.entries = append(b.entries, entry{decision: decision, owned: owned, record: record, batch: b})
	b.size += len(record)
	d.staged.put(&b.entries[len(b.entries)-1])
	return b, nil
}

// groups are those that the answers to several questions depend on.
type groups []*batch

// add notes a group, which may be nil.
func (g *groups) add(b *batch) {
	if b != nil && (len(*g) == 0 || (*g)[len(*g)-1] != b) {
		*g = append(*g, b)
	}
}

// allDurable waits until all of the groups are in the log.
func (d *Directory) allDurable(groups groups) error {
	for _, group := range slices.Backward(groups) {
		if err := d.durable(group); err != nil {
			return err
		}
	}
	return nil
}

// durable waits until a group is in the log, and takes it there if nobody else does. What was decided is
// not called back, so it does not end with the caller's context.
func (d *Directory) durable(b *batch) error {
	if b == nil {
		return nil
	}
	if !b.done.Load() {
		d.committing <- struct{}{}
		for !b.done.Load() {
			d.commit()
		}
		<-d.committing
	}
	return b.err
}

// commit takes the oldest group to the log and the store. The token of committing is held.
func (d *Directory) commit() {
	d.mu.Lock()
	b := d.queue[0]
	d.queue = d.queue[1:]
	d.mu.Unlock()
	records := make([][]byte, len(b.entries))
	for i := range b.entries {
		records[i] = b.entries[i].record
	}
	first, err := d.log.Append(context.Background(), records)
	if err != nil {
		d.forget(b, err)
		return
	}
	for i := range b.entries {
		b.entries[i].at, b.entries[i].record = first+journey.Position(i), nil
	}
	d.unput = append(d.unput, b.entries...)
	if err := d.put(); err != nil {
		// The decisions count: they are in the log, and stay staged until the store takes them with the next.
		d.logger.Error("identity: the store refuses decisions; they wait in memory",
			"waiting", len(d.unput), "error", err)
	}
	b.done.Store(true)
}

// put hands the store what it lacks and moves that from the stage to the caches.
func (d *Directory) put() error {
	placed := make([]Placed, len(d.unput))
	for i := range d.unput {
		placed[i] = Placed{d.unput[i].at, d.unput[i].decision}
	}
	if err := d.store.Put(context.Background(), placed); err != nil {
		return err
	}
	newest := d.unput[len(d.unput)-1].batch.number
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range d.unput {
		d.unstage(&d.unput[i], newest)
	}
	d.unput = nil
	return nil
}

// unstage drops what a decision staged, unless a newer group staged it again.
func (d *Directory) unstage(e *entry, newest uint64) {
	for _, id := range e.decision.Concerns() {
		s, ok := d.staged.contacts[id]
		if !ok {
			continue // done with an earlier entry
		}
		d.contacts.drop(id)
		if s.batch.number > newest {
			continue
		}
		delete(d.staged.contacts, id)
		if s.contact != nil {
			d.contacts.put(id, s.contact)
		}
	}
	for _, o := range e.owned {
		s, ok := d.staged.owners[o.Identifier]
		if !ok {
			continue
		}
		d.owners.drop(o.Identifier)
		if s.batch.number > newest {
			continue
		}
		delete(d.staged.owners, o.Identifier)
		if !s.owner.IsZero() {
			d.owners.put(o.Identifier, s.owner)
		}
	}
}

// forget undoes a group that the log refused, and all later ones, for they may build on it. What the log
// has and the store still lacks stays staged.
func (d *Directory) forget(b *batch, cause error) {
	err := fmt.Errorf("identity: %w: %w", errNotStored, cause)
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, lost := range append([]*batch{b}, d.queue...) {
		lost.err = err
		lost.done.Store(true)
	}
	d.queue = nil
	d.staged = newStaged()
	for i := range d.unput {
		d.staged.put(&d.unput[i])
	}
}

// errNotStored is what the caller is told when the log takes nothing (events.md §1, 503).
var errNotStored = &journey.Fault{Code: journey.Unavailable, Reason: "the decision could not be stored; try again"}

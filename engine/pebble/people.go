package pebble

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"

	"sojourn/flow/identity"
	"sojourn/journey"
	"sojourn/journey/contact"
)

// People is the part of the index that knows contacts, and who owns which identifier. It implements identity.Store.
type People struct{ index *Index }

// People returns that part.
func (i *Index) People() People { return People{i} }

// Learn begins to note in memory who there is, so that strangers, which most visitors are, cost no look into the store.
// That goes on in the background until Close. It is called once, when a start has nothing more urgent to read.
func (p People) Learn() { p.index.roster.start(p.index.peopleKeys) }

func personKey(b []byte, id journey.ID) []byte { return append(append(b, personSpace), id[:]...) }

func ownerKey(b []byte, id contact.Identifier) []byte {
	return append(appendTerminated(append(b, ownerSpace, byte(id.Type)), id.Source), id.Value...)
}

// Contact implements identity.Store.
func (p People) Contact(_ context.Context, id journey.ID) (*contact.Contact, error) {
	var buffer [1 + idSize]byte
	if p.index.roster.lacks(personKey(buffer[:0], id)) {
		return nil, nil
	}
	value, err := p.index.get(personKey(nil, id))
	if err != nil || value == nil {
		return nil, wrap("read a contact", err)
	}
	return decodeContact(value)
}

func decodeContact(value []byte) (*contact.Contact, error) {
	c, err := contact.DecodeContact(value)
	if err != nil {
		return nil, fmt.Errorf("pebble: %w: contact: %w", ErrRebuild, err)
	}
	return c, nil
}

// Owner implements identity.Store.
func (p People) Owner(_ context.Context, id contact.Identifier) (owner journey.ID, err error) {
	if id.Unmatched {
		return owner, nil
	}
	var buffer [128]byte
	if p.index.roster.lacks(ownerKey(buffer[:0], id)) {
		return owner, nil
	}
	value, err := p.index.get(ownerKey(nil, id))
	if err == nil && value != nil && len(value) != idSize {
		err = fmt.Errorf("%w: owner of an identifier: %w", ErrRebuild, errValue)
	}
	copy(owner[:], value)
	return owner, wrap("read the owner of an identifier", err)
}

// peopleKeys yields the keys of all contacts and of all identifiers that have an owner, each valid until the next one.
func (i *Index) peopleKeys(ctx context.Context) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, space := range []byte{ownerSpace, personSpace} {
			for e, err := range i.scan(ctx, i.db, within([]byte{space})) {
				if !yield(e.key, err) || err != nil {
					return
				}
			}
		}
	}
}

// Contacts implements identity.Store.
func (p People) Contacts(ctx context.Context, after journey.ID) iter.Seq2[*contact.Contact, error] {
	return func(yield func(*contact.Contact, error) bool) {
		bounds := within([]byte{personSpace})
		if !after.IsZero() {
			bounds.LowerBound = append(personKey(nil, after), 0)
		}
		for e, err := range p.index.scan(ctx, p.index.db, bounds) {
			var c *contact.Contact
			if err == nil {
				c, err = decodeContact(bytes.Clone(e.value))
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

// Put implements identity.Store. Decisions are in the store when it returns, and reach the disk with its next flush.
func (p People) Put(ctx context.Context, decisions []identity.Placed) error {
	if err := errors.Join(ctx.Err(), p.index.Err()); err != nil {
		return wrap("put decisions", err)
	}
	applied, err := p.applied()
	if err != nil {
		return err
	}
	p.index.roster.mu.Lock() // until the keys are in the store
	defer p.index.roster.mu.Unlock()
	w := p.index.begin()
	put := make(map[journey.ID]*contact.Contact) // as this batch leaves them
	for _, d := range decisions {
		if d.At <= applied {
			continue
		}
		applied = d.At
		if err := p.fold(ctx, w, put, d.Decision); err != nil {
			return errors.Join(err, w.batch.Close())
		}
	}
	w.set(peopleKey, positionValue(applied))
	return p.index.commit(w, 0)
}

// applied is the position of the newest decision that was put.
func (p People) applied() (journey.Position, error) {
	value, err := p.index.get(peopleKey)
	if err != nil || value == nil {
		return 0, wrap("read the newest decision", err)
	}
	var m largest
	if err := m.MergeNewer(value); err != nil {
		return 0, fmt.Errorf("pebble: %w: the newest decision: %w", ErrRebuild, err)
	}
	return journey.Position(m.position), nil
}

func (p People) fold(
	ctx context.Context, w *writing, put map[journey.ID]*contact.Contact, d *contact.Decision,
) (failed error) {
	before := func(id journey.ID) *contact.Contact {
		if c, known := put[id]; known {
			return c
		}
		c, err := p.Contact(ctx, id)
		failed = errors.Join(failed, err)
		return c
	}
	for _, o := range d.Fold(before) {
		if w.key = ownerKey(w.key[:0], o.Identifier); o.Owner.IsZero() {
			w.delete(w.key)
		} else {
			p.index.roster.add(w.key)
			w.set(w.key, o.Owner[:])
		}
	}
	for _, id := range d.Remove {
		put[id] = nil
		w.key = personKey(w.key[:0], id)
		w.delete(w.key)
	}
	for _, c := range d.Put {
		put[c.ID] = c
		w.key, w.value = personKey(w.key[:0], c.ID), contact.AppendContact(w.value[:0], c)
		p.index.roster.add(w.key)
		w.set(w.key, w.value)
	}
	return failed
}

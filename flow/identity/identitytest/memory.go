package identitytest

import (
	"context"
	"iter"
	"slices"
	"sync"

	"sojourn/flow/identity"
	"sojourn/journey"
	"sojourn/journey/contact"
)

// Memory is a Store in memory.
type Memory struct {
	mu       sync.RWMutex
	contacts map[journey.ID]*contact.Contact
	owners   map[contact.Identifier]journey.ID
	applied  journey.Position
}

// NewMemory returns an empty store.
func NewMemory() *Memory {
	return &Memory{contacts: map[journey.ID]*contact.Contact{}, owners: map[contact.Identifier]journey.ID{}}
}

// Contact implements identity.Store.
func (m *Memory) Contact(_ context.Context, id journey.ID) (*contact.Contact, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.contacts[id], nil
}

// Owner implements identity.Store.
func (m *Memory) Owner(_ context.Context, id contact.Identifier) (journey.ID, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.owners[id], nil
}

// Contacts implements identity.Store.
func (m *Memory) Contacts(_ context.Context, after journey.ID) iter.Seq2[*contact.Contact, error] {
	m.mu.RLock()
	var all []*contact.Contact
	for id, c := range m.contacts {
		if compare(id, after) > 0 {
			all = append(all, c)
		}
	}
	m.mu.RUnlock()
	slices.SortFunc(all, func(a, b *contact.Contact) int { return compare(a.ID, b.ID) })
	return func(yield func(*contact.Contact, error) bool) {
		for _, c := range all {
			if !yield(c, nil) {
				return
			}
		}
	}
}

// Put implements identity.Store.
func (m *Memory) Put(_ context.Context, decisions []identity.Placed) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, d := range decisions {
		if d.At > m.applied {
			m.fold(d.Decision)
			m.applied = d.At
		}
	}
	return nil
}

func (m *Memory) fold(d *contact.Decision) {
	for _, o := range d.Fold(func(id journey.ID) *contact.Contact { return m.contacts[id] }) {
		if o.Owner.IsZero() {
			delete(m.owners, o.Identifier)
		} else {
			m.owners[o.Identifier] = o.Owner
		}
	}
	for _, id := range d.Remove {
		delete(m.contacts, id)
	}
	for _, c := range d.Put {
		m.contacts[c.ID] = c
	}
}

func compare(a, b journey.ID) int { return slices.Compare(a[:], b[:]) }

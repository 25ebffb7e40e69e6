package pebble

import (
	"errors"
	"fmt"
	"slices"

	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/journey/codec"
)

// generations are what is not in the store yet, the newer first. Old may be nil.
//
// Whoever reads takes the generations first and the store afterwards: what leaves a generation is in the store
// by then. What both have is as the newer one says.
type generations struct{ young, old *generation }

// each returns the generations that there are.
func (g *generations) each() []*generation {
	if g.old == nil {
		return []*generation{g.young}
	}
	return []*generation{g.young, g.old}
}

// has reports whether a session is newer than the store has it.
func (g *generations) has(id journey.ID) bool {
	return g.young.has(id) || g.old != nil && g.old.has(id)
}

// encoded appends a session's document to b, if it is newer than the store has it.
func (g *generations) encoded(b []byte, id journey.ID) (_ []byte, found bool) {
	for _, of := range g.each() {
		if of.view(id, func(d *document) { b = append(b, d.encoded...) }) {
			return b, true
		}
	}
	return b, false
}

// heldSession returns a session that is newer than the store has it, or nil.
func (i *Index) heldSession(g *generations, id journey.ID) (*journey.Session, error) {
	w := i.scratch.Get().(*scratch)
	defer i.scratch.Put(w)
	encoded, found := g.encoded(w.value[:0], id)
	w.value = encoded
	if !found {
		return nil, nil
	}
	s, err := codec.DecodeSession(encoded)
	if err != nil {
		return nil, fmt.Errorf("pebble: %w: session %v: %w", ErrRebuild, id, err)
	}
	return s, nil
}

// reading is a moment of the index: what is not in the store yet, and the store.
type reading struct {
	*Index
	held *generations
	from reader
}

// session returns a session by its ID, or journey.ErrNoSession.
func (r reading) session(id journey.ID) (*journey.Session, error) {
	s, err := r.heldSession(r.held, id)
	if s != nil || err != nil {
		return s, err
	}
	return session(r.from, id)
}

// listed returns a session that a listing names: it must be there.
func (r reading) listed(id journey.ID) (*journey.Session, error) {
	s, err := r.session(id)
	if errors.Is(err, journey.ErrNoSession) {
		return nil, fmt.Errorf("pebble: %w: listing: %w", ErrRebuild, err)
	}
	return s, err
}

// changed returns the sessions with these IDs that are newer than the store has them, each once.
func (r reading) changed(ids []journey.ID) (sessions []*journey.Session, err error) {
	seen := make(map[journey.ID]bool, len(ids))
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		s, err := r.heldSession(r.held, id)
		if err != nil {
			return nil, err
		}
		if s != nil {
			sessions = append(sessions, s)
		}
	}
	return sessions, nil
}

// ofCustomer returns the sessions of a customer that are newer than the store has them.
func (r reading) ofCustomer(customer string) ([]*journey.Session, error) {
	var ids []journey.ID
	for _, g := range r.held.each() {
		ids = g.ofCustomer(ids, customer)
	}
	sessions, err := r.changed(ids)
	return slices.DeleteFunc(sessions, func(s *journey.Session) bool { return s.Customer != customer }), err
}

// events appends the events of a session that are not in the store yet.
func (g *generations) events(events []stitch.Located, session journey.ID) []stitch.Located {
	for _, of := range g.each() {
		of.view(session, func(d *document) { events = append(events, d.events...) })
	}
	return events
}

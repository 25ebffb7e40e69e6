package pebble

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"sojourn/journey"
)

// generation writes all that changed, space by space and each in the order of its keys: the store sorts what it is
// given, and what is in order already costs it nothing.
func (w *writing) generation(g *generation) {
	var documents []*document
	for n := range g.documents {
		for d := range g.documents[n].list {
			documents = append(documents, &g.documents[n].list[d])
		}
	}
	w.customers(documents)
	w.shortIDs(documents)
	w.states(g)
	w.dates(documents)
	w.sessions(documents)
	w.contacts(documents)
}

// ranked is something to be written, with the first bytes of its key as a number.
type ranked[T any] struct {
	rank uint64
	what T
}

// inRank sorts by rank, then by tie.
func inRank[T any](list []ranked[T], tie func(a, b T) int) []ranked[T] {
	slices.SortFunc(list, func(a, b ranked[T]) int {
		if a.rank != b.rank {
			return cmp.Compare(a.rank, b.rank)
		}
		return tie(a.what, b.what)
	})
	return list
}

// rankOf is the rank of a text: its first eight bytes.
func rankOf[T string | journey.Key](text T) uint64 {
	var first [8]byte
	copy(first[:], text)
	return binary.BigEndian.Uint64(first[:])
}

func byID(a, b *document) int { return bytes.Compare(a.id[:], b.id[:]) }

// moved reports whether the session has no place yet in the listings that depend on its first event, or a wrong one.
func (d *document) moved() bool {
	return d.was.IsZero() || d.wasFirst != d.first.At || d.wasOf != d.customer
}

// customers writes the listings of customers.
func (w *writing) customers(documents []*document) {
	var list []ranked[*document]
	for _, d := range documents {
		if d.moved() {
			list = append(list, ranked[*document]{rankOf(d.customer), d})
		}
	}
	for _, of := range inRank(list, func(a, b *document) int { return cmp.Compare(a.customer, b.customer) }) {
		d := of.what
		if !d.was.IsZero() && d.wasOf != "" {
			w.key = customerKey(w.key[:0], d.wasOf, d.kind, d.wasFirst, d.id)
			w.delete(w.key)
		}
		if d.customer != "" {
			w.key = customerKey(w.key[:0], d.customer, d.kind, d.first.At, d.id)
			w.set(w.key, nil)
		}
	}
}

// shortIDs writes who has a short id.
func (w *writing) shortIDs(documents []*document) {
	var list []ranked[*document]
	for _, d := range documents {
		if d.short != 0 && d.moved() {
			list = append(list, ranked[*document]{uint64(d.short), d})
		}
	}
	for _, of := range inRank(list, byID) {
		w.key, w.value = shortKey(w.key[:0], of.what.short, of.what.id), appendStamp(w.value[:0], of.what.first)
		w.set(w.key, w.value)
	}
}

// states writes the states, and the repeats that they handed over.
func (w *writing) states(g *generation) {
	type state struct {
		key  journey.Key
		held *heldState
	}
	var list []ranked[state]
	for n := range g.keys {
		for key, held := range g.keys[n].states {
			list = append(list, ranked[state]{rankOf(key), state{key, held}})
		}
	}
	for _, of := range inRank(list, func(a, b state) int { return cmp.Compare(a.key, b.key) }) {
		w.key = stateKey(w.key[:0], of.what.key)
		w.set(w.key, of.what.held.encoded)
	}
	for _, of := range list {
		for _, s := range of.what.held.spilled {
			w.key = repeatKey(w.key[:0], of.what.key, s.Kind, s.Repeat)
			w.set(w.key, nil)
		}
	}
}

// dates writes the listing by newest event.
func (w *writing) dates(documents []*document) {
	type date struct {
		*document
		over bool // the session is there no longer
	}
	var list []ranked[date]
	note := func(at journey.Instant, d date) {
		list = append(list, ranked[date]{^(uint64(at) ^ signBit), d})
	}
	for _, d := range documents {
		if d.was == d.newest {
			continue
		}
		note(d.newest, date{d, false})
		if !d.was.IsZero() {
			note(d.was, date{d, true})
		}
	}
	for _, of := range inRank(list, func(a, b date) int { return byID(a.document, b.document) }) {
		d := of.what
		if d.over {
			w.key = listed(newestPrefix(w.key[:0]), d.was, d.id)
			w.delete(w.key)
			continue
		}
		w.key = listed(newestPrefix(w.key[:0]), d.newest, d.id)
		w.value = brief{kind: d.kind, short: d.short}.append(w.value[:0])
		w.set(w.key, w.value)
	}
}

// sessions writes the documents, and behind each the events that joined it.
func (w *writing) sessions(documents []*document) {
	list := make([]ranked[*document], len(documents))
	for n, d := range documents {
		list[n] = ranked[*document]{binary.BigEndian.Uint64(d.id[:]), d}
	}
	for _, of := range inRank(list, byID) {
		d := of.what
		w.key = sessionKey(w.key[:0], d.id)
		w.set(w.key, d.encoded)
		if events := inOrder(d.events); len(events) > 0 {
			at := foot(events)
			w.key, w.value = eventKey(w.key[:0], d.id, at), appendEvents(w.value[:0], at, events)
			w.set(w.key, w.value)
		}
	}
}

// contacts writes the listings of contacts.
func (w *writing) contacts(documents []*document) {
	var list []ranked[*document]
	for _, d := range documents {
		if d.wasWith != d.contact || d.moved() {
			list = append(list, ranked[*document]{binary.BigEndian.Uint64(d.contact[:]), d})
		}
	}
	for _, of := range inRank(list, byID) {
		d := of.what
		if !d.was.IsZero() && !d.wasWith.IsZero() {
			w.key = contactKey(w.key[:0], d.wasWith, d.wasFirst, d.id)
			w.delete(w.key)
		}
		if !d.contact.IsZero() {
			w.key = contactKey(w.key[:0], d.contact, d.first.At, d.id)
			w.set(w.key, nil)
		}
	}
}

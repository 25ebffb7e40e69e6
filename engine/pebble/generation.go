package pebble

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"slices"
	"sync"
	"sync/atomic"

	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/journey/codec"
)

// parts is into how many parts a generation is divided, so that lanes and readers seldom meet.
const parts = 16

// generation is what changed since the generation before it: documents and states as bytes, each once,
// however many events changed it. One is young and takes changes; the one before it, if it is not
// written to the store yet, is old and changes no more.
type generation struct {
	seed      maphash.Seed // which part a text belongs to
	documents [parts]documents
	keys      [parts]keys
	events    atomic.Int64 // that joined sessions
	bytes     atomic.Int64 // of documents and states, about
	upTo      atomic.Uint64
}

// documents are those of the sessions whose IDs fall into one part.
type documents struct {
	mu     sync.RWMutex
	place  map[journey.ID]int32 // in list
	list   []document
	order  []dated                 // ascending by date, then descending by ID; some are outdated
	shorts map[uint32][]journey.ID // the sessions of this part by short id
	with   map[journey.ID][]int32  // places in list by contact; some have another by now
}

// document is a changed session.
type document struct {
	id       journey.ID
	kind     journey.Kind
	short    uint32
	customer string        // empty: in no customer's listing
	encoded  []byte        // as codec.AppendSession wrote it
	first    journey.Stamp // of its events
	newest   journey.Instant
	was      journey.Instant // newest as the generations before have it; 0 if they have it not
	wasFirst journey.Instant
	wasOf    string           // customer, likewise
	contact  journey.ID       // zero: in no contact's listing
	wasWith  journey.ID       // contact, as the generations before have it
	events   []stitch.Located // that joined it in this generation, as they came
}

// dated says when a session had its newest event. It is outdated once the document has a newer one.
type dated struct {
	at  journey.Instant
	doc int32
}

// keys are the states of the session keys, and the customers, that fall into one part.
type keys struct {
	mu        sync.RWMutex
	states    map[journey.Key]*heldState
	customers map[string][]journey.ID // changed sessions of a customer
}

// heldState is a changed state.
type heldState struct {
	encoded []byte // as codec.AppendState wrote it
	spilled []stitch.Spilled
}

func newGeneration(seed maphash.Seed) *generation { return &generation{seed: seed} }

// documentsOf returns the part of a session. IDs are random.
func (g *generation) documentsOf(id journey.ID) *documents { return &g.documents[id[15]%parts] }

// keysOf returns the part of a session key or a customer.
func (g *generation) keysOf(text string) *keys { return &g.keys[maphash.String(g.seed, text)%parts] }

// limits are what a generation may hold before it is written.
type limits struct{ events, bytes int64 }

// fill returns how many times the generation is full.
func (g *generation) fill(l limits) int64 {
	return max(g.events.Load()/l.events, g.bytes.Load()/l.bytes)
}

// reach notes a position below which every lane has applied.
func (g *generation) reach(upTo journey.Position) {
	for {
		now := g.upTo.Load()
		if uint64(upTo) <= now || g.upTo.CompareAndSwap(now, uint64(upTo)) {
			return
		}
	}
}

// apply takes over what a batch did to one key.
func (g *generation) apply(c *stitch.Change) {
	g.putState(c)
	for n := range c.Sessions {
		if t := &c.Sessions[n]; g.putDocument(t) && t.Session.Customer != "" {
			g.keysOf(t.Session.Customer).addSession(t.Session)
		}
	}
}

func (g *generation) putState(c *stitch.Change) {
	k := g.keysOf(string(c.State.Key))
	k.mu.Lock()
	defer k.mu.Unlock()
	held := k.states[c.State.Key]
	if held == nil {
		if k.states == nil {
			k.states = make(map[journey.Key]*heldState)
		}
		held = &heldState{}
		k.states[c.State.Key] = held
	}
	before := len(held.encoded)
	held.encoded = codec.AppendState(held.encoded[:0], c.State)
	held.spilled = append(held.spilled, c.Spilled...)
	g.bytes.Add(int64(len(held.encoded) - before))
}

func (k *keys) addSession(s *journey.Session) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.customers == nil {
		k.customers = make(map[string][]journey.ID)
	}
	k.customers[s.Customer] = append(k.customers[s.Customer], s.ID)
}

// putDocument reports whether the session is new to the generation, or another customer's than before.
func (g *generation) putDocument(t *stitch.Touched) (changed bool) {
	s := t.Session
	part := g.documentsOf(s.ID)
	part.mu.Lock()
	defer part.mu.Unlock()
	at, known := part.place[s.ID]
	if !known {
		at = part.add(t)
	}
	d := &part.list[at]
	before := len(d.encoded)
	d.encoded = codec.AppendSession(d.encoded[:0], s)
	changed = !known || d.customer != s.Customer
	if contact := s.ContactID(); contact != d.contact {
		d.contact = contact
		part.with[contact] = append(part.with[contact], at)
	}
	d.first, d.customer = s.First, s.Customer
	d.events = append(d.events, t.Events...)
	if d.newest != s.Newest.At {
		d.newest = s.Newest.At
		part.date(dated{s.Newest.At, at})
	}
	g.events.Add(int64(len(t.Events)))
	g.bytes.Add(int64(len(d.encoded) - before))
	return changed
}

// add makes room for a session.
func (p *documents) add(t *stitch.Touched) int32 {
	s, at := t.Session, int32(len(p.list))
	if p.place == nil {
		p.place, p.shorts = make(map[journey.ID]int32), make(map[uint32][]journey.ID)
		p.with = make(map[journey.ID][]int32)
	}
	d := document{
		id: s.ID, kind: s.Kind, short: briefOf(s).short, customer: s.Customer,
		newest: s.Newest.At, was: t.Was, wasFirst: t.WasFirst, wasOf: t.WasCustomer, wasWith: t.WasContact,
	}
	p.list = append(p.list, d)
	p.place[s.ID] = at
	if d.short != 0 {
		p.shorts[d.short] = append(p.shorts[d.short], s.ID)
	}
	p.date(dated{d.newest, at})
	return at
}

// date puts a date where it belongs, which is nearly always the end.
func (p *documents) date(d dated) {
	at := len(p.order)
	if at > 0 && p.compare(p.order[at-1], d.at, p.list[d.doc].id) > 0 {
		at, _ = slices.BinarySearchFunc(p.order, d, func(a, b dated) int {
			return p.compare(a, b.at, p.list[b.doc].id)
		})
	}
	p.order = slices.Insert(p.order, at, d)
}

// compare orders by date, then by ID backwards: read from its end, that is the order of listings.
func (p *documents) compare(a dated, at journey.Instant, id journey.ID) int {
	if c := cmp.Compare(a.at, at); c != 0 {
		return c
	}
	return bytes.Compare(id[:], p.list[a.doc].id[:])
}

// has reports whether a session changed in this generation.
func (g *generation) has(id journey.ID) bool {
	part := g.documentsOf(id)
	part.mu.RLock()
	defer part.mu.RUnlock()
	_, found := part.place[id]
	return found
}

// view lets use see a session's document, and reports whether there is one. Use must not keep it.
func (g *generation) view(id journey.ID, use func(*document)) bool {
	part := g.documentsOf(id)
	part.mu.RLock()
	defer part.mu.RUnlock()
	at, found := part.place[id]
	if found {
		use(&part.list[at])
	}
	return found
}

// state appends the bytes of a state to b, if it changed in this generation.
func (g *generation) state(b []byte, key journey.Key) (_ []byte, found bool) {
	k := g.keysOf(string(key))
	k.mu.RLock()
	defer k.mu.RUnlock()
	held := k.states[key]
	if held == nil {
		return b, false
	}
	return append(b, held.encoded...), true
}

// repeats appends the positions of spilled repeats with that fingerprint.
func (g *generation) repeats(
	found []journey.Position, key journey.Key, kind journey.Kind, fingerprint uint64,
) []journey.Position {
	k := g.keysOf(string(key))
	k.mu.RLock()
	defer k.mu.RUnlock()
	held := k.states[key]
	if held == nil {
		return found
	}
	for _, s := range held.spilled {
		if s.Kind == kind && s.Repeat.Fingerprint == fingerprint {
			found = append(found, s.Repeat.Position)
		}
	}
	return found
}

// ofCustomer appends the IDs of a customer's changed sessions.
func (g *generation) ofCustomer(ids []journey.ID, customer string) []journey.ID {
	k := g.keysOf(customer)
	k.mu.RLock()
	defer k.mu.RUnlock()
	return append(ids, k.customers[customer]...)
}

// byShort appends the IDs of the changed sessions with a short id.
func (g *generation) byShort(ids []journey.ID, number uint32) []journey.ID {
	for n := range g.documents {
		part := &g.documents[n]
		part.mu.RLock()
		ids = append(ids, part.shorts[number]...)
		part.mu.RUnlock()
	}
	return ids
}

// withContact appends the places, in the listing of a contact, of the changed sessions that were stitched to it.
func (g *generation) withContact(places []ContactCursor, contact journey.ID) []ContactCursor {
	for n := range g.documents {
		part := &g.documents[n]
		part.mu.RLock()
		for _, at := range part.with[contact] {
			if d := &part.list[at]; d.contact == contact {
				places = append(places, ContactCursor{First: d.first.At, ID: d.id})
			}
		}
		part.mu.RUnlock()
	}
	return places
}

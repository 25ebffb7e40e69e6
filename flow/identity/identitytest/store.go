package identitytest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"sojourn/flow/identity"
	"sojourn/journey"
	"sojourn/journey/contact"
)

// TestStore tests a store. Open returns an empty one, which ends with the test that it is opened for.
func TestStore(t *testing.T, open func(t *testing.T) identity.Store) {
	t.Run("empty", func(t *testing.T) {
		s := suite{t, open(t)}
		s.holds(journey.ID{1}, nil)
		s.owns(cookie("a"), journey.ID{})
		s.lists(journey.ID{}, nil)
	})
	t.Run("put", func(t *testing.T) { testPut(suite{t, open(t)}) })
	t.Run("segments", func(t *testing.T) { testSegments(suite{t, open(t)}) })
	t.Run("ownership moves", func(t *testing.T) { testMoves(suite{t, open(t)}) })
	t.Run("identifiers are told apart", func(t *testing.T) { testApart(suite{t, open(t)}) })
	t.Run("repeated", func(t *testing.T) { testRepeated(suite{t, open(t)}) })
	t.Run("listed in order", func(t *testing.T) { testListed(suite{t, open(t)}) })
	t.Run("like the simplest", func(t *testing.T) { testLikeMemory(suite{t, open(t)}) })
}

type suite struct {
	*testing.T
	store identity.Store
}

func cookie(value string) contact.Identifier {
	return contact.Identifier{Type: contact.Cookie, Value: value}
}

func email(value string) contact.Identifier {
	return contact.Identifier{Type: contact.Email, Value: value}
}

// holding makes the document of a contact.
func holding(id byte, version uint32, identifiers ...contact.Identifier) *contact.Contact {
	c := &contact.Contact{
		ID: journey.ID{id}, Kind: contact.Identified, Version: version, Created: 1, Modified: 2, Used: 2,
	}
	for _, identifier := range identifiers {
		c.Claims = append(c.Claims, contact.Claim{Identifier: identifier, Evidence: contact.Proof{At: 1}})
	}
	return c
}

func (s suite) put(at journey.Position, put []*contact.Contact, remove ...journey.ID) {
	s.Helper()
	d := &contact.Decision{Act: contact.Resolved, Put: put, Remove: remove}
	if err := s.store.Put(context.Background(), []identity.Placed{{At: at, Decision: d}}); err != nil {
		s.Fatal(err)
	}
}

func (s suite) holds(id journey.ID, want *contact.Contact) {
	s.Helper()
	got, err := s.store.Contact(context.Background(), id)
	if err != nil {
		s.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		s.Fatalf("contact %s is %+v, want %+v", id, got, want)
	}
}

func (s suite) owns(id contact.Identifier, want journey.ID) {
	s.Helper()
	got, err := s.store.Owner(context.Background(), id)
	if err != nil {
		s.Fatal(err)
	}
	if got != want {
		s.Fatalf("%v is owned by %s, want %s", id, got, want)
	}
}

func (s suite) lists(after journey.ID, want []journey.ID) {
	s.Helper()
	var got []journey.ID
	for c, err := range s.store.Contacts(context.Background(), after) {
		if err != nil {
			s.Fatal(err)
		}
		got = append(got, c.ID)
	}
	if !reflect.DeepEqual(got, want) {
		s.Fatalf("the contacts after %s are %v, want %v", after, got, want)
	}
}

func testPut(s suite) {
	one := holding(1, 1, cookie("a"), email("a@example.com"))
	member := holding(2, 3)
	member.Merged = &contact.Link{Into: one.ID, Held: []contact.Claim{{Identifier: cookie("b")}}}
	one.From, one.Members = []journey.ID{member.ID}, []journey.ID{member.ID}
	s.put(1, []*contact.Contact{one, member})
	s.holds(one.ID, one)
	s.holds(member.ID, member)
	s.owns(cookie("a"), one.ID)
	s.owns(email("a@example.com"), one.ID)
	s.owns(cookie("b"), journey.ID{}) // a memory is no claim
	next := holding(1, 2, email("a@example.com"))
	s.put(2, []*contact.Contact{next})
	s.holds(one.ID, next)
	s.owns(cookie("a"), journey.ID{})
	s.put(3, nil, one.ID)
	s.holds(one.ID, nil)
	s.owns(email("a@example.com"), journey.ID{})
}

// testSegments keeps what contacts hold, and what is held by none, exactly.
func testSegments(s suite) {
	head, nameless := holding(1, 1, cookie("a")), holding(2, 1)
	earned := contact.Proof{At: 3, Event: journey.ID{30}, Session: journey.ID{31}}
	head.Held = []contact.Held{
		{Segment: journey.ID{20}, Assigned: 3, Until: 1 << 40, Evidence: earned},
		{Segment: journey.ID{20}, Assigned: 1, Until: 9, Evidence: contact.Proof{At: 2}, From: journey.ID{3}},
		{Segment: journey.ID{21}, Assigned: 4, Until: 4, Evidence: contact.Proof{At: 4}},
	}
	nameless.Kind, nameless.Held = contact.NoKind, head.Held[2:]
	s.put(1, []*contact.Contact{head, nameless})
	s.holds(head.ID, head)
	s.holds(nameless.ID, nameless)
	s.lists(journey.ID{}, []journey.ID{head.ID, nameless.ID})
	next := holding(1, 2, cookie("a"))
	next.Held = slices.Concat(nameless.Held, head.Held[:1])
	s.put(2, []*contact.Contact{next}, nameless.ID)
	s.holds(head.ID, next)
	s.holds(nameless.ID, nil)
	s.owns(cookie("a"), head.ID)
}

// testMoves hands identifiers from one contact to another, whichever stands first in the decision.
func testMoves(s suite) {
	s.put(1, []*contact.Contact{holding(1, 1, cookie("a"), cookie("b")), holding(2, 1, cookie("c"))})
	s.put(2, []*contact.Contact{holding(2, 2, cookie("c"), cookie("a")), holding(1, 2, cookie("b"))})
	s.owns(cookie("a"), journey.ID{2})
	s.put(3, []*contact.Contact{holding(2, 3, cookie("c")), holding(1, 3, cookie("b"), cookie("a"))})
	s.owns(cookie("a"), journey.ID{1})
	s.put(4, []*contact.Contact{holding(2, 4, cookie("c"), cookie("b"))}, journey.ID{1})
	s.owns(cookie("b"), journey.ID{2})
	s.owns(cookie("a"), journey.ID{})
	s.owns(cookie("c"), journey.ID{2})
}

// testApart has identifiers that are nearly the same.
func testApart(s suite) {
	ids := []contact.Identifier{
		{Type: contact.ExternalID, Value: "1"}, {Type: contact.ExternalID, Value: "1", Source: "a"},
		{Type: contact.ExternalID, Value: "a1"}, {Type: contact.ExternalID, Value: "", Source: "a1"},
		{Type: contact.Email, Value: "1"},
		{Type: contact.ExternalID, Value: "1A"}, {Type: contact.ExternalID, Value: "1a"},
		{Type: contact.ExternalID, Value: "a", Source: "1"},
	}
	var all []*contact.Contact
	for i, id := range ids {
		all = append(all, holding(byte(i+1), 1, id))
	}
	kept := contact.Identifier{Type: contact.Phone, Value: "anonymous", Unmatched: true}
	all = append(all, holding(100, 1, kept))
	s.put(1, all)
	for i, id := range ids {
		s.owns(id, journey.ID{byte(i + 1)})
	}
	s.owns(contact.Identifier{Type: contact.Phone, Value: "anonymous"}, journey.ID{})
}

// testRepeated puts again what was put before: it has no effect.
func testRepeated(s suite) {
	placed := []identity.Placed{
		{At: 5, Decision: &contact.Decision{Put: []*contact.Contact{holding(1, 1, cookie("a"))}}},
		{At: 7, Decision: &contact.Decision{Remove: []journey.ID{{1}}}},
		{At: 9, Decision: &contact.Decision{Put: []*contact.Contact{holding(2, 1, cookie("a"))}}},
	}
	for from := range placed {
		if err := s.store.Put(context.Background(), placed[:3-from]); err != nil {
			s.Fatal(err)
		}
		s.owns(cookie("a"), journey.ID{2})
		s.holds(journey.ID{1}, nil)
	}
	s.put(10, nil, journey.ID{2})
	s.owns(cookie("a"), journey.ID{})
}

func testListed(s suite) {
	s.put(1, []*contact.Contact{holding(3, 1), holding(1, 1), holding(0xff, 1), holding(2, 1)})
	s.put(2, nil, journey.ID{2})
	s.lists(journey.ID{}, []journey.ID{{1}, {3}, {0xff}})
	s.lists(journey.ID{1}, []journey.ID{{3}, {0xff}})
	s.lists(journey.ID{0xff}, nil)
}

// testLikeMemory folds many decisions at random and compares with Memory.
func testLikeMemory(s suite) {
	seed := rand.Uint64()
	s.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	memory := NewMemory()
	versions := map[byte]uint32{}
	for at := range journey.Position(300) {
		var placed []identity.Placed
		for i := range journey.Position(1 + random.IntN(3)) {
			decision := drawn(random, memory, placed, versions)
			placed = append(placed, identity.Placed{At: at*4 + i + 1, Decision: decision})
		}
		for _, store := range []identity.Store{s.store, memory} {
			if err := store.Put(context.Background(), placed); err != nil {
				s.Fatal(err)
			}
		}
		for n := range byte(5) {
			id := cookie(fmt.Sprint(n))
			want, _ := memory.Owner(context.Background(), id)
			s.owns(id, want)
			c, _ := memory.Contact(context.Background(), journey.ID{n + 1})
			s.holds(journey.ID{n + 1}, c)
		}
	}
}

// drawn makes a decision that keeps every identifier with one owner: it takes one from whoever has it and
// gives it to another contact, or removes a contact.
func drawn(random *rand.Rand, memory *Memory, before []identity.Placed, versions map[byte]uint32) *contact.Decision {
	ahead := NewMemory()
	for id, c := range memory.contacts {
		ahead.contacts[id] = c
	}
	for id, owner := range memory.owners {
		ahead.owners[id] = owner
	}
	for _, d := range before {
		ahead.fold(d.Decision)
	}
	to := byte(1 + random.IntN(5))
	if random.IntN(5) == 0 {
		return &contact.Decision{Remove: []journey.ID{{to}}}
	}
	id := cookie(fmt.Sprint(random.IntN(5)))
	d := &contact.Decision{}
	if owner := ahead.owners[id]; !owner.IsZero() && owner != (journey.ID{to}) {
		var rest []contact.Identifier
		for _, claim := range ahead.contacts[owner].Claims {
			if claim.Identifier != id {
				rest = append(rest, claim.Identifier)
			}
		}
		versions[owner[0]]++
		d.Put = append(d.Put, holding(owner[0], versions[owner[0]], rest...))
	}
	all := []contact.Identifier{id}
	if c := ahead.contacts[journey.ID{to}]; c != nil {
		for _, claim := range c.Claims {
			if claim.Identifier != id {
				all = append(all, claim.Identifier)
			}
		}
	}
	versions[to]++
	d.Put = append(d.Put, holding(to, versions[to], all...))
	if random.IntN(2) == 0 && len(d.Put) == 2 {
		d.Put[0], d.Put[1] = d.Put[1], d.Put[0]
	}
	return d
}

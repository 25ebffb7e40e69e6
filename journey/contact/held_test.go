package contact

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey"
)

// drawGrant is a grant of a small world: few segments and few events, so that they meet.
func drawGrant(t *rapid.T, at journey.Instant) *Grant {
	return &Grant{
		Segment: journey.ID{0xaa, byte(rapid.IntRange(1, 4).Draw(t, "segment"))},
		Lasts:   journey.Instant(rapid.IntRange(1, 40).Draw(t, "days")) * day,
		Evidence: Proof{
			At: at, Event: journey.ID{0xbb, byte(rapid.IntRange(0, 6).Draw(t, "event"))}, Session: journey.ID{0xcc},
		},
	}
}

// earn folds a grant to the head of a contact.
func (b *book) earn(id journey.ID, g *Grant) Granted {
	d, granted := Earn(b.head(id), g)
	b.fold(d)
	return granted
}

// people puts as many contacts, each with what it earned at some time.
func (b *book) people(t *rapid.T, many int) []journey.ID {
	var ids []journey.ID
	for range many {
		c := &Contact{ID: b.id(), Kind: Identified, Version: 1, Created: day}
		b.fold(Decision{Put: []*Contact{c}})
		for range rapid.IntRange(0, 5).Draw(t, "earned") {
			b.earn(c.ID, drawGrant(t, 100*day+journey.Instant(rapid.IntRange(0, 9).Draw(t, "when"))*day))
		}
		ids = append(ids, c.ID)
	}
	return ids
}

// assigned is what holds of segments whoever they came from.
func assigned(all []Held) (out [][3]any) {
	for _, h := range all {
		out = append(out, [3]any{h.Segment, h.Assigned, h.Until})
	}
	return out
}

// TestEarn compares with the rule as segments-outcomes.md §4.1 states it.
func TestEarn(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBook(rt)
		id := b.people(rt, 1)[0]
		b.contacts[id].Held = nil
		type holding struct {
			assigned, until journey.Instant
			event           journey.ID
		}
		model := map[journey.ID]holding{}
		at := 200 * day
		for step := range rapid.IntRange(1, 30).Draw(rt, "steps") {
			at += journey.Instant(rapid.IntRange(0, 9).Draw(rt, "days later")) * day
			g := drawGrant(rt, at)
			h, held := model[g.Segment]
			if held = held && h.until > g.Evidence.At; !held {
				h = holding{assigned: g.Evidence.At, event: g.Evidence.Event}
			}
			again := held && !h.event.IsZero() && h.event == g.Evidence.Event
			if !again {
				h.until = g.Evidence.At + g.Lasts
			}
			model[g.Segment] = h
			version := b.contacts[id].Version
			if got, want := b.earn(id, g), (Granted{h.assigned, h.until, !held || again}); got != want {
				rt.Fatalf("step %d: %+v brings %+v, want %+v", step, g, got, want)
			}
			if again && b.contacts[id].Version != version {
				rt.Fatal("the same event changed the contact")
			}
			if got, _ := b.contacts[id].holding(g.Segment, g.Evidence.At); got.Assigned != h.assigned || got.Until != h.until {
				rt.Fatalf("it holds %+v, want %+v", got, h)
			}
			b.check()
		}
	})
}

// TestMergesInAnyOrder: what a customer holds does not depend on how its contacts were brought together.
func TestMergesInAnyOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBook(rt)
		ids := b.people(rt, 4)
		before := b.contacts
		var want [][3]any
		for round := range 3 {
			b.contacts = map[journey.ID]*Contact{}
			for id, c := range before {
				b.contacts[id] = c
			}
			heads := rapid.Permutation(ids).Draw(rt, "order")
			for len(heads) > 1 {
				at := rapid.IntRange(1, len(heads)-1).Draw(rt, "which")
				b.merge(heads[at], heads[0], 101*day)
				heads = slices.Delete(heads, at, at+1)
				if rapid.Bool().Draw(rt, "another head") {
					slices.Reverse(heads)
				}
			}
			b.check()
			got := assigned(b.contacts[heads[0]].Holding(102 * day))
			slices.SortFunc(got, func(x, y [3]any) int {
				p, q := x[0].(journey.ID), y[0].(journey.ID)
				return slices.Compare(p[:], q[:])
			})
			if round == 0 {
				want = got
			} else if !reflect.DeepEqual(got, want) {
				rt.Fatalf("it holds %v, and in another order %v", got, want)
			}
		}
	})
}

// TestSplitGivesBack: after a split both hold what they held, and the head what was earned meanwhile.
func TestSplitGivesBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBook(rt)
		ids := b.people(rt, 2)
		const merged, split = 109 * day, 111 * day
		member, head := b.contacts[ids[0]], b.contacts[ids[1]]
		b.merge(member.ID, head.ID, merged)
		b.check()
		g := drawGrant(rt, 110*day)
		g.Evidence.Event, g.Lasts = journey.ID{0xdd}, g.Lasts+1 // expires when nothing else does: it is written
		got := b.earn(rapid.SampledFrom(ids).Draw(rt, "earner"), g)
		if held, _ := b.contacts[head.ID].holding(g.Segment, 110*day); held.Assigned != got.Assigned || held.Until != got.Until {
			rt.Fatalf("it holds %+v, want %+v", held, got)
		}
		b.split(head.ID, member.ID, split)
		b.check()
		if got, want := b.contacts[member.ID].Holding(split), member.Holding(split); !reflect.DeepEqual(got, want) {
			rt.Fatalf("the member holds %+v, want %+v", got, want)
		}
		alone := newBook(rt)
		alone.contacts[head.ID] = head
		alone.earn(head.ID, g)
		if got, want := b.contacts[head.ID].Holding(split), alone.contacts[head.ID].Holding(split); !reflect.DeepEqual(got, want) {
			rt.Fatalf("the head holds %+v, want %+v", got, want)
		}
	})
}

// TestTakenAwayStaysAway: no split brings back what was taken away from the whole customer.
func TestTakenAwayStaysAway(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBook(rt)
		ids := b.people(rt, 3)
		b.merge(ids[0], ids[1], 109*day)
		b.merge(ids[1], ids[2], 109*day)
		head, away := b.contacts[ids[2]], journey.ID{0xaa, byte(rapid.IntRange(1, 4).Draw(rt, "away"))}
		b.act(Assign(head, b.tree(head), nil, []journey.ID{away}, 110*day))
		b.check()
		b.split(head.ID, journey.ID{}, 111*day)
		b.check()
		for _, c := range b.contacts {
			if _, held := c.holding(away, 111*day); held {
				rt.Fatalf("%s holds %s again", c.ID, away)
			}
		}
	})
}

func TestAssign(t *testing.T) {
	b := newBook(t)
	c := &Contact{ID: b.id(), Kind: Identified, Version: 1, Created: day}
	b.fold(Decision{Put: []*Contact{c}})
	assign := func(at journey.Instant, assign []Order, unassign ...journey.ID) bool {
		c := b.contacts[c.ID]
		d := b.act(Assign(c, []*Contact{c}, assign, unassign, at))
		return d.Changes()
	}
	vip, lead := journey.ID{1}, journey.ID{2}
	assign(100*day, []Order{{vip, 30 * day}, {lead, 5 * day}})
	assign(110*day, []Order{{vip, 30 * day}}) // segments-outcomes.md §6, row 15
	want := []Held{{Segment: vip, Assigned: 100 * day, Until: 140 * day, Evidence: Proof{At: 100 * day}}}
	if got := b.contacts[c.ID].Held; !reflect.DeepEqual(got, want) {
		t.Errorf("it holds %+v, want %+v: the other has expired", got, want)
	}
	if assign(110*day, []Order{{vip, 30 * day}}) || assign(110*day, nil, lead) {
		t.Error("what changes nothing is written")
	}
	if assign(111*day, nil, vip); b.contacts[c.ID].Held != nil {
		t.Errorf("it still holds %+v", b.contacts[c.ID].Held)
	}
	b.act(Delete(b.contacts[c.ID], []*Contact{b.contacts[c.ID]}, 112*day))
	if _, fault := Assign(b.contacts[c.ID], nil, []Order{{vip, day}}, nil, 113*day); fault == nil {
		t.Error("a deleted contact holds segments")
	}
}

// TestHeldLimit: beyond the limit nothing is held, and merging leaves out what has no place.
func TestHeldLimit(t *testing.T) {
	full := func(id, first byte) *Contact {
		c := &Contact{ID: journey.ID{id}, Kind: Identified, Version: 1, Created: 1}
		for i := range MaxHeld {
			c.Held = append(c.Held, Held{Segment: journey.ID{first, byte(i >> 8), byte(i)}, Assigned: 1, Until: 100 * day})
		}
		return c
	}
	one, two := full(1, 1), full(2, 2)
	g := &Grant{Segment: journey.ID{9}, Lasts: day, Evidence: Proof{At: 2 * day}}
	if d, granted := Earn(one, g); d.Changes() || !granted.New {
		t.Errorf("%+v, %+v", d, granted)
	}
	if _, fault := Assign(one, nil, []Order{{journey.ID{9}, day}}, nil, 2*day); fault == nil {
		t.Error("one segment too many was assigned")
	}
	d, fault := MergeInto(one, two, 2*day)
	if fault != nil || len(d.Put[0].Held) != MaxHeld || !reflect.DeepEqual(d.Put[0].Held, two.Held) {
		t.Error("the head did not keep its own", fault)
	}
	g.Evidence.At = 101 * day
	if d, granted := Earn(one, g); len(d.Put) != 1 || len(d.Put[0].Held) != 1 || !granted.New {
		t.Errorf("expired segments still take place: %+v, %+v", d, granted)
	}
}

func TestIdle(t *testing.T) {
	c := &Contact{Kind: Ephemeral, Used: day, Held: []Held{{Until: 100 * day}}}
	if c.Idle(99*day) || !c.Idle(100*day) {
		t.Error("an idle contact goes when its last segment expires")
	}
	if c.Kind = NoKind; c.Idle(99*day) || !c.Idle(100*day) {
		t.Error("a document of no contact goes when its last segment expires")
	}
	if c.Kind = Identified; c.Idle(1000 * day) {
		t.Error("an identified contact does not age")
	}
}

// TestNamelessIDs: they are neither each other's nor those of implied contacts.
func TestNamelessIDs(t *testing.T) {
	p := DefaultPolicy([16]byte{1})
	seen := map[journey.ID]Identifier{}
	for _, id := range []Identifier{
		{Type: Cookie, Value: "a"}, {Type: Phone, Value: "a"}, {Type: ExternalID, Value: "ab"},
		{Type: ExternalID, Value: "b", Source: "a"}, {Type: ExternalID, Value: "", Source: "ab"},
	} {
		for _, derived := range []journey.ID{p.Nameless(id), p.Implied(id)} {
			if other, taken := seen[derived]; taken && derived == p.Nameless(id) {
				t.Errorf("%v has the ID of %v", id, other)
			}
			seen[derived] = id
		}
	}
}

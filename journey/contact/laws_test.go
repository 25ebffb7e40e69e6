package contact

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey"
)

const day = journey.Instant(24 * 60 * 60 * 1000)

// drawn is an evidence of a small world: few of each identifier, so that they meet.
func drawn(t *rapid.T, p *Policy, at journey.Instant) *Evidence {
	f := &Facts{}
	if n := rapid.IntRange(0, 4).Draw(t, "cookie"); n > 0 {
		f.CustomerIDType, f.CustomerID = "cookie", fmt.Sprint("cookie ", n)
	}
	if n := rapid.IntRange(-2, 3).Draw(t, "external"); n > 0 {
		f.ExternalID = fmt.Sprint("crm-", n)
	}
	if n := rapid.IntRange(-2, 3).Draw(t, "email"); n > 0 {
		f.Traits = append(f.Traits, journey.Attribute{Name: "email", Value: fmt.Sprintf("%d@example.com", n)})
	}
	if n := rapid.IntRange(-2, 3).Draw(t, "phone"); n > 0 {
		f.Traits = append(f.Traits, journey.Attribute{Name: "cellPhone", Value: fmt.Sprintf("+35386123456%d", n)})
	}
	if n := rapid.IntRange(-3, 2).Draw(t, "name"); n > 0 {
		f.Traits = append(f.Traits, journey.Attribute{Name: "givenName", Value: fmt.Sprint("name ", n)})
	}
	if n := rapid.IntRange(-9, 2).Draw(t, "named"); n > 0 {
		f.Contact = journey.ID{0xcc, byte(n)}
	}
	e := p.Collect(f)
	e.At = at
	if rapid.Bool().Draw(t, "seen") {
		e.Seen = max(1, at-journey.Instant(rapid.IntRange(1, 90).Draw(t, "days ago"))*day)
	}
	return &e
}

// heads lists the contacts that are not merged and not deleted, by ID.
func (b *book) heads() []*Contact {
	var out []*Contact
	for _, c := range b.contacts {
		if c.IsHead() && !c.Deleted {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(x, y *Contact) int { return slices.Compare(x.ID[:], y.ID[:]) })
	return out
}

// TestOwnershipHolds does anything in any order. After every step the book must be consistent.
func TestOwnershipHolds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBook(rt)
		b.policy.AutoMerge = rapid.IntRange(0, 3).Draw(rt, "merge") > 0
		for step := range rapid.IntRange(1, 25).Draw(rt, "steps") {
			at := journey.Instant(100+step) * day
			heads := b.heads()
			what := rapid.IntRange(0, 14).Draw(rt, "what")
			if len(heads) < 2 {
				what = 0
			}
			pick := func(name string) *Contact { return rapid.SampledFrom(heads).Draw(rt, name) }
			switch what {
			default:
				curated := b.curated()
				b.resolve(drawn(rt, &b.policy, at))
				for id := range curated {
					if c := b.contacts[id]; c.Merged != nil && curated[b.head(id).ID] {
						rt.Fatalf("two curated contacts were merged: %s into %s", id, b.head(id).ID)
					}
				}
			case 7:
				if x, y := pick("source"), pick("target"); x != y {
					b.merge(x.ID, y.ID, at)
				}
			case 8, 9:
				if c := pick("head"); len(c.Members) > 0 {
					member := journey.ID{}
					if what == 8 {
						member = rapid.SampledFrom(c.Members).Draw(rt, "member")
					}
					b.split(c.ID, member, at)
				}
			case 10:
				if c := pick("from"); len(c.Claims) > 0 {
					b.act(Release(c, rapid.SampledFrom(c.Claims).Draw(rt, "claim").Identifier, at))
				}
			case 11:
				e := drawn(rt, &b.policy, at)
				d, fault := Save(pick("save"), Draft{Identifiers: e.Identifiers}, b.view(e).Owners, at)
				if fault == nil {
					b.fold(d)
				}
			case 12:
				c := pick("delete")
				b.act(Delete(c, b.tree(c), at))
			case 13:
				g := drawGrant(rt, at)
				d, _ := Earn(pick("earner"), g)
				b.fold(d)
			case 14:
				c := pick("assign")
				orders := []Order{{journey.ID{0xaa, 1}, 30 * day}, {journey.ID{0xaa, 2}, 3 * day}}
				b.act(Assign(c, b.tree(c), orders, []journey.ID{{0xaa, 3}}, at))
			}
			b.check()
		}
	})
}

// curated returns the heads that are Curated by themselves, not lent by a member.
func (b *book) curated() map[journey.ID]bool {
	out := map[journey.ID]bool{}
	for _, c := range b.heads() {
		if c.Kind == Curated {
			out[c.ID] = true
		}
	}
	return out
}

// TestSplitUndoesMerge merges two contacts and takes the one out again: both hold what they held.
func TestSplitUndoesMerge(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBook(rt)
		for step := range rapid.IntRange(2, 12).Draw(rt, "steps") {
			b.resolve(drawn(rt, &b.policy, journey.Instant(100+step)*day))
		}
		heads := b.heads()
		if len(heads) < 2 {
			return
		}
		source, target := rapid.SampledFrom(heads).Draw(rt, "source"), rapid.SampledFrom(heads).Draw(rt, "target")
		if source == target {
			return
		}
		b.merge(source.ID, target.ID, 200*day)
		b.check()
		b.split(target.ID, source.ID, 201*day)
		b.check()
		for _, before := range []*Contact{source, target} {
			after := b.contacts[before.ID]
			same := func(a, b any) bool { return fmt.Sprint(a) == fmt.Sprint(b) }
			if !same(held(before), held(after)) || !same(before.Members, after.Members) || !same(before.Fields, after.Fields) {
				rt.Fatalf("before\n%+v after\n%+v", before, after)
			}
			if before.Kind != after.Kind {
				rt.Fatalf("%s was %s and is %s", before.ID, before.Kind, after.Kind)
			}
		}
	})
}

// TestSplitAll takes everything apart: nothing stays merged, and no identifier is lost.
func TestSplitAll(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBook(rt)
		for step := range rapid.IntRange(2, 15).Draw(rt, "steps") {
			b.resolve(drawn(rt, &b.policy, journey.Instant(100+step)*day))
		}
		for heads := b.heads(); len(heads) > 1; heads = b.heads() {
			i := rapid.IntRange(1, len(heads)-1).Draw(rt, "which")
			b.merge(heads[i].ID, heads[0].ID, 200*day)
		}
		owned := len(b.owners)
		for _, c := range b.heads() {
			if len(c.Members) > 0 {
				b.split(c.ID, journey.ID{}, 300*day)
			}
		}
		b.check()
		if got := len(b.heads()); got != len(b.contacts) {
			rt.Fatalf("%d of %d contacts are heads", got, len(b.contacts))
		}
		if len(b.owners) != owned {
			rt.Fatalf("%d identifiers are owned, and %d were", len(b.owners), owned)
		}
	})
}

// TestAnyOrderOneOwner: the same evidence of one person in any order ends in one contact with all identifiers.
func TestAnyOrderOneOwner(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBook(rt)
		all := rapid.Permutation([]string{"a", "b", "c", "d", "e"}).Draw(rt, "order")
		for i, cookie := range all {
			f := &Facts{CustomerIDType: "cookie", CustomerID: cookie, ExternalID: "crm-1"}
			e := b.policy.Collect(f)
			e.At = journey.Instant(i+1) * day
			if rapid.Bool().Draw(rt, "seen") {
				e.Seen = 1
			}
			b.resolve(&e)
		}
		b.check()
		heads := b.heads()
		if len(heads) != 1 || len(heads[0].Claims) != 6 {
			rt.Fatalf("%d heads, the first with %v", len(heads), heads[0].Claims)
		}
	})
}

func held(c *Contact) []string {
	var out []string
	for _, claim := range c.Claims {
		out = append(out, fmt.Sprint(claim))
	}
	slices.Sort(out)
	return out
}

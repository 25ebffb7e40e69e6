package contact

import (
	"slices"

	"pgregory.net/rapid"

	"sojourn/journey"
)

// book is contacts and owners in memory, and the policy by which they change: the smallest thing that can play
// decisions.
type book struct {
	t        rapid.TB
	policy   Policy
	contacts map[journey.ID]*Contact
	owners   map[Identifier]journey.ID
	made     int // IDs
}

func newBook(t rapid.TB) *book {
	return &book{
		t: t, policy: DefaultPolicy([16]byte{1}),
		contacts: map[journey.ID]*Contact{}, owners: map[Identifier]journey.ID{},
	}
}

func (b *book) id() journey.ID {
	b.made++
	return journey.RandomID([16]byte{0xee, byte(b.made >> 8), byte(b.made)})
}

// fold puts a decision, after a trip through its encoding.
func (b *book) fold(d Decision) Decision {
	b.t.Helper()
	read, err := DecodeDecision(AppendDecision(nil, &d))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, owned := range read.Fold(func(id journey.ID) *Contact { return b.contacts[id] }) {
		if owned.Owner.IsZero() {
			delete(b.owners, owned.Identifier)
		} else {
			b.owners[owned.Identifier] = owned.Owner
		}
	}
	for _, id := range read.Remove {
		delete(b.contacts, id)
	}
	for _, c := range read.Put {
		if old := b.contacts[c.ID]; old != nil && c.Version != old.Version+1 {
			b.t.Fatalf("contact %s goes from version %d to %d", c.ID, old.Version, c.Version)
		}
		b.contacts[c.ID] = c
	}
	return d
}

// head follows the links up.
func (b *book) head(id journey.ID) *Contact {
	c := b.contacts[id]
	for c != nil && c.Merged != nil {
		c = b.contacts[c.Merged.Into]
	}
	return c
}

func (b *book) owner(id Identifier) *Contact { return b.head(b.owners[id]) }

func (b *book) view(e *Evidence) View {
	v := View{Owners: make([]*Contact, len(e.Identifiers)), Named: b.head(e.Contact)}
	for i, id := range e.Identifiers {
		v.Owners[i] = b.owner(id)
	}
	v.Taken = e.Customer.Type == Cookie && b.contacts[b.policy.Implied(e.Customer)] != nil
	return v
}

// resolve decides, folds, and checks that asking again changes nothing. Of contacts that stay apart one may
// gain, by the event itself, what makes the same event merge them the second time; then it must rest.
func (b *book) resolve(e *Evidence) Decision {
	b.t.Helper()
	d := b.fold(Resolve(b.view(e), e, &b.policy, b.id()))
	again := b.fold(Resolve(b.view(e), e, &b.policy, b.id()))
	if (again.Changes() || again.Contact != d.Contact) && len(d.Unresolved) == 0 {
		b.t.Fatalf("asked again about %v\n%+v became\n%+v", e.Identifiers, d, again)
	}
	if last := Resolve(b.view(e), e, &b.policy, b.id()); last.Changes() {
		b.t.Fatalf("asked a third time about %v, it changes %+v", e.Identifiers, last)
	}
	return d
}

func (b *book) tree(head *Contact) []*Contact {
	tree := []*Contact{head}
	for _, id := range head.Members {
		tree = append(tree, b.contacts[id])
	}
	return tree
}

// act folds what a person decided, which must not be refused.
func (b *book) act(d Decision, fault *journey.Fault) Decision {
	b.t.Helper()
	if fault != nil {
		b.t.Fatal(fault)
	}
	return b.fold(d)
}

func (b *book) merge(source, target journey.ID, at journey.Instant) {
	b.t.Helper()
	b.act(MergeInto(b.contacts[source], b.contacts[target], at))
}

func (b *book) split(head, member journey.ID, at journey.Instant) {
	b.t.Helper()
	c := b.contacts[head]
	b.act(Split(c, b.tree(c), member, at))
}

// check is what always holds: an identifier has one owner, a head, who holds it; links make trees, and a head's
// list of members is that of its tree; segments stand in order, and come from members.
func (b *book) check() {
	b.t.Helper()
	holders := map[Identifier]journey.ID{}
	members := map[journey.ID]int{}
	for id, c := range b.contacts {
		if !c.IsHead() && len(c.Claims) > 0 {
			b.t.Fatalf("member %s holds %v", id, c.Claims)
		}
		for _, claim := range c.Claims {
			if other, held := holders[claim.Identifier]; held && claim.Matches() {
				b.t.Fatalf("%v is held by %s and %s", claim.Identifier, id, other)
			}
			holders[claim.Identifier] = id
			if claim.Matches() && b.owners[claim.Identifier] != id {
				b.t.Fatalf("%v is held by %s and owned by %s", claim.Identifier, id, b.owners[claim.Identifier])
			}
		}
		steps := 0
		for at := c; at.Merged != nil; steps++ {
			if at = b.contacts[at.Merged.Into]; at == nil || steps > len(b.contacts) {
				b.t.Fatalf("the links of %s lead nowhere or in a circle", id)
			}
			members[at.ID]++
		}
	}
	for id, c := range b.contacts {
		for i, held := range c.Held {
			if i > 0 && byPlace(c.Held[i-1], held) >= 0 || !held.From.IsZero() && !slices.Contains(c.Members, held.From) {
				b.t.Fatalf("%s with the members %v holds %+v", id, c.Members, c.Held)
			}
		}
		if len(c.Members) != members[id] {
			b.t.Fatalf("%s lists %d members and has %d", id, len(c.Members), members[id])
		}
	}
	for identifier, owner := range b.owners {
		if holders[identifier] != owner {
			b.t.Fatalf("%v is owned by %s, which does not hold it", identifier, owner)
		}
	}
}

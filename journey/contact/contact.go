package contact

import (
	"slices"

	"sojourn/journey"
)

// Kind is the `type` of a contact (identity.md §1).
type Kind uint8

// The kinds, from the least known up. The numbers are stored. The canonical contact is no kind: it is the head
// of a merge tree, see Contact.IsHead.
const (
	NoKind     Kind = iota // a document of no contact, see Policy.Nameless
	Ephemeral              // temporary: nobody knows who it is
	Identified             // made or linked by a strong identifier
	Curated                // saved by an agent or by the API
)

var kindNames = [...]string{NoKind: "", Ephemeral: "Ephemeral", Identified: "Identified", Curated: "Curated"}

// String returns the kind as it stands in JSON.
func (k Kind) String() string { return kindNames[min(int(k), len(kindNames)-1)] }

// ParseKind returns the kind of that name, or NoKind.
func ParseKind(name string) Kind {
	return Kind(max(0, slices.Index(kindNames[:], name)))
}

// The limits of one contact. They bound what a shared address ("info@…", typed by everybody) can grow to.
// What would go beyond is not claimed or merged automatically, and refused where a person asks for it.
const (
	MaxClaims  = 500 // identifiers
	MaxMembers = 500 // contacts merged into a head, directly or not
	MaxFields  = 100
	MaxHeld    = 1000 // customer-wide segments, each counted once per contact that it came from
	maxApart   = 64   // remembered splits; the oldest is forgotten first

	maxUnmatched = 20 // identifiers that are kept although they lead to nobody
)

// Contact is a person as far as known. Once published it is never changed: a decision brings a new one.
type Contact struct {
	ID       journey.ID
	Kind     Kind
	Deleted  bool   // a tombstone: it holds nothing, and no session shows it
	Version  uint32 // 1 for the first stored document; 0 for an implied contact
	Created  journey.Instant
	Modified journey.Instant
	Used     journey.Instant // last use, to the day; ages Ephemeral contacts only
	// Since is how far back the sessions of an anonymous cookie follow: those whose newest event is older stay
	// anonymous (identity.md §4 rule 8). Zero: all follow.
	Since    journey.Instant
	Division journey.ID // zero: the home division

	Claims []Claim // the identifiers that it owns, oldest first; none while it is merged into another
	Fields []Field // names and display traits, by name
	Held   []Held  // customer-wide segments, by segment, its own first; expired ones may be left. See Holding

	Merged  *Link        // into which contact, and why; nil for a head
	From    []journey.ID // contacts merged into it directly, in order of merging
	Members []journey.ID // those and what had been merged into them
	Raised  journey.ID   // the member that made it Curated, if it was not by itself
	Apart   []Apart      // contacts that it was split from
}

// Proof is the evidence behind a fact: which event brought it, in which session. Both are zero where a person
// asked for it.
type Proof struct {
	At      journey.Instant // when it was decided
	Event   journey.ID
	Session journey.ID
}

// Claim is an identifier that a contact holds.
type Claim struct {
	Identifier
	Evidence Proof // Evidence.At is the identifier's dateCreated
	Curated  bool  // claimed by a person or by the API
}

// Field is a name or display trait of a contact (identity.md §3).
type Field struct {
	Name, Value string
	Evidence    Proof
	Curated     bool       // saved by a person or by the API; traits never overwrite it
	From        journey.ID // the member that it came from by merging; zero: its own
}

// Link ties a member to the contact that it was merged into.
type Link struct {
	Into     journey.ID
	Evidence Proof
	By       Identifier // the identifier that brought the two together; zero if a person did
	Held     []Claim    // what the member held just before, for a split
}

// Apart remembers a split, so that what brought two contacts together wrongly does not do so again.
type Apart struct {
	Other journey.ID
	At    journey.Instant // identifiers that they have had since before do not merge them
}

// IsHead reports whether the contact is canonical: not merged into another.
func (c *Contact) IsHead() bool { return c.Merged == nil }

// Holds returns the contact's claim to an identifier, or nil.
func (c *Contact) Holds(id Identifier) *Claim {
	for i := range c.Claims {
		if c.Claims[i].Identifier == id {
			return &c.Claims[i]
		}
	}
	return nil
}

// Field returns the value of a field, or an empty text.
func (c *Contact) Field(name string) string {
	if i := c.field(name); i >= 0 {
		return c.Fields[i].Value
	}
	return ""
}

func (c *Contact) field(name string) int {
	return slices.IndexFunc(c.Fields, func(f Field) bool { return f.Name == name })
}

// MergeSet returns the head and its members, as `mergeSet` shows them; nil for a contact that nothing was
// merged into.
func (c *Contact) MergeSet() []journey.ID {
	if len(c.Members) == 0 {
		return nil
	}
	return append([]journey.ID{c.ID}, c.Members...)
}

// Covers reports whether a session that was stitched to this contact, and whose newest event has that date, is
// this person's. One that is not stays anonymous: it shows no contact (identity.md §4 rule 8).
func (c *Contact) Covers(newest journey.Instant) bool {
	return !c.Deleted && (c.Since.IsZero() || newest >= c.Since)
}

// Idle reports whether an Ephemeral contact has outlived its last use (identity.md §6, Retention), and all
// segments that it holds. A document of no contact has nothing but these to live for.
func (c *Contact) Idle(now journey.Instant) bool {
	switch {
	case c.Deleted || !c.IsHead() || len(c.Members) > 0 || c.holdsAny(now):
		return false
	case c.Kind == NoKind:
		return true
	}
	return c.Kind == Ephemeral && now.Sub(c.Used) > IdleLife
}

// known reports whether one of its identifiers says who it is.
func (c *Contact) known() bool {
	return slices.ContainsFunc(c.Claims, func(claim Claim) bool { return claim.strong() })
}

// room reports whether one more identifier is within the limits.
func (c *Contact) room(id Identifier) bool {
	if id.Unmatched {
		kept := 0
		for i := range c.Claims {
			if c.Claims[i].Unmatched {
				kept++
			}
		}
		if kept >= maxUnmatched {
			return false
		}
	}
	return len(c.Claims) < MaxClaims
}

// isTree reports whether the ID is that of this head or of one of its members.
func (c *Contact) isTree(id journey.ID) bool { return c.ID == id || slices.Contains(c.Members, id) }

// clone returns a copy that can be changed without changing the original.
func (c *Contact) clone() *Contact {
	next := *c
	next.Claims = slices.Clone(c.Claims)
	next.Fields = slices.Clone(c.Fields)
	next.Held = slices.Clone(c.Held)
	next.From = slices.Clone(c.From)
	next.Members = slices.Clone(c.Members)
	next.Apart = slices.Clone(c.Apart)
	return &next
}

// older orders contacts by what becomes the head of an automatic merge (identity.md §4).
func older(a, b *Contact) int {
	switch {
	case a.Kind != b.Kind:
		return int(b.Kind) - int(a.Kind)
	case a.Created != b.Created:
		return compare(a.Created, b.Created)
	}
	return slices.Compare(a.ID[:], b.ID[:])
}

func compare(a, b journey.Instant) int {
	if a < b {
		return -1
	}
	return 1
}

package contact

import (
	"slices"

	"sojourn/journey"
)

// Act is what a decision does.
type Act uint8

// The acts. The numbers are stored.
const (
	NoAct    Act = iota
	Resolved     // an event was stitched
	Merging      // a person merged two contacts
	Splitting
	Claiming
	Releasing
	Saving // a person created or updated a contact
	Deleting
	Forgetting // erased without a trace
	Expiring   // Ephemeral and idle
	Keeping    // a contact as it is, written again (architecture.md "Forgetting")
	Granting   // an event earned its customer a segment
	Assigning  // a person assigned or took away segments
	lastAct    = Assigning
	lastAct1   = Keeping // the last in layout 1
)

var actNames = [...]string{
	NoAct: "", Resolved: "resolved", Merging: "merged", Splitting: "split", Claiming: "claimed", Releasing: "released",
	Saving: "saved", Deleting: "deleted", Forgetting: "forgotten", Expiring: "expired", Keeping: "kept",
	Granting: "granted", Assigning: "assigned",
}

// String returns the act as a word.
func (a Act) String() string { return actNames[min(int(a), len(actNames)-1)] }

// Reason is the rule that led to a session's contact (identity.md §4).
type Reason uint8

// The reasons. The numbers are stored.
const (
	NoReason     Reason = iota
	Off                 // identity.resolve is off
	NoIdentifier        // the event brings nothing that could lead to a contact
	Anonymous           // rule 4: only a cookie, which nobody owns
	Named               // rule 2: the event names the contact
	Created             // rule 4: nobody owned an identifier
	OneOwner            // rule 5
	MergedOwners        // rule 6: the owners are one person
	ByPriority          // rule 6: the owners stay apart, the highest identifier wins
	OtherPerson         // rule 7: somebody else uses the device
	lastReason   = OtherPerson
)

var reasonTexts = [...]string{
	NoReason: "", Off: "resolution is switched off",
	NoIdentifier: "the event brings no identifier that can lead to a contact",
	Anonymous:    "an anonymous cookie", Named: "the event names the contact",
	Created:      "nobody owned an identifier of the event, so a contact was created",
	OneOwner:     "one contact owns its identifiers",
	MergedOwners: "the owners of its identifiers were merged",
	ByPriority:   "its identifiers belong to contacts that stay apart; the highest in rank decides",
	OtherPerson:  "another person uses the device; the cookie belongs to the new one from now on",
}

// String returns the reason as a text for people.
func (r Reason) String() string { return reasonTexts[min(int(r), len(reasonTexts)-1)] }

// Decision is the outcome of one question, and one record of the log: the contacts as they are afterwards,
// which one the session belongs to, and why. One without Put and Remove changes nothing and need not be
// written.
type Decision struct {
	Act      Act
	Evidence Proof
	Put      []*Contact   // documents to put, each once
	Remove   []journey.ID // documents to drop without a trace
	// Contact is what a session stores: the contact as it was then. Of an act of a person, the contact that
	// the answer shows. Zero if there is none.
	Contact    journey.ID
	Why        Reason
	By         Identifier   // the identifier that decided, if one did
	Unresolved []journey.ID // owners of the event's identifiers that stay apart (rule 6)
	// Held is what the customer holds at the date of the evidence, for the session. Only a resolution tells it, and it
	// is no part of the record.
	Held []Held
}

// RecordKey implements journey.Record: decisions are folded alone.
func (*Decision) RecordKey() journey.Key { return "" }

// Changes reports whether the decision changes anything and must be written.
func (d *Decision) Changes() bool { return len(d.Put) > 0 || len(d.Remove) > 0 }

// Keep returns the decision that puts a contact as it is, for a log whose older segments go.
func Keep(c *Contact, at journey.Instant) Decision {
	return Decision{Act: Keeping, Evidence: Proof{At: at}, Put: []*Contact{c}, Contact: c.ID}
}

// Owned says who owns an identifier from now on: a zero Owner for nobody.
type Owned struct {
	Identifier Identifier
	Owner      journey.ID
}

// Fold returns what a decision does to the ownership of identifiers. It needs the documents that it
// replaces or drops as they were: nil where there was none. Each identifier is in the result once. Every
// store folds by this, so that a replay ends in the same ownership as the first time.
func (d *Decision) Fold(before func(journey.ID) *Contact) []Owned {
	var out []Owned
	set := func(id Identifier, owner journey.ID) {
		if !id.Matches() {
			return
		}
		if i := slices.IndexFunc(out, func(o Owned) bool { return o.Identifier == id }); i >= 0 {
			out[i].Owner = owner
			return
		}
		out = append(out, Owned{id, owner})
	}
	drop := func(old *Contact) {
		if old == nil {
			return
		}
		for i := range old.Claims {
			set(old.Claims[i].Identifier, journey.ID{})
		}
	}
	for _, id := range d.Remove {
		drop(before(id))
	}
	for _, c := range d.Put {
		drop(before(c.ID))
	}
	for _, c := range d.Put {
		for i := range c.Claims {
			set(c.Claims[i].Identifier, c.ID)
		}
	}
	return out
}

// Concerns lists the contacts that the record holds something of, for an erasure.
func (d *Decision) Concerns() []journey.ID {
	var ids []journey.ID
	for _, c := range d.Put {
		ids = append(ids, c.ID)
	}
	return append(ids, d.Remove...)
}

// Without returns the decision as it is left in the log when contacts are erased: nothing in it is theirs
// any more. A fold after the erasure has no use for what is left out, for those contacts are removed later
// in the log.
func (d *Decision) Without(erased func(journey.ID) bool) Decision {
	next := *d
	next.Put = slices.DeleteFunc(slices.Clone(d.Put), func(c *Contact) bool { return erased(c.ID) })
	if len(next.Put) < len(d.Put) || erased(d.Contact) {
		next.By = Identifier{}
	}
	return next
}

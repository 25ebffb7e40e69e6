package contact

import (
	"slices"

	"sojourn/journey"
)

// Draft is what a person or the API says about a contact. Its identifiers are normalised already, its
// fields have distinct names.
type Draft struct {
	Division    journey.ID
	Fields      []Trait
	Identifiers []Identifier
}

// Save creates or updates a Curated contact. Before is the contact as it stands, or a new one with just an
// ID. Owners are the heads that own the draft's identifiers, in the same places, nil for nobody. Saved
// fields and identifiers that the draft leaves out are dropped; those that events brought stay.
func Save(before *Contact, draft Draft, owners []*Contact, at journey.Instant) (Decision, *journey.Fault) {
	if fault := before.writable("contactId"); fault != nil {
		return Decision{}, fault
	}
	if len(draft.Fields) > MaxFields {
		return Decision{}, journey.Invalid("", "has more than %d fields", MaxFields)
	}
	d := newDraft(at)
	c := d.edit(before)
	if c.Created.IsZero() {
		c.Created = at
	}
	c.Kind, c.Raised, c.Division = Curated, journey.ID{}, draft.Division
	c.Fields = slices.DeleteFunc(c.Fields, func(f Field) bool { return f.Curated && f.From.IsZero() })
	for _, f := range draft.Fields {
		c.setField(Field{Name: f.Name, Value: f.Value, Evidence: d.proof, Curated: true})
	}
	c.Claims = slices.DeleteFunc(c.Claims, func(claim Claim) bool {
		return claim.Curated && !slices.Contains(draft.Identifiers, claim.Identifier)
	})
	for i, id := range draft.Identifiers {
		if fault := d.obtain(before, id, owners[i]); fault != nil {
			return Decision{}, fault
		}
	}
	return d.decide(Saving, c.ID), nil
}

// ClaimFor gives an identifier to a contact because a person said so. The owner is the head that owns it,
// nil for nobody; the contact of an anonymous cookie comes along with its sessions, any other owner must
// release it first.
func ClaimFor(c *Contact, id Identifier, owner *Contact, at journey.Instant) (Decision, *journey.Fault) {
	if fault := c.writable("contactId"); fault != nil {
		return Decision{}, fault
	}
	d := newDraft(at)
	if fault := d.obtain(c, id, owner); fault != nil {
		return Decision{}, fault
	}
	return d.decide(Claiming, c.ID), nil
}

// Release takes an identifier from a contact because a person said so. Past sessions stay.
func Release(c *Contact, id Identifier, at journey.Instant) (Decision, *journey.Fault) {
	if fault := c.writable("contactId"); fault != nil {
		return Decision{}, fault
	}
	if c.Holds(id) == nil {
		return Decision{}, journey.Invalid("identifier", "is not held by contact %s", c.ID)
	}
	d := newDraft(at)
	d.release(c, id)
	return d.decide(Releasing, c.ID), nil
}

// Delete leaves tombstones of a head and everything merged into it. The tree is the head and all its members.
func Delete(head *Contact, tree []*Contact, at journey.Instant) (Decision, *journey.Fault) {
	if fault := head.writable("contactId"); fault != nil {
		return Decision{}, fault
	}
	d := newDraft(at)
	for _, c := range tree {
		next := d.edit(c)
		*next = Contact{
			ID: c.ID, Kind: c.Kind, Deleted: true, Version: next.Version, Created: c.Created, Modified: next.Modified,
		}
	}
	return d.decide(Deleting, head.ID), nil
}

// Forget erases contacts without a trace (identity.md §7).
func Forget(tree []*Contact, at journey.Instant) Decision { return remove(Forgetting, tree, at) }

// Expire drops those of the contacts that are Ephemeral and idle (identity.md §6, Retention).
func Expire(contacts []*Contact, now journey.Instant) Decision {
	idle := slices.DeleteFunc(slices.Clone(contacts), func(c *Contact) bool { return !c.Idle(now) })
	return remove(Expiring, idle, now)
}

func remove(act Act, contacts []*Contact, at journey.Instant) Decision {
	decision := Decision{Act: act, Evidence: Proof{At: at}}
	for _, c := range contacts {
		decision.Remove = append(decision.Remove, c.ID)
	}
	return decision
}

func newDraft(at journey.Instant) *draft { return &draft{proof: Proof{At: at}} }

// obtain claims an identifier for a contact that a person wants to have it.
func (d *draft) obtain(c *Contact, id Identifier, owner *Contact) *journey.Fault {
	now := d.now(c)
	switch held := now.Holds(id); {
	case held != nil && held.Curated:
		return nil
	case held != nil:
		d.edit(c).Holds(id).Curated = true
		return nil
	case !now.room(id):
		return journey.Invalid("identifier", "would be one of more than %d identifiers", MaxClaims)
	case owner == nil || owner.ID == c.ID || owner.Holds(id) == nil:
		d.claim(c, id, true)
		return nil
	case owner.Kind == Ephemeral && fits(now, owner):
		d.absorb(c, owner, id)
		d.edit(c).Holds(id).Curated = true
		return nil
	}
	return journey.Invalid("identifier", "belongs to contact %s: release it there, or merge the two", owner.ID)
}

// writable reports why a person cannot change a contact.
func (c *Contact) writable(field string) *journey.Fault {
	switch {
	case c.Deleted:
		return &journey.Fault{Code: journey.NotFound, Field: field, Reason: "is a deleted contact"}
	case !c.IsHead():
		return journey.Invalid(field, "is merged into %s: change that one, or split it first", c.Merged.Into)
	}
	return nil
}

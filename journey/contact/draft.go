package contact

import (
	"slices"

	"sojourn/journey"
)

// draft is a decision in the making: copies of the contacts that change, each made once.
type draft struct {
	proof  Proof
	put    []*Contact
	remove []journey.ID
}

// edit returns the copy of a contact that may be changed, without the segments that have expired. Contacts that
// were never stored are copied too.
func (d *draft) edit(c *Contact) *Contact {
	if next := d.find(c.ID); next != nil {
		return next
	}
	next := c.clone()
	next.Version++
	next.Modified = max(next.Modified, d.proof.At)
	next.Used = max(next.Used, d.proof.At)
	next.lapse(d.proof.At)
	d.put = append(d.put, next)
	return next
}

// find returns the copy of a contact if it changes, or nil.
func (d *draft) find(id journey.ID) *Contact {
	for _, c := range d.put {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// now returns a contact as it stands in the draft.
func (d *draft) now(c *Contact) *Contact {
	if next := d.find(c.ID); next != nil {
		return next
	}
	return c
}

// decide finishes the draft.
func (d *draft) decide(act Act, contact journey.ID) Decision {
	return Decision{Act: act, Evidence: d.proof, Put: d.put, Remove: d.remove, Contact: contact}
}

// claim gives an identifier to a contact. The caller knows that nobody else owns it. An Ephemeral contact
// becomes Identified when it gains a strong identifier (identity.md §4 rule 5).
func (d *draft) claim(c *Contact, id Identifier, curated bool) {
	if d.now(c).Holds(id) != nil {
		return
	}
	next := d.edit(c)
	next.Claims = append(next.Claims, Claim{Identifier: id, Evidence: d.proof, Curated: curated})
	d.promote(next)
}

// promote makes an Ephemeral contact Identified if it is known, and lets its sessions follow (rule 8).
func (d *draft) promote(c *Contact) {
	if c.Kind == Ephemeral && c.known() {
		c.Kind = Identified
		c.Since = d.backStitched(c)
	}
}

// backStitched is how far back the sessions of an anonymous contact follow; zero if that is all of them.
func (d *draft) backStitched(c *Contact) journey.Instant {
	if since := d.proof.At.Add(-BackStitched); since > c.Created {
		return since
	}
	return 0
}

// release takes an identifier from a contact, with the memory of it in no place.
func (d *draft) release(c *Contact, id Identifier) {
	if d.now(c).Holds(id) == nil {
		return
	}
	next := d.edit(c)
	next.Claims = slices.DeleteFunc(next.Claims, func(claim Claim) bool { return claim.Identifier == id })
}

// show fills a contact's fields with traits. What a person saved is never overwritten (identity.md §3).
func (d *draft) show(c *Contact, traits []Trait) {
	for _, trait := range traits {
		now := d.now(c)
		i := now.field(trait.Name)
		switch {
		case i < 0 && len(now.Fields) < MaxFields:
			next := d.edit(c)
			next.setField(Field{Name: trait.Name, Value: trait.Value, Evidence: d.proof})
		case i >= 0 && !now.Fields[i].Curated && now.Fields[i].Value != trait.Value:
			next := d.edit(c)
			next.Fields[i] = Field{Name: trait.Name, Value: trait.Value, Evidence: d.proof}
		}
	}
}

// setField puts a field in its place by name.
func (c *Contact) setField(f Field) {
	at, found := slices.BinarySearchFunc(c.Fields, f.Name, func(a Field, name string) int {
		switch {
		case a.Name < name:
			return -1
		case a.Name > name:
			return 1
		}
		return 0
	})
	if found {
		c.Fields[at] = f
		return
	}
	c.Fields = slices.Insert(c.Fields, at, f)
}

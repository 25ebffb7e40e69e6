package identity

import (
	"context"
	"fmt"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// What a person or the API does with contacts. Every method returns once the change is durable. Faults name the
// member of the request at fault.

// Merge merges the source into the target, which becomes the head (identity.md §4), and returns the head.
func (d *Directory) Merge(ctx context.Context, source, target journey.ID) (*contact.Contact, error) {
	return d.change(ctx, target, func(r *reading, at journey.Instant) (contact.Decision, *journey.Fault) {
		from, fault := r.find(source, "sourceContactId")
		if fault != nil {
			return contact.Decision{}, fault
		}
		to, fault := r.find(target, "targetContactId")
		if fault != nil {
			return contact.Decision{}, fault
		}
		return contact.MergeInto(from, to, at)
	})
}

// Split takes a member out of a head, or all of them if the member is zero (identity.md §4), and returns
// the head.
func (d *Directory) Split(ctx context.Context, head, member journey.ID) (*contact.Contact, error) {
	return d.change(ctx, head, func(r *reading, at journey.Instant) (contact.Decision, *journey.Fault) {
		c, fault := r.find(head, "id")
		if fault != nil {
			return contact.Decision{}, fault
		}
		return contact.Split(c, r.tree(c), member, at)
	})
}

// Claim gives an identifier to a contact. Who owns it must release it first, unless that is the contact of an
// anonymous cookie, which is merged into this one.
func (d *Directory) Claim(ctx context.Context, id journey.ID, identifier contact.Identifier) (*contact.Contact, error) {
	return d.change(ctx, id, func(r *reading, at journey.Instant) (contact.Decision, *journey.Fault) {
		c, fault := r.find(id, "contactId")
		if fault != nil {
			return contact.Decision{}, fault
		}
		return contact.ClaimFor(c, identifier, r.holder(identifier), at)
	})
}

// Release takes an identifier from a contact. Past sessions stay.
func (d *Directory) Release(
	ctx context.Context, id journey.ID, identifier contact.Identifier,
) (*contact.Contact, error) {
	return d.change(ctx, id, func(r *reading, at journey.Instant) (contact.Decision, *journey.Fault) {
		c, fault := r.find(id, "contactId")
		if fault != nil {
			return contact.Decision{}, fault
		}
		return contact.Release(c, identifier, at)
	})
}

// Create makes a Curated contact under a new ID.
func (d *Directory) Create(ctx context.Context, draft contact.Draft) (*contact.Contact, error) {
	id := d.newID()
	return d.change(ctx, id, func(r *reading, at journey.Instant) (contact.Decision, *journey.Fault) {
		return contact.Save(&contact.Contact{ID: id}, draft, r.holders(draft.Identifiers), at)
	})
}

// Update saves a contact, which becomes Curated if it is not.
func (d *Directory) Update(ctx context.Context, id journey.ID, draft contact.Draft) (*contact.Contact, error) {
	return d.change(ctx, id, func(r *reading, at journey.Instant) (contact.Decision, *journey.Fault) {
		c, fault := r.find(id, "contactId")
		if fault != nil {
			return contact.Decision{}, fault
		}
		return contact.Save(c, draft, r.holders(draft.Identifiers), at)
	})
}

// Delete leaves tombstones of a head and all that was merged into it. Their sessions show no contact any more.
func (d *Directory) Delete(ctx context.Context, id journey.ID) error {
	_, err := d.act(ctx, func(r *reading, at journey.Instant) (contact.Decision, *journey.Fault) {
		c, fault := r.find(id, "contactId")
		if fault != nil {
			return contact.Decision{}, fault
		}
		return contact.Delete(c, r.tree(c), at)
	})
	return err
}

// Forget erases the person behind a contact without a trace, and returns the IDs that were erased: the
// closure of its merge set, to which the sessions that must go were stitched (identity.md §7). Of a contact
// that is not stored that is its ID alone. The records that named them are still in the log, see
// contact.Decision.Without.
func (d *Directory) Forget(ctx context.Context, id journey.ID) ([]journey.ID, error) {
	closure := []journey.ID{id}
	_, err := d.act(ctx, func(r *reading, at journey.Instant) (contact.Decision, *journey.Fault) {
		head := r.head(id)
		if head == nil {
			return contact.Decision{}, nil
		}
		decision := contact.Forget(r.tree(head), at)
		closure = decision.Remove
		return decision, nil
	})
	if err != nil {
		return nil, err
	}
	return closure, nil
}

// expireStep is how many idle contacts one decision drops.
const expireStep = 500

// Expire drops the Ephemeral contacts that have been idle for too long (identity.md §6, Retention), and
// returns how many they were. It reads all contacts: once a day is often enough.
func (d *Directory) Expire(ctx context.Context) (int, error) {
	var idle []journey.ID
	count, now := 0, journey.InstantOf(d.now())
	for c, err := range d.store.Contacts(ctx, journey.ID{}) {
		if err != nil {
			return count, fmt.Errorf("identity: look for idle contacts: %w", err)
		}
		if c.Idle(now) {
			idle = append(idle, c.ID)
		}
		if len(idle) == expireStep {
			n, err := d.expire(ctx, idle)
			if count += n; err != nil {
				return count, err
			}
			idle = idle[:0]
		}
	}
	n, err := d.expire(ctx, idle)
	return count + n, err
}

// expire drops those contacts that are still idle.
func (d *Directory) expire(ctx context.Context, ids []journey.ID) (int, error) {
	if len(ids) == 0 {
		return 0, nil
	}
	decision, err := d.act(ctx, func(r *reading, at journey.Instant) (contact.Decision, *journey.Fault) {
		var found []*contact.Contact
		for _, id := range ids {
			if c := r.contact(id); c != nil {
				found = append(found, c)
			}
		}
		return contact.Expire(found, at), nil
	})
	return len(decision.Remove), err
}

// change makes a decision and returns a contact as it is afterwards.
func (d *Directory) change(ctx context.Context, id journey.ID, ask question) (*contact.Contact, error) {
	var after *contact.Contact
	decision, err := d.act(ctx, func(r *reading, at journey.Instant) (contact.Decision, *journey.Fault) {
		decision, fault := ask(r, at)
		if fault == nil {
			after = r.contact(id)
		}
		return decision, fault
	})
	for _, c := range decision.Put {
		if c.ID == id {
			after = c
		}
	}
	if err != nil {
		return nil, err
	}
	return after, nil
}

// holders returns who holds each of the identifiers.
func (r *reading) holders(ids []contact.Identifier) []*contact.Contact {
	out := make([]*contact.Contact, len(ids))
	for i, id := range ids {
		out[i] = r.holder(id)
	}
	return out
}

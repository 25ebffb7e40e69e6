package identity

import (
	"context"
	"iter"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// Standing is a contact and the head of its merge tree: itself, if it was not merged. Neither is ever changed.
type Standing struct {
	Contact *contact.Contact
	Head    *contact.Contact
}

// Contact returns a contact with its canonical one; a fault NotFound where there is none or it was deleted. The
// contact of an anonymous visitor is returned although it is not stored.
func (d *Directory) Contact(ctx context.Context, id journey.ID) (Standing, error) {
	var standing Standing
	err := d.look(ctx, func(r *reading) *journey.Fault {
		c, fault := r.find(id, "contactId")
		standing.Contact, standing.Head = c, c
		if fault == nil && !c.IsHead() {
			standing.Head = r.head(id)
		}
		return fault
	})
	if err != nil {
		return Standing{}, err
	}
	return standing, nil
}

// Canonical returns the contact that a session shows which was stitched to stored and whose newest event
// has that date (identity.md §4 rule 8). Zero: it shows none.
func (d *Directory) Canonical(ctx context.Context, stored journey.ID, newest journey.Instant) (journey.ID, error) {
	shown := stored
	err := d.look(ctx, func(r *reading) *journey.Fault {
		c := r.contact(stored)
		switch {
		case c == nil: // an anonymous visitor's
		case !c.Covers(newest):
			shown = journey.ID{}
		case !c.IsHead():
			if head := r.head(stored); head != nil {
				shown = head.ID
			}
		}
		return nil
	})
	return shown, err
}

// Lookup returns the canonical contact that owns an identifier, nil if nobody does.
func (d *Directory) Lookup(ctx context.Context, id contact.Identifier) (*contact.Contact, error) {
	var holder *contact.Contact
	err := d.look(ctx, func(r *reading) *journey.Fault {
		holder = r.holder(id)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return holder, nil
}

// Contacts yields the stored contacts behind an ID in the order of their IDs, members and tombstones too.
// Decisions that are being stored at the moment may be missing. What is kept of customers without a contact is none.
func (d *Directory) Contacts(ctx context.Context, after journey.ID) iter.Seq2[*contact.Contact, error] {
	return func(yield func(*contact.Contact, error) bool) {
		for c, err := range d.store.Contacts(ctx, after) {
			if (err != nil || c.Kind != contact.NoKind) && !yield(c, err) {
				return
			}
		}
	}
}

// look reads side by side with others, and waits until what it saw is durable.
func (d *Directory) look(ctx context.Context, at func(*reading) *journey.Fault) error {
	d.mu.RLock()
	r := reading{Directory: d, ctx: ctx}
	fault := at(&r)
	d.mu.RUnlock()
	if r.err != nil {
		return r.err
	}
	if err := d.durable(r.newest); err != nil {
		return err
	}
	if fault != nil {
		return fault
	}
	return nil
}

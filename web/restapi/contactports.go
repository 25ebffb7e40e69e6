package restapi

import (
	"context"
	"iter"

	"sojourn/flow/identity"
	"sojourn/journey"
	"sojourn/journey/contact"
)

// Contacts knows who the customers are; an *identity.Directory does, but for Evidence. Changes are durable when the
// call returns. Faults name the member at fault.
type Contacts interface {
	// Contact returns a contact with its canonical one, else a fault NotFound.
	Contact(ctx context.Context, id journey.ID) (identity.Standing, error)
	// Canonical returns the contact that a session shows which was stitched to stored (identity.md §4 rule 8).
	Canonical(ctx context.Context, stored journey.ID, newest journey.Instant) (journey.ID, error)
	// Lookup returns the canonical contact that owns an identifier, nil if nobody does.
	Lookup(ctx context.Context, id contact.Identifier) (*contact.Contact, error)
	// Contacts yields the stored contacts behind an ID, members and tombstones too.
	Contacts(ctx context.Context, after journey.ID) iter.Seq2[*contact.Contact, error]
	// Evidence is what an accepted event says of its customer.
	Evidence(e *journey.Accepted) contact.Evidence

	Create(ctx context.Context, draft contact.Draft) (*contact.Contact, error)
	Update(ctx context.Context, id journey.ID, draft contact.Draft) (*contact.Contact, error)
	Delete(ctx context.Context, id journey.ID) error
	Claim(ctx context.Context, id journey.ID, identifier contact.Identifier) (*contact.Contact, error)
	Release(ctx context.Context, id journey.ID, identifier contact.Identifier) (*contact.Contact, error)
	Merge(ctx context.Context, source, target journey.ID) (*contact.Contact, error)
	// Split takes a member out of a head, all of them if it is zero.
	Split(ctx context.Context, head, member journey.ID) (*contact.Contact, error)

	// Assignments lists the segments that a contact holds now, newest first; those of its whole merge set, each under
	// its own contact, if merged.
	Assignments(ctx context.Context, id journey.ID, merged bool) ([]contact.Assignment, error)
	// Assign gives segments to a contact, or renews them, and takes others away (segments-outcomes.md §4.3).
	Assign(ctx context.Context, id journey.ID, assign []contact.Order, unassign []journey.ID) error
}

// Begun is the place of a session in the listing of contacts' sessions: its createdDate and ID; the zero Begun is the
// beginning. It is an alias for the same reason as Place.
type Begun = struct {
	First journey.Instant
	ID    journey.ID
}

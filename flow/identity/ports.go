package identity

import (
	"context"
	"iter"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// Log takes the records of decisions, each as contact.AppendDecision writes it. It returns once they are on
// disk, with the position of the first; the others follow it without a gap. One goroutine at a time calls
// it.
type Log interface {
	Append(ctx context.Context, records [][]byte) (journey.Position, error)
}

// Store keeps contacts and who owns which identifier. It is computed from the log. Many goroutines read;
// Put is called by one at a time, while others read. The contacts that go in and out are never changed by
// anybody.
type Store interface {
	// Contact returns the document of a contact, nil where there is none.
	Contact(ctx context.Context, id journey.ID) (*contact.Contact, error)
	// Owner returns the contact that owns an identifier, zero where nobody does.
	Owner(ctx context.Context, id contact.Identifier) (journey.ID, error)
	// Contacts yields the documents behind an ID in the order of their IDs; members and tombstones too.
	Contacts(ctx context.Context, after journey.ID) iter.Seq2[*contact.Contact, error]
	// Put folds decisions in their order, see contact.Decision.Fold, all or none. Those at a position that
	// was put before have no effect, also after a restart.
	Put(ctx context.Context, decisions []Placed) error
}

// Placed is a decision and where its record stands in the log.
type Placed struct {
	At       journey.Position
	Decision *contact.Decision
}

// Visitors knows the anonymous visitors by the contact that their sessions show.
type Visitors interface {
	// Visitor returns the visitor whose sessions were stitched to that contact, which is not stored; false
	// if there is none.
	Visitor(ctx context.Context, id journey.ID) (contact.Visitor, bool, error)
}

package forget

import (
	"context"
	"iter"
	"log/slog"
	"time"

	"sojourn/flow/identity"
	"sojourn/journey"
	"sojourn/journey/contact"
)

// Definitions keeps the requests; *define.Store is one.
type Definitions interface {
	List(noun journey.Noun) []journey.Definition
	Get(noun journey.Noun, id string) (journey.Definition, bool)
	Create(ctx context.Context, noun journey.Noun, id string, body []byte) (journey.Definition, error)
	Update(ctx context.Context, noun journey.Noun, id string, version int,
		change func(old []byte) ([]byte, error)) (journey.Definition, error)
}

// People knows contacts; *identity.Directory is one.
type People interface {
	Contact(ctx context.Context, id journey.ID) (identity.Standing, error)
	Lookup(ctx context.Context, id contact.Identifier) (*contact.Contact, error)
	Contacts(ctx context.Context, after journey.ID) iter.Seq2[*contact.Contact, error]
	Update(ctx context.Context, id journey.ID, draft contact.Draft) (*contact.Contact, error)
	Release(ctx context.Context, id journey.ID, identifier contact.Identifier) (*contact.Contact, error)
	Forget(ctx context.Context, id journey.ID) ([]journey.ID, error)
	Keep(ctx context.Context, ids []journey.ID) error
	Expire(ctx context.Context) (int, error)
}

// Sessions reads and erases sessions.
type Sessions interface {
	Session(ctx context.Context, id journey.ID) (*journey.Session, error)
	// Events returns all events of a session in the order of their stamps.
	Events(ctx context.Context, id journey.ID) ([]*journey.Accepted, error)
	OfCustomer(ctx context.Context, customerID string) iter.Seq2[*journey.Session, error]
	// OfContacts yields the sessions that were stitched to any of the contacts, those that began last first.
	OfContacts(ctx context.Context, contacts []journey.ID) iter.Seq2[*journey.Session, error]
	// Aged yields the sessions whose newest event lies in [from, to), oldest first.
	Aged(ctx context.Context, from, to journey.Instant) iter.Seq2[*journey.Session, error]
	// Forget erases sessions from the index. Of those whose newest event is not before that date nothing is
	// erased, unless it is zero.
	Forget(ctx context.Context, before journey.Instant, sessions []*journey.Session) ([]*journey.Session, error)
	// Flush makes durable what was erased.
	Flush(ctx context.Context) error
	// Scrub makes its bytes disappear from the files; whole, also of what was erased before the start.
	Scrub(ctx context.Context, whole bool) error
}

// Log is all facts.
type Log interface {
	// Records yields the records behind a position, in order; only those of now.
	Records(ctx context.Context, after journey.Position) iter.Seq2[Record, error]
	Erase(ctx context.Context, positions []journey.Position) error
	// Applied is the position up to which all records are in the index.
	Applied() journey.Position
	// KeepDefinitions writes the definitions again as they are, those that are deleted too.
	KeepDefinitions(ctx context.Context, wanted func(journey.Definition) bool) error
	Segments(ctx context.Context) ([]Segment, error)
	Remove(ctx context.Context, first journey.Position) error
	Roll(ctx context.Context) error
}

// Record is a record and where it stands.
type Record struct {
	At     journey.Position
	Record journey.Record
}

// Segment is a part of the log that can be removed as a whole, unless it is the newest.
type Segment struct {
	First, Last journey.Position
	From, To    time.Time // when its records were written; zero if that is not known
	Newest      bool
}

// Options is what a Service is made of. All are required but Now and Logger.
type Options struct {
	Definitions Definitions
	People      People
	Sessions    Sessions
	Log         Log
	Policy      func() *contact.Policy
	Periods     Periods
	NewID       func() string
	Now         func() time.Time // nil for the clock
	Logger      *slog.Logger     // nil for none
}

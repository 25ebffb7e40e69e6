package stitch

import (
	"context"
	"iter"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// Log is what the lanes need of the log. Lanes call Append concurrently, each for the records
// of one batch; it returns once they are on disk, with the position of the first. Get reads
// records back to confirm a repeat, rarely.
type Log interface {
	Append(ctx context.Context, records [][]byte) (journey.Position, error)
	Get(ctx context.Context, positions []journey.Position) ([][]byte, error)
}

// Index is what the lanes need of the index: the states that they have not cached, and a place for
// what changed. It is computed from the log and never ahead of it. Lanes call it concurrently,
// each for keys of its own.
type Index interface {
	// Load returns the state of each key with its held sessions, a new State where there is none.
	Load(ctx context.Context, keys []journey.Key) ([]*journey.State, error)
	// Around returns the sessions of that key and kind next to a date: the last one whose first event
	// is not after it, and the first one after it; either may be missing.
	Around(ctx context.Context, key journey.Key, kind journey.Kind, at journey.Instant) ([]*journey.Session, error)
	// Session returns one session of the key by its ID, or journey.ErrNoSession.
	Session(ctx context.Context, id journey.ID) (*journey.Session, error)
	// Repeats returns the positions of spilled repeats with that fingerprint.
	Repeats(ctx context.Context, key journey.Key, kind journey.Kind, fingerprint uint64) ([]journey.Position, error)
	// Apply stores the changes of one batch as a whole. upTo is the position below which every lane
	// has applied, the one a recovery replays from.
	Apply(ctx context.Context, upTo journey.Position, changes []Change) error
	// ShortIDs yields the numbers of the sessions whose newest event is not before since, newest first.
	ShortIDs(ctx context.Context, since journey.Instant) iter.Seq2[ShortID, error]
	// Lasting yields the sessions that are no visits, whose newest event is before a date, newest first: they may stay
	// open for long.
	Lasting(ctx context.Context, before journey.Instant) iter.Seq2[*journey.Session, error]
	// Due yields the sessions whose newest event lies in [from, to), oldest first.
	Due(ctx context.Context, from, to journey.Instant) iter.Seq2[*journey.Session, error]
}

// Change is what a batch did to one key.
type Change struct {
	State    *journey.State // as it is after the batch
	Sessions []Touched      // the sessions that changed, each once
	Spilled  []Spilled      // repeats that left the state for the index
}

// Touched is a session that changed.
type Touched struct {
	Session     *journey.Session
	Was         journey.Instant // Newest.At as the index holds it; 0 if the session is new to it
	WasFirst    journey.Instant // First.At as the index holds it; 0 if the session is new to it
	WasCustomer string          // Customer as the index holds it
	WasContact  journey.ID      // ContactID as the index holds it
	Events      []Located       // the events that joined it in this batch
}

// Located says where an event of a session stands in the log. What follows from an event stands where that does: once
// for all of a type, dated with the acceptance (events.md §7).
type Located struct {
	Stamp    journey.Stamp
	Position journey.Position
	Type     journey.EventType
}

// Place is the event's place in the list of its session's events.
func (l *Located) Place() journey.EventPlace { return journey.EventPlace{Stamp: l.Stamp, Type: l.Type} }

// Spilled is a repeat that the index keeps from now on.
type Spilled struct {
	Kind   journey.Kind
	Repeat journey.Repeat
}

// ShortID is the number of a session, with the date of its newest event. It is an alias of an
// unnamed struct, so that an engine need not import this package for it.
type ShortID = struct {
	Session journey.ID
	Number  uint32
	Newest  journey.Instant
}

// Contacts knows whose sessions they are (identity.md §4), and who holds which segments (segments-outcomes.md §4).
// Lanes call it concurrently.
type Contacts interface {
	// Evidence is what an event says of its customer. Its dates are up to the lane.
	Evidence(e *journey.Accepted) contact.Evidence
	// ResolveAll decides for each piece of evidence, in their order, to which contact its session belongs, zero for
	// none, and tells which segments that customer holds. What it decided is durable when it returns.
	ResolveAll(ctx context.Context, evidence []*contact.Evidence) ([]contact.Decision, error)
	// Grant gives customers the segments that events earned them, in order. What it gave is durable when it returns.
	Grant(ctx context.Context, grants []contact.Grant) ([]contact.Granted, error)
}

// Placed is a decision about contacts, and where it stands in the log.
type Placed = struct {
	At       journey.Position
	Decision *contact.Decision
}

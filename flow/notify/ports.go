package notify

import (
	"context"
	"iter"

	"sojourn/journey"
)

// Feed is the log as far as it is applied to the index, so that whoever hears of a record finds in the index what it
// brought about. It is called by many goroutines at once.
type Feed interface {
	// ID names the log. Positions are numbers in one log only.
	ID() journey.ID
	// End is the position up to which everything is durable and applied. It only grows.
	End() journey.Position
	// Wait returns once End is beyond a position, or with the context's error.
	Wait(ctx context.Context, beyond journey.Position) error
	// Read yields the records behind a position in order, at least up to the End of the moment of the call; those that
	// were erased are left out.
	Read(ctx context.Context, after journey.Position) iter.Seq2[Entry, error]
}

// Entry is one record as the log has it. Data is valid until the next one is read. It is an alias of an unnamed struct,
// so that a log need not import this package for it.
type Entry = struct {
	Position journey.Position
	Data     []byte
}

// Sessions reads the sessions that changed.
type Sessions interface {
	// Session returns the session of that id, which is only read, else journey.ErrNoSession.
	Session(ctx context.Context, id journey.ID) (*journey.Session, error)
}

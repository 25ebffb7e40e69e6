package identity

import (
	"context"
	"fmt"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// Replay folds decisions of the log into the store, in the order of the log, before a Directory is made
// over it. What the store has already has no effect, so a replay may begin anywhere before that.
func Replay(ctx context.Context, store Store, decisions []Placed) error {
	if err := store.Put(ctx, decisions); err != nil {
		return fmt.Errorf("identity: replay: %w", err)
	}
	return nil
}

// Read makes a decision of a record that stands at a position in the log.
func Read(at journey.Position, record []byte) (Placed, error) {
	decision, err := contact.DecodeDecision(record)
	if err != nil {
		return Placed{}, fmt.Errorf("identity: record %d: %w", at, err)
	}
	return Placed{at, decision}, nil
}

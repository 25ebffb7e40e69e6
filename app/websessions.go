package app

import (
	"context"
	"fmt"

	"sojourn/journey"
)

// webSessions implements ingest.WebSessions.
type webSessions struct{ *store }

func (s webSessions) WebSession(
	ctx context.Context, id journey.ID,
) (customer string, authenticated bool, err error) {
	session, err := s.index.Session(ctx, id)
	switch {
	case err != nil:
		return "", false, err
	case session.Visit == nil:
		return "", false, fmt.Errorf("session %v is a %s: %w", id, session.Type(), journey.ErrNoSession)
	}
	return session.Customer, session.Authenticated, nil
}

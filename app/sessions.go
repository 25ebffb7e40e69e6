package app

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"sojourn/journey"
	"sojourn/web/restapi"
)

// sessions implements restapi.Sessions: documents from the index, events from the log.
type sessions struct{ *store }

func (s sessions) Session(ctx context.Context, id journey.ID) (*journey.Session, error) {
	return s.index.Session(ctx, id)
}

func (s sessions) ByShortID(ctx context.Context, number uint32) (*journey.Session, error) {
	return s.index.ByShortID(ctx, number)
}

// Events finds in the index where the events stand, and reads them from the log.
func (s sessions) Events(
	ctx context.Context, session journey.ID, after journey.Stamp, limit int, types []journey.EventType,
) ([]*journey.Accepted, error) {
	located, err := s.index.Events(ctx, session, after, limit, types...)
	if err != nil {
		return nil, err
	}
	positions := make([]journey.Position, len(located))
	for i := range located {
		positions[i] = located[i].Position
	}
	records, err := s.records(ctx, positions)
	if errors.Is(err, journey.ErrNoRecord) { // erased while it was read?
		if _, gone := s.index.Session(ctx, session); gone != nil {
			err = gone
		}
	}
	if err != nil {
		return nil, err
	}
	events := make([]*journey.Accepted, len(records))
	for i, record := range records {
		event, ok := record.(*journey.Accepted)
		if !ok {
			return nil, fmt.Errorf("the record at position %d is no event; run `sojourn check`", positions[i])
		}
		events[i] = event
	}
	return events, nil
}

func (s sessions) Recent(ctx context.Context, span restapi.Span) iter.Seq2[*journey.Session, error] {
	return s.index.Recent(ctx, span.From, span.To, span.After)
}

func (s sessions) OfCustomer(
	ctx context.Context, customerID string, after restapi.Place,
) iter.Seq2[*journey.Session, error] {
	return s.index.OfCustomer(ctx, customerID, after)
}

func (s sessions) OfContacts(
	ctx context.Context, contacts []journey.ID, after restapi.Begun,
) iter.Seq2[*journey.Session, error] {
	return s.index.OfContacts(ctx, contacts, after)
}

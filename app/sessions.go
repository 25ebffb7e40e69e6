package app

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"sojourn/flow/stitch"
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

// Events implements restapi.Sessions and forget.Sessions.
func (s sessions) Events(
	ctx context.Context, session journey.ID, after journey.Stamp, limit int,
) ([]*journey.Accepted, error) {
	behind := journey.EventPlace{}
	if !after.IsZero() {
		behind = after.Behind()
	}
	located, err := s.index.Events(ctx, session, behind, limit, journey.SourceEventTypes...)
	if err != nil {
		return nil, err
	}
	return s.read(ctx, session, located)
}

// Entries implements restapi.Sessions.
func (s sessions) Entries(
	ctx context.Context, session journey.ID, after journey.EventPlace, limit int, types []journey.EventType,
) ([]journey.Entry, error) {
	behind := after
	if behind.Type.Derived() && behind.Type != journey.NoEventType {
		behind.Type-- // more of what followed from that event may be wanted: it has one place in the index
	}
	located, err := s.index.Events(ctx, session, behind, limit+1, types...)
	if err != nil {
		return nil, err
	}
	events, err := s.read(ctx, session, located)
	if err != nil {
		return nil, err
	}
	var entries []journey.Entry
	for i, event := range events {
		if !located[i].Type.Derived() {
			entries = append(entries, event.Entry())
			continue
		}
		for _, follower := range event.Followers(located[i].Type) {
			if follower.Place.Compare(after) > 0 {
				entries = append(entries, follower)
			}
		}
	}
	return entries[:min(limit, len(entries))], nil
}

// read reads events from the log, from where the index says that they are.
func (s sessions) read(
	ctx context.Context, session journey.ID, located []stitch.Located,
) ([]*journey.Accepted, error) {
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

package restapi

import (
	"context"
	"errors"
	"iter"
	"net/http"

	"sojourn/journey"
)

// session returns the session that the path names.
func (a *api) session(r *request) (*journey.Session, error) {
	id, err := r.id("sessionId", "session")
	if err != nil {
		return nil, err
	}
	s, err := a.Sessions.Session(r.Context(), id)
	if errors.Is(err, journey.ErrNoSession) {
		return nil, notFound("session", id.String())
	}
	return s, err
}

func (a *api) now() journey.Instant { return journey.InstantOf(a.Now()) }

// getSession answers GET /journey/sessions/{sessionId}, as of now or of a moment (session.md §6.6).
func (a *api) getSession(w http.ResponseWriter, r *request) error {
	now := a.now()
	at, back, err := r.query().instant("at")
	switch {
	case err != nil:
		return err
	case back && at > now:
		return invalid("at", "must not be in the future")
	}
	s, err := a.session(r)
	if err != nil {
		return err
	}
	if back {
		if s, err = a.rewound(r, s, at); err != nil {
			return err
		}
		now = at
	}
	view, err := a.sessionView(r.Context(), s, now)
	if err != nil {
		return err
	}
	return answerJSON(w, view)
}

// rewound returns the session as of a moment.
func (a *api) rewound(r *request, s *journey.Session, at journey.Instant) (*journey.Session, error) {
	var events []*journey.Accepted
	for e, err := range a.eventsOf(r.Context(), s.ID) {
		if err != nil {
			return nil, err
		}
		if e.Created > at {
			break
		}
		events = append(events, e)
	}
	if past := s.Rewind(events, at); past != nil {
		return past, nil
	}
	return nil, notFound("session", s.ID.String())
}

// eventsAtOnce is how many events are read at a time when all of a session are wanted.
const eventsAtOnce = 2000

// eventsOf yields all events of a session in the order of their stamps.
func (a *api) eventsOf(ctx context.Context, id journey.ID) iter.Seq2[*journey.Accepted, error] {
	return func(yield func(*journey.Accepted, error) bool) {
		for after := (journey.Stamp{}); ; {
			events, err := a.Sessions.Events(ctx, id, after, eventsAtOnce)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, e := range events {
				if !yield(e, nil) {
					return
				}
				after = e.Stamp()
			}
			if len(events) < eventsAtOnce {
				return
			}
		}
	}
}

package restapi

import (
	"errors"
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

// getSession answers GET /journey/sessions/{sessionId} (session.md §6.6).
func (a *api) getSession(w http.ResponseWriter, r *request) error {
	s, err := a.session(r)
	if err != nil {
		return err
	}
	return answerJSON(w, SessionView(s, a.now()))
}

// getContactSessions answers GET /externalcontacts/contacts/{contactId}/journey/sessions. There
// are no contacts yet, so none is found.
func (a *api) getContactSessions(_ http.ResponseWriter, r *request) error {
	q := r.query()
	if _, err := q.pageSize(); err != nil {
		return err
	}
	if _, err := q.flag("includeMerged"); err != nil {
		return err
	}
	return notFound("contact", r.parameter("contactId"))
}

package forget

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"sojourn/flow/identity"
	"sojourn/journey"
)

// Result is a part of an export: a contact, or a session with its events.
type Result struct {
	Contact identity.Standing // zero: a session
	Session *journey.Session
	Events  []*journey.Accepted
}

// Results yields what an export has found, as it is now: contacts first. What was erased since is left out.
func (s *Service) Results(ctx context.Context, r Request) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		for _, id := range r.Found.Contacts {
			standing, err := s.people.Contact(ctx, id)
			if fault, ok := errors.AsType[*journey.Fault](err); ok && fault.Code == journey.NotFound {
				continue
			}
			if !yield(Result{Contact: standing}, err) || err != nil {
				return
			}
		}
		for _, id := range r.Sessions {
			session, err := s.store.Session(ctx, id)
			if errors.Is(err, journey.ErrNoSession) {
				continue
			}
			result := Result{Session: session}
			if err == nil {
				result.Events, err = s.store.Events(ctx, id)
			}
			if err != nil {
				err = fmt.Errorf("forget: results: %w", err)
			}
			if !yield(result, err) || err != nil {
				return
			}
		}
	}
}

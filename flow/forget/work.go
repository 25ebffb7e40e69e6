package forget

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// Work does all requests that wait. What failed for reasons of the store can be tried again; the others are not
// kept from being done.
func (s *Service) Work(ctx context.Context) error {
	s.working.Lock()
	defer s.working.Unlock()
	requests, err := s.Requests()
	if err != nil {
		return err
	}
	var failed []error
	var deletions []*Request
	for i := range slices.Backward(requests) {
		r := &requests[i]
		if r.Done() {
			continue
		}
		err := s.do(ctx, r)
		switch fault, ok := errors.AsType[*journey.Fault](err); {
		case ok && fault.Code != journey.Unavailable && fault.Code != journey.NotFound:
			r.Status, r.Problem = Failed, fault.Reason
			r.strip()
			failed = append(failed, s.save(ctx, r))
		case err != nil:
			failed = append(failed, err)
		case r.Type == Delete:
			deletions = append(deletions, r)
		}
	}
	if len(deletions) > 0 {
		failed = append(failed, s.finalize(ctx, deletions))
	}
	return errors.Join(failed...)
}

// do brings a request to its end; a deletion to where only its records are left in the log.
func (s *Service) do(ctx context.Context, r *Request) error {
	if r.Status == Initiated {
		r.Status = Searching
		if err := s.save(ctx, r); err != nil {
			return err
		}
	}
	if r.Status == Searching {
		found, err := s.resolve(ctx, &r.Subject)
		if err != nil {
			return err
		}
		r.Found = found
	}
	switch r.Type {
	case Export:
		return s.export(ctx, r)
	case Update:
		return s.update(ctx, r)
	}
	return s.uproot(ctx, r)
}

// export notes what belongs to the person. It is read when it is fetched, so there is no copy of it.
func (s *Service) export(ctx context.Context, r *Request) error {
	sessions, err := s.sessions(ctx, &r.Found, 0)
	if err != nil {
		return err
	}
	for _, session := range sessions {
		r.Sessions = append(r.Sessions, session.ID)
	}
	r.strip()
	r.Status = Completed
	return s.save(ctx, r)
}

// maxRounds is how often sessions are looked for that began while others were erased.
const maxRounds = 10

// uproot erases a person from the directory and the index.
func (s *Service) uproot(ctx context.Context, r *Request) error {
	if r.Status == Searching {
		seed := s.policy().Seed
		for _, id := range r.Found.Identifiers {
			r.Hashes = append(r.Hashes, hashOf(seed, id))
		}
		r.Status = Deleting
		if err := s.save(ctx, r); err != nil { // from here on no replay of an event is recorded
			return err
		}
		s.begun[r.ID] = true
	}
	if r.Status == Finalizing {
		return nil
	}
	for _, id := range slices.Clone(r.Found.Contacts) {
		closure, err := s.people.Forget(ctx, id)
		if err != nil {
			return fmt.Errorf("forget: contact %s: %w", id, err)
		}
		for _, id := range closure {
			if !r.Found.owns(id) {
				r.Found.Contacts = append(r.Found.Contacts, id)
			}
		}
	}
	for range maxRounds {
		sessions, err := s.sessions(ctx, &r.Found, r.Created)
		if err != nil || len(sessions) == 0 {
			return err
		}
		for _, session := range sessions {
			if !slices.Contains(r.Sessions, session.ID) {
				r.Sessions = append(r.Sessions, session.ID)
			}
		}
		if err := s.save(ctx, r); err != nil { // so that their records are found after a crash
			return err
		}
		if _, err := s.store.Forget(ctx, 0, sessions); err != nil {
			return fmt.Errorf("forget: sessions: %w", err)
		}
	}
	return fmt.Errorf("forget: request %s: new sessions come faster than they can be erased", r.ID)
}

// finalize erases the records of deletions from the log, and then every trace of them from the files.
func (s *Service) finalize(ctx context.Context, deletions []*Request) error {
	if err := s.store.Flush(ctx); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	whole := false
	for _, r := range deletions {
		whole = whole || !s.begun[r.ID]
		r.strip()
		r.Status = Finalizing
		if err := s.save(ctx, r); err != nil {
			return err
		}
	}
	if err := s.eraseRecords(ctx, deletions); err != nil {
		return err
	}
	if err := s.store.Scrub(ctx, whole); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	for _, r := range deletions {
		s.logger.Info("a person was erased",
			"request", r.ID, "contacts", len(r.Found.Contacts), "sessions", len(r.Sessions))
		r.Found, r.Sessions, r.Status = person{}, nil, Completed
		if err := s.save(ctx, r); err != nil {
			return err
		}
		delete(s.begun, r.ID)
	}
	return nil
}

// eraseRecords erases from the log what it has of the persons, and the earlier versions of requests, which say
// who was meant. Decisions that concern others too are replaced: of those the log says again what holds now.
func (s *Service) eraseRecords(ctx context.Context, deletions []*Request) error {
	e := erasure{sessions: make(map[journey.ID]bool), contacts: make(map[journey.ID]bool)}
	for _, r := range deletions {
		for _, id := range r.Sessions {
			e.sessions[id] = true
		}
		for _, id := range r.Found.Contacts {
			e.contacts[id] = true
		}
	}
	for record, err := range s.log.Records(ctx, 0) {
		if err != nil {
			return fmt.Errorf("forget: read the log: %w", err)
		}
		if s.concerns(&e, record.Record) {
			e.positions = append(e.positions, record.At)
		}
	}
	if err := s.people.Keep(ctx, e.others); err != nil {
		return fmt.Errorf("forget: keep contacts: %w", err)
	}
	if err := s.log.Erase(ctx, e.positions); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	return nil
}

// erasure is what is to be erased from the log.
type erasure struct {
	sessions, contacts map[journey.ID]bool
	positions          []journey.Position
	others             []journey.ID // contacts of whom something goes with the rest
}

// concerns reports whether a record must go.
func (s *Service) concerns(e *erasure, record journey.Record) bool {
	switch r := record.(type) {
	case *journey.Definition:
		return s.outdated(r)
	case *contact.Decision:
		left := r.Without(func(id journey.ID) bool { return e.contacts[id] })
		if len(left.Put) == len(r.Put) && left.By == r.By {
			return false
		}
		for _, c := range left.Put {
			if !slices.Contains(e.others, c.ID) {
				e.others = append(e.others, c.ID)
			}
		}
		for _, id := range left.Remove {
			if !e.contacts[id] {
				e.others = append(e.others, id)
			}
		}
		return true
	}
	return e.sessions[journey.SessionOf(record)]
}

// outdated reports whether a definition is an earlier version of a request.
func (s *Service) outdated(d *journey.Definition) bool {
	if d.Noun != Noun {
		return false
	}
	now, found := s.definitions.Get(Noun, d.ID)
	return found && d.Version < now.Version
}

package forget

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// Periods is how long what is kept by age (identity.md §6, Retention).
type Periods struct {
	Sessions  time.Duration // after their newest event
	Anonymous time.Duration // sessions of a visitor whom nobody knows, after the newest event of all of them
}

// agedAtOnce is how many sessions are handed to the lanes at a time.
const agedAtOnce = 1000

// Age erases what is older than the periods: idle Ephemeral contacts, sessions with all their events, and what
// the log has of them. What must outlive a segment of the log is written again first.
func (s *Service) Age(ctx context.Context) error {
	s.working.Lock()
	defer s.working.Unlock()
	now := s.instant()
	if err := s.dropHashes(ctx, now); err != nil {
		return err
	}
	contacts, err := s.people.Expire(ctx)
	if err != nil {
		return fmt.Errorf("forget: idle contacts: %w", err)
	}
	sessions, err := s.ageSessions(ctx, now)
	if err != nil {
		return err
	}
	if contacts+sessions > 0 {
		if err := s.store.Scrub(ctx, false); err != nil { // and so it is durable
			return fmt.Errorf("forget: %w", err)
		}
	}
	if err := s.ageLog(ctx, now); err != nil {
		return err
	}
	if contacts+sessions > 0 {
		s.logger.Info("what has aged was erased", "sessions", sessions, "contacts", contacts)
	}
	return nil
}

// dropHashes forgets what was erased so long ago that it needs no tombstone.
func (s *Service) dropHashes(ctx context.Context, now journey.Instant) error {
	requests, err := s.Requests()
	if err != nil {
		return err
	}
	for i := range requests {
		r := &requests[i]
		if !r.Done() || len(r.Hashes) == 0 || now.Sub(r.Created) <= remembered {
			continue
		}
		r.Hashes = nil
		if err := s.save(ctx, r); err != nil {
			return err
		}
	}
	s.tombstones.set(requests, now)
	return nil
}

// ageSessions erases sessions from the index and returns how many.
func (s *Service) ageSessions(ctx context.Context, now journey.Instant) (int, error) {
	old, unknown := now.Add(-s.periods.Sessions), now.Add(-s.periods.Anonymous)
	count, err := s.ageSpan(ctx, 0, old, old, func(session *journey.Session) ([]*journey.Session, error) {
		return []*journey.Session{session}, nil
	})
	if err != nil || unknown <= old {
		return count, err
	}
	from := max(old, s.aged)
	more, err := s.ageSpan(ctx, from, unknown, unknown, func(session *journey.Session) ([]*journey.Session, error) {
		return s.anonymous(ctx, session, unknown)
	})
	if err == nil {
		s.aged = unknown
	}
	return count + more, err
}

// ageSpan erases of the sessions whose newest event lies in [from, to) those that chosen returns.
func (s *Service) ageSpan(
	ctx context.Context, from, to, before journey.Instant,
	chosen func(*journey.Session) ([]*journey.Session, error),
) (count int, err error) {
	var batch []*journey.Session
	seen := make(map[journey.ID]bool)
	flush := func() error {
		erased, err := s.store.Forget(ctx, before, batch)
		count += len(erased)
		batch = batch[:0]
		clear(seen)
		return err
	}
	for session, err := range s.store.Aged(ctx, from, to) {
		var some []*journey.Session
		if err == nil {
			some, err = chosen(session)
		}
		if err != nil {
			return count, fmt.Errorf("forget: aged sessions: %w", err)
		}
		for _, session := range some {
			if !seen[session.ID] {
				seen[session.ID] = true
				batch = append(batch, session)
			}
		}
		if len(batch) >= agedAtOnce {
			if err := flush(); err != nil {
				return count, fmt.Errorf("forget: aged sessions: %w", err)
			}
		}
	}
	if len(batch) == 0 {
		return count, nil
	}
	return count, flush()
}

// anonymous returns all sessions of a session's visitor, if nobody knows who that is and the newest of them is
// older than before.
func (s *Service) anonymous(
	ctx context.Context, session *journey.Session, before journey.Instant,
) (all []*journey.Session, err error) {
	id := session.ContactID()
	if id.IsZero() || session.Visit == nil {
		return nil, nil
	}
	head, err := s.head(ctx, id)
	if err != nil || head != nil && (head.Version > 0 || head.Kind != contact.Ephemeral) {
		return nil, err
	}
	for session, err := range s.store.OfContacts(ctx, []journey.ID{id}) {
		if err != nil {
			return nil, err
		}
		if session.Newest.At >= before {
			return nil, nil // the visitor came again
		}
		all = append(all, session)
	}
	return all, nil
}

const (
	rewriteFrom = 10                  // percent of a segment's records that must be dead before it is rewritten
	stragglers  = 30 * 24 * time.Hour // after which it is rewritten for any
)

// ageLog removes the segments of which nothing is needed, and rewrites those of which much is not.
func (s *Service) ageLog(ctx context.Context, now journey.Instant) error {
	youngest := now.Add(-min(s.periods.Sessions, s.periods.Anonymous)).Time()
	segments, err := s.log.Segments(ctx)
	if err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	if n := len(segments); n > 0 && segments[n-1].From.Before(youngest) && segments[n-1].Last >= segments[n-1].First {
		if err := s.log.Roll(ctx); err != nil {
			return fmt.Errorf("forget: %w", err)
		}
		if segments, err = s.log.Segments(ctx); err != nil {
			return fmt.Errorf("forget: %w", err)
		}
	}
	alive := make(map[journey.ID]bool) // by session
	for _, segment := range segments {
		if segment.Newest || segment.From.IsZero() || !segment.From.Before(youngest) {
			continue
		}
		before := now.Add(-s.periods.Sessions - stragglers).Time()
		if err := s.ageSegment(ctx, segment, alive, !segment.To.IsZero() && segment.To.Before(before)); err != nil {
			return fmt.Errorf("forget: segment of the log from position %d: %w", segment.First, err)
		}
	}
	return nil
}

// content is what a segment of the log has.
type content struct {
	records     int
	dead        []journey.Position // of sessions that are not there any more, and of outdated requests
	living      bool               // there is a session that needs it
	definitions map[string]bool    // noun and ID
	contacts    []journey.ID
}

// ageSegment removes a segment, or rewrites it, or leaves it as it is.
func (s *Service) ageSegment(ctx context.Context, of Segment, alive map[journey.ID]bool, anyDead bool) error {
	c, err := s.survey(ctx, of, alive)
	switch {
	case err != nil:
		return err
	case len(c.dead) == 0:
		return nil
	case c.living && (anyDead || len(c.dead)*100 >= c.records*rewriteFrom):
		return s.log.Erase(ctx, c.dead)
	case c.living:
		return nil
	}
	if err := s.log.KeepDefinitions(ctx, func(d journey.Definition) bool {
		return c.definitions[string(d.Noun)+"/"+d.ID]
	}); err != nil {
		return err
	}
	if err := s.people.Keep(ctx, c.contacts); err != nil {
		return err
	}
	return s.log.Remove(ctx, of.First)
}

// survey reads a segment.
func (s *Service) survey(ctx context.Context, of Segment, alive map[journey.ID]bool) (c content, err error) {
	c.definitions = make(map[string]bool)
	applied := s.log.Applied()
	contacts := make(map[journey.ID]bool)
	for record, err := range s.log.Records(ctx, of.First-1) {
		if err != nil {
			return c, err
		}
		if record.At > of.Last {
			break
		}
		c.records++
		switch r := record.Record.(type) {
		case *journey.Definition:
			if s.outdated(r) {
				c.dead = append(c.dead, record.At)
			}
			c.definitions[string(r.Noun)+"/"+r.ID] = true
			continue
		case *contact.Decision:
			for _, id := range r.Concerns() {
				if !contacts[id] {
					contacts[id] = true
					c.contacts = append(c.contacts, id)
				}
			}
			continue
		}
		living := record.At > applied // the index does not have it yet
		if !living {
			if living, err = s.living(ctx, journey.SessionOf(record.Record), alive); err != nil {
				return c, err
			}
		}
		if living {
			c.living = true
		} else {
			c.dead = append(c.dead, record.At)
		}
	}
	return c, nil
}

// living reports whether a session is there.
func (s *Service) living(ctx context.Context, id journey.ID, known map[journey.ID]bool) (bool, error) {
	if living, found := known[id]; found {
		return living, nil
	}
	_, err := s.store.Session(ctx, id)
	if err != nil && !errors.Is(err, journey.ErrNoSession) {
		return false, err
	}
	known[id] = err == nil
	return err == nil, nil
}

package stitch

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"sojourn/journey"
)

// sweepEvery is how often the lanes look for sessions that have ended (session.md §6.4: within 5 s).
const sweepEvery = 5 * time.Second

// shortIDRest is how long after its session's end a number is given out again (session.md §7).
const shortIDRest = 24 * time.Hour

// longestTimeout bounds session.timeoutSeconds (session.md §6.2).
const longestTimeout = 24 * time.Hour

// restoreShortIDs notes the numbers that are in use. Ends by a new source are not looked at: the sweep
// frees those numbers later.
func (l *Lanes) restoreShortIDs(ctx context.Context) error {
	now := journey.InstantOf(l.o.Now())
	for short, err := range l.o.Index.ShortIDs(ctx, now.Add(-shortIDRest-longestTimeout)) {
		if err != nil {
			return fmt.Errorf("stitch: short ids: %w", err)
		}
		l.shortIDs.Restore(short.Number, short.Session)
	}
	return nil
}

// rested reports whether a session ended so long ago that its number may be given out again.
func rested(s *journey.Session, now journey.Instant) bool {
	ended := s.EndedAt(now)
	return !ended.IsZero() && ended.Add(shortIDRest) <= now
}

// sweep announces ends and frees numbers until ctx ends. It makes sooner what the next event of a
// customer would do, and changes no document.
func (l *Lanes) sweep(ctx context.Context) {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	ends := &sweeper{lanes: l, behind: timeoutOf, each: l.announce}
	numbers := &sweeper{lanes: l, behind: restOf, each: l.freeNumber}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		for _, s := range []*sweeper{ends, numbers} {
			if err := s.run(ctx); err != nil && !errors.Is(err, context.Canceled) {
				l.o.Logger.Warn("the sweep of ended sessions failed, it will be tried again", "error", err)
			}
		}
	}
}

// timeoutOf is how long after its newest event a session ends.
func timeoutOf(s *journey.Session) time.Duration { return s.Timeout() }

// restOf is how long after its newest event a session's number may be given out again.
func restOf(s *journey.Session) time.Duration { return timeoutOf(s) + shortIDRest }

// sweeper meets every session once its newest event lies a certain time behind: it reads the sessions
// in order of that event from where it stood, and keeps those in mind whose time is longer than most.
type sweeper struct {
	lanes  *Lanes
	behind func(*journey.Session) time.Duration
	each   func(s *journey.Session, now journey.Instant) (*work, error) // returns work to wait for, if any

	at   journey.Instant // sessions whose newest event is older were met, or wait in slow
	slow map[journey.ID]journey.Instant
	sent []*work // not waited for yet
}

// lookBack is how far before its start a sweeper looks for ends that nobody announced.
const lookBack = 2 * 24 * time.Hour

// run meets the sessions that are due now.
func (s *sweeper) run(ctx context.Context) error {
	now := journey.InstantOf(s.lanes.o.Now())
	usual := time.Duration(s.lanes.o.Policy().Visit.Timeout) * time.Second
	probe := journey.Session{Visit: &journey.Visit{Rules: s.lanes.o.Policy().Visit}}
	to := now.Add(-s.behind(&probe))
	if s.at.IsZero() {
		s.at, s.slow = to.Add(-lookBack-usual), make(map[journey.ID]journey.Instant)
		if err := s.sweepAll(ctx, s.lanes.o.Index.Lasting(ctx, s.at), now); err != nil {
			s.at = 0
			return err
		}
	}
	for id, due := range s.slow {
		if due > now {
			continue
		}
		session, err := s.lanes.o.Index.Session(ctx, id)
		if err == nil {
			err = s.meet(ctx, session, now)
		}
		if err != nil && !errors.Is(err, journey.ErrNoSession) {
			return err
		}
		delete(s.slow, id)
	}
	if err := s.sweepAll(ctx, s.lanes.o.Index.Due(ctx, s.at, to), now); err != nil {
		return err
	}
	if err := s.settle(ctx); err != nil {
		return err
	}
	s.at = max(s.at, to)
	return nil
}

// sweepAll meets the sessions that are due, and keeps the others in mind.
func (s *sweeper) sweepAll(
	ctx context.Context, sessions iter.Seq2[*journey.Session, error], now journey.Instant,
) error {
	for session, err := range sessions {
		if err != nil {
			return err
		}
		if due := session.Newest.At.Add(s.behind(session)); due > now {
			s.slow[session.ID] = due
			continue
		}
		if err := s.meet(ctx, session, now); err != nil {
			return err
		}
	}
	return nil
}

// sentAtOnce bounds how much a sweeper hands to the lanes before it waits.
const sentAtOnce = 256

// meet does what the sweeper is for.
func (s *sweeper) meet(ctx context.Context, session *journey.Session, now journey.Instant) error {
	w, err := s.each(session, now)
	if err != nil {
		return err
	}
	if w != nil {
		s.sent = append(s.sent, w)
	}
	if len(s.sent) >= sentAtOnce {
		return s.settle(ctx)
	}
	return ctx.Err()
}

// settle waits for what was handed to the lanes.
func (s *sweeper) settle(ctx context.Context) error {
	sent := s.sent
	s.sent = nil
	for _, w := range sent {
		if err := w.wait(ctx); err != nil {
			return err
		}
		if w.err != nil {
			return w.err
		}
	}
	return nil
}

// announce hands a session that has timed out to its lane, unless its end is announced already.
func (l *Lanes) announce(s *journey.Session, now journey.Instant) (*work, error) {
	if !s.Unannounced(now) {
		return nil, nil
	}
	w := makeWork()
	w.due = &due{key: s.Key(), session: s.ID, now: now}
	return w, l.send(w, w.due.key)
}

// freeNumber lets a rested session's number be given out again.
func (l *Lanes) freeNumber(s *journey.Session, now journey.Instant) (*work, error) {
	if s.Visit != nil && s.Visit.ShortID != 0 && rested(s, now) {
		l.shortIDs.Release(s.Visit.ShortID, s.ID)
	}
	return nil, nil
}

package stitch

import (
	"context"
	"time"

	"sojourn/journey"
)

// Forgotten is what is to be erased under one key.
type Forgotten struct {
	Key      journey.Key
	Sessions []journey.ID
}

// Forgetter is the part of the index that erases.
type Forgetter interface {
	// Forget erases sessions with all that belongs to them, and the states of keys that have none left. Of those
	// whose newest event is not before that date nothing is erased, unless it is zero. Everything in the log up
	// to upTo is in the index; nobody applies changes of these keys meanwhile. It returns the sessions that it
	// erased; to erase what is not there is fine.
	Forget(
		ctx context.Context, upTo journey.Position, before journey.Instant, forgotten []Forgotten,
	) ([]*journey.Session, error)
}

// forgetting is a piece of work: what a lane is to erase of its keys.
type forgetting struct {
	ctx    context.Context //nolint:containedctx // it is that of the caller who waits
	index  Forgetter
	before journey.Instant
	keys   []Forgotten
	erased []*journey.Session
}

// Forget erases sessions from the index, each in the lane of its key, so that no event joins one meanwhile: what
// comes afterwards begins anew. Those whose newest event is not before that date stay, unless it is zero. It
// returns the sessions that were erased. Their records are still in the log; no restart reads them again, for the
// index says that it has them.
func (l *Lanes) Forget(
	ctx context.Context, index Forgetter, before journey.Instant, sessions []*journey.Session,
) (erased []*journey.Session, err error) {
	works := make([]*work, len(l.lanes))
	for key, ids := range byKey(sessions) {
		at := l.laneOf(key)
		if works[at] == nil {
			works[at] = makeWork()
			works[at].forget = &forgetting{ctx: ctx, index: index, before: before}
		}
		works[at].forget.keys = append(works[at].forget.keys, Forgotten{key, ids})
	}
	for at, w := range works {
		if w == nil {
			continue
		}
		if failed := l.sendTo(w, l.lanes[at]); failed != nil {
			w.fail(failed)
		}
	}
	for _, w := range works {
		if w == nil {
			continue
		}
		if failed := w.wait(context.WithoutCancel(ctx)); failed == nil { // the lane looks at ctx
			failed = w.err
			erased = append(erased, w.forget.erased...)
			if failed != nil && err == nil {
				err = failed
			}
		}
	}
	return erased, err
}

func byKey(sessions []*journey.Session) map[journey.Key][]journey.ID {
	keys := make(map[journey.Key][]journey.ID)
	for _, s := range sessions {
		keys[s.Key()] = append(keys[s.Key()], s.ID)
	}
	return keys
}

// forget erases what belongs to the lane's keys. The lane has nothing in hand.
func (l *lane) forget(w *work) {
	f := w.forget
	if w.err = l.Err(); w.err == nil {
		w.err = l.overtaken(f.ctx)
	}
	if w.err == nil {
		f.erased, w.err = f.index.Forget(f.ctx, l.o.Mark.Low(), f.before, f.keys)
	}
	for _, of := range f.keys {
		l.states.drop(of.Key)
	}
	for _, s := range f.erased {
		delete(l.shown, s.ID)
		if s.Visit != nil && s.Visit.ShortID != 0 {
			l.shortIDs.Release(s.Visit.ShortID, s.ID)
		}
	}
	l.queued.Add(-1)
	w.done <- struct{}{}
}

// How often a lane looks whether the others have caught up, and for how long.
const (
	overtakeStep = time.Millisecond
	overtakeTime = 10 * time.Second
)

// overtaken waits until the mark is beyond all that this lane has logged. Were it not, a crash after the
// erasure would replay events of sessions that are not there any more.
func (l *lane) overtaken(ctx context.Context) error {
	late := time.After(overtakeTime)
	for l.o.Mark.Low() < l.logged {
		select {
		case <-late:
			return unavailable("the index does not keep up")
		case <-time.After(overtakeStep):
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-l.closing:
			return unavailable("the server is shutting down")
		}
	}
	return nil
}

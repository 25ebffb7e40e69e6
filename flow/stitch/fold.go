package stitch

import (
	"context"
	"errors"
	"fmt"

	"sojourn/journey"
	"sojourn/journey/codec"
)

// fold folds what is waiting into the states of its keys. An error is one of the store, not of an event.
func (l *lane) fold(ctx context.Context) error {
	if err := l.load(ctx); err != nil {
		return err
	}
	policy := l.o.Policy()
	b := &l.batch
	for _, s := range b.waiting {
		e := s.entry
		if !e.loaded && !e.deferred {
			again, err := l.foldStep(ctx, s, e, policy)
			if err != nil {
				return err
			}
			e.deferred = again
			if !again {
				continue
			}
		}
		e.deferred = true // what follows of the key keeps its place behind
		b.put = append(b.put, s)
	}
	return nil
}

// key returns what the step is folded under.
func (s step) key() journey.Key {
	switch {
	case s.work.ping != nil:
		return journey.VisitorKey(s.work.ping.Customer)
	case s.work.due != nil:
		return s.work.due.key
	}
	return s.work.events[s.place].Key()
}

// load opens an account for every key that is waiting, with the states that are not cached read at once.
func (l *lane) load(ctx context.Context) error {
	b := &l.batch
	for i := range b.waiting {
		s := &b.waiting[i]
		s.entry = b.ledger.want(s.key(), l.states)
	}
	return b.ledger.load(ctx, l.states)
}

// foldStep folds one step. It reports again if the key must be committed first.
func (l *lane) foldStep(ctx context.Context, s step, e *entry, p *journey.Policy) (again bool, err error) {
	switch {
	case s.work.ping != nil:
		l.foldPing(s.work, e)
		return false, nil
	case s.work.due != nil:
		return l.foldDue(ctx, s.work.due, e)
	}
	return l.foldEvent(ctx, s, e, p)
}

// foldEvent folds an event, or finds that it is a repeat or a fault.
func (l *lane) foldEvent(ctx context.Context, s step, e *entry, p *journey.Policy) (again bool, err error) {
	event := s.work.events[s.place]
	receipt, errp := &s.work.receipts[s.place], &s.work.errs[s.place]
	if event.IDGiven {
		original, err := l.original(ctx, e, event)
		if err != nil {
			return false, err
		}
		if original != nil {
			l.counts.repeated.Add(1)
			*receipt, err = l.repeated(ctx, e, original)
			return false, err
		}
	}
	if e.state.Missing(event.Kind, event.Created) {
		if len(e.touched) > 0 {
			return true, nil
		}
		neighbours, err := l.o.Index.Around(ctx, e.state.Key, event.Kind, event.Created)
		if err != nil {
			return false, fmt.Errorf("stitch: neighbours: %w", err)
		}
		for _, session := range neighbours {
			e.state.Hold(session)
		}
		e.loaded = true
		l.counts.late.Add(1)
	}
	chance := l.chance()
	e.watch()
	stepped, err := journey.Step(e.state, event, p, chance)
	if fault := (*journey.Fault)(nil); errors.As(err, &fault) {
		l.counts.refused.Add(1)
		*errp = fault
		return false, nil
	} else if err != nil {
		return false, err
	}
	l.log(e, stepped.Records)
	if stepped.Event.Opened {
		l.used(stepped.Event)
	}
	l.ask(e, &stepped)
	l.earn(e, &stepped, p)
	l.counts.accepted.Add(1)
	*receipt = journey.Receipt{Event: stepped.Event, Session: journey.NumbersOf(stepped.Session)}
	return false, nil
}

// original returns the stored event of which this one is a repeat, or nil (events.md §1).
func (l *lane) original(ctx context.Context, e *entry, event *journey.Event) (*journey.Accepted, error) {
	fingerprint := journey.Fingerprint(event.ID)
	suspects := e.state.Suspects(event.Kind, fingerprint, event.Received)
	var positions []journey.Position
	for _, suspect := range suspects {
		if suspect.Position != 0 {
			positions = append(positions, suspect.Position)
			continue
		}
		if found := l.inHand(e, suspect.Seq); found != nil && found.ID == event.ID {
			return found, nil
		}
	}
	if e.state.HasSpilled(event.Kind) {
		spilled, err := l.o.Index.Repeats(ctx, e.state.Key, event.Kind, fingerprint)
		if err != nil {
			return nil, fmt.Errorf("stitch: repeats: %w", err)
		}
		positions = append(positions, spilled...)
	}
	if len(positions) == 0 {
		return nil, nil
	}
	return l.confirm(ctx, positions, event)
}

// confirm reads the suspects and returns the one that has the event's id, if it is within the window.
func (l *lane) confirm(ctx context.Context, at []journey.Position, event *journey.Event) (*journey.Accepted, error) {
	for _, position := range at {
		stored, err := l.o.Log.Get(ctx, []journey.Position{position})
		if errors.Is(err, journey.ErrNoRecord) {
			continue // forgotten: what comes again is new
		}
		if err != nil {
			return nil, fmt.Errorf("stitch: read a suspected repeat: %w", err)
		}
		record, err := codec.DecodeRecord(stored[0])
		if err != nil {
			return nil, fmt.Errorf("stitch: read a suspected repeat: %w", err)
		}
		accepted, ok := record.(*journey.Accepted)
		if ok && accepted.ID == event.ID && accepted.Kind == event.Kind && accepted.Event.Key() == event.Key() &&
			event.Received-accepted.Received <= event.Kind.RepeatWindow() {
			return accepted, nil
		}
	}
	return nil, nil
}

// inHand returns the event of that key and sequence that this round has folded but not yet logged.
func (l *lane) inHand(e *entry, seq uint64) *journey.Accepted {
	for i, record := range l.batch.records {
		if accepted, ok := record.(*journey.Accepted); ok && l.batch.owners[i] == e && accepted.Seq == seq {
			return accepted
		}
	}
	return nil
}

// repeated answers a repeat: the event as it was stored, the session's numbers as they are now.
func (l *lane) repeated(ctx context.Context, e *entry, original *journey.Accepted) (journey.Receipt, error) {
	session := e.state.Session(original.Session)
	if session == nil {
		var err error
		if session, err = l.o.Index.Session(ctx, original.Session); err != nil {
			return journey.Receipt{}, fmt.Errorf("stitch: session of a repeat: %w", err)
		}
	}
	return journey.Receipt{Event: original, Repeated: true, Session: journey.NumbersOf(session)}, nil
}

// foldPing folds a ping; its answer does not wait for the disk (events.md §3.5).
func (l *lane) foldPing(w *work, e *entry) {
	record := e.state.Pinged(*w.ping)
	if record == nil {
		return
	}
	e.watch()
	journey.Fold(e.state, record)
	l.log(e, []journey.Record{record})
	l.counts.pings.Add(1)
	w.pong = journey.Pong{Session: record.Session}
}

// foldDue announces the ends of a key that are due.
func (l *lane) foldDue(ctx context.Context, d *due, e *entry) (again bool, err error) {
	if e.state.Session(d.session) == nil {
		if len(e.touched) > 0 {
			return true, nil
		}
		session, err := l.o.Index.Session(ctx, d.session)
		if errors.Is(err, journey.ErrNoSession) {
			return false, nil // erased meanwhile
		}
		if err != nil {
			return false, fmt.Errorf("stitch: due session: %w", err)
		}
		e.state.Hold(session)
		e.loaded = true
	}
	e.watch()
	records := journey.Tick(e.state, d.now)
	l.log(e, records)
	l.counts.ends.Add(uint64(len(records)))
	return false, nil
}

// log puts folded records into the batch.
func (l *lane) log(e *entry, records []journey.Record) {
	for _, record := range records {
		e.note(record)
		l.batch.records = append(l.batch.records, record)
		l.batch.owners = append(l.batch.owners, e)
	}
}

// chance returns the spare chance, drawing one if it was used.
func (l *lane) chance() journey.Chance {
	if l.spare == nil {
		id := l.sessionID()
		l.spare = &journey.Chance{Session: id, ShortID: l.shortIDs.Claim(id, random8())}
	}
	return *l.spare
}

// used says that the event opened a session with the spare chance.
func (l *lane) used(opening *journey.Accepted) {
	if opening.ShortID == 0 && l.spare.ShortID != 0 {
		l.shortIDs.Release(l.spare.ShortID, l.spare.Session)
	}
	l.spare = nil
}

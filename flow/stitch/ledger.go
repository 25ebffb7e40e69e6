package stitch

import (
	"context"
	"errors"
	"fmt"

	"sojourn/journey"
)

// ledger keeps account of what a batch does to the states of its keys, until it is applied to the
// index. Lanes and replays use the same one. One goroutine uses it.
type ledger struct {
	index   Index
	entries map[journey.Key]*entry
	order   []*entry // of first touch
	missing []*entry // whose states are to be read
	keys    []journey.Key
	spare   []*entry
}

// entry is what the batch did to one key.
type entry struct {
	key     journey.Key
	state   *journey.State // nil until it is read
	touched []Touched
	before  []Touched // see watch
	loaded  bool      // old sessions were loaded beside the held ones: the state must be trimmed before the next event
	changed bool      // at least one record was folded
	// deferred: an event of the key waits for the next round, and so must what follows it
	deferred bool
}

func newLedger(index Index) *ledger {
	return &ledger{index: index, entries: make(map[journey.Key]*entry)}
}

// open starts the account of a key, whose state may be nil until it is read.
func (l *ledger) open(key journey.Key, state *journey.State) *entry {
	e := &entry{}
	if n := len(l.spare) - 1; n >= 0 {
		e, l.spare = l.spare[n], l.spare[:n]
	}
	e.key, e.state = key, state
	l.entries[key] = e
	l.order = append(l.order, e)
	return e
}

// want returns the account of a key. If its state is not cached, load will read it.
func (l *ledger) want(key journey.Key, states *cache) *entry {
	if e := l.entries[key]; e != nil {
		return e
	}
	e := l.open(key, states.get(key))
	if e.state == nil {
		l.missing = append(l.missing, e)
	}
	return e
}

// load reads the states that are missing, and caches them.
func (l *ledger) load(ctx context.Context, states *cache) error {
	if len(l.missing) == 0 {
		return nil
	}
	l.keys = l.keys[:0]
	for _, e := range l.missing {
		l.keys = append(l.keys, e.key)
	}
	loaded, err := l.index.Load(ctx, l.keys)
	if err != nil {
		return fmt.Errorf("stitch: load: %w", err)
	}
	for i, e := range l.missing {
		e.state = loaded[i]
		states.put(e.state)
	}
	l.missing = l.missing[:0]
	return nil
}

// watch remembers the sessions as they are before records are folded.
func (e *entry) watch() {
	e.before = e.before[:0]
	for _, s := range e.state.Sessions {
		e.before = append(e.before, Touched{
			Session: s, Was: s.Newest.At, WasFirst: s.First.At, WasCustomer: s.Customer,
			WasContact: s.ContactID(),
		})
	}
}

// note accounts for folded records: which sessions they changed, and where the index has those.
func (e *entry) note(r journey.Record) {
	switch r := r.(type) {
	case *journey.Accepted:
		e.touch(r.Session)
		if !r.EndedID.IsZero() && e.state.Session(r.EndedID) != nil {
			e.touch(r.EndedID)
		}
	case *journey.Pinged:
		e.touch(r.Session)
	case *journey.Ended:
		e.touch(r.Session)
	}
}

// touch returns the account of a held session.
func (e *entry) touch(id journey.ID) *Touched {
	for i := range e.touched {
		if e.touched[i].Session.ID == id {
			return &e.touched[i]
		}
	}
	touched := Touched{Session: e.state.Session(id)}
	for _, was := range e.before {
		if was.Session == touched.Session {
			touched = was
		}
	}
	n := len(e.touched)
	if n < cap(e.touched) {
		touched.Events = e.touched[:n+1][n].Events[:0] // of an earlier batch
	}
	e.touched = append(e.touched, touched)
	return &e.touched[n]
}

// settle notes the position of a folded record, in the order of the log.
func (e *entry) settle(r journey.Record, at journey.Position) {
	e.state.At, e.changed = at, true
	if accepted, ok := r.(*journey.Accepted); ok {
		e.state.Settle(accepted, at)
		t := e.touch(accepted.Session)
		t.Events = append(t.Events, Located{Stamp: accepted.Stamp(), Position: at, Type: accepted.Type()})
		for _, news := range accepted.News() {
			stamp := journey.Stamp{At: accepted.Received, Seq: accepted.Seq}
			t.Events = append(t.Events, Located{Stamp: stamp, Position: at, Type: news})
		}
	}
}

// hold loads the sessions that a record names, if the state does not hold them: a replay meets events
// that were late when they were accepted.
func (l *ledger) hold(ctx context.Context, e *entry, r journey.Record) error {
	var need []journey.ID
	switch r := r.(type) {
	case *journey.Accepted:
		if !r.Opened {
			need = append(need, r.Session)
		}
		if !r.EndedID.IsZero() {
			need = append(need, r.EndedID)
		}
	case *journey.Pinged:
		need = append(need, r.Session)
	case *journey.Ended:
		need = append(need, r.Session)
	}
	for _, id := range need {
		if e.state.Session(id) != nil {
			continue
		}
		session, err := l.index.Session(ctx, id)
		if errors.Is(err, journey.ErrNoSession) && id != journey.SessionOf(r) {
			continue // the session that the event ended was erased
		}
		if err != nil {
			return fmt.Errorf("stitch: session %s of the log: %w", id, err)
		}
		e.state.Hold(session)
		e.loaded = true
	}
	return nil
}

// changes returns what the batch did, for the index.
func (l *ledger) changes() []Change {
	changes := make([]Change, 0, len(l.order))
	for _, e := range l.order {
		if !e.changed {
			continue
		}
		e.state.Trim()
		change := Change{State: e.state, Sessions: e.touched}
		for kind := range e.state.Kinds() {
			for _, repeat := range e.state.TakeSpilled(kind) {
				change.Spilled = append(change.Spilled, Spilled{Kind: kind, Repeat: repeat})
			}
		}
		changes = append(changes, change)
	}
	return changes
}

// maxSpare is how many accounts wait to be used again.
const maxSpare = 1024

// reset makes the ledger ready for the next batch.
func (l *ledger) reset() {
	clear(l.entries)
	for _, e := range l.order {
		if len(l.spare) < maxSpare {
			e.reset()
			l.spare = append(l.spare, e)
		}
	}
	clear(l.order)
	l.order, l.missing = l.order[:0], l.missing[:0]
}

// reset lets go of everything but the memory for the next batch.
func (e *entry) reset() {
	for i := range e.touched {
		e.touched[i] = Touched{Events: e.touched[i].Events[:0]}
	}
	clear(e.before)
	*e = entry{touched: e.touched[:0], before: e.before[:0]}
}

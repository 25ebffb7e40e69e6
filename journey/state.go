package journey

import (
	"iter"
	"math"
	"slices"
)

// State is what the fold knows of one key: its totals, its newest sessions, and the ids of
// its recent events. A lane keeps the states of active customers in memory; the index keeps
// all of them.
//
// The sessions of one kind under a key never overlap in time, so an event can only join
// the last session that began before it, or the next one. HeldSessions of each kind are part of
// the state; an event older than those needs its neighbours loaded first, see Missing.
type State struct {
	Key       Key
	At        Position // the newest record of this key that is folded in
	Seq       uint64   // of the newest accepted event
	Events    uint64   // totals of the customer across all its sessions
	Pageviews uint64

	Sessions []*Session // the newest of each kind, by (Kind, First); plus any that were loaded for a late event
	Older    [2]bool    // whether the index holds more sessions than these, by slot
	Repeats  [2][]Repeat
	Spilled  [2]bool // whether older repeats were moved to the index, by slot

	spilling [2][]Repeat // set aside for the index, see TakeSpilled
}

// HeldSessions is how many sessions of each kind a State keeps. One is enough for nearly all events,
// and a state in memory is mostly sessions; a late event that needs an older one has it read from the
// index.
const HeldSessions = 1

// HeldRepeats is how many recent ids a State keeps per kind before it hands the older half to the index.
const HeldRepeats = 64

// Repeat remembers an accepted event that brought an id, so that a repeat of it is noticed
// (events.md §1, X-Sojourn-Event-Id).
type Repeat struct {
	Fingerprint uint64   // of the id, see Fingerprint
	Position    Position // of the event's record; 0 until it is written
	Seq         uint64   // of the event
	Received    Instant
}

// HeldSoleRepeats is the same for keys that have one session. There are few of those, and
// few of them have so many events.
const HeldSoleRepeats = 512

// RepeatWindow is how long the id of a web or app event is remembered after its acceptance, see
// Kind.RepeatWindow.
const RepeatWindow = 24 * 60 * 60 * 1000 // milliseconds

// RepeatWindow is how long an event's id is remembered after its acceptance, in milliseconds: of custom
// events 30 days (events.md §5.2), of conversation events for as long as the session is kept (§6.1).
func (k Kind) RepeatWindow() Instant {
	switch k {
	case Conversation:
		return math.MaxInt64
	case Custom:
		return 30 * RepeatWindow
	}
	return RepeatWindow
}

// heldRepeats is how many recent ids of a kind a state keeps.
func (k Kind) heldRepeats() int {
	if k.IsVisit() {
		return HeldRepeats
	}
	return HeldSoleRepeats
}

// slot is the place of a kind in the arrays of State. The key of a visitor has web and app sessions;
// that of another class has only one kind, and uses the first slot.
func slot(k Kind) int {
	if k == App {
		return 1
	}
	return 0
}

// Kinds yields the kinds of session that the key has, each with its own slot in the arrays of State.
func (s *State) Kinds() iter.Seq[Kind] {
	return func(yield func(Kind) bool) {
		if sole := s.Key.Kind(); sole != KindNone {
			yield(sole)
			return
		}
		_ = yield(Web) && yield(App)
	}
}

// Session returns the held session of that ID, or nil.
func (s *State) Session(id ID) *Session {
	for _, session := range s.Sessions {
		if session.ID == id {
			return session
		}
	}
	return nil
}

// Hold adds a session that was loaded from the index, unless it is held already.
func (s *State) Hold(session *Session) {
	if s.Session(session.ID) == nil {
		s.Sessions = append(s.Sessions, session)
		s.sort()
	}
}

// Trim forgets the sessions beyond HeldSessions of each kind, the oldest first. Whoever folds
// calls it once the changed sessions are handed to the index.
func (s *State) Trim() {
	for kind := range s.Kinds() {
		held := s.of(kind)
		if extra := len(held) - HeldSessions; extra > 0 {
			forget := held[:extra]
			s.Older[slot(kind)] = true
			s.Sessions = slices.DeleteFunc(s.Sessions, func(x *Session) bool { return slices.Contains(forget, x) })
		}
	}
}

// of returns the held sessions of a kind, oldest first.
func (s *State) of(kind Kind) []*Session {
	from, to := 0, len(s.Sessions)
	for from < to && s.Sessions[from].Kind != kind {
		from++
	}
	for to > from && s.Sessions[to-1].Kind != kind {
		to--
	}
	return s.Sessions[from:to:to]
}

// sort restores the order by kind and first event.
func (s *State) sort() {
	slices.SortFunc(s.Sessions, func(a, b *Session) int {
		switch {
		case a.Kind != b.Kind:
			return int(a.Kind) - int(b.Kind)
		case a.First.Before(b.First):
			return -1
		case b.First.Before(a.First):
			return 1
		}
		return 0
	})
}

// Missing reports whether an event of that kind and date could join a session that the index
// holds but the state does not. The neighbours of the date must then be loaded and held before Step.
func (s *State) Missing(kind Kind, at Instant) bool {
	if !s.Older[slot(kind)] {
		return false
	}
	held := s.of(kind)
	return len(held) == 0 || at < held[0].First.At
}

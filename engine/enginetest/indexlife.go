package enginetest

import (
	"encoding/binary"
	"fmt"
	"slices"

	"sojourn/flow/stitch"
	"sojourn/journey"
)

// dice decides what happens next: rapid in a property, a seeded generator elsewhere.
type dice func(n int) int

// lifeBegins is the date around which the customers of the suite live.
const lifeBegins = journey.Instant(1_772_442_904_000)

// batch makes up what a lane could hand to the index next: some customers, each with some events in
// new, open and old sessions, whose spans never overlap. The model is not changed by it.
func (m *indexModel) batch(roll dice) (upTo journey.Position, changes []stitch.Change) {
	for customer := range 4 {
		if roll(2) == 0 {
			continue
		}
		l := life{indexModel: m, roll: roll, customer: fmt.Sprintf("customer\x00%d", customer)}
		changes = append(changes, l.live())
	}
	return m.position, changes
}

// life makes up one change of one customer.
type life struct {
	*indexModel
	roll     dice
	customer string
	kind     journey.Kind
	state    *journey.State
	change   stitch.Change
}

func (l *life) live() stitch.Change {
	key := journey.VisitorKey(l.customer)
	l.state = &journey.State{Key: key}
	if before := l.states[key]; before != nil {
		copied := *before
		l.state = &copied
	}
	l.kind = journey.Web + journey.Kind(l.roll(4)/3)
	for range 1 + l.roll(3) {
		l.event()
	}
	l.change.State = l.state
	l.hold()
	l.remember()
	return l.change
}

// sessions returns those of the customer and kind as they are after the events so far.
func (l *life) own() []*journey.Session {
	all := l.of(l.customer, l.kind)
	for _, t := range l.change.Sessions {
		all = slices.DeleteFunc(all, func(s *journey.Session) bool { return s.ID == t.Session.ID })
		all = append(all, t.Session)
	}
	slices.SortFunc(all, func(a, b *journey.Session) int { return compareStamps(a.First, b.First) })
	return all
}

// event lets one event happen: it opens a session, or joins the last or an older one.
func (l *life) event() {
	all := l.own()
	l.position++
	l.state.Seq++
	l.state.Events++
	l.state.At = l.position
	if len(all) == 0 || l.roll(4) == 0 {
		at := lifeBegins + journey.Instant(l.roll(20))
		if len(all) > 0 {
			at = all[len(all)-1].Newest.At + journey.Instant(l.roll(5))
		}
		l.open(at)
		return
	}
	i := l.roll(len(all))
	s, last := all[i], i == len(all)-1
	switch {
	case last:
		l.join(s, s.Newest.At+journey.Instant(l.roll(3)))
	case s.Newest.At > s.First.At:
		l.join(s, s.First.At+journey.Instant(l.roll(int(s.Newest.At-s.First.At))))
	case i == 0:
		l.join(s, s.First.At-1)
	default:
		l.join(all[len(all)-1], all[len(all)-1].Newest.At)
	}
}

func (l *life) open(at journey.Instant) {
	var id journey.ID
	binary.BigEndian.PutUint64(id[:], uint64(l.roll(1<<16)))
	binary.BigEndian.PutUint64(id[8:], uint64(l.position))
	stamp := journey.Stamp{At: at, Seq: l.state.Seq}
	s := &journey.Session{
		ID: id, Kind: l.kind, Customer: l.customer, First: stamp, Newest: stamp, Visit: &journey.Visit{},
	}
	if l.roll(3) > 0 {
		s.Visit.ShortID = uint32(1000 + l.roll(3))
	}
	l.join(s, at)
}

// join adds an event at that date to a session, which is replaced by a changed copy.
func (l *life) join(s *journey.Session, at journey.Instant) {
	stamp := journey.Stamp{At: at, Seq: l.state.Seq}
	copied := *s
	copied.Events++
	copied.LastEvent.Name = fmt.Sprint("event ", l.position)
	if stamp.Before(copied.First) {
		copied.First = stamp
	}
	if !stamp.Before(copied.Newest) {
		copied.Newest = stamp
	}
	events := []stitch.Located{{Stamp: stamp, Position: l.position, Type: journey.EventType(l.kind)}}
	if l.roll(4) == 0 { // the acceptance may be the moment of the event, or later
		accepted := journey.Stamp{At: at + journey.Instant(l.roll(2)*60_000), Seq: l.state.Seq}
		events = append(events,
			stitch.Located{Stamp: accepted, Position: l.position, Type: journey.OutcomeAchievedType})
	}
	for i := range l.change.Sessions {
		if t := &l.change.Sessions[i]; t.Session.ID == s.ID {
			t.Session, t.Events = &copied, append(t.Events, events...)
			return
		}
	}
	touched := stitch.Touched{Session: &copied, Events: events}
	if before := l.sessions[s.ID]; before != nil {
		touched.Was, touched.WasFirst, touched.WasCustomer = before.Newest.At, before.First.At, before.Customer
	}
	l.change.Sessions = append(l.change.Sessions, touched)
}

// hold gives the state the newest sessions of each kind.
func (l *life) hold() {
	l.state.Sessions, l.state.Older = nil, [2]bool{}
	for kind := journey.Web; kind <= journey.App; kind++ {
		l.kind = kind
		all := l.own()
		all = slices.DeleteFunc(all, func(s *journey.Session) bool { return s.Kind != kind })
		if extra := len(all) - journey.HeldSessions; extra > 0 {
			all, l.state.Older[kind-journey.Web] = all[extra:], true
		}
		l.state.Sessions = append(l.state.Sessions, all...)
	}
}

// remember keeps the id of an event in the state or spills it.
func (l *life) remember() {
	repeat := journey.Repeat{
		Fingerprint: uint64(l.roll(5)), Position: l.position, Seq: l.state.Seq,
		Received: lifeBegins + journey.Instant(l.roll(3*24*60*60*1000)),
	}
	if l.roll(3) == 0 {
		l.change.Spilled = []stitch.Spilled{{Kind: journey.Web, Repeat: repeat}}
		l.state.Spilled[0] = true
		return
	}
	l.state.Repeats[0] = append(slices.Clone(l.state.Repeats[0]), repeat)
}

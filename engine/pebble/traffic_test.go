package pebble

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"

	"sojourn/flow/stitch"
	"sojourn/journey"
)

// visitEvents is how many events a visit of the traffic has.
const visitEvents = 4

// traffic makes up what lanes hand to the index in daily use: each event is that of a random one of many
// visitors; every fourth of a visitor opens a session, the others continue it.
type traffic struct {
	visitors []visitor
	random   *rand.Rand
	now      journey.Instant
	position journey.Position
	changes  []stitch.Change
}

// visitor is what the traffic knows of one.
type visitor struct {
	state   journey.State
	touched [1]stitch.Touched
	event   [1]stitch.Located
}

func newTraffic(visitors int) *traffic {
	t := &traffic{visitors: make([]visitor, visitors), random: rand.New(rand.NewPCG(1, 2)), now: 1_772_442_904_000}
	for n := range t.visitors {
		v := &t.visitors[n]
		v.state.Key = journey.VisitorKey(fmt.Sprintf("%016x", t.random.Uint64()))
	}
	return t
}

// batch makes the changes of that many events, each of another visitor. They are valid until the next call.
func (t *traffic) batch(events int) (upTo journey.Position, changes []stitch.Change) {
	t.changes = t.changes[:0]
	first := t.random.IntN(len(t.visitors))
	for n := range events {
		t.now++
		t.position++
		// Steps of a prime longer than a batch: no visitor comes twice in one.
		v := &t.visitors[(first+n*7919)%len(t.visitors)]
		t.event(v)
		t.changes = append(t.changes, stitch.Change{State: &v.state, Sessions: v.touched[:]})
	}
	return t.position, t.changes
}

// event lets a visitor's next event happen.
func (t *traffic) event(v *visitor) {
	s := &v.state
	s.Seq++
	s.Events++
	s.At = t.position
	stamp := journey.Stamp{At: t.now, Seq: s.Seq}
	touched := &v.touched[0]
	if s.Events%visitEvents == 1 {
		_, customer := s.Key.Customer()
		*touched = stitch.Touched{Session: t.session(customer, stamp)}
		if len(s.Sessions) == journey.HeldSessions {
			s.Sessions, s.Older[0] = append(s.Sessions[:0:0], s.Sessions[1:]...), true
		}
		s.Sessions = append(s.Sessions, touched.Session)
	} else {
		touched.Was, touched.WasFirst = touched.Session.Newest.At, touched.Session.First.At
		touched.WasCustomer = touched.Session.Customer
	}
	session := touched.Session
	session.Events++
	session.Newest = stamp
	session.Visit.Views++
	session.Visit.UserAgent.Stamp, session.Visit.Page.Stamp = stamp, stamp
	v.event[0] = stitch.Located{Stamp: stamp, Position: t.position, Type: journey.WebEventType}
	touched.Events = v.event[:]
}

// session opens a session with a document of a usual size.
func (t *traffic) session(customer string, stamp journey.Stamp) *journey.Session {
	var random [16]byte
	binary.BigEndian.PutUint64(random[:], t.random.Uint64())
	binary.BigEndian.PutUint64(random[8:], t.random.Uint64())
	id := journey.RandomID(random)
	return &journey.Session{
		ID: id, Kind: journey.Web, Customer: customer, First: stamp, Newest: stamp,
		LastEvent: journey.LastEvent{ID: id, Name: journey.PageViewed},
		Visit: &journey.Visit{
			ShortID: uint32(1000 + t.random.IntN(9000)), Rules: journey.VisitRules{Timeout: 1800},
			UserAgent: journey.Touch[string]{Stamp: stamp, Value: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) " +
				"AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36"},
			Browser: journey.Touch[*journey.Browser]{Stamp: stamp, Value: &journey.Browser{
				Family: "Chrome", Version: "122.0.0.0", Lang: "en-IE"}},
			Device: journey.Touch[*journey.Device]{Stamp: stamp, Value: &journey.Device{
				Category: journey.Desktop, Type: "Other", OSFamily: "Windows", OSVersion: "10"}},
			IPAddress: journey.Touch[string]{Stamp: stamp, Value: "203.0.113.77"},
			Page: journey.Touch[*journey.Page]{Stamp: stamp, Value: &journey.Page{
				URL: "https://shop.example/products/" + id.String(), Title: "A product of the shop"}},
		},
	}
}

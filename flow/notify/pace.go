package notify

import (
	"time"

	"sojourn/journey"
)

// rest is how long after an update of a session the next one comes at the earliest (session.md §6.6).
const rest = time.Second

// pace decides when which session is told: at once if it rested, else when it has, once for all that happened
// meanwhile. One goroutine uses it.
type pace struct {
	turns   map[journey.ID]*turn
	ready   []journey.ID // to be told now
	resting []recess     // in the order of their ends, for all rest for the same time
	waiting []since      // changes that are not told yet, in order; those that were told since are skipped
}

// turn is where a session stands.
type turn struct {
	from journey.Position // of the oldest change that is not told; 0 = all are
}

type recess struct {
	session journey.ID
	end     time.Time
}

type since struct {
	session journey.ID
	from    journey.Position
}

func newPace() *pace { return &pace{turns: make(map[journey.ID]*turn)} }

// touch notes that the record at a position changed a session.
func (p *pace) touch(id journey.ID, at journey.Position) {
	t := p.turns[id]
	if t == nil {
		t = new(turn)
		p.turns[id] = t
		p.ready = append(p.ready, id)
	}
	if t.from == 0 {
		t.from = at
		p.waiting = append(p.waiting, since{id, at})
	}
}

// next returns a session that is to be told now, and takes it as told. Those of which nothing new came while they
// rested are forgotten.
func (p *pace) next(now time.Time) (id journey.ID, found bool) {
	if len(p.ready) > 0 {
		id, p.ready = p.ready[0], p.ready[1:]
		p.told(id, now)
		return id, true
	}
	for len(p.resting) > 0 && !p.resting[0].end.After(now) {
		id, p.resting = p.resting[0].session, p.resting[1:]
		if p.turns[id].from != 0 {
			p.told(id, now)
			return id, true
		}
		delete(p.turns, id)
	}
	return journey.ID{}, false
}

func (p *pace) told(id journey.ID, now time.Time) {
	p.turns[id].from = 0
	p.resting = append(p.resting, recess{id, now.Add(rest)})
}

// low returns the position up to which every change is told, given that all up to at were touched.
func (p *pace) low(at journey.Position) journey.Position {
	for len(p.waiting) > 0 {
		head := p.waiting[0]
		if t := p.turns[head.session]; t != nil && t.from == head.from {
			return head.from - 1
		}
		p.waiting = p.waiting[1:]
	}
	return at
}

// due returns when next has something at the latest, and whether there is such a moment.
func (p *pace) due() (time.Time, bool) {
	if len(p.resting) == 0 {
		return time.Time{}, false
	}
	return p.resting[0].end, true
}

// forget drops all that waits, for nobody is there to be told, or everybody is told of a gap.
func (p *pace) forget() { *p = *newPace() }

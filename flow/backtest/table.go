package backtest

import (
	"unique"

	"sojourn/journey"
)

// table is the sessions that are remembered. They stand in a few long lists, so that very many of them cost neither
// much memory nor the garbage collector's time.
type table struct {
	plan     *plan
	o        *Options
	places   map[journey.ID]place
	sessions []session
	stamps   []journey.Stamp          // for each session, one for each group of the plan: which event has set it
	values   []unique.Handle[string]  // for each session, one for each field of the plan; zero for none
	free     []place                  // of sessions that were forgotten
	queues   [journey.Custom + 1]ends // by kind
	dropped  uint64
	scratch  journey.Session // see textOf
}

// place is the index of a session in the table.
type place int32

const nowhere place = -1

// session is what is remembered of a session beside the values of its context.
type session struct {
	id       journey.ID
	customer customer        // the last that an event of it named
	seen     journey.Instant // when it was last moved to the front of its queue
	deadline journey.Instant // no event joins it that is accepted then or later

	newer, older place // neighbours in the queue of its kind

	kind          journey.Kind
	pattern, hits uint8 // these four are its rule.Progress
	done          bool
	matched       bool
	authenticated bool
	view          bool // its origin was set by a view
	stale         bool // the context may be another than when the session was judged last
}

// ends are the two ends of a queue of sessions, in which events move their sessions to the front.
type ends struct{ newest, oldest place }

// moveEvery is how often a session is moved at most, in milliseconds: nothing needs a finer order.
const moveEvery = 60_000

func newTable(p *plan, o *Options) *table {
	t := &table{plan: p, o: o, places: map[journey.ID]place{}}
	for kind := range t.queues {
		t.queues[kind] = ends{nowhere, nowhere}
	}
	t.scratch.Visit = &journey.Visit{}
	return t
}

// find returns the place of a session, or nowhere.
func (t *table) find(id journey.ID) place {
	if at, known := t.places[id]; known {
		return at
	}
	return nowhere
}

// open remembers the session of an event, which the table does not have.
func (t *table) open(e *journey.Accepted) place {
	if len(t.places) >= t.o.MaxSessions {
		t.expire(e.Received)
		if len(t.places) >= t.o.MaxSessions {
			t.drop()
		}
	}
	at := t.vacancy()
	t.sessions[at] = session{id: e.Session, kind: e.Kind, stale: true, seen: e.Received, deadline: t.deadline(e)}
	t.places[e.Session] = at
	t.link(at)
	return at
}

func (t *table) vacancy() place {
	if n := len(t.free); n > 0 {
		at := t.free[n-1]
		t.free = t.free[:n-1]
		return at
	}
	t.sessions = append(t.sessions, session{})
	t.stamps = append(t.stamps, make([]journey.Stamp, len(t.plan.groups))...)
	t.values = append(t.values, make([]unique.Handle[string], len(t.plan.fields))...)
	return place(len(t.sessions) - 1)
}

// renew notes that an event has joined the session.
func (t *table) renew(at place, e *journey.Accepted) {
	s := &t.sessions[at]
	s.deadline = max(s.deadline, t.deadline(e))
	if e.Received >= s.seen+moveEvery {
		s.seen = e.Received
		t.unlink(at)
		t.link(at)
	}
}

// deadline is when no event can join a session any more whose newest event this one is.
func (t *table) deadline(e *journey.Accepted) journey.Instant {
	const second = 1000 // milliseconds
	return e.Created + journey.Instant(e.Rules.Timeout)*second + journey.Instant(t.o.late(e.Kind).Milliseconds())
}

// expire forgets the sessions that no event can join any more.
func (t *table) expire(now journey.Instant) {
	for kind := range t.queues {
		for at := t.queues[kind].oldest; at != nowhere && t.sessions[at].deadline <= now; at = t.queues[kind].oldest {
			t.forget(at)
		}
	}
}

// drop forgets the session that was silent for longest.
func (t *table) drop() {
	oldest := nowhere
	for _, queue := range t.queues {
		if at := queue.oldest; at != nowhere && (oldest == nowhere || t.sessions[at].seen < t.sessions[oldest].seen) {
			oldest = at
		}
	}
	t.forget(oldest)
	t.dropped++
}

func (t *table) forget(at place) {
	t.unlink(at)
	delete(t.places, t.sessions[at].id)
	clear(t.stampsOf(at))
	clear(t.valuesOf(at))
	t.free = append(t.free, at)
}

// link puts a session at the front of its queue.
func (t *table) link(at place) {
	queue := &t.queues[t.sessions[at].kind]
	t.sessions[at].newer, t.sessions[at].older = nowhere, queue.newest
	if queue.newest == nowhere {
		queue.oldest = at
	} else {
		t.sessions[queue.newest].newer = at
	}
	queue.newest = at
}

// unlink takes a session out of its queue.
func (t *table) unlink(at place) {
	s := &t.sessions[at]
	queue := &t.queues[s.kind]
	if s.newer == nowhere {
		queue.newest = s.older
	} else {
		t.sessions[s.newer].older = s.older
	}
	if s.older == nowhere {
		queue.oldest = s.newer
	} else {
		t.sessions[s.older].newer = s.newer
	}
}

func (t *table) stampsOf(at place) []journey.Stamp {
	n := len(t.plan.groups)
	return t.stamps[int(at)*n:][:n]
}

func (t *table) valuesOf(at place) []unique.Handle[string] {
	n := len(t.plan.fields)
	return t.values[int(at)*n:][:n]
}

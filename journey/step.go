package journey

// Chance is what Step needs of chance, drawn before it is known whether it will be used.
type Chance struct {
	Session ID     // of a session that the event may open
	ShortID uint32 // of that session; 0 if the number space is exhausted (session.md §7)
}

// Stepped is what Step made of an event.
type Stepped struct {
	Records []Record  // to log, in this order: the event, and the ends that fell due around it
	Event   *Accepted // the one of them that is the event
	Session *Session  // that it joined or opened, with the event folded in
}

// Step decides what an event means for the state of its key and folds it in, together with what
// fell due before it. If the event is refused it returns a *Fault and the state is as it was.
//
// The neighbours of the event's date must be held (see State.Missing), and the caller has made
// sure that the event is no repeat. Step owns the state and the event from here on.
func Step(s *State, e *Event, p *Policy, chance Chance) (Stepped, error) {
	created, fault := p.checkDate(e)
	if fault != nil {
		return Stepped{}, fault
	}
	e.Created = created

	records := s.foldAll(s.due(e.Kind, e.Created, e.Received))
	accepted := decide(s, e, p, chance)
	before := p.contextBefore(s, accepted)
	session := Fold(s, accepted)
	p.judge(session, accepted, &before)
	records = append(records, accepted)
	if !e.History && session.timedOut(e.Received) {
		// A late event that nothing will follow: no sweep looks that far back.
		records = append(records, s.foldAll(s.due(e.Kind, e.Received, e.Received))...)
	}
	return Stepped{Records: records, Event: accepted, Session: session}, nil
}

// foldAll folds the records and returns them.
func (s *State) foldAll(records []Record) []Record {
	for _, record := range records {
		Fold(s, record)
	}
	return records
}

// Tick returns and folds the announcements that are due at now: sessions that have ended by
// inactivity. It makes sooner what Step would make with the next event, and changes nothing else.
func Tick(s *State, now Instant) []Record {
	var records []Record
	for _, session := range s.Sessions {
		records = append(records, s.dueOf(session, now, now)...)
	}
	return s.foldAll(records)
}

// due returns the announcements for sessions of a kind that have ended by inactivity at a moment.
func (s *State) due(kind Kind, at, seen Instant) []Record {
	var records []Record
	for _, session := range s.of(kind) {
		records = append(records, s.dueOf(session, at, seen)...)
	}
	return records
}

// dueOf returns the announcement for a session that has ended by inactivity at a moment, if nobody
// has made it.
func (s *State) dueOf(session *Session, at, seen Instant) []Record {
	if !session.Unannounced(at) {
		return nil
	}
	return []Record{&Ended{Key: s.Key, Session: session.ID, At: session.Deadline(), Seen: seen}}
}

// timedOut reports whether the session has ended by inactivity at a moment.
func (s *Session) timedOut(at Instant) bool { return at >= s.Deadline() && s.endedBy().IsZero() }

// Unannounced reports whether the session has ended by inactivity at a moment, and no record of
// the log says so yet.
func (s *Session) Unannounced(at Instant) bool {
	return s.timedOut(at) && *s.announced() != s.Newest.At
}

// decide writes down which session the event joins or opens, and all else that is decided now.
func decide(s *State, e *Event, p *Policy, chance Chance) *Accepted {
	r := &Accepted{
		Event:          *e,
		Seq:            s.Seq + 1,
		Rules:          p.rules(e),
		Projected:      p.project(e),
		Ends:           p.ends(e),
		TotalEvents:    s.Events + 1,
		TotalPageviews: s.Pageviews,
	}
	if e.Kind == Web && e.IsView() {
		r.TotalPageviews++
	}
	if !e.Kind.IsVisit() {
		return r.decideSole(s, chance)
	}
	r.Signature = p.signature(e)
	session := s.join(e.Kind, e.Created)
	switch {
	case session == nil:
		r.open(chance)
	case p.splits(session, r):
		r.open(chance)
		r.EndedID = session.ID
	default:
		r.Session = session.ID
	}
	return r
}

// decideSole decides for an event whose key has one session and no other (session.md §6.1).
func (r *Accepted) decideSole(s *State, chance Chance) *Accepted {
	if r.Conversation != nil && r.Conversation.Topic == CustomerStart && r.Customer == "" {
		facts := *r.Conversation // the facts themselves are never changed
		facts.CustomerType, r.Customer = facts.Address()
		r.Conversation = &facts
	}
	r.nameContact()
	if held := s.of(r.Kind); len(held) > 0 {
		r.Session = held[0].ID
	} else {
		r.open(chance)
	}
	return r
}

// open makes the event the first of a new session.
func (r *Accepted) open(chance Chance) {
	const day = 24 * 60 * 60
	r.Opened, r.Session = true, chance.Session
	// A session that has been over for a day when it is first stored gets no number, nor does one
	// that is no visit (session.md §7).
	if r.Kind.IsVisit() && r.Created.Add(seconds(r.Rules.Timeout+day)) > r.Received {
		r.ShortID = chance.ShortID
	}
}

// splits reports whether the event comes from a new traffic source, so that it ends the
// session it would join and opens the next one (session.md §6.2.2, §6.5.5).
func (p *Policy) splits(session *Session, r *Accepted) bool {
	return p.SplitOnSource && r.IsView() &&
		!r.Stamp().Before(session.Newest) &&
		r.Signature != 0 && r.Signature != session.Visit.Origin.Signature
}

// Stamp orders the event among those of its key.
func (r *Accepted) Stamp() Stamp { return Stamp{At: r.Created, Seq: r.Seq} }

// join returns the session that an event of that kind and date joins, or nil if it opens one
// (session.md §6.5). The sessions of a kind never overlap, so only the last one that began before the
// date and the next one come into question.
func (s *State) join(kind Kind, at Instant) *Session {
	var before, after *Session
	for _, session := range s.of(kind) {
		if session.First.At > at {
			after = session
			break
		}
		before = session
	}
	if before != nil && !before.admits(at) {
		before = nil
	}
	if after != nil && !after.admits(at) {
		after = nil
	}
	switch {
	case before == nil:
		return after
	case after == nil || before.distance(at) <= after.distance(at):
		return before
	}
	return after
}

// admits reports whether the session is a candidate for an event of that date (session.md §6.5.2).
func (s *Session) admits(at Instant) bool {
	timeout := seconds(s.Visit.Rules.Timeout)
	switch {
	case at <= s.First.At.Add(-timeout), at >= s.Newest.At.Add(timeout):
		return false
	case !s.Visit.EndedAt.IsZero() && at >= s.Visit.EndedAt:
		return false
	case s.Visit.BySource && at < s.First.At:
		return false
	}
	return true
}

// distance is how far the date lies outside the session's events; 0 inside.
func (s *Session) distance(at Instant) Instant {
	return max(s.First.At-at, at-s.Newest.At, 0)
}

// Pinged decides what a ping keeps alive: the session it names, else the open one of the preferred
// kind, else one of the other. It returns nil if none is open (events.md §3.5). Fold the record to
// make it so.
func (s *State) Pinged(p Ping) *Pinged {
	var found *Session
	for _, session := range s.Sessions {
		if !session.EndedAt(p.Received).IsZero() {
			continue
		}
		if session.ID == p.Session {
			found = session
			break
		}
		if found == nil || session.Kind == p.Preferred {
			found = session
		}
	}
	if found == nil {
		return nil
	}
	return &Pinged{Key: s.Key, Session: found.ID, At: p.Received}
}

package journey

import "fmt"

// Fold adds one record to the state of its key. It reads no definition and no clock: folding the
// same records in the same order gives the same state, today or when the index is rebuilt years
// later. The session that the record concerns must be held, unless the record opens it. Fold
// returns that session.
func Fold(s *State, r Record) *Session {
	switch r := r.(type) {
	case *Accepted:
		return s.accept(r)
	case *Pinged:
		session := s.held(r.Session)
		session.Visit.Ping = max(session.Visit.Ping, r.At)
		return session
	case *Ended:
		session := s.held(r.Session)
		*session.announced() = session.Newest.At
		return session
	}
	panic(fmt.Sprintf("journey: %T is folded under no key", r))
}

// held returns a session that the log says exists. Its absence is a bug of the caller, not of the data.
func (s *State) held(id ID) *Session {
	if session := s.Session(id); session != nil {
		return session
	}
	panic(fmt.Sprintf("journey: session %s of %q is not held", id, s.Key))
}

// accept folds an accepted event.
func (s *State) accept(r *Accepted) *Session {
	s.Seq, s.Events, s.Pageviews = r.Seq, r.TotalEvents, r.TotalPageviews
	if r.IDGiven {
		s.remember(r)
	}
	if ended := s.Session(r.EndedID); !r.EndedID.IsZero() && ended != nil { // nil: erased since
		ended.Visit.EndedAt = r.Created
	}
	if !r.Opened {
		session := s.held(r.Session)
		first := session.First
		session.add(r)
		if session.First != first {
			s.sort()
		}
		return session
	}
	session := newSession(r)
	session.add(r)
	s.Sessions = append(s.Sessions, session)
	s.sort()
	return session
}

// newSession is the session that an event opens, before the event is folded in.
func newSession(r *Accepted) *Session {
	s := &Session{ID: r.Session, Kind: r.Kind}
	switch {
	case r.Kind == Conversation && r.Conversation != nil:
		s.Conversation = &ConversationSession{ID: r.Conversation.ID}
	case r.Kind == Custom && r.Custom != nil:
		s.Custom = &CustomSession{Type: r.Custom.Type, ExternalID: r.Custom.ExternalID}
	default:
		s.Customer, s.Visit = r.Customer, &Visit{ShortID: r.ShortID, BySource: !r.EndedID.IsZero()}
	}
	return s
}

// add folds an event into its session.
func (s *Session) add(r *Accepted) {
	stamp, leg := r.Stamp(), (*Leg)(nil)
	if s.Conversation != nil {
		leg = s.Conversation.take(r.Seq, r.Conversation)
	}
	if s.Events == 0 || s.Conversation.before(stamp, s.First) {
		s.First = stamp
	}
	isNewest := s.Events == 0 || !s.Conversation.before(stamp, s.Newest)
	if isNewest {
		s.Newest = stamp
		s.LastEvent = LastEvent{ID: r.ID, Name: r.Name}
	}
	s.Events++
	s.Authenticated = s.Authenticated || r.Authenticated
	s.link(r, stamp)
	for i := range r.Projected {
		s.project(&r.Projected[i], stamp)
	}
	s.judge(r)
	switch {
	case s.Visit != nil:
		s.Visit.add(r, stamp, isNewest)
	case s.Custom != nil:
		s.Custom.add(r, stamp, isNewest)
		s.Customer = s.Custom.Customer.Value.Value
	case s.Conversation != nil:
		s.Conversation.add(r, stamp, leg, isNewest)
		s.Customer = s.Conversation.Customer.Value.Value
		s.forgetTurns()
	}
}

// add folds what web and app events carry. Last-touch fields take the value of the newest event
// that has one (session.md §1, Touch rule).
func (v *Visit) add(r *Accepted, stamp Stamp, isNewest bool) {
	if isNewest {
		v.Rules = r.Rules
	}
	if r.IsView() {
		v.Views++
	}
	v.Origin.add(r, stamp)
	touch(&v.Browser, stamp, r.Browser)
	touch(&v.Device, stamp, r.Device)
	touch(&v.UserAgent, stamp, r.UserAgent)
	touch(&v.IPAddress, stamp, r.IPAddress)
	touch(&v.IPOrg, stamp, r.IPOrg)
	touch(&v.Geolocation, stamp, r.Geolocation)
	touch(&v.Page, stamp, r.Page)
	touch(&v.ScreenName, stamp, r.ScreenName)
	touch(&v.App, stamp, r.App)
	touch(&v.SDK, stamp, r.SDK)
	touch(&v.Network, stamp, r.Network)
	if r.SearchQuery != "" {
		v.search(stamp, r.SearchQuery)
	}
}

// touch sets a last-touch field if the event carries a value and no newer event has set it.
func touch[T comparable](t *Touch[T], stamp Stamp, value T) {
	var none T
	if value != none && !stamp.Before(t.Stamp) {
		t.Stamp, t.Value = stamp, value
	}
}

// add lets the event decide the origin if it is the first view, or the first event as long as
// there is no view (session.md §2).
func (o *Origin) add(r *Accepted, stamp Stamp) {
	view := r.IsView()
	earlier := o.Stamp.IsZero() || stamp.Before(o.Stamp)
	if view && !o.View || view == o.View && earlier {
		*o = Origin{Stamp: stamp, View: view, Campaign: r.Campaign, Referrer: r.Referrer, Signature: r.Signature}
	}
}

// search adds a term, keeping the MaxSearchTerms with the earliest first use. A term that was
// dropped was first used after all that are kept, so a later sight of it needs no memory of the earlier.
func (v *Visit) search(stamp Stamp, term string) {
	for i := range v.Searches {
		if v.Searches[i].Term == term {
			if stamp.Before(v.Searches[i].Stamp) {
				v.Searches[i].Stamp = stamp
				bubble(nil, v.Searches, i, func(s *Search) Stamp { return s.Stamp })
			}
			return
		}
	}
	v.Searches = append(v.Searches, Search{Stamp: stamp, Term: term})
	bubble(nil, v.Searches, len(v.Searches)-1, func(s *Search) Stamp { return s.Stamp })
	v.Searches = v.Searches[:min(len(v.Searches), MaxSearchTerms)]
}

// bubble moves the element at i forward to its place in a slice that is ordered by stamp but for it. The
// stamps are of that conversation, if the session is one.
func bubble[T any](c *ConversationSession, list []T, i int, stamp func(*T) Stamp) {
	for ; i > 0 && c.before(stamp(&list[i]), stamp(&list[i-1])); i-- {
		list[i], list[i-1] = list[i-1], list[i]
	}
}

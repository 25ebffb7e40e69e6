package journey

import (
	"cmp"
	"iter"
	"slices"
)

// Rewind returns the session's document as of a moment: from those of its events whose date is not
// after it, with today's knowledge, late events included (session.md §6.6). The moment is the clock to
// read the document with. It returns nil if the session had not begun.
//
// The events are all those of the session, in any order; events of other sessions are left out. What pings,
// which are no events, had kept alive by then is known only if none came since.
func (s *Session) Rewind(events []*Accepted, at Instant) *Session {
	past := s.unborn()
	for _, r := range events {
		if r.Session == s.ID && r.Created <= at {
			past.add(r)
		}
	}
	if past.Events == 0 {
		return nil
	}
	past.shownAt(at)
	if past.Visit != nil && s.Visit.Ping <= at {
		past.Visit.Ping = s.Visit.Ping
	}
	if past.Visit != nil && s.Visit.EndedAt <= at {
		past.Visit.EndedAt = s.Visit.EndedAt
	}
	return past
}

// Retold folds events of the session again, in the order of their acceptance, and yields each with the session as it
// was then: the same session every time, which the next event changes. The events are those of the session, in any
// order; events of other sessions are left out.
func (s *Session) Retold(events []*Accepted) iter.Seq2[*Session, *Accepted] {
	return func(yield func(*Session, *Accepted) bool) {
		past := s.unborn()
		bySeq := func(a, b *Accepted) int { return cmp.Compare(a.Seq, b.Seq) }
		for _, r := range slices.SortedFunc(slices.Values(events), bySeq) {
			if r.Session != s.ID {
				continue
			}
			if past.add(r); !yield(past, r) {
				return
			}
		}
	}
}

// unborn returns the session without its events: what it got when it was opened.
func (s *Session) unborn() *Session {
	past := &Session{ID: s.ID, Kind: s.Kind, Customer: s.Customer}
	switch {
	case s.Conversation != nil:
		past.Conversation = &ConversationSession{ID: s.Conversation.ID}
	case s.Custom != nil:
		past.Custom = &CustomSession{Type: s.Custom.Type, ExternalID: s.Custom.ExternalID}
	case s.Visit != nil:
		past.Visit = &Visit{ShortID: s.Visit.ShortID, BySource: s.Visit.BySource}
	}
	return past
}

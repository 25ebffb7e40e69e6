package journey

import (
	"cmp"
	"slices"
	"strings"
)

// The order of a conversation's events. They arrive unordered by nature, so where dates are equal the
// sequence of acceptance must not decide; rank and texts do (session.md §6.5.6). A session's fields
// remember stamps only, and a stamp does not know them. So a conversation keeps a Turn for every event
// that some stamp of it names, and compares stamps of equal date by their turns.

// Turn is what orders an event among those of the same moment.
type Turn struct {
	Seq   uint64 // of the event
	Topic Topic
	Leg   uint16 // place of its leg in Legs, from 1; 0 = beyond MaxLegs
}

// Leg is what is kept of one communication of one participant. Most legs have few of the facts.
type Leg struct {
	Participant   string
	Communication string

	CustomerStart Stamp         // newest
	CustomerEnd   Stamp         // newest
	User          Touch[string] // newest user.start that names its user
	UserEnd       Touch[bool]   // newest user.end: whether the user had talked
	AfterCall     Touch[string] // newest acw that names its user
}

// MaxLegs bounds ConversationSession.Legs. The events of further legs count and order like all
// others, but who took part in them is not told, and order of arrival decides which legs are further.
const MaxLegs = 200

// leg returns the place of the event's leg from 1, adding it if there is room; else 0.
func (c *ConversationSession) leg(participant, communication string) uint16 {
	for i := range c.Legs {
		if c.Legs[i].Participant == participant && c.Legs[i].Communication == communication {
			return uint16(i + 1)
		}
	}
	if len(c.Legs) == MaxLegs {
		return 0
	}
	c.Legs = append(c.Legs, Leg{Participant: participant, Communication: communication})
	return uint16(len(c.Legs))
}

// take notes the turn of an event and returns its leg, nil beyond MaxLegs.
func (c *ConversationSession) take(seq uint64, facts *ConversationFacts) *Leg {
	turn := Turn{Seq: seq, Topic: facts.Topic, Leg: c.leg(facts.Participant, facts.Communication)}
	if at, found := c.turnAt(seq); !found {
		c.Turns = slices.Insert(c.Turns, at, turn)
	}
	if turn.Leg == 0 {
		return nil
	}
	return &c.Legs[turn.Leg-1]
}

// turnAt finds the turn of an event; turns are sorted by sequence.
func (c *ConversationSession) turnAt(seq uint64) (int, bool) {
	return slices.BinarySearchFunc(c.Turns, seq, func(t Turn, seq uint64) int { return cmp.Compare(t.Seq, seq) })
}

// before reports whether a comes before b among the stamps of a session. The sessions of other kinds
// have no conversation, and go by date and sequence alone.
func (c *ConversationSession) before(a, b Stamp) bool {
	if c == nil || a.At != b.At {
		return a.Before(b)
	}
	return c.tied(a, b)
}

// tied reports whether a comes before b, two stamps of the same date.
func (c *ConversationSession) tied(a, b Stamp) bool {
	i, foundA := c.turnAt(a.Seq)
	j, foundB := c.turnAt(b.Seq)
	if !foundA || !foundB {
		return a.Before(b)
	}
	if order := c.compare(c.Turns[i], c.Turns[j]); order != 0 {
		return order < 0
	}
	return a.Before(b)
}

// compare orders the turns of one moment: by rank, then by suffix, participant and communication as text.
func (c *ConversationSession) compare(a, b Turn) int {
	if order := compareTopics(a.Topic, b.Topic); order != 0 {
		return order
	}
	if a.Leg == 0 || b.Leg == 0 {
		return cmp.Compare(b.Leg, a.Leg)
	}
	legA, legB := &c.Legs[a.Leg-1], &c.Legs[b.Leg-1]
	if order := strings.Compare(legA.Participant, legB.Participant); order != 0 {
		return order
	}
	return strings.Compare(legA.Communication, legB.Communication)
}

// forgetTurns drops the turns that no stamp of the session names any more.
func (s *Session) forgetTurns() {
	c := s.Conversation
	named := make([]bool, len(c.Turns))
	for stamp := range s.stamps() {
		if i, found := c.turnAt(stamp.Seq); found {
			named[i] = true
		}
	}
	kept := c.Turns[:0]
	for i, turn := range c.Turns {
		if named[i] {
			kept = append(kept, turn)
		}
	}
	c.Turns = kept
}

// stamps yields every stamp of a conversation session; some of them are zero.
func (s *Session) stamps() func(yield func(Stamp) bool) {
	return func(yield func(Stamp) bool) {
		_ = yield(s.First) && yield(s.Newest) && (s.Contact == nil || yield(s.Contact.Stamp)) &&
			s.projectionStamps(yield) && s.Conversation.stamps(yield)
	}
}

func (s *Session) projectionStamps(yield func(Stamp) bool) bool {
	for i := range s.Attributes {
		a := &s.Attributes[i]
		if !yield(a.First) || !yield(a.Newest) || !yield(a.Oldest) {
			return false
		}
		for k := range a.Values {
			if !yield(a.Values[k].Stamp) {
				return false
			}
		}
	}
	return true
}

func (c *ConversationSession) stamps(yield func(Stamp) bool) bool {
	for i := range c.Legs {
		leg := &c.Legs[i]
		if !yield(leg.CustomerStart) || !yield(leg.CustomerEnd) || !yield(leg.User.Stamp) ||
			!yield(leg.UserEnd.Stamp) || !yield(leg.AfterCall.Stamp) {
			return false
		}
	}
	for i := range c.Channels {
		if !yield(c.Channels[i].Stamp) {
			return false
		}
	}
	for i := range c.Divisions {
		if !yield(c.Divisions[i].Stamp) {
			return false
		}
	}
	for i := range c.Cases {
		if !yield(c.Cases[i].Stamp) {
			return false
		}
	}
	return yield(c.Customer.Stamp) && yield(c.Direction.Stamp) && yield(c.Subject.Stamp) && yield(c.Queue.Stamp) &&
		yield(c.FirstQueued) && yield(c.Answered.Stamp) && yield(c.Talked.Stamp) && yield(c.Disconnect.Stamp) &&
		yield(c.AcdOutcome.Stamp) && yield(c.Disposition.Stamp)
}

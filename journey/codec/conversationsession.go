package codec

import (
	"encoding/binary"
	"math"

	"sojourn/journey"
)

// appendConversation writes what conversation sessions carry besides: every list with its length,
// every touch with its stamp, for most of them are there.
func appendConversation(b []byte, c *journey.ConversationSession, s *journey.Session) []byte {
	b = appendText(b, c.ID)
	b = binary.AppendUvarint(b, uint64(c.Timeout))
	b = appendInstant(b, c.Announced, s.Newest.At)
	b = appendStamp(b, c.Customer.Stamp, s.First, 0)
	b = appendIdentifier(b, c.Customer.Value)
	b = appendStamp(b, c.Direction.Stamp, s.First, 0)
	b = append(b, byte(c.Direction.Value))
	b = appendTextFact(b, c.Subject, s.Newest)
	b = appendIDFact(b, c.Queue, s.Newest)
	b = appendStamp(b, c.FirstQueued, s.Newest, 0)
	b = appendIDFact(b, c.Answered, s.Newest)
	b = appendIDFact(b, c.Talked, s.Newest)
	b = appendStamp(b, c.Disconnect.Stamp, s.Newest, 0)
	b = append(b, byte(c.Disconnect.Value))
	b = appendStamp(b, c.AcdOutcome.Stamp, s.Newest, 0)
	b = append(b, byte(c.AcdOutcome.Value))
	b = appendFact(b, c.Disposition, s.Newest, appendDisposition)
	b = appendUses(b, c, s.Newest)
	return appendLegs(b, c, s.Newest)
}

func readConversation(r *reader, s *journey.Session) *journey.ConversationSession {
	c := &journey.ConversationSession{ID: r.textOf(), Timeout: r.uint32(), Announced: r.instant(s.Newest.At)}
	c.Customer.Stamp, c.Customer.Value = r.plainStamp(s.First), r.identifier()
	c.Direction.Stamp, c.Direction.Value = r.plainStamp(s.First), r.direction()
	c.Subject = r.textFact(s.Newest)
	c.Queue = r.idFact(s.Newest)
	c.FirstQueued = r.plainStamp(s.Newest)
	c.Answered = r.idFact(s.Newest)
	c.Talked = r.idFact(s.Newest)
	c.Disconnect.Stamp, c.Disconnect.Value = r.plainStamp(s.Newest), r.disconnect()
	c.AcdOutcome.Stamp, c.AcdOutcome.Value = r.plainStamp(s.Newest), r.acdOutcome()
	c.Disposition = readFact(r, s.Newest, readDisposition)
	readUses(r, c, s.Newest)
	readLegs(r, c, s.Newest)
	return c
}

func appendIdentifier(b []byte, i journey.Identifier) []byte {
	return appendText(appendString(b, i.Type), i.Value)
}

func (r *reader) identifier() journey.Identifier {
	return journey.Identifier{Type: r.string(), Value: r.textOf()}
}

// appendIDFact writes a touch whose text is likely to be a UUID.
func appendIDFact(b []byte, t journey.Touch[string], newest journey.Stamp) []byte {
	if t.Value == "" {
		return appendStamp(b, t.Stamp, newest, stampNoValue)
	}
	return appendText(appendStamp(b, t.Stamp, newest, 0), t.Value)
}

func (r *reader) idFact(newest journey.Stamp) (t journey.Touch[string]) {
	var extra byte
	if t.Stamp, extra = r.stamp(newest); extra == 0 {
		t.Value = r.textOf()
	}
	return t
}

func appendDisposition(b []byte, d *journey.Disposition) []byte {
	b = appendText(b, d.Code)
	b = appendString(b, d.Notes)
	b = appendText(b, d.User)
	return appendText(b, d.Participant)
}

func readDisposition(r *reader) *journey.Disposition {
	return &journey.Disposition{Code: r.textOf(), Notes: r.string(), User: r.textOf(), Participant: r.textOf()}
}

// appendUses writes the lists of what was used when first.
func appendUses(b []byte, c *journey.ConversationSession, newest journey.Stamp) []byte {
	b = binary.AppendUvarint(b, uint64(len(c.Channels)))
	for _, use := range c.Channels {
		b = appendStamp(b, use.Stamp, newest, 0)
		b = append(b, byte(use.Channel.Media), byte(use.Channel.Message))
		b = appendString(b, use.Channel.Platform)
	}
	b = binary.AppendUvarint(b, uint64(len(c.Divisions)))
	for _, use := range c.Divisions {
		b = appendText(appendStamp(b, use.Stamp, newest, 0), use.ID)
	}
	b = binary.AppendUvarint(b, uint64(len(c.Cases)))
	for _, a := range c.Cases {
		b = appendStamp(b, a.Stamp, newest, 0)
		b = append(b, a.ID[:]...)
		b = appendString(appendText(b, a.Case), a.Reference)
	}
	return b
}

func readUses(r *reader, c *journey.ConversationSession, newest journey.Stamp) {
	c.Channels = readList(r, 4, func(use *journey.UsedChannel) {
		use.Stamp = r.plainStamp(newest)
		use.Channel = journey.Channel{Media: r.media(), Message: r.message(), Platform: r.string()}
	})
	c.Divisions = readList(r, 2, func(use *journey.UsedDivision) {
		use.Stamp, use.ID = r.plainStamp(newest), r.textOf()
	})
	c.Cases = readList(r, 19, func(a *journey.AssociatedCase) {
		a.Stamp, a.ID, a.Case, a.Reference = r.plainStamp(newest), r.id(), r.textOf(), r.string()
	})
}

// readList reads a list whose members take at least that many bytes; nil if it is empty.
func readList[T any](r *reader, size int, read func(*T)) []T {
	n := r.count(size)
	if n == 0 {
		return nil
	}
	list := make([]T, n)
	for i := range list {
		read(&list[i])
	}
	return list
}

func talked(yes bool) byte {
	if yes {
		return 1
	}
	return 0
}

func appendLegs(b []byte, c *journey.ConversationSession, newest journey.Stamp) []byte {
	b = binary.AppendUvarint(b, uint64(len(c.Legs)))
	for i := range c.Legs {
		leg := &c.Legs[i]
		b = appendText(b, leg.Participant)
		b = appendText(b, leg.Communication)
		b = appendStamp(b, leg.CustomerStart, newest, 0)
		b = appendStamp(b, leg.CustomerEnd, newest, 0)
		b = appendIDFact(b, leg.User, newest)
		b = appendStamp(b, leg.UserEnd.Stamp, newest, 0)
		b = append(b, talked(leg.UserEnd.Value))
		b = appendIDFact(b, leg.AfterCall, newest)
	}
	b = binary.AppendUvarint(b, uint64(len(c.Turns)))
	for _, turn := range c.Turns {
		b = binary.AppendVarint(b, int64(newest.Seq-turn.Seq))
		b = append(b, byte(turn.Topic))
		b = binary.AppendUvarint(b, uint64(turn.Leg))
	}
	return b
}

func readLegs(r *reader, c *journey.ConversationSession, newest journey.Stamp) {
	c.Legs = readList(r, 8, func(leg *journey.Leg) {
		leg.Participant, leg.Communication = r.textOf(), r.textOf()
		leg.CustomerStart, leg.CustomerEnd = r.plainStamp(newest), r.plainStamp(newest)
		leg.User = r.idFact(newest)
		leg.UserEnd.Stamp, leg.UserEnd.Value = r.plainStamp(newest), r.enum(1) == 1
		leg.AfterCall = r.idFact(newest)
	})
	c.Turns = readList(r, 3, func(turn *journey.Turn) {
		turn.Seq, turn.Topic = newest.Seq-uint64(r.varint()), r.topic()
		leg := r.uvarint()
		if leg > math.MaxUint16 || leg > uint64(len(c.Legs)) {
			r.fail(ErrMalformed)
		}
		turn.Leg = uint16(leg)
	})
}

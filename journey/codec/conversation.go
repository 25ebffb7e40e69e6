package codec

import (
	"encoding/binary"

	"sojourn/journey"
)

// What a conversation event tells, beyond what every one does. The bits are stored.
const (
	factCase flags = 1 << iota
	factExternalContact
	factListedContact
	factWebSession
	factInteracting
	factTexts // and from here on one bit for each of conversationTexts
)

// conversationTexts yields the optional texts of a conversation event in the order in which they are
// stored. Those that are likely to be UUIDs say so.
func conversationTexts(c *journey.ConversationFacts) func(yield func(text *string, isID bool) bool) {
	return func(yield func(*string, bool) bool) {
		_ = yield(&c.Participant, true) && yield(&c.Communication, true) && yield(&c.Queue, true) &&
			yield(&c.User, true) && yield(&c.AnsweredUser, true) && yield(&c.Division, true) &&
			yield(&c.WrapupCode, true) && yield(&c.Provider, false) && yield(&c.Subject, false) &&
			yield(&c.ANI, false) && yield(&c.DNIS, false) && yield(&c.AddressFrom, false) &&
			yield(&c.AddressTo, false) && yield(&c.CallbackNumber, false) && yield(&c.WrapupNotes, false) &&
			yield(&c.CustomerType, false)
	}
}

const conversationTextCount = 16

func conversationFactsFlags(c *journey.ConversationFacts) flags {
	f := flags(0).
		with(factCase, c.Case != nil).
		with(factExternalContact, !c.ExternalContact.IsZero()).
		with(factListedContact, !c.ListedContact.IsZero()).
		with(factWebSession, !c.WebSession.IsZero()).
		with(factInteracting, c.Interacting != 0)
	bit := factTexts
	for text := range conversationTexts(c) {
		f = f.with(bit, *text != "")
		bit <<= 1
	}
	return f
}

func appendConversationFacts(b []byte, c *journey.ConversationFacts) []byte {
	f := conversationFactsFlags(c)
	b = appendFlags(b, f)
	b = append(b, byte(c.Topic), byte(c.Media), byte(c.Message), byte(c.Direction),
		byte(c.Disconnect), byte(c.AcdOutcome))
	b = appendText(b, c.ID)
	bit := factTexts
	for text, isID := range conversationTexts(c) {
		switch {
		case !f.has(bit):
		case isID:
			b = appendText(b, *text)
		default:
			b = appendString(b, *text)
		}
		bit <<= 1
	}
	if f.has(factCase) {
		b = appendText(b, c.Case.ID)
		b = appendString(b, c.Case.Reference)
	}
	if f.has(factExternalContact) {
		b = append(b, c.ExternalContact[:]...)
	}
	if f.has(factListedContact) {
		b = append(b, c.ListedContact[:]...)
	}
	if f.has(factWebSession) {
		b = append(b, c.WebSession[:]...)
	}
	if f.has(factInteracting) {
		b = binary.AppendVarint(b, c.Interacting)
	}
	b = binary.AppendUvarint(b, uint64(len(c.Body)))
	return append(b, c.Body...)
}

func readConversationFacts(r *reader) *journey.ConversationFacts {
	f := r.flags()
	if f >= factTexts<<conversationTextCount {
		r.fail(ErrMalformed)
	}
	c := place(r.room.conversation)
	*c = journey.ConversationFacts{
		Topic: r.topic(), Media: r.media(), Message: r.message(), Direction: r.direction(), Disconnect: r.disconnect(),
		AcdOutcome: r.acdOutcome(), ID: r.textOf(),
	}
	bit := factTexts
	for text, isID := range conversationTexts(c) {
		switch {
		case !f.has(bit):
		case isID:
			*text = r.textOf()
		default:
			*text = r.string()
		}
		bit <<= 1
	}
	if f.has(factCase) {
		c.Case = place(r.room.caseLink)
		*c.Case = journey.CaseLink{ID: r.textOf(), Reference: r.string()}
	}
	if f.has(factExternalContact) {
		c.ExternalContact = r.id()
	}
	if f.has(factListedContact) {
		c.ListedContact = r.id()
	}
	if f.has(factWebSession) {
		c.WebSession = r.id()
	}
	if f.has(factInteracting) {
		c.Interacting = r.varint()
	}
	c.Body = r.bytes()
	return c
}

func (r *reader) contactBasis() journey.ContactBasis {
	return journey.ContactBasis(r.enum(byte(journey.ContactNamed)))
}

func (r *reader) topic() journey.Topic { return journey.Topic(r.enum(byte(journey.LastTopic))) }

func (r *reader) media() journey.MediaType {
	return journey.MediaType(r.enum(byte(journey.MediaScreenMonitoring)))
}

func (r *reader) message() journey.MessageType {
	return journey.MessageType(r.enum(byte(journey.MessageApple)))
}

func (r *reader) direction() journey.Direction {
	return journey.Direction(r.enum(byte(journey.DirectionOutbound)))
}

func (r *reader) disconnect() journey.DisconnectType {
	return journey.DisconnectType(r.enum(byte(journey.DisconnectTakeover)))
}

func (r *reader) acdOutcome() journey.AcdOutcome {
	return journey.AcdOutcome(r.enum(byte(journey.AcdFlowOut)))
}

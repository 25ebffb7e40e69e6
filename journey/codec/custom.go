package codec

import (
	"encoding/binary"

	"sojourn/journey"
)

const (
	customEndSession flags = 1 << iota
	customHasCase
)

func appendCustomFacts(b []byte, c *journey.CustomFacts) []byte {
	b = appendFlags(b, flags(0).with(customEndSession, c.EndSession).with(customHasCase, c.Case != nil))
	b = appendString(b, c.Type)
	b = appendText(b, c.ExternalID)
	b = appendString(b, c.ExternalURL)
	b = appendString(b, c.CustomerType)
	b = binary.AppendUvarint(b, uint64(len(c.Lists)))
	for i := range c.Lists {
		list := &c.Lists[i]
		b = appendString(b, list.Name)
		b = append(b, byte(list.Type))
		b = binary.AppendUvarint(b, uint64(len(list.Values)))
		for _, value := range list.Values {
			b = appendString(b, value)
		}
	}
	if c.Case != nil {
		b = appendText(b, c.Case.Entity)
		b = appendString(b, c.Case.Reference)
		b = append(b, byte(c.Case.Status))
		b = appendText(b, c.Case.Conversation)
	}
	return b
}

func readCustomFacts(r *reader) *journey.CustomFacts {
	f := r.flags()
	if f >= customHasCase<<1 {
		r.fail(ErrMalformed)
	}
	c := place(r.room.custom)
	*c = journey.CustomFacts{
		EndSession: f.has(customEndSession), Type: r.string(), ExternalID: r.textOf(), ExternalURL: r.string(),
		CustomerType: r.string(),
	}
	if n := r.count(3); n > 0 {
		c.Lists = r.room.lists.take(n)
	}
	for i := range c.Lists {
		readAttributeList(r, &c.Lists[i])
	}
	if f.has(customHasCase) {
		c.Case = place(r.room.caseFacts)
		*c.Case = journey.CaseFacts{
			Entity: r.textOf(), Reference: r.string(), Status: r.caseStatus(), Conversation: r.textOf(),
		}
	}
	return c
}

func readAttributeList(r *reader, list *journey.AttributeList) {
	list.Name, list.Type = r.string(), r.dataType()
	if n := r.count(1); n > 0 {
		list.Values = r.room.values.take(n)
	}
	for i := range list.Values {
		list.Values[i] = r.string()
	}
}

func (r *reader) caseStatus() journey.CaseStatus {
	return journey.CaseStatus(r.enum(byte(journey.CaseClosed)))
}

func appendCustom(b []byte, c *journey.CustomSession, s *journey.Session) []byte {
	b = appendString(b, c.Type)
	b = appendText(b, c.ExternalID)
	b = binary.AppendUvarint(b, uint64(c.Timeout))
	b = appendInstant(b, c.Announced, s.Newest.At)
	b = appendStamp(b, c.Customer.Stamp, s.First, 0)
	b = appendIdentifier(b, c.Customer.Value)
	b = appendTextFact(b, c.ExternalURL, s.Newest)
	b = appendStamp(b, c.End, s.Newest, 0)
	b = appendIDFact(b, c.CaseEntity, s.Newest)
	b = appendTextFact(b, c.CaseReference, s.Newest)
	b = appendStamp(b, c.CaseStatus.Stamp, s.Newest, 0)
	return append(b, byte(c.CaseStatus.Value))
}

func readCustom(r *reader, s *journey.Session) *journey.CustomSession {
	c := &journey.CustomSession{
		Type: r.string(), ExternalID: r.textOf(), Timeout: r.uint32(), Announced: r.instant(s.Newest.At),
	}
	c.Customer.Stamp, c.Customer.Value = r.plainStamp(s.First), r.identifier()
	c.ExternalURL = r.textFact(s.Newest)
	c.End = r.plainStamp(s.Newest)
	c.CaseEntity = r.idFact(s.Newest)
	c.CaseReference = r.textFact(s.Newest)
	c.CaseStatus.Stamp, c.CaseStatus.Value = r.plainStamp(s.Newest), r.caseStatus()
	return c
}

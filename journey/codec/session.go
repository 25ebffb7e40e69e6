package codec

import (
	"encoding/binary"

	"sojourn/journey"
)

const (
	sessionAuthenticated flags = 1 << iota
	sessionHasAttributes
	sessionHasVisit
)

// AppendSession appends the binary form of a session document to b.
func AppendSession(b []byte, s *journey.Session) []byte {
	f := flags(0).
		with(sessionAuthenticated, s.Authenticated).
		with(sessionHasAttributes, len(s.Attributes) > 0).
		with(sessionHasVisit, s.Visit != nil)
	b = append(b, typeSession, version, byte(s.Kind))
	b = appendFlags(b, f)
	b = append(b, s.ID[:]...)
	b = appendText(b, s.Customer)
	b = binary.AppendUvarint(b, s.Events)
	b = appendInstant(b, s.First.At, 0)
	b = binary.AppendUvarint(b, s.First.Seq)
	b = appendInstant(b, s.Newest.At, s.First.At)
	b = binary.AppendVarint(b, int64(s.Newest.Seq-s.First.Seq))
	b = append(b, s.LastEvent.ID[:]...)
	b = appendString(b, s.LastEvent.Name)
	if f.has(sessionHasAttributes) {
		b = binary.AppendUvarint(b, uint64(len(s.Attributes)))
		for i := range s.Attributes {
			b = appendProjection(b, &s.Attributes[i], s.Newest)
		}
	}
	if f.has(sessionHasVisit) {
		b = appendVisit(b, s.Visit, s)
	}
	return b
}

// DecodeSession reads what AppendSession wrote. The session shares nothing with data.
// The error is ErrMalformed or ErrNewer, with what and where.
func DecodeSession(data []byte) (*journey.Session, error) {
	r := open(data, typeSession)
	s := &journey.Session{Kind: r.kind()}
	f := r.flags()
	if f >= sessionHasVisit<<1 {
		r.fail(ErrMalformed)
	}
	s.Authenticated = f.has(sessionAuthenticated)
	s.ID = r.id()
	s.Customer = r.textOf()
	s.Events = r.uvarint()
	s.First = journey.Stamp{At: r.instant(0), Seq: r.uvarint()}
	s.Newest = journey.Stamp{At: r.instant(s.First.At), Seq: s.First.Seq + uint64(r.varint())}
	s.LastEvent = journey.LastEvent{ID: r.id(), Name: r.string()}
	if f.has(sessionHasAttributes) {
		s.Attributes = make([]journey.Projection, r.count(projectionSize))
		for i := range s.Attributes {
			readProjection(&r, &s.Attributes[i], s.Newest)
		}
	}
	if f.has(sessionHasVisit) && r.err == nil {
		s.Visit = readVisit(&r, s)
	}
	if err := r.close("session"); err != nil {
		return nil, err
	}
	return s, nil
}

// projectionSize is the smallest number of bytes that a projection takes.
const projectionSize = 10

func appendProjection(b []byte, p *journey.Projection, newest journey.Stamp) []byte {
	b = appendString(b, p.Name)
	b = append(b, byte(p.Function), byte(p.Type))
	b = appendStamp(b, p.First, newest, 0)
	b = appendStamp(b, p.Newest, newest, 0)
	b = appendStamp(b, p.Oldest, newest, 0)
	b = appendString(b, p.Value)
	b = binary.AppendUvarint(b, p.Count)
	b = binary.AppendUvarint(b, uint64(len(p.Sum)))
	b = append(b, p.Sum...)
	b = binary.AppendUvarint(b, uint64(len(p.Values)))
	for i := range p.Values {
		b = appendStamp(b, p.Values[i].Stamp, newest, 0)
		b = append(b, byte(p.Values[i].Type))
		b = appendString(b, p.Values[i].Value)
	}
	return b
}

func readProjection(r *reader, p *journey.Projection, newest journey.Stamp) {
	*p = journey.Projection{
		Name: r.string(), Function: r.function(), Type: r.dataType(),
		First: r.plainStamp(newest), Newest: r.plainStamp(newest), Oldest: r.plainStamp(newest),
		Value: r.string(), Count: r.uvarint(), Sum: r.bytes(),
	}
	n := r.count(3)
	if n == 0 {
		return
	}
	p.Values = make([]journey.Listed, n)
	for i := range p.Values {
		p.Values[i] = journey.Listed{Stamp: r.plainStamp(newest), Type: r.dataType(), Value: r.string()}
	}
}

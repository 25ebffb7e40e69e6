package codec

import (
	"encoding/binary"

	"sojourn/journey"
)

const (
	sessionAuthenticated flags = 1 << iota
	sessionHasAttributes
	sessionHasVisit
	// Version 2 begins here.
	sessionHasContact
	sessionHasConversation
	sessionHasCustom
	// Version 3 begins here.
	sessionHasAssignments
	sessionHasAchievements
	sessionHasProgress
)

// sessionLayouts are the layouts of sessions.
var sessionLayouts = layouts{sessionHasContact, sessionHasAssignments, sessionHasProgress << 1, sessionHasProgress << 1}

// AppendSession appends the binary form of a session document to b.
func AppendSession(b []byte, s *journey.Session) []byte {
	f := flags(0).
		with(sessionAuthenticated, s.Authenticated).
		with(sessionHasAttributes, len(s.Attributes) > 0).
		with(sessionHasVisit, s.Visit != nil).
		with(sessionHasContact, s.Contact != nil).
		with(sessionHasConversation, s.Conversation != nil).
		with(sessionHasCustom, s.Custom != nil).
		with(sessionHasAssignments, len(s.Assignments) > 0).
		with(sessionHasAchievements, len(s.Achievements) > 0).
		with(sessionHasProgress, len(s.Progress) > 0)
	b = append(b, typeSession, version4, byte(s.Kind))
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
	if f.has(sessionHasContact) {
		b = append(b, byte(s.Contact.Basis))
		b = append(b, s.Contact.ID[:]...)
		b = appendStamp(b, s.Contact.Stamp, s.Newest, 0)
	}
	if f.has(sessionHasConversation) {
		b = appendConversation(b, s.Conversation, s)
	}
	if f.has(sessionHasCustom) {
		b = appendCustom(b, s.Custom, s)
	}
	return appendSegments(b, s, f)
}

// appendSegments writes what version 3 added.
func appendSegments(b []byte, s *journey.Session, f flags) []byte {
	if f.has(sessionHasAssignments) {
		b = appendAssignments(b, s.Assignments, s.Newest.At)
	}
	if f.has(sessionHasAchievements) {
		b = appendAchievements(b, s.Achievements, s.Newest.At)
	}
	if f.has(sessionHasProgress) {
		b = appendSeen(b, s.Progress)
	}
	return b
}

func readSegments(r *reader, s *journey.Session, f flags) {
	if f.has(sessionHasAssignments) {
		s.Assignments = readAssignments(r, s.Newest.At)
	}
	if f.has(sessionHasAchievements) {
		s.Achievements = readAchievements(r, s.Newest.At)
	}
	if f.has(sessionHasProgress) {
		s.Progress = readSeen(r)
	}
}

// DecodeSession reads what AppendSession wrote. The session shares nothing with data.
// The error is ErrMalformed or ErrNewer, with what and where.
func DecodeSession(data []byte) (*journey.Session, error) {
	r := open(data, typeSession)
	s := &journey.Session{Kind: r.kind()}
	f := r.knownFlags(sessionLayouts)
	if s.Kind == journey.Conversation && !f.has(sessionHasConversation) ||
		s.Kind == journey.Custom && !f.has(sessionHasCustom) {
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
	if f.has(sessionHasContact) {
		s.Contact = &journey.ContactLink{Basis: r.contactBasis(), ID: r.id(), Stamp: r.plainStamp(s.Newest)}
	}
	if f.has(sessionHasConversation) && r.err == nil {
		s.Conversation = readConversation(&r, s)
	}
	if f.has(sessionHasCustom) && r.err == nil {
		s.Custom = readCustom(&r, s)
	}
	readSegments(&r, s, f)
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

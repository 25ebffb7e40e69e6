package codec

import (
	"encoding/binary"

	"sojourn/journey"
)

const (
	stateOlder   flags = 1 // shifted by the kind's slot: 0 web, 1 app; 0 for the only kind of another class
	stateSpilled flags = 4 // likewise
)

// AppendState appends the binary form of a state to b: all but its key, which the caller
// keeps beside it, and with the IDs of its sessions only.
//
// Of each kind the newest journey.HeldSessions are written. What a state holds beyond them was
// loaded for a late event; kept, it would hide the gap between itself and the others.
func AppendState(b []byte, s *journey.State) []byte {
	held, older := newestOfEachKind(s)
	f := flags(0)
	for slot := range s.Older {
		f = f.with(stateOlder<<slot, older[slot]).with(stateSpilled<<slot, s.Spilled[slot])
	}
	b = append(b, typeState, version1)
	b = appendFlags(b, f)
	b = binary.AppendUvarint(b, uint64(s.At))
	b = binary.AppendUvarint(b, s.Seq)
	b = binary.AppendUvarint(b, s.Events)
	b = binary.AppendUvarint(b, s.Pageviews)
	b = binary.AppendUvarint(b, uint64(len(s.Sessions)-held.skipped()))
	for i, session := range s.Sessions {
		if !held.skips(i) {
			b = append(b, session.ID[:]...)
		}
	}
	for slot := range s.Repeats {
		b = appendRepeats(b, s.Repeats[slot])
	}
	return b
}

// span is a part of a slice that is left out.
type span struct{ from, to int }

// leftOut are the sessions of each kind that are not written.
type leftOut [2]span

func (l *leftOut) skips(i int) bool {
	return i >= l[0].from && i < l[0].to || i >= l[1].from && i < l[1].to
}

func (l *leftOut) skipped() int { return l[0].to - l[0].from + l[1].to - l[1].from }

// newestOfEachKind tells which sessions are beyond journey.HeldSessions, and which kinds have
// older sessions in the index then. Sessions are sorted by kind and first event.
func newestOfEachKind(s *journey.State) (out leftOut, older [2]bool) {
	older = s.Older
	from := 0
	for kind := journey.Web; kind <= journey.App; kind++ {
		to := from
		for to < len(s.Sessions) && s.Sessions[to].Kind == kind {
			to++
		}
		if extra := to - from - journey.HeldSessions; extra > 0 {
			slot := kind - journey.Web
			out[slot], older[slot] = span{from, from + extra}, true
		}
		from = to
	}
	return out, older
}

func appendRepeats(b []byte, repeats []journey.Repeat) []byte {
	b = binary.AppendUvarint(b, uint64(len(repeats)))
	var before journey.Repeat
	for _, r := range repeats {
		b = binary.LittleEndian.AppendUint64(b, r.Fingerprint)
		b = binary.AppendVarint(b, int64(r.Position-before.Position))
		b = binary.AppendVarint(b, int64(r.Seq-before.Seq))
		b = appendInstant(b, r.Received, before.Received)
		before = r
	}
	return b
}

// repeatSize is the smallest number of bytes that a repeat takes.
const repeatSize = 11

// DecodeState reads what AppendState wrote, for that key. The IDs are those of the sessions
// to hold, oldest first within each kind. The state shares nothing with data.
// The error is ErrMalformed or ErrNewer, with what and where.
func DecodeState(key journey.Key, data []byte) (*journey.State, []journey.ID, error) {
	r := open(data, typeState)
	s := &journey.State{Key: key}
	f := r.flags()
	if f >= stateSpilled<<len(s.Spilled) {
		r.fail(ErrMalformed)
	}
	for slot := range s.Older {
		s.Older[slot], s.Spilled[slot] = f.has(stateOlder<<slot), f.has(stateSpilled<<slot)
	}
	s.At = journey.Position(r.uvarint())
	s.Seq = r.uvarint()
	s.Events = r.uvarint()
	s.Pageviews = r.uvarint()
	ids := make([]journey.ID, r.count(len(journey.ID{})))
	for i := range ids {
		ids[i] = r.id()
	}
	for slot := range s.Repeats {
		s.Repeats[slot] = readRepeats(&r)
	}
	if err := r.close("state"); err != nil {
		return nil, nil, err
	}
	return s, ids, nil
}

func readRepeats(r *reader) []journey.Repeat {
	n := r.count(repeatSize)
	if n == 0 {
		return nil
	}
	repeats := make([]journey.Repeat, n)
	var before journey.Repeat
	for i := range repeats {
		before = journey.Repeat{
			Fingerprint: r.fixed64(),
			Position:    before.Position + journey.Position(r.varint()),
			Seq:         before.Seq + uint64(r.varint()),
			Received:    before.Received + journey.Instant(r.varint()),
		}
		repeats[i] = before
	}
	return repeats
}

package codec

import (
	"encoding/binary"

	"sojourn/journey"
)

// The first byte of every value. The numbers are stored.
const (
	typeAccepted   byte = 1
	typePinged     byte = 2
	typeEnded      byte = 3
	typeDefinition byte = 4
	typeSession    byte = 16
	typeState      byte = 17
	typeDecision   byte = 32 // as package contact writes it
)

// The layouts; the second byte of every value. Events and sessions are written in version 4, all else in version 1.
const (
	version1 byte = 1
	version2 byte = 2 // also contacts, conversations and custom sessions
	version3 byte = 3 // also segments and outcomes
	version4 byte = 4 // the same in fewer bytes
)

// layouts are the first flags that each layout of a type does not know, version 1 first.
type layouts [4]flags

// flags are the booleans and presence bits of a value.
type flags uint64

// with returns the flags with the bit set if on.
func (f flags) with(bit flags, on bool) flags {
	if on {
		return f | bit
	}
	return f
}

func (f flags) has(bit flags) bool { return f&bit != 0 }

func appendFlags(b []byte, f flags) []byte { return binary.AppendUvarint(b, uint64(f)) }

// appendString writes the length and the bytes.
func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// appendText writes a string that is likely to be a UUID in canonical form: 0 and the 16
// bytes if it is one, else the length plus 1 and the bytes.
func appendText(b []byte, s string) []byte {
	if id, ok := canonicalID(s); ok {
		b = append(b, 0)
		return append(b, id[:]...)
	}
	b = binary.AppendUvarint(b, uint64(len(s))+1)
	return append(b, s...)
}

// canonicalID reads a UUID if s is exactly what journey.ID.String would write.
func canonicalID(s string) (journey.ID, bool) {
	id, err := journey.ParseID(s)
	if err != nil {
		return journey.ID{}, false
	}
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'F' {
			return journey.ID{}, false
		}
	}
	return id, true
}

// appendKey writes a session key: 0 and 16 bytes for a visitor whose cookie is a
// canonical UUID, else the length plus 1 and the bytes.
func appendKey(b []byte, k journey.Key) []byte {
	if idType, cookie := k.Customer(); idType == journey.CustomerIDTypeCookie {
		if id, ok := canonicalID(cookie); ok {
			b = append(b, 0)
			return append(b, id[:]...)
		}
	}
	b = binary.AppendUvarint(b, uint64(len(k))+1)
	return append(b, k...)
}

// appendInstant writes a date as its distance from another.
func appendInstant(b []byte, at, base journey.Instant) []byte {
	return binary.AppendVarint(b, int64(at-base))
}

// The first byte of a stamp: how it is written, and what is known of the value behind it.
const (
	stampNewest  byte = 0 // equals the newest stamp of the document
	stampNone    byte = 1 // the zero stamp
	stampOther   byte = 2 // two varints follow: distances of date and sequence from the newest
	stampForm    byte = 3 // mask of the above
	stampNoValue byte = 4 // the touch has no value
)

// appendStamp writes a stamp, most often in one byte.
func appendStamp(b []byte, s, newest journey.Stamp, extra byte) []byte {
	switch {
	case s == newest:
		return append(b, stampNewest|extra)
	case s.IsZero():
		return append(b, stampNone|extra)
	}
	b = append(b, stampOther|extra)
	b = appendInstant(b, newest.At, s.At)
	return binary.AppendVarint(b, int64(newest.Seq-s.Seq))
}

// appendFact writes a last-touch field whose value is a group of facts.
func appendFact[T any](
	b []byte, t journey.Touch[*T], newest journey.Stamp, appendValue func([]byte, *T) []byte,
) []byte {
	if t.Value == nil {
		return appendStamp(b, t.Stamp, newest, stampNoValue)
	}
	return appendValue(appendStamp(b, t.Stamp, newest, 0), t.Value)
}

// appendTextFact writes a last-touch field whose value is a text.
func appendTextFact(b []byte, t journey.Touch[string], newest journey.Stamp) []byte {
	return appendString(appendStamp(b, t.Stamp, newest, 0), t.Value)
}

func appendRules(b []byte, r journey.VisitRules) []byte {
	b = binary.AppendUvarint(b, uint64(r.Timeout))
	b = binary.AppendUvarint(b, uint64(r.Idle))
	return binary.AppendUvarint(b, uint64(r.Away))
}

func appendAttributes(b []byte, attributes []journey.Attribute) []byte {
	b = binary.AppendUvarint(b, uint64(len(attributes)))
	for i := range attributes {
		b = appendString(b, attributes[i].Name)
		b = append(b, byte(attributes[i].Type))
		b = appendString(b, attributes[i].Value)
	}
	return b
}

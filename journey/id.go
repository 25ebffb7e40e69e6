package journey

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/fnv"
)

// ID is a UUID in binary form. The zero ID means "none". Its text form is the
// canonical 36 characters in lower case (api.md §6: ids are lower-case UUIDs).
type ID [16]byte

// ErrBadID says that a text is no UUID.
var ErrBadID = errors.New("not a UUID")

// ParseID reads the canonical 36-character form, in either case. Any other form,
// braces or a URN prefix included, is ErrBadID.
func ParseID(text string) (ID, error) {
	var id ID
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return ID{}, ErrBadID
	}
	in, out := 0, 0
	for out < len(id) {
		if text[in] == '-' {
			in++
		}
		high, low := hexDigit(text[in]), hexDigit(text[in+1])
		if high|low > 0xf {
			return ID{}, ErrBadID
		}
		id[out] = high<<4 | low
		in, out = in+2, out+1
	}
	return id, nil
}

// hexDigit returns the value of one hexadecimal digit, or 0xff where there is none.
func hexDigit(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	}
	return 0xff
}

// IsZero reports whether the ID means "none".
func (id ID) IsZero() bool { return id == ID{} }

// String returns the canonical lower-case text form.
func (id ID) String() string { return string(id.AppendText(make([]byte, 0, 36))) }

// AppendText appends the canonical text form to b; it never fails.
func (id ID) AppendText(b []byte) []byte {
	for i, group := range [...][2]int{{0, 4}, {4, 6}, {6, 8}, {8, 10}, {10, 16}} {
		if i > 0 {
			b = append(b, '-')
		}
		b = hex.AppendEncode(b, id[group[0]:group[1]])
	}
	return b
}

// MarshalText implements encoding.TextMarshaler, so that an ID is a string in JSON.
func (id ID) MarshalText() ([]byte, error) { return id.AppendText(nil), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (id *ID) UnmarshalText(text []byte) (err error) {
	*id, err = ParseID(string(text))
	return err
}

// RandomID makes a version 4 UUID of 16 random bytes. The domain has no source of
// chance of its own: the caller brings the bytes.
func RandomID(random [16]byte) ID {
	id := ID(random)
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return id
}

// TimedID makes a version 7 UUID (RFC 9562 §5.7): the milliseconds of a date after 1970, then 74 of the random bits.
// What is made later sorts behind what was made earlier, so that a store ordered by such IDs grows at its end.
func TimedID(at Instant, random [16]byte) ID {
	id := ID(random)
	var date [8]byte
	binary.BigEndian.PutUint64(date[:], uint64(max(at, 0))<<16)
	copy(id[:6], date[:])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id
}

// DerivedID makes the ID that belongs to these texts: the same texts always give the same, others
// another. It is a version 8 UUID (RFC 9562 §5.8) of a 128-bit FNV-1a hash. Whoever can choose the
// texts can make two of them collide, so they must come from one trusted source.
func DerivedID(parts ...string) ID {
	h := fnv.New128a()
	for _, part := range parts {
		_, _ = h.Write([]byte(part)) // never fails
		_, _ = h.Write([]byte{0xff}) // no byte of UTF-8 text
	}
	id := ID(h.Sum(nil))
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id
}

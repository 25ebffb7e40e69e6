package journey

import (
	"encoding/binary"
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
func ParseID(text string) (ID, error) { return parseID(text) }

// idPlaces is where the two digits of each byte stand in the canonical form.
var idPlaces = [16]uint8{0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34}

func parseID[T string | []byte](text T) (id ID, err error) {
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return ID{}, ErrBadID
	}
	var all byte
	for i, at := range idPlaces {
		high, low := hexDigits[text[at]], hexDigits[text[at+1]]
		all |= high | low
		id[i] = high<<4 | low
	}
	if all > 0xf {
		return ID{}, ErrBadID
	}
	return id, nil
}

// hexDigits has the value of each hexadecimal digit, 0xff for what is none.
var hexDigits = func() (values [256]byte) {
	for c := range values {
		values[c] = 0xff
	}
	for value := range byte(16) {
		values["0123456789abcdef"[value]] = value
		values["0123456789ABCDEF"[value]] = value
	}
	return values
}()

// IsZero reports whether the ID means "none".
func (id ID) IsZero() bool { return id == ID{} }

// String returns the canonical lower-case text form.
func (id ID) String() string { return string(id.AppendText(make([]byte, 0, 36))) }

// AppendText appends the canonical text form to b; it never fails.
func (id ID) AppendText(b []byte) []byte {
	const digits = "0123456789abcdef"
	text := [36]byte{8: '-', 13: '-', 18: '-', 23: '-'}
	for i, at := range idPlaces {
		text[at], text[at+1] = digits[id[i]>>4], digits[id[i]&0xf]
	}
	return append(b, text[:]...)
}

// MarshalText implements encoding.TextMarshaler, so that an ID is a string in JSON.
func (id ID) MarshalText() ([]byte, error) { return id.AppendText(nil), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (id *ID) UnmarshalText(text []byte) (err error) {
	*id, err = parseID(text)
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

package restapi

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"

	"sojourn/journey"
)

// A cursor is the place of the last entity of a page: its sort key and what breaks ties. It is bound to
// the listing it was made for, its path and filters, by a fingerprint, so that one from elsewhere is
// noticed (api.md §4.2). It is no secret and grants nothing, hence needs no signature; and it outlives
// a restart.
type cursor struct {
	at   journey.Instant
	rest [16]byte // an id; or a sequence, a type and a number
}

const (
	cursorVersion = 1
	cursorSize    = 1 + 8 + 16 + 8
)

// fingerprint returns what ties a cursor to a listing.
func fingerprint(listing []string) []byte {
	h := sha256.New()
	var size [8]byte
	for _, part := range listing {
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		h.Write(size[:])
		h.Write([]byte(part))
	}
	return h.Sum(nil)[:8]
}

// text returns the cursor as it stands in a URI; listing is the path and the filters.
func (c cursor) text(listing ...string) string {
	b := make([]byte, 0, cursorSize)
	b = append(b, cursorVersion)
	b = binary.BigEndian.AppendUint64(b, uint64(c.at))
	b = append(b, c.rest[:]...)
	b = append(b, fingerprint(listing)...)
	return base64.RawURLEncoding.EncodeToString(b)
}

// parseCursor reads a cursor of that listing; an empty text is the beginning.
func parseCursor(text string, listing ...string) (c cursor, err error) {
	if text == "" {
		return cursor{}, nil
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) != cursorSize || len(text) != base64.RawURLEncoding.EncodedLen(cursorSize) ||
		b[0] != cursorVersion || string(b[25:]) != string(fingerprint(listing)) {
		return cursor{}, invalid("after", "is no cursor of this listing")
	}
	c.at = journey.Instant(binary.BigEndian.Uint64(b[1:]))
	copy(c.rest[:], b[9:25])
	return c, nil
}

// entryCursor is the place of an entry among those of its session.
func entryCursor(p journey.EventPlace) (c cursor) {
	c.at = p.At
	binary.BigEndian.PutUint64(c.rest[:], p.Seq)
	c.rest[8] = byte(p.Type)
	binary.BigEndian.PutUint32(c.rest[9:], uint32(p.Nth))
	return c
}

func (c cursor) entry() journey.EventPlace {
	return journey.EventPlace{
		Stamp: journey.Stamp{At: c.at, Seq: binary.BigEndian.Uint64(c.rest[:])},
		Type:  journey.EventType(c.rest[8]), Nth: int(binary.BigEndian.Uint32(c.rest[9:])),
	}
}

// placeCursor is the place of a session among all.
func placeCursor(p Place) cursor { return cursor{at: p.Newest, rest: p.ID} }

func (c cursor) place() Place { return Place{Newest: c.at, ID: c.rest} }

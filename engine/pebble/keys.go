package pebble

import (
	"encoding/binary"
	"errors"
	"strings"

	"sojourn/journey"
)

// The first byte of a key: its space (docs/formats/index.md).
const (
	metaSpace       = 'm'
	definitionSpace = 'd'
	sessionSpace    = 's'
	stateSpace      = 'k'
	newestSpace     = 'n'
	customerSpace   = 'c'
	shortSpace      = 'i'
	repeatSpace     = 'r'
	contactSpace    = 'x' // sessions by contact
	personSpace     = 'p' // documents of contacts
	ownerSpace      = 'o' // of identifiers
)

const (
	idSize      = len(journey.ID{})
	instantSize = 8
	dayLength   = 24 * 60 * 60 * 1000 // milliseconds
)

var (
	formatKey = []byte{metaSpace, 'f'}
	logKey    = []byte{metaSpace, 'l'}
	markKey   = []byte{metaSpace, 'p'}
	peopleKey = []byte{metaSpace, 'd'}

	errKey   = errors.New("a key that makes no sense")
	errValue = errors.New("a value that makes no sense")
)

// signBit makes two's complement sort as unsigned bytes.
const signBit = 1 << 63

// appendAscending appends a date so that earlier ones sort first.
func appendAscending(b []byte, at journey.Instant) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(at)^signBit)
}

// appendDescending appends a date so that later ones sort first.
func appendDescending(b []byte, at journey.Instant) []byte {
	return binary.BigEndian.AppendUint64(b, ^(uint64(at) ^ signBit))
}

func ascending(b []byte) journey.Instant {
	return journey.Instant(binary.BigEndian.Uint64(b) ^ signBit)
}

func descending(b []byte) journey.Instant {
	return journey.Instant(^binary.BigEndian.Uint64(b) ^ signBit)
}

// appendTerminated appends a text so that it ends where it ends: a zero byte becomes 0x00
// 0xff, and 0x00 0x01 closes. Keys that go on behind it sort by the text first.
func appendTerminated(b []byte, text string) []byte {
	for {
		i := strings.IndexByte(text, 0)
		if i < 0 {
			b = append(b, text...)
			return append(b, 0, 1)
		}
		b = append(b, text[:i]...)
		b = append(b, 0, 0xff)
		text = text[i+1:]
	}
}

// terminated reads what appendTerminated wrote, and returns what follows.
func terminated(b []byte) (text string, rest []byte, err error) {
	var out []byte
	for i := 0; i+1 < len(b); i++ {
		if b[i] != 0 {
			out = append(out, b[i])
			continue
		}
		switch b[i+1] {
		case 1:
			return string(out), b[i+2:], nil
		case 0xff:
			out = append(out, 0)
			i++
		default:
			return "", nil, errKey
		}
	}
	return "", nil, errKey
}

// after returns the first key behind all that begin with prefix, which is not all 0xff.
func after(prefix []byte) []byte {
	end := append([]byte(nil), prefix...)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i]++; end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}

func sessionKey(b []byte, id journey.ID) []byte {
	return append(append(b, sessionSpace), id[:]...)
}

func stateKey(b []byte, key journey.Key) []byte {
	return append(append(b, stateSpace), key...)
}

// eventKey goes on where the key of the session's document ends, with the foot of the events that are written together.
func eventKey(b []byte, session journey.ID, foot journey.Stamp) []byte {
	return appendStamp(sessionKey(b, session), foot)
}

// ofDocument reports whether a key of the space of sessions is that of a document; the others are of events.
func ofDocument(key []byte) bool { return len(key) == 1+idSize }

func appendStamp(b []byte, stamp journey.Stamp) []byte {
	return binary.BigEndian.AppendUint64(appendAscending(b, stamp.At), stamp.Seq)
}

const stampSize = instantSize + 8

// parseStamp reads what appendStamp wrote.
func parseStamp(b []byte) journey.Stamp {
	return journey.Stamp{At: ascending(b), Seq: binary.BigEndian.Uint64(b[instantSize:])}
}

func parseEventKey(key []byte) (session journey.ID, stamp journey.Stamp, err error) {
	if len(key) != 1+idSize+stampSize {
		return session, stamp, errKey
	}
	copy(session[:], key[1:])
	return session, parseStamp(key[1+idSize:]), nil
}

// newestPrefix begins the keys of sessions by newest event; a date and an ID follow.
func newestPrefix(b []byte) []byte { return append(b, newestSpace) }

// customerPrefix begins the keys of one customer's sessions of a kind; the date of the first event and an ID
// follow. Sessions of a kind do not overlap, so that is their order by newest event too, and a
// session keeps its place while it goes on.
func customerPrefix(b []byte, customer string, kind journey.Kind) []byte {
	return append(appendTerminated(append(b, customerSpace), customer), byte(kind))
}

func customerKey(b []byte, customer string, kind journey.Kind, first journey.Instant, id journey.ID) []byte {
	b = appendAscending(customerPrefix(b, customer, kind), first)
	return append(b, id[:]...)
}

// parseBegun reads what follows customerPrefix, of that length, in a customerKey.
func parseBegun(key []byte, prefix int) (first journey.Instant, id journey.ID, err error) {
	if len(key) != prefix+instantSize+idSize {
		return 0, id, errKey
	}
	copy(id[:], key[prefix+instantSize:])
	return ascending(key[prefix:]), id, nil
}

// listed completes a key of a listing: newest event first, then by ID.
func listed(prefix []byte, newest journey.Instant, id journey.ID) []byte {
	return append(appendDescending(prefix, newest), id[:]...)
}

// parseListed reads what listed appended to a prefix of that length.
func parseListed(key []byte, prefix int) (newest journey.Instant, id journey.ID, err error) {
	if len(key) != prefix+instantSize+idSize {
		return 0, id, errKey
	}
	copy(id[:], key[prefix+instantSize:])
	return descending(key[prefix:]), id, nil
}

// shortPrefix begins the keys of the sessions that ever had that short id; an ID follows.
func shortPrefix(b []byte, number uint32) []byte {
	return binary.BigEndian.AppendUint32(append(b, shortSpace), number)
}

func shortKey(b []byte, number uint32, id journey.ID) []byte {
	return append(shortPrefix(b, number), id[:]...)
}

func definitionKey(b []byte, noun journey.Noun, id string) []byte {
	return append(appendTerminated(append(b, definitionSpace), string(noun)), id...)
}

// dayOf is the bucket of a spilled repeat: its days since 1970, rounded down.
func dayOf(at journey.Instant) int64 {
	day := int64(at) / dayLength
	if int64(at)%dayLength < 0 {
		day--
	}
	return day
}

func dayPrefix(b []byte, day int64) []byte {
	return binary.BigEndian.AppendUint64(append(b, repeatSpace), uint64(day)^signBit)
}

// repeatPrefix begins the keys of repeats with one fingerprint; the position follows.
func repeatPrefix(b []byte, day int64, key journey.Key, kind journey.Kind, fingerprint uint64) []byte {
	b = appendTerminated(dayPrefix(b, day), string(key))
	return binary.BigEndian.AppendUint64(append(b, byte(kind)), fingerprint)
}

func repeatKey(b []byte, key journey.Key, kind journey.Kind, r journey.Repeat) []byte {
	b = repeatPrefix(b, dayOf(r.Received), key, kind, r.Fingerprint)
	return binary.BigEndian.AppendUint64(b, uint64(r.Position))
}

// contactPrefix begins the keys of the sessions that were stitched to a contact; the date of the first event and an ID
// follow.
func contactPrefix(b []byte, contact journey.ID) []byte {
	return append(append(b, contactSpace), contact[:]...)
}

func contactKey(b []byte, contact journey.ID, first journey.Instant, id journey.ID) []byte {
	return append(appendAscending(contactPrefix(b, contact), first), id[:]...)
}

package codec

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"sojourn/journey"
)

// Why bytes are refused. Test with errors.Is.
var (
	// ErrMalformed: the bytes are not what this package writes.
	ErrMalformed = errors.New("malformed value")
	// ErrNewer: the bytes were written in a layout of a later version of Sojourn.
	ErrNewer = errors.New("written by a newer version of Sojourn")
)

// reader takes a value apart. After its first failure every method returns zero values, so
// that only the end of a decoder looks at err.
type reader struct {
	text    string
	at      int
	version byte
	err     error
	room    *room // for what is read
}

// newestOf returns the newest layout of a type.
func newestOf(valueType byte) byte {
	if valueType == typeAccepted || valueType == typeSession {
		return version4
	}
	return version1
}

// open starts the reading of a value that must be of that type. The value shares nothing with data.
func open(data []byte, want byte) (r reader) {
	r.room = &noRoom
	r.open(string(data), want)
	return r
}

// open starts the reading of a text that must be a value of that type.
func (r *reader) open(text string, want byte) {
	r.text, r.at, r.err = text, 0, nil
	if got := r.byte(); r.err == nil && got != want {
		r.fail(ErrMalformed)
	}
	r.version = r.byte()
	switch {
	case r.err != nil:
	case r.version > newestOf(want):
		r.fail(ErrNewer)
	case r.version < version1:
		r.fail(ErrMalformed)
	}
}

// close reports the first failure, or bytes that are left over.
func (r *reader) close(what string) error {
	if r.err == nil && r.at != len(r.text) {
		r.fail(ErrMalformed)
	}
	if r.err != nil {
		return r.failed(what)
	}
	return nil
}

// failed is the first failure, with what and where.
func (r *reader) failed(what string) error {
	return fmt.Errorf("codec: %s: %w near byte %d of %d", what, r.err, r.at, len(r.text))
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// take returns the next n bytes.
func (r *reader) take(n uint64) string {
	if r.err != nil || n > uint64(len(r.text)-r.at) {
		r.fail(ErrMalformed)
		return ""
	}
	from := r.at
	r.at += int(n)
	return r.text[from:r.at]
}

func (r *reader) byte() byte {
	if r.err != nil || r.at == len(r.text) {
		r.fail(ErrMalformed)
		return 0
	}
	r.at++
	return r.text[r.at-1]
}

func (r *reader) uvarint() uint64 {
	if r.at < len(r.text) && r.text[r.at] < 0x80 && r.err == nil { // nearly all are lengths, and short
		r.at++
		return uint64(r.text[r.at-1])
	}
	return r.longUvarint()
}

func (r *reader) longUvarint() uint64 {
	var value uint64
	for shift := 0; shift < 64; shift += 7 {
		c := r.byte()
		if shift == 63 && c > 1 {
			break
		}
		value |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return value
		}
	}
	r.fail(ErrMalformed)
	return 0
}

func (r *reader) varint() int64 {
	u := r.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

func (r *reader) uint32() uint32 {
	value := r.uvarint()
	if value > math.MaxUint32 {
		r.fail(ErrMalformed)
	}
	return uint32(value)
}

func (r *reader) int32() int32 {
	value := r.varint()
	if value < math.MinInt32 || value > math.MaxInt32 {
		r.fail(ErrMalformed)
	}
	return int32(value)
}

// fixed64 reads 8 bytes, least significant first.
func (r *reader) fixed64() uint64 {
	var raw [8]byte
	copy(raw[:], r.take(8))
	return binary.LittleEndian.Uint64(raw[:])
}

func (r *reader) flags() flags { return flags(r.uvarint()) }

// enum reads a small number that must not exceed last.
func (r *reader) enum(last byte) byte {
	value := r.byte()
	if value > last {
		r.fail(ErrMalformed)
		return 0
	}
	return value
}

// kind reads the kind of an event or session, which must be one that its layout knows.
func (r *reader) kind() journey.Kind {
	last := journey.Custom
	if r.version == version1 {
		last = journey.App
	}
	value := journey.Kind(r.enum(byte(last)))
	if value == journey.KindNone {
		r.fail(ErrMalformed)
	}
	return value
}

// knownFlags reads flags, which must be below the first that the layout does not know.
func (r *reader) knownFlags(known layouts) flags {
	f := r.flags()
	if r.err == nil && f >= known[r.version-version1] {
		r.fail(ErrMalformed)
	}
	return f
}

func (r *reader) dataType() journey.DataType { return journey.DataType(r.enum(byte(journey.Boolean))) }

func (r *reader) function() journey.Function { return journey.Function(r.enum(byte(journey.All))) }

func (r *reader) string() string { return r.take(r.uvarint()) }

// bytes reads a string as bytes of its own; nil if it is empty.
func (r *reader) bytes() []byte {
	if s := r.string(); s != "" {
		return r.room.bytes(s)
	}
	return nil
}

func (r *reader) id() (id journey.ID) {
	copy(id[:], r.take(uint64(len(id))))
	return id
}

// textOf reads what appendText wrote.
func (r *reader) textOf() string {
	length := r.uvarint()
	if length > 0 {
		return r.take(length - 1)
	}
	if id := r.id(); r.err == nil {
		return r.room.text(id)
	}
	return ""
}

// key reads what appendKey wrote.
func (r *reader) key() journey.Key {
	length := r.uvarint()
	if length > 0 {
		return journey.Key(r.take(length - 1))
	}
	if id := r.id(); r.err == nil {
		return journey.VisitorKey(id.String())
	}
	return ""
}

func (r *reader) instant(base journey.Instant) journey.Instant {
	return base + journey.Instant(r.varint())
}

// count reads how many members of at least that size in bytes follow.
func (r *reader) count(size int) int {
	n := r.uvarint()
	if n > uint64((len(r.text)-r.at)/size) {
		r.fail(ErrMalformed)
		return 0
	}
	return int(n)
}

// stamp reads what appendStamp wrote; extra is what was added to its first byte.
func (r *reader) stamp(newest journey.Stamp) (s journey.Stamp, extra byte) {
	first := r.byte()
	switch first & stampForm {
	case stampNewest:
		s = newest
	case stampNone:
	case stampOther:
		s.At = newest.At - journey.Instant(r.varint())
		s.Seq = newest.Seq - uint64(r.varint())
	default:
		r.fail(ErrMalformed)
	}
	if extra = first &^ stampForm; extra&^stampNoValue != 0 {
		r.fail(ErrMalformed)
	}
	return s, extra
}

// plainStamp reads a stamp that has no value behind it.
func (r *reader) plainStamp(newest journey.Stamp) journey.Stamp {
	s, extra := r.stamp(newest)
	if extra != 0 {
		r.fail(ErrMalformed)
	}
	return s
}

// readFact reads what appendFact wrote.
func readFact[T any](r *reader, newest journey.Stamp, readValue func(*reader) *T) (t journey.Touch[*T]) {
	var extra byte
	if t.Stamp, extra = r.stamp(newest); extra == 0 && r.err == nil {
		t.Value = readValue(r)
	}
	return t
}

func (r *reader) textFact(newest journey.Stamp) journey.Touch[string] {
	return journey.Touch[string]{Stamp: r.plainStamp(newest), Value: r.string()}
}

func (r *reader) rules() journey.VisitRules {
	return journey.VisitRules{Timeout: r.uint32(), Idle: r.uint32(), Away: r.uint32()}
}

func (r *reader) attributes() []journey.Attribute {
	n := r.count(3)
	if n == 0 {
		return nil
	}
	attributes := r.room.attributes.take(n)
	for i := range attributes {
		attributes[i] = journey.Attribute{Name: r.string(), Type: r.dataType(), Value: r.string()}
	}
	return attributes
}

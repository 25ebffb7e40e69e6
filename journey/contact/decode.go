package contact

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

// DecodeContact reads what AppendContact wrote. The contact keeps nothing of data.
func DecodeContact(data []byte) (*Contact, error) {
	r := open(data, TypeContact)
	c := r.contact()
	if err := r.close(); err != nil {
		return nil, fmt.Errorf("contact: document: %w", err)
	}
	return c, nil
}

// DecodeDecision reads what AppendDecision wrote. The decision keeps nothing of data.
func DecodeDecision(data []byte) (*Decision, error) {
	r := open(data, TypeDecision)
	last := lastAct
	if r.layout == layout1 {
		last = lastAct1
	}
	d := &Decision{Act: Act(r.enum(byte(last))), Why: Reason(r.enum(byte(lastReason)))}
	d.Evidence, _ = r.proof(0, 0)
	d.Contact = r.id()
	d.By = r.identifier()
	d.Unresolved = r.ids()
	d.Remove = r.ids()
	d.Put = list(r, contactSize, (*reader).contact)
	if err := r.close(); err != nil {
		return nil, fmt.Errorf("contact: decision: %w", err)
	}
	return d, nil
}

// The fewest bytes that an entry of a list takes. They bound what a damaged length can ask for.
const (
	idSize      = len(journey.ID{})
	proofSize   = 2
	claimSize   = proofSize + 1
	fieldSize   = proofSize + 2
	apartSize   = idSize + 1
	heldSize    = proofSize + idSize + 2
	contactSize = 2 + idSize + 9
)

// reader takes a value apart. After its first failure every method returns zero values.
type reader struct {
	text   string
	layout byte
	err    error
}

func open(data []byte, want byte) *reader {
	r := &reader{text: string(data)}
	if got := r.byte(); got != want {
		r.fail(ErrMalformed)
	}
	switch r.layout = r.byte(); {
	case r.layout > layout2:
		r.fail(ErrNewer)
	case r.layout < layout1:
		r.fail(ErrMalformed)
	}
	return r
}

func (r *reader) close() error {
	if r.err == nil && r.text != "" {
		r.fail(ErrMalformed)
	}
	return r.err
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err, r.text = err, ""
	}
}

func (r *reader) take(n uint64) string {
	if n > uint64(len(r.text)) {
		r.fail(ErrMalformed)
		return ""
	}
	out := r.text[:n]
	r.text = r.text[n:]
	return out
}

func (r *reader) byte() byte {
	if s := r.take(1); s != "" {
		return s[0]
	}
	return 0
}

func (r *reader) uvarint() uint64 {
	var raw [binary.MaxVarintLen64]byte
	value, n := binary.Uvarint(raw[:copy(raw[:], r.text)])
	if n <= 0 {
		r.fail(ErrMalformed)
		return 0
	}
	r.text = r.text[n:]
	return value
}

func (r *reader) date(base journey.Instant) journey.Instant {
	u := r.uvarint()
	return base + journey.Instant(int64(u>>1)^-int64(u&1))
}

func (r *reader) enum(last byte) byte {
	value := r.byte()
	if value > last {
		r.fail(ErrMalformed)
		return 0
	}
	return value
}

func (r *reader) id() (id journey.ID) {
	copy(id[:], r.take(uint64(idSize)))
	return id
}

func (r *reader) string() string {
	n := r.uvarint()
	if n == 0 && r.err == nil {
		return r.id().String()
	}
	return r.take(n - 1)
}

// list reads as many entries as stand before it.
func list[T any](r *reader, size int, read func(*reader) T) []T {
	n := r.uvarint()
	if n > uint64(len(r.text)/size) {
		r.fail(ErrMalformed)
		return nil
	}
	if n == 0 {
		return nil
	}
	out := make([]T, n)
	for i := range out {
		out[i] = read(r)
	}
	return out
}

func (r *reader) ids() []journey.ID { return list(r, idSize, (*reader).id) }

func (r *reader) contact() *Contact {
	c := &Contact{}
	known := byte(contactBits)
	if r.layout == layout1 {
		known &^= hasHeld
	}
	has := r.flags(known)
	c.Kind = Kind(r.enum(byte(Curated)))
	c.ID = r.id()
	version := r.uvarint()
	if version > math.MaxUint32 {
		r.fail(ErrMalformed)
	}
	c.Version, c.Deleted = uint32(version), has&hasDeleted != 0
	c.Created = r.date(0)
	c.Modified = r.date(c.Created)
	c.Used = r.date(c.Created)
	if has&hasSince != 0 {
		c.Since = r.date(c.Created)
	}
	if has&hasDivision != 0 {
		c.Division = r.id()
	}
	if has&hasRaised != 0 {
		c.Raised = r.id()
	}
	base := c.Created
	c.Claims = r.claims(base)
	c.Fields = list(r, fieldSize, func(r *reader) Field { return r.field(base) })
	c.From = r.ids()
	c.Members = r.ids()
	c.Apart = list(r, apartSize, func(r *reader) Apart { return Apart{Other: r.id(), At: r.date(base)} })
	if has&hasMerged != 0 {
		m := &Link{Into: r.id()}
		m.Evidence, _ = r.proof(0, base)
		m.By = r.identifier()
		m.Held = r.claims(base)
		c.Merged = m
	}
	if has&hasHeld != 0 {
		c.Held = list(r, heldSize, func(r *reader) Held { return r.held(base) })
	}
	return c
}

func (r *reader) held(base journey.Instant) (h Held) {
	var has byte
	h.Evidence, has = r.proof(hasFrom, base)
	h.Segment = r.id()
	h.Assigned = r.date(h.Evidence.At)
	h.Until = r.date(h.Assigned)
	if has&hasFrom != 0 {
		h.From = r.id()
	}
	return h
}

func (r *reader) claims(base journey.Instant) []Claim {
	return list(r, claimSize, func(r *reader) (c Claim) {
		var has byte
		c.Evidence, has = r.proof(hasCurated, base)
		c.Curated = has&hasCurated != 0
		c.Identifier = r.identifier()
		return c
	})
}

func (r *reader) field(base journey.Instant) (f Field) {
	var has byte
	f.Evidence, has = r.proof(hasCurated|hasFrom, base)
	f.Curated = has&hasCurated != 0
	f.Name, f.Value = r.string(), r.string()
	if has&hasFrom != 0 {
		f.From = r.id()
	}
	return f
}

// proof reads a proof, and what else its byte says of the bits that may be there.
func (r *reader) proof(more byte, base journey.Instant) (p Proof, has byte) {
	has = r.flags(hasEvent | hasSession | more)
	p.At = r.date(base)
	if has&hasEvent != 0 {
		p.Event = r.id()
	}
	if has&hasSession != 0 {
		p.Session = r.id()
	}
	return p, has
}

func (r *reader) identifier() (id Identifier) {
	first := r.byte()
	if id.Type = Type(first &^ (hasSource | hasUnmatched)); id.Type > lastType || id.Type == NoType && first != 0 {
		r.fail(ErrMalformed)
	}
	if id.Type == NoType {
		return Identifier{}
	}
	id.Unmatched = first&hasUnmatched != 0
	id.Value = r.string()
	if first&hasSource != 0 {
		id.Source = r.string()
	}
	return id
}

// flags reads bits, none of which may be unknown.
func (r *reader) flags(known byte) byte {
	has := r.byte()
	if has&^known != 0 {
		r.fail(ErrMalformed)
	}
	return has & known
}

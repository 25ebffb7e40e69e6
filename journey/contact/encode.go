package contact

import (
	"encoding/binary"
	"slices"

	"sojourn/journey"
)

// The first byte of what this package writes, distinct from those of journey/codec, and the second: the layout.
// The numbers are stored.
const (
	TypeDecision byte = 32
	TypeContact  byte = 33

	layout1 byte = 1
	layout2 byte = 2 // segments that contacts hold, and the acts that assign them
)

// What a contact has. The bits are stored.
const (
	hasDeleted = 1 << iota
	hasSince
	hasDivision
	hasMerged
	hasRaised
	hasHeld     // since layout 2
	contactBits = 1<<iota - 1
)

// What a proof, claim or field has.
const (
	hasEvent = 1 << iota
	hasSession
	hasCurated
	hasFrom
)

// What stands in an identifier's byte besides its type.
const (
	hasSource    = 0x80
	hasUnmatched = 0x40
)

// AppendContact appends a contact as it is stored, in the first layout that has a place for all it holds.
func AppendContact(b []byte, c *Contact) []byte {
	layout := layout1
	if len(c.Held) > 0 {
		layout = layout2
	}
	b = append(b, TypeContact, layout)
	return appendContact(b, c)
}

func appendContact(b []byte, c *Contact) []byte {
	b = append(b, bits(
		bit(hasDeleted, c.Deleted), bit(hasSince, c.Since != 0), bit(hasDivision, !c.Division.IsZero()),
		bit(hasMerged, c.Merged != nil), bit(hasRaised, !c.Raised.IsZero()),
		bit(hasHeld, len(c.Held) > 0)), byte(c.Kind))
	b = append(b, c.ID[:]...)
	b = binary.AppendUvarint(b, uint64(c.Version))
	b = binary.AppendVarint(b, int64(c.Created))
	b = appendDate(b, c.Modified, c.Created)
	b = appendDate(b, c.Used, c.Created)
	if c.Since != 0 {
		b = appendDate(b, c.Since, c.Created)
	}
	if !c.Division.IsZero() {
		b = append(b, c.Division[:]...)
	}
	if !c.Raised.IsZero() {
		b = append(b, c.Raised[:]...)
	}
	b = appendClaims(b, c.Claims, c.Created)
	b = binary.AppendUvarint(b, uint64(len(c.Fields)))
	for i := range c.Fields {
		b = appendField(b, &c.Fields[i], c.Created)
	}
	b = appendIDs(b, c.From)
	b = appendIDs(b, c.Members)
	b = binary.AppendUvarint(b, uint64(len(c.Apart)))
	for _, a := range c.Apart {
		b = appendDate(append(b, a.Other[:]...), a.At, c.Created)
	}
	if m := c.Merged; m != nil {
		b = append(b, m.Into[:]...)
		b = appendProof(b, m.Evidence, 0, c.Created)
		b = appendIdentifier(b, m.By)
		b = appendClaims(b, m.Held, c.Created)
	}
	if len(c.Held) > 0 {
		b = appendHeld(b, c.Held, c.Created)
	}
	return b
}

func appendHeld(b []byte, held []Held, base journey.Instant) []byte {
	b = binary.AppendUvarint(b, uint64(len(held)))
	for i := range held {
		h := &held[i]
		b = appendProof(b, h.Evidence, bit(hasFrom, !h.From.IsZero()), base)
		b = append(b, h.Segment[:]...)
		b = appendDate(b, h.Assigned, h.Evidence.At)
		b = appendDate(b, h.Until, h.Assigned)
		if !h.From.IsZero() {
			b = append(b, h.From[:]...)
		}
	}
	return b
}

func appendClaims(b []byte, claims []Claim, base journey.Instant) []byte {
	b = binary.AppendUvarint(b, uint64(len(claims)))
	for i := range claims {
		c := &claims[i]
		b = appendProof(b, c.Evidence, bit(hasCurated, c.Curated), base)
		b = appendIdentifier(b, c.Identifier)
	}
	return b
}

func appendField(b []byte, f *Field, base journey.Instant) []byte {
	b = appendProof(b, f.Evidence, bit(hasCurated, f.Curated)|bit(hasFrom, !f.From.IsZero()), base)
	b = appendText(appendText(b, f.Name), f.Value)
	if !f.From.IsZero() {
		b = append(b, f.From[:]...)
	}
	return b
}

// appendProof writes a proof, behind a byte that says what it and the thing that it proves have.
func appendProof(b []byte, p Proof, more byte, base journey.Instant) []byte {
	b = append(b, more|bit(hasEvent, !p.Event.IsZero())|bit(hasSession, !p.Session.IsZero()))
	b = appendDate(b, p.At, base)
	if !p.Event.IsZero() {
		b = append(b, p.Event[:]...)
	}
	if !p.Session.IsZero() {
		b = append(b, p.Session[:]...)
	}
	return b
}

// appendIdentifier writes an identifier; a zero one is a single zero byte.
func appendIdentifier(b []byte, id Identifier) []byte {
	b = append(b, byte(id.Type)|bit(hasSource, id.Source != "")|bit(hasUnmatched, id.Unmatched))
	if id.Type == NoType {
		return b
	}
	b = appendText(b, id.Value)
	if id.Source != "" {
		b = appendText(b, id.Source)
	}
	return b
}

// AppendDecision appends a decision as a record of the log, in the first layout that has a place for all of it.
func AppendDecision(b []byte, d *Decision) []byte {
	layout := layout1
	if d.Act > lastAct1 || slices.ContainsFunc(d.Put, func(c *Contact) bool { return len(c.Held) > 0 }) {
		layout = layout2
	}
	b = append(b, TypeDecision, layout, byte(d.Act), byte(d.Why))
	b = appendProof(b, d.Evidence, 0, 0)
	b = append(b, d.Contact[:]...)
	b = appendIdentifier(b, d.By)
	b = appendIDs(b, d.Unresolved)
	b = appendIDs(b, d.Remove)
	b = binary.AppendUvarint(b, uint64(len(d.Put)))
	for _, c := range d.Put {
		b = appendContact(b, c)
	}
	return b
}

func appendDate(b []byte, at, base journey.Instant) []byte {
	return binary.AppendVarint(b, int64(at-base))
}

func appendIDs(b []byte, ids []journey.ID) []byte {
	b = binary.AppendUvarint(b, uint64(len(ids)))
	for _, id := range ids {
		b = append(b, id[:]...)
	}
	return b
}

// appendText writes the length plus 1 and the bytes; of a UUID in canonical form 0 and its 16 bytes.
func appendText(b []byte, s string) []byte {
	if id, err := journey.ParseID(s); err == nil && id.String() == s {
		return append(append(b, 0), id[:]...)
	}
	return append(binary.AppendUvarint(b, uint64(len(s))+1), s...)
}

func bit(mask byte, on bool) byte {
	if on {
		return mask
	}
	return 0
}

func bits(all ...byte) (b byte) {
	for _, one := range all {
		b |= one
	}
	return b
}

package codec

import (
	"encoding/binary"
	"fmt"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// AppendRecord appends the binary form of a record to b. It takes the records that
// journey.Record names, and decisions about contacts; of anything else it appends nothing.
func AppendRecord(b []byte, r journey.Record) []byte {
	switch r := r.(type) {
	case *journey.Accepted:
		return appendAccepted(b, r)
	case *journey.Pinged:
		return appendPinged(b, r)
	case *journey.Ended:
		return appendEnded(b, r)
	case *journey.Definition:
		return appendDefinition(b, r)
	case *contact.Decision:
		return contact.AppendDecision(b, r)
	}
	return b
}

// DecodeRecord reads what AppendRecord wrote. The record shares nothing with data.
// The error is ErrMalformed or ErrNewer, with what and where.
func DecodeRecord(data []byte) (journey.Record, error) {
	if len(data) == 0 {
		return nil, fmt.Errorf("codec: record: %w: no bytes", ErrMalformed)
	}
	r := open(data, data[0])
	switch data[0] {
	case typeAccepted:
		return finish(&r, readAccepted(&r), "event")
	case typePinged:
		return finish(&r, readPinged(&r), "ping")
	case typeEnded:
		return finish(&r, readEnded(&r), "end")
	case typeDefinition:
		return finish(&r, readDefinition(&r), "definition")
	case typeDecision:
		return readDecision(data)
	}
	return nil, fmt.Errorf("codec: record: %w: type %d", ErrMalformed, data[0])
}

func readDecision(data []byte) (journey.Record, error) {
	decision, err := contact.DecodeDecision(data)
	if err != nil {
		return nil, fmt.Errorf("codec: decision: %w: %w", ErrMalformed, err)
	}
	return decision, nil
}

// finish closes the reader and returns the record if all went well.
func finish(r *reader, record journey.Record, what string) (journey.Record, error) {
	if err := r.close(what); err != nil {
		return nil, err
	}
	return record, nil
}

func appendPinged(b []byte, r *journey.Pinged) []byte {
	b = append(b, typePinged, version1)
	b = appendKey(b, r.Key)
	b = append(b, r.Session[:]...)
	return appendInstant(b, r.At, 0)
}

func readPinged(r *reader) *journey.Pinged {
	return &journey.Pinged{Key: r.key(), Session: r.id(), At: r.instant(0)}
}

func appendEnded(b []byte, r *journey.Ended) []byte {
	b = append(b, typeEnded, version1)
	b = appendKey(b, r.Key)
	b = append(b, r.Session[:]...)
	b = appendInstant(b, r.At, 0)
	return appendInstant(b, r.Seen, r.At)
}

func readEnded(r *reader) *journey.Ended {
	e := &journey.Ended{Key: r.key(), Session: r.id(), At: r.instant(0)}
	e.Seen = r.instant(e.At)
	return e
}

const definitionDeleted flags = 1

func appendDefinition(b []byte, d *journey.Definition) []byte {
	b = append(b, typeDefinition, version1)
	b = appendFlags(b, flags(0).with(definitionDeleted, d.Deleted))
	b = appendString(b, string(d.Noun))
	b = appendText(b, d.ID)
	b = binary.AppendVarint(b, int64(d.Version))
	b = appendInstant(b, d.Created, 0)
	b = appendInstant(b, d.Modified, d.Created)
	b = binary.AppendUvarint(b, uint64(len(d.Body)))
	return append(b, d.Body...)
}

func readDefinition(r *reader) *journey.Definition {
	d := &journey.Definition{
		Deleted: r.flags().has(definitionDeleted), Noun: journey.Noun(r.string()), ID: r.textOf(),
		Version: int(r.varint()), Created: r.instant(0),
	}
	d.Modified = r.instant(d.Created)
	d.Body = r.bytes()
	return d
}

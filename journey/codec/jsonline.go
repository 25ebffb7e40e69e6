package codec

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// ErrBadLine says that a line is no record in the form of MarshalLine.
var ErrBadLine = errors.New("not a record")

// The values of the member "record".
const (
	lineEvent      = "event"
	linePing       = "ping"
	lineEnd        = "end"
	lineDefinition = "definition"
	lineDecision   = "decision" // always as bytes
)

// head is what every line has. Binary stands for all other members of a record that JSON
// cannot carry exactly, a text that is not UTF-8 for instance.
type head struct {
	Record string `json:"record"`
	Binary []byte `json:"binary,omitempty"`
}

type pingLine struct {
	Record  string          `json:"record"`
	Key     journey.Key     `json:"key"`
	Session journey.ID      `json:"sessionId"`
	At      journey.Instant `json:"receivedDate"`
}

type endLine struct {
	Record  string          `json:"record"`
	Key     journey.Key     `json:"key"`
	Session journey.ID      `json:"sessionId"`
	At      journey.Instant `json:"endedDate"`
	Seen    journey.Instant `json:"noticedDate"`
}

type definitionLine struct {
	Record   string          `json:"record"`
	Noun     journey.Noun    `json:"noun"`
	ID       string          `json:"id"`
	Version  int             `json:"version"`
	Created  journey.Instant `json:"createdDate"`
	Modified journey.Instant `json:"modifiedDate"`
	Deleted  bool            `json:"deleted,omitzero"`
	Body     jsontext.Value  `json:"body,omitempty"`
}

// MarshalLine writes a record as one JSON object without a line break, with the names of the
// API where it has them (events.md §7). Nothing is lost: UnmarshalLine gives a record with the
// very same binary form.
//
// A record that would not survive as readable JSON (text that is not UTF-8, attributes of the same
// name, a body that is not compact JSON) is written as {"record":…,"binary":…} instead.
func MarshalLine(r journey.Record) ([]byte, error) {
	binary := AppendRecord(nil, r)
	line, err := marshalReadable(r)
	if err == nil {
		if again, err := UnmarshalLine(line); err == nil && bytes.Equal(AppendRecord(nil, again), binary) {
			return line, nil
		}
	}
	name := lineName(r)
	if name == "" {
		return nil, fmt.Errorf("codec: %T: %w", r, ErrBadLine)
	}
	return json.Marshal(head{Record: name, Binary: binary})
}

func lineName(r journey.Record) string {
	switch r.(type) {
	case *journey.Accepted:
		return lineEvent
	case *journey.Pinged:
		return linePing
	case *journey.Ended:
		return lineEnd
	case *journey.Definition:
		return lineDefinition
	case *contact.Decision:
		return lineDecision
	}
	return ""
}

func marshalReadable(r journey.Record) ([]byte, error) {
	var line any
	switch r := r.(type) {
	case *journey.Accepted:
		line = eventLineOf(r)
	case *journey.Pinged:
		line = &pingLine{linePing, r.Key, r.Session, r.At}
	case *journey.Ended:
		line = &endLine{lineEnd, r.Key, r.Session, r.At, r.Seen}
	case *journey.Definition:
		line = &definitionLine{
			lineDefinition, r.Noun, r.ID, r.Version, r.Created, r.Modified, r.Deleted, jsontext.Value(r.Body),
		}
	}
	return json.Marshal(line, lineOptions)
}

// UnmarshalLine reads what MarshalLine wrote. Members that it does not know are an error, for
// dropping them would not be exact. Errors are ErrBadLine with the cause.
func UnmarshalLine(line []byte) (journey.Record, error) {
	var h head
	if err := json.Unmarshal(line, &h); err != nil {
		return nil, badLine(err)
	}
	if h.Binary != nil {
		record, err := DecodeRecord(h.Binary)
		if err != nil {
			return nil, badLine(err)
		}
		if lineName(record) != h.Record {
			return nil, fmt.Errorf("codec: %w: %q holds another record", ErrBadLine, h.Record)
		}
		return record, nil
	}
	record, err := unmarshalReadable(h.Record, line)
	if err != nil {
		return nil, badLine(err)
	}
	return record, nil
}

func badLine(err error) error { return fmt.Errorf("codec: %w: %w", ErrBadLine, err) }

func unmarshalReadable(name string, line []byte) (journey.Record, error) {
	switch name {
	case lineEvent:
		var l eventLine
		if err := json.Unmarshal(line, &l, lineOptions); err != nil {
			return nil, err
		}
		return l.accepted()
	case linePing:
		var l pingLine
		err := json.Unmarshal(line, &l, lineOptions)
		return &journey.Pinged{Key: l.Key, Session: l.Session, At: l.At}, err
	case lineEnd:
		var l endLine
		err := json.Unmarshal(line, &l, lineOptions)
		return &journey.Ended{Key: l.Key, Session: l.Session, At: l.At, Seen: l.Seen}, err
	case lineDefinition:
		var l definitionLine
		err := json.Unmarshal(line, &l, lineOptions)
		return &journey.Definition{
			Noun: l.Noun, ID: l.ID, Version: l.Version, Created: l.Created, Modified: l.Modified,
			Deleted: l.Deleted, Body: l.Body,
		}, err
	}
	return nil, fmt.Errorf("unknown record %q", name)
}

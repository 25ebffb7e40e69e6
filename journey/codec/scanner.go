package codec

import (
	"fmt"

	"sojourn/journey"
)

// Scanner reads the events among very many records and allocates nothing: each event is read into the memory of the
// one before, with texts that are parts of the record's own bytes. What it accepts, and what it makes of that, is the
// same as with DecodeRecord. The zero Scanner is ready for use, by one goroutine.
//
// An event is read in two steps, for who reads many events needs most of them no further than their heads:
//
//	for data := range records {
//		event, err := s.Head(data) // nil for what is no event
//		…
//		err = s.Rest()             // if there is need for more
//	}
type Scanner struct {
	reader reader
	event  journey.Accepted
	flags  flags
}

// Head begins to read a record. If it is an event, it returns the members that all events have: Kind, ID, Deployment,
// Customer, Name, Created, Received; IDGiven, History, Authenticated, Opened, Ends; Session, Seq, the totals and Rules.
// The other members are zero until Rest. For a record that is no event it returns nil, whatever else is in it.
//
// The event belongs to the scanner. It is valid until the next call of Head, and as long as data is not changed.
// Errors are those of DecodeRecord; those in the rest of the record may come from Rest alone.
func (s *Scanner) Head(data []byte) (*journey.Accepted, error) {
	if len(data) == 0 {
		return nil, fmt.Errorf("codec: record: %w: no bytes", ErrMalformed)
	}
	if data[0] != typeAccepted {
		return nil, nil
	}
	if s.reader.room == nil {
		s.reader.room = newRoom()
	}
	s.reader.room.empty()
	s.reader.open(view(data), typeAccepted)
	s.event = journey.Accepted{}
	if s.flags = readHead(&s.reader, &s.event); s.reader.err != nil {
		return nil, s.reader.failed("event")
	}
	return &s.event, nil
}

// HasJudged reports whether the event of the last Head has Judged, which only Rest reads.
func (s *Scanner) HasJudged() bool { return s.flags.has(hasJudged) }

// HasEndedID reports whether the event of the last Head has an EndedID, which only Rest reads.
func (s *Scanner) HasEndedID() bool { return s.flags.has(hasEndedID) }

// Rest reads what Head has left out. It is called once, after a Head that returned an event.
func (s *Scanner) Rest() error {
	readRest(&s.reader, &s.event, s.flags)
	return s.reader.close("event")
}

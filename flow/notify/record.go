package notify

import (
	"fmt"

	"sojourn/journey"
	"sojourn/journey/codec"
)

// listener reads records for the hub: most of them need no more than a look, and no memory of their own.
type listener struct{ scanner codec.Scanner }

// news is what a record tells.
type news struct {
	session journey.ID        // that it is about; zero if it is about none
	ended   journey.ID        // that it ended, if another
	event   *journey.Accepted // nil if it is none; its head, and what it did to rules; valid until the next read
}

// read takes a record. If nobody hears of it, it is only to be counted, and whose it is does not matter.
// What it returns is valid until the next call.
func (l *listener) read(data []byte, heard bool) (n news, err error) {
	event, err := l.scanner.Head(data)
	if err == nil && event != nil && (l.scanner.HasJudged() || heard && l.scanner.HasEndedID()) {
		err = l.scanner.Rest()
	}
	switch {
	case err != nil:
		return news{}, fmt.Errorf("notify: %w", err)
	case event != nil:
		return news{session: event.Session, ended: event.EndedID, event: event}, nil
	case !heard:
		return news{}, nil // it counts as nothing
	}
	record, err := codec.DecodeRecord(data)
	if err != nil {
		return news{}, fmt.Errorf("notify: %w", err)
	}
	return news{session: journey.SessionOf(record)}, nil
}

package pebble

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	cockroach "github.com/cockroachdb/pebble/v2"

	"sojourn/journey"
	"sojourn/journey/codec"
)

// Dump writes everything that follows from the log as text, one fact a line, in an order that depends
// on the facts alone: two indexes of the same log, one of which was rebuilt, give the same text. Left
// out are the mark, which depends on when it was flushed, what is remembered of repeats, which
// depends on the clock, and the listings, which follow from the documents (Check compares those).
func (i *Index) Dump(ctx context.Context, w io.Writer) error {
	snapshot := i.db.NewSnapshot()
	defer snapshot.Close()
	out := bufio.NewWriter(w)
	for e, err := range i.scan(ctx, snapshot, &cockroach.IterOptions{}) {
		if err == nil {
			err = dumpEntry(out, e)
		}
		if err != nil {
			return fmt.Errorf("pebble: dump: %w", err)
		}
	}
	return out.Flush()
}

func dumpEntry(w io.Writer, e entry) error {
	switch e.key[0] {
	case definitionSpace:
		d, err := decodeDefinition(e.value)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "definition %q %q version %d: %x\n", d.Noun, d.ID, d.Version, e.value)
		return err
	case sessionSpace:
		if ofDocument(e.key) {
			return dumpSession(w, e)
		}
		return dumpEvent(w, e)
	case stateSpace:
		s, _, err := codec.DecodeState(journey.Key(e.key[1:]), e.value)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "state %q: sequence %d, %d events, %d page views, up to %d\n",
			s.Key, s.Seq, s.Events, s.Pageviews, s.At)
		return err
	}
	return nil
}

func dumpSession(w io.Writer, e entry) error {
	s, err := codec.DecodeSession(e.value)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "session %v: %d events until %v: %x\n", s.ID, s.Events, s.Newest, e.value)
	return err
}

func dumpEvent(w io.Writer, e entry) error {
	session, _, err := parseEventKey(e.key)
	if err != nil {
		return err
	}
	l, err := parseLocated(e)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "event %v of session %v: type %d at %d\n", l.Stamp, session, l.Type, l.Position)
	return err
}

// Fingerprint is a hash of Dump: equal for indexes that say the same about the log.
func (i *Index) Fingerprint(ctx context.Context) (string, error) {
	hash := sha256.New()
	if err := i.Dump(ctx, hash); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

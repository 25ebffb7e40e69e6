package pebble

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	cockroach "github.com/cockroachdb/pebble/v2"

	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/journey/codec"
)

// Dump writes everything that follows from the log as text, one fact a line, in an order that depends
// on the facts alone: two indexes of the same log, one of which was rebuilt, give the same text. Left
// out are the mark, which depends on when it was flushed, what is remembered of repeats, which
// depends on the clock, and the listings, which follow from the documents (Check compares those).
func (i *Index) Dump(ctx context.Context, w io.Writer) error {
	if err := i.settle(ctx); err != nil {
		return fmt.Errorf("pebble: dump: %w", err)
	}
	snapshot := i.db.NewSnapshot()
	defer snapshot.Close()
	out := bufio.NewWriter(w)
	d := dumping{out: out}
	for e, err := range i.scan(ctx, snapshot, &cockroach.IterOptions{}) {
		if err == nil {
			err = d.entry(e)
		}
		if err != nil {
			return fmt.Errorf("pebble: dump: %w", err)
		}
	}
	if err := d.dumpEvents(); err != nil {
		return fmt.Errorf("pebble: dump: %w", err)
	}
	return out.Flush()
}

// dumping is a dump under way. The events of a session lie behind its document in several entries, which
// depend on when they were written.
type dumping struct {
	out    io.Writer
	of     journey.ID
	events []stitch.Located
}

func (d *dumping) entry(e entry) error {
	switch e.key[0] {
	case definitionSpace:
		return dumpDefinition(d.out, e)
	case sessionSpace:
		if !ofDocument(e.key) {
			return d.event(e)
		}
		return errors.Join(d.dumpEvents(), dumpSession(d.out, e))
	case stateSpace:
		return dumpState(d.out, e)
	case personSpace:
		_, err := fmt.Fprintf(d.out, "contact %x: %x\n", e.key[1:], e.value)
		return err
	case ownerSpace:
		_, err := fmt.Fprintf(d.out, "owner of %q: %x\n", e.key[1:], e.value)
		return err
	}
	return nil
}

func (d *dumping) event(e entry) error {
	id, _, err := parseEventKey(e.key)
	if err == nil && id != d.of {
		err = d.dumpEvents()
	}
	if err != nil {
		return err
	}
	d.of = id
	d.events, err = parseEntry(d.events, e)
	return err
}

// dumpEvents writes the events that were gathered.
func (d *dumping) dumpEvents() (err error) {
	for _, l := range inOrder(d.events) {
		_, e := fmt.Fprintf(d.out, "event %v of session %v: type %d at %d\n", l.Stamp, d.of, l.Type, l.Position)
		err = errors.Join(err, e)
	}
	d.events = d.events[:0]
	return err
}

func dumpDefinition(w io.Writer, e entry) error {
	d, err := decodeDefinition(e.value)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "definition %q %q version %d: %x\n", d.Noun, d.ID, d.Version, e.value)
	return err
}

func dumpState(w io.Writer, e entry) error {
	s, _, err := codec.DecodeState(journey.Key(e.key[1:]), e.value)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "state %q: sequence %d, %d events, %d page views, up to %d\n",
		s.Key, s.Seq, s.Events, s.Pageviews, s.At)
	return err
}

func dumpSession(w io.Writer, e entry) error {
	s, err := codec.DecodeSession(e.value)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "session %v: %d events until %v: %x\n", s.ID, s.Events, s.Newest, e.value)
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

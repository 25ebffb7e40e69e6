package define

import (
	"context"
	"errors"
	"iter"
	"sync"
	"testing"
	"time"

	"sojourn/journey"
	"sojourn/journey/codec"
)

// disk is a log, an index and a mark in memory.
type disk struct {
	mu      sync.Mutex
	records []journey.Record
	defined map[string]*journey.Definition
	done    []journey.Position
	low     journey.Position

	appendErr, defineErr error
}

func newDisk() *disk { return &disk{defined: map[string]*journey.Definition{}, low: 1} }

func (d *disk) Append(_ context.Context, records [][]byte) (journey.Position, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.appendErr != nil {
		return 0, d.appendErr
	}
	first := journey.Position(len(d.records) + 1)
	for _, data := range records {
		record, err := codec.DecodeRecord(data)
		if err != nil {
			return 0, err
		}
		d.records = append(d.records, record)
	}
	return first, nil
}

func (d *disk) Define(_ context.Context, _ journey.Position, definitions []*journey.Definition) error {
	if d.defineErr != nil {
		return d.defineErr
	}
	for _, def := range definitions {
		if old := d.defined[string(def.Noun)+" "+def.ID]; old != nil && old.Version >= def.Version {
			return errors.New("a version came twice or in the wrong order")
		}
		d.defined[string(def.Noun)+" "+def.ID] = def
	}
	return nil
}

func (d *disk) Definitions(context.Context) iter.Seq2[*journey.Definition, error] {
	return func(yield func(*journey.Definition, error) bool) {
		for _, def := range d.defined {
			if !yield(def, nil) {
				return
			}
		}
	}
}

func (d *disk) Done(first, last journey.Position) {
	for at := first; at <= last; at++ {
		d.done = append(d.done, at)
	}
}

func (d *disk) Low() journey.Position { return d.low }

// clock gives a later second with every look.
type clock struct{ at time.Time }

func (c *clock) now() time.Time {
	c.at = c.at.Add(time.Second)
	return c.at
}

func newClock() *clock { return &clock{time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func open(t testing.TB, o Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func on(d *disk) Options { return Options{Log: d, Index: d, Mark: d, Now: newClock().now} }

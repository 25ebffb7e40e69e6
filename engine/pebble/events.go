package pebble

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"sojourn/flow/stitch"
	"sojourn/journey"
)

// foot returns the stamp in the key of an entry of events: the date of the first of them, and the smallest sequence.
// Changes that are applied again, as after a failure, come as a later part of what the entry has, which lacks the
// smallest sequence, or as all of it. So no entry is ever replaced by one with less.
func foot(events []stitch.Located) journey.Stamp {
	stamp := events[0].Stamp
	for n := range events {
		stamp.Seq = min(stamp.Seq, events[n].Stamp.Seq)
	}
	return stamp
}

// appendEvents writes where events stand in the log: the type of each, and how far its date, its
// sequence and its position lie behind those of the one before it, of the first one behind the stamp in the key.
func appendEvents(b []byte, foot journey.Stamp, events []stitch.Located) []byte {
	before := stitch.Located{Stamp: foot}
	for _, e := range events {
		b = append(b, byte(e.Type))
		b = binary.AppendVarint(b, int64(e.Stamp.At-before.Stamp.At))
		b = binary.AppendVarint(b, int64(e.Stamp.Seq-before.Stamp.Seq))
		b = binary.AppendVarint(b, int64(e.Position-before.Position))
		before = e
	}
	return b
}

// parseEvents appends what appendEvents wrote.
func parseEvents(events []stitch.Located, foot journey.Stamp, b []byte) ([]stitch.Located, error) {
	before := stitch.Located{Stamp: foot}
	for len(b) > 0 {
		before.Type = journey.EventType(b[0])
		b = b[1:]
		var delta [3]int64
		for n := range delta {
			value, size := binary.Varint(b)
			if size <= 0 {
				return events, errValue
			}
			delta[n], b = value, b[size:]
		}
		before.Stamp.At += journey.Instant(delta[0])
		before.Stamp.Seq += uint64(delta[1])
		before.Position += journey.Position(delta[2])
		events = append(events, before)
	}
	return events, nil
}

// parseEntry appends the events of one entry of the store.
func parseEntry(events []stitch.Located, e entry) ([]stitch.Located, error) {
	_, foot, err := parseEventKey(e.key)
	if err != nil {
		return events, err
	}
	before := len(events)
	if events, err = parseEvents(events, foot, e.value); err == nil && len(events) == before {
		err = errValue
	}
	return events, err
}

// inOrder sorts events by their place and drops those that are there twice.
func inOrder(events []stitch.Located) []stitch.Located {
	byPlace := func(a, b stitch.Located) int { return a.Place().Compare(b.Place()) }
	if !slices.IsSortedFunc(events, byPlace) {
		events = slices.Clone(events)
		slices.SortFunc(events, byPlace)
	}
	for n := 1; n < len(events); n++ {
		if events[n].Place() == events[n-1].Place() {
			same := func(a, b stitch.Located) bool { return a.Place() == b.Place() }
			return slices.CompactFunc(slices.Clone(events), same)
		}
	}
	return events
}

// Events returns where the events of a session stand in the log, ascending, from the first behind that place
// on; what follows from an event stands where that does. The zero place is the beginning. At most limit are returned,
// all if it is 0; of the given types, of all types if none is given. A session that is not there has none.
func (i *Index) Events(
	ctx context.Context, session journey.ID, behind journey.EventPlace, limit int, types ...journey.EventType,
) ([]stitch.Located, error) {
	held := i.held.Load()
	events := held.events(nil, session)
	for e, err := range i.scan(ctx, i.db, eventsOf(session)) {
		if err != nil {
			return nil, err
		}
		if events, err = parseEntry(events, e); err != nil {
			return nil, fmt.Errorf("pebble: %w: events of session %v: %w", ErrRebuild, session, err)
		}
	}
	events = slices.DeleteFunc(inOrder(events), func(e stitch.Located) bool {
		wanted := len(types) == 0 || slices.Contains(types, e.Type)
		return !wanted || !behind.IsZero() && e.Place().Compare(behind) <= 0
	})
	if limit > 0 {
		events = events[:min(limit, len(events))]
	}
	if len(events) == 0 {
		return nil, nil
	}
	return events, nil
}

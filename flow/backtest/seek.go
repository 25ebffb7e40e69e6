package backtest

import (
	"context"

	"sojourn/journey"
	"sojourn/journey/codec"
)

// seekStep is how near to the first record of a time seek comes. It costs less to read those than to look for them.
const seekStep = 4096

// seek returns a position that is before all records of a moment and later. Positions stand in the order of acceptance
// but for a little disorder, so it bisects them. It is 0 if the log begins later, and near the end if it ends earlier.
func (r *run) seek(ctx context.Context, at journey.Instant) (journey.Position, error) {
	at = at.Add(-disorder)
	before, behind := journey.Position(0), journey.Position(seekStep)
	for {
		is, err := r.isBefore(ctx, behind, at)
		if err != nil {
			return 0, err
		}
		if !is {
			break
		}
		before, behind = behind, behind*2
	}
	for behind-before > seekStep {
		middle := before + (behind-before)/2
		is, err := r.isBefore(ctx, middle, at)
		switch {
		case err != nil:
			return 0, err
		case is:
			before = middle
		default:
			behind = middle
		}
	}
	return before, nil
}

// isBefore reports whether the first record behind a position that has a date is of before a moment. It is not if there
// is none.
func (r *run) isBefore(ctx context.Context, position journey.Position, at journey.Instant) (bool, error) {
	for entry, err := range r.o.Entries(ctx, position) {
		if err != nil {
			return false, err
		}
		record, err := codec.DecodeRecord(entry.Data)
		if err != nil {
			return false, malformed(entry, err)
		}
		if date := journey.CameAt(record); !date.IsZero() {
			return date < at, nil
		}
	}
	return false, nil
}

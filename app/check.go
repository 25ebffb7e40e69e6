package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"sojourn/config"
	"sojourn/engine/pebble"
	"sojourn/engine/seglog"
	"sojourn/journey"
)

// CheckReport is what a check of a data folder found.
type CheckReport struct {
	Log     seglog.Report
	Index   pebble.Report
	NoIndex bool             // there is none: the next start computes it
	Mark    journey.Position // up to which the index surely has the log
	// Problems are for the person who runs the server: what is wrong, and what to do.
	Problems []string
}

// Check reads the whole folder and compares its parts. It repairs nothing. progress is told the bytes
// of the log, then the entries of the index, each from 0 on. The error says why the check could not be
// made, ErrInUse among others; what it found is in the report.
func Check(ctx context.Context, c config.Config, o Options, progress Progress) (r CheckReport, err error) {
	o = o.withDefaults()
	f, err := openExisting(c.Data)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	r.Log, err = seglog.Check(f.log(), seglog.Options{Logger: o.Logger}, func(done, total int64) {
		progress.tell(uint64(done), uint64(total))
	})
	for _, damage := range r.Log.Damage {
		r.Problems = append(r.Problems, damage.Error())
	}
	switch {
	case len(r.Problems) > 0:
		return r, nil // an index of a damaged log says nothing
	case err != nil:
		return r, fmt.Errorf("check the log: %w", err)
	}
	if _, err := os.Stat(f.index()); errors.Is(err, os.ErrNotExist) {
		r.NoIndex = true
		return r, nil
	}
	return r, r.checkIndex(ctx, f, c, o, progress)
}

// checkIndex compares the parts of the index with each other, and its mark with the log.
func (r *CheckReport) checkIndex(
	ctx context.Context, f *folder, c config.Config, o Options, progress Progress,
) (err error) {
	index, err := openIndexOf(f.index(), r.Log.ID, c, o.Logger)
	if errors.Is(err, pebble.ErrRebuild) {
		r.Problems = append(r.Problems, err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, index.Close()) }()
	if r.Mark, err = index.Mark(ctx); err != nil {
		return fmt.Errorf("check the index: %w", err)
	}
	if r.Mark > r.Log.Last {
		r.Problems = append(r.Problems, aheadOfLog(r.Mark, r.Log.Last).Error())
	}
	r.Index, err = index.Check(ctx, func(entries uint64) { progress.tell(entries, 0) })
	if err != nil {
		return fmt.Errorf("check the index: %w", err)
	}
	r.Problems = append(r.Problems, r.Index.Problems...)
	if r.Index.More > 0 {
		r.Problems = append(r.Problems, fmt.Sprintf("and %d more problems of the index", r.Index.More))
	}
	if len(r.Index.Problems) > 0 {
		r.Problems = append(r.Problems, pebble.ErrRebuild.Error())
	}
	return nil
}

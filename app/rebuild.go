package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"sojourn/config"
	"sojourn/engine/seglog"
	"sojourn/journey"
)

// RebuildReport is what a rebuild did.
type RebuildReport struct {
	Records uint64 // read from the log
	Took    time.Duration
}

// Rebuild computes the index again from the log: beside the old one, which it replaces at the end. What
// is read afterwards is the same. It needs the folder for itself; the error is ErrInUse if a server has
// it, or a *seglog.DamageError if the log is damaged.
func Rebuild(ctx context.Context, c config.Config, o Options, progress Progress) (_ RebuildReport, err error) {
	o = o.withDefaults()
	began := time.Now()
	f, err := openExisting(c.Data)
	if err != nil {
		return RebuildReport{}, err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	log, err := openLog(f.log(), c, o.Logger)
	if err != nil {
		return RebuildReport{}, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	if err := os.RemoveAll(f.newIndex()); err != nil { // of a rebuild that was broken off
		return RebuildReport{}, fmt.Errorf("rebuild: %w", err)
	}
	if err := buildIndex(ctx, f.newIndex(), log, c, o, progress); err != nil {
		return RebuildReport{}, fmt.Errorf("rebuild: %w", errors.Join(err, os.RemoveAll(f.newIndex())))
	}
	if err := f.swapIndex(); err != nil {
		return RebuildReport{}, fmt.Errorf("rebuild: put the new index in its place: %w", err)
	}
	return RebuildReport{Records: uint64(log.End()), Took: time.Since(began)}, nil
}

// swapIndex puts the new index in the place of the old one. A crash in between leaves none, and the next
// start computes it from the log.
func (f *folder) swapIndex() error {
	if err := os.RemoveAll(f.index()); err != nil {
		return err
	}
	if err := os.Rename(f.newIndex(), f.index()); err != nil {
		return err
	}
	return syncFolder(f.path)
}

// buildIndex computes a new index in dir from the whole log.
func buildIndex(
	ctx context.Context, dir string, log *seglog.Log, c config.Config, o Options, progress Progress,
) (err error) {
	index, err := openIndex(dir, log, c, o.Logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, index.Close()) }()
	_, err = replay(ctx, entries(log), index, 0, func(done journey.Position) {
		progress.tell(uint64(done), uint64(log.End()))
	})
	return err
}

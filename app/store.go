package app

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"time"

	"sojourn/config"
	"sojourn/engine/pebble"
	"sojourn/engine/seglog"
	"sojourn/flow/identity"
	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/journey/codec"
)

// store is the engines of one data folder: the log, and the index as far as the log goes.
type store struct {
	log   *seglog.Log
	index *pebble.Index
	mark  *stitch.Watermark
}

// openStore opens the log and the index and brings the index up to the end of the log.
func openStore(
	ctx context.Context, f *folder, c config.Config, dictionary func() []byte, logger *slog.Logger,
) (_ *store, err error) {
	log, err := openLogWith(f.log(), c, dictionary, logger)
	if err != nil {
		return nil, err
	}
	s := &store{log: log}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	if s.index, err = openIndex(f.index(), log, c, logger); err != nil {
		return nil, err
	}
	from, err := s.index.Mark(ctx)
	if err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	if from > log.End() {
		return nil, aheadOfLog(from, log.End())
	}
	end, err := replay(ctx, entries(log), s.index, from, replayProgress(logger, from, log.End()))
	if err != nil {
		return nil, fmt.Errorf("bring the index up to the log: %w", err)
	}
	s.mark = stitch.NewWatermark(end)
	return s, nil
}

// aheadOfLog says that the log lost what the index was computed from, as when an old copy was put back.
func aheadOfLog(mark, end journey.Position) error {
	return fmt.Errorf("the index is at position %d and the log ends at %d: %w", mark, end, pebble.ErrRebuild)
}

func openLog(dir string, c config.Config, logger *slog.Logger) (*seglog.Log, error) {
	return openLogWith(dir, c, nil, logger)
}

// openLogWith opens the log with a dictionary for what will be appended.
func openLogWith(
	dir string, c config.Config, dictionary func() []byte, logger *slog.Logger,
) (*seglog.Log, error) {
	log, err := seglog.Open(dir, seglog.Options{
		SegmentBytes: c.Store.SegmentBytes, Dictionary: dictionary, Logger: logger,
	})
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	return log, nil
}

func openIndex(dir string, log *seglog.Log, c config.Config, logger *slog.Logger) (*pebble.Index, error) {
	return openIndexOf(dir, log.ID(), c, logger)
}

func openIndexOf(dir string, id journey.ID, c config.Config, logger *slog.Logger) (*pebble.Index, error) {
	index, err := pebble.Open(dir, pebble.Options{
		Logger:        logger,
		CacheBytes:    c.Index.CacheBytes,
		MemTableBytes: uint64(c.Index.MemtableBytes),
		HeldEvents:    c.Index.HeldEvents,
	}, id)
	if err != nil {
		return nil, fmt.Errorf("open the index: %w", err)
	}
	return index, nil
}

// reader reads entries of a log in order, behind a position.
type reader func(ctx context.Context, after journey.Position) iter.Seq2[stitch.Entry, error]

// entries reads a log.
func entries(log *seglog.Log) reader { return entriesOf[stitch.Entry](log) }

// entriesOf reads a log in the words of whoever asks: each package has an entry of its own.
func entriesOf[E ~struct {
	Position journey.Position
	Data     []byte
}](log *seglog.Log) func(ctx context.Context, after journey.Position) iter.Seq2[E, error] {
	return func(ctx context.Context, after journey.Position) iter.Seq2[E, error] {
		return func(yield func(E, error) bool) {
			for entry, err := range log.Read(ctx, after) {
				if !yield(E(entry), err) {
					return
				}
			}
		}
	}
}

// upTo reads no further than a position.
func (r reader) upTo(end journey.Position) reader {
	return func(ctx context.Context, after journey.Position) iter.Seq2[stitch.Entry, error] {
		return func(yield func(stitch.Entry, error) bool) {
			for entry, err := range r(ctx, after) {
				if entry.Position > end || !yield(entry, err) {
					return
				}
			}
		}
	}
}

// replay folds what is behind a position into the index and returns the position of the last record.
func replay(
	ctx context.Context, from reader, index *pebble.Index, after journey.Position,
	progress func(done journey.Position),
) (journey.Position, error) {
	return stitch.Replay(ctx, stitch.ReplayOptions{
		Entries: from, Index: index, Definer: index, Decided: decided(index), After: after, Progress: progress,
	})
}

// decided puts decisions about contacts into an index.
func decided(index *pebble.Index) func(context.Context, []stitch.Placed) error {
	return func(ctx context.Context, decisions []stitch.Placed) error {
		placed := make([]identity.Placed, len(decisions))
		for i, d := range decisions {
			placed[i] = identity.Placed(d)
		}
		return identity.Replay(ctx, index.People(), placed)
	}
}

// replayProgress says now and then how far a replay is, if it takes long.
func replayProgress(logger *slog.Logger, from, end journey.Position) func(journey.Position) {
	next := time.Now().Add(2 * time.Second)
	return func(done journey.Position) {
		if time.Now().Before(next) {
			return
		}
		next = time.Now().Add(5 * time.Second)
		logger.Info("reading the log into the index",
			"done", done-from, "of", end-from, "percent", 100*(done-from)/max(1, end-from))
	}
}

// records reads the records at those positions.
func (s *store) records(ctx context.Context, positions []journey.Position) ([]journey.Record, error) {
	raw, err := s.log.Get(ctx, positions)
	if err != nil {
		return nil, fmt.Errorf("read from the log: %w", err)
	}
	records := make([]journey.Record, len(raw))
	for i, data := range raw {
		if records[i], err = codec.DecodeRecord(data); err != nil {
			return nil, fmt.Errorf("record at position %d: %w", positions[i], err)
		}
	}
	return records, nil
}

// close flushes and closes the index, then the log.
func (s *store) close() error {
	var err error
	if s.index != nil {
		err = s.index.Close()
	}
	return errors.Join(err, s.log.Close())
}

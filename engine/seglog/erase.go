package seglog

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/journey"
)

// Erase erases the records at the positions, in any order, for good. When it returns,
// no file of the log has a byte of them, and no crash brings them back; positions keep their
// numbers and leave holes. Where a position is a hole already there is nothing to do. So an
// erasure that failed, or whose end nobody saw, is finished by doing it again.
//
// Each segment concerned is rewritten without the records, one after the other, or removed
// if none is left; the newest is closed first. That takes the disk space of one segment for
// a while. Appends and reads go on. Who is reading a segment while it is rewritten may still
// see the records. Who erases often should gather positions: the work is by segment.
//
// progress, if not nil, is told the bytes done and to do.
//
// Errors: ErrNotFound if a position was never written, and nothing is erased; ErrNoSpace; a
// *DamageError if a segment concerned is damaged, which is left as it is; ErrStopped if the
// newest cannot be closed; ErrClosed, and that of the context.
func (l *Log) Erase(
	ctx context.Context, positions []journey.Position, progress func(done, total int64),
) error {
	if err := l.erase(ctx, positions, progress); err != nil {
		return fmt.Errorf("seglog: erase: %w", err)
	}
	return nil
}

func (l *Log) erase(
	ctx context.Context, positions []journey.Position, progress func(done, total int64),
) error {
	unlock, err := l.holdSegments(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if len(positions) == 0 {
		return nil
	}
	if !slices.IsSorted(positions) {
		positions = slices.Clone(positions)
		slices.Sort(positions)
	}
	last := positions[len(positions)-1]
	if positions[0] == 0 || last > l.End() {
		return fmt.Errorf("positions from %d to %d: %w", positions[0], last, ErrNotFound)
	}
	if segments := l.current(); last >= segments[len(segments)-1].first {
		if err := l.roll(ctx); err != nil {
			return err
		}
	}
	e := eraser{log: l, progress: progress}
	if err := e.run(ctx, positions); err != nil {
		return err
	}
	// Once for all of them, and also if there was nothing to do: another erasure may have
	// failed at this very place.
	return syncDir(l.fs, l.dir)
}

// eraser is one Erase.
type eraser struct {
	log         *Log
	progress    func(done, total int64)
	done, total int64
}

// task is what an erasure has to do in one segment.
type task struct {
	segment   *segment
	extent    extent
	positions []journey.Position // ascending
}

func (e *eraser) run(ctx context.Context, positions []journey.Position) error {
	tasks, err := e.plan(positions)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if err := e.do(ctx, t); err != nil {
			return err
		}
		e.done += t.extent.end
		e.tell(0)
	}
	return nil
}

// plan finds the segments that have the positions.
func (e *eraser) plan(positions []journey.Position) (tasks []task, err error) {
	for _, s := range e.log.current() {
		from, _ := slices.BinarySearch(positions, s.first)
		if positions = positions[from:]; len(positions) == 0 {
			break
		}
		extent, err := e.log.extentOf(s)
		if err != nil {
			return nil, err
		}
		to, _ := slices.BinarySearch(positions, extent.next)
		if to > 0 {
			tasks = append(tasks, task{segment: s, extent: extent, positions: positions[:to]})
			e.total += extent.end
		}
		positions = positions[to:]
	}
	return tasks, nil
}

func (e *eraser) do(ctx context.Context, t task) error {
	l := e.log
	if left, err := l.anyLeft(ctx, t.positions); err != nil || !left {
		return err
	}
	source, err := l.handles.file(t.segment)
	if err != nil {
		return err
	}
	defer source.Close()
	path := l.fs.PathJoin(l.dir, rewrittenName)
	r := rewriter{task: t, fs: l.fs, path: path, source: source}
	fresh, err := r.rewrite(func(at int64) error {
		e.tell(at)
		return l.ready(ctx)
	})
	switch {
	case err == nil && r.left == 0:
		_ = l.fs.Remove(path)
		err = l.remove(t.segment)
	case err == nil:
		err = l.retire(t.segment, fresh, func() error { return l.fs.Rename(path, t.segment.path) })
	}
	if err != nil {
		_ = l.fs.Remove(path)
		if vfs.IsNoSpaceError(err) {
			return fmt.Errorf("%w: %w", ErrNoSpace, err)
		}
		return err
	}
	l.logger.Info("log erased records", "file", t.segment.path, "records", r.erased, "left", r.left)
	return nil
}

// anyLeft reports whether there is a record at any of the positions.
func (l *Log) anyLeft(ctx context.Context, positions []journey.Position) (bool, error) {
	for i := range positions {
		_, err := l.Get(ctx, positions[i:i+1])
		if !errors.Is(err, ErrNotFound) {
			return err == nil, err
		}
	}
	return false, nil
}

func (e *eraser) tell(within int64) {
	if e.progress != nil {
		e.progress(e.done+within, e.total)
	}
}

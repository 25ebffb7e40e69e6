package seglog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"sojourn/journey"
)

// SegmentInfo is what can be said about a segment without reading its records.
type SegmentInfo struct {
	First, Last journey.Position // that it was given; Last is First-1 as long as it was given none
	Bytes       int64            // of its file
	Newest      bool             // appends go here: Remove refuses it, Roll closes it

	// Its records were appended at From or later, and at To or earlier; each is zero if that
	// is not known. To is when a later segment began, so the newest has none.
	From, To time.Time
}

// Segments lists the segments, the oldest first. What is not in any was removed.
func (l *Log) Segments(ctx context.Context) ([]SegmentInfo, error) {
	for {
		infos, err := l.listInfos(ctx)
		switch {
		case errors.Is(err, errGone):
			continue // rewritten or removed meanwhile: list them again
		case err != nil:
			return nil, fmt.Errorf("seglog: list segments: %w", err)
		}
		return infos, nil
	}
}

func (l *Log) listInfos(ctx context.Context) ([]SegmentInfo, error) {
	if err := l.ready(ctx); err != nil {
		return nil, err
	}
	segments := l.current()
	infos := make([]SegmentInfo, len(segments))
	for i, s := range segments {
		e, err := l.extentOf(s)
		if err != nil {
			return nil, err
		}
		infos[i] = SegmentInfo{
			First: s.first, Last: e.next - 1, Bytes: s.size, Newest: i == len(segments)-1, From: timeOf(s.began),
		}
		if i > 0 {
			infos[i-1].To = infos[i].From
		}
	}
	return infos, nil
}

func timeOf(seconds uint32) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}

// current returns the segments of this moment.
func (l *Log) current() []*segment {
	l.view.RLock()
	defer l.view.RUnlock()
	return l.segments
}

// Remove removes the segment whose first position is first, with all its records, for good:
// positions keep their numbers and leave a hole. Who is reading it may finish. Removing what
// is not there is fine, so a removal whose end nobody saw can be done again.
//
// Errors: ErrNewest, ErrClosed, that of the context, and those of the disk; after one of the
// disk the segment may be there or not.
func (l *Log) Remove(ctx context.Context, first journey.Position) error {
	unlock, err := l.holdSegments(ctx)
	if err != nil {
		return fmt.Errorf("seglog: remove a segment: %w", err)
	}
	defer unlock()
	segments := l.current()
	i := slices.IndexFunc(segments, func(s *segment) bool { return s.first == first })
	switch {
	case i == len(segments)-1:
		err = ErrNewest
	case i >= 0:
		err = l.remove(segments[i])
	}
	if err == nil {
		err = syncDir(l.fs, l.dir) // also for one that was removed by a call that failed here
	}
	if err != nil {
		return fmt.Errorf("seglog: remove the segment from position %d: %w", first, err)
	}
	return nil
}

// holdSegments waits until nobody else changes closed segments, and keeps it so until
// unlock is called. What an erasure left behind that failed is not there any more.
func (l *Log) holdSegments(ctx context.Context) (unlock func(), err error) {
	if err := l.ready(ctx); err != nil {
		return nil, err
	}
	select {
	case l.changing <- struct{}{}:
		if err := removeIfThere(l.fs, l.fs.PathJoin(l.dir, rewrittenName)); err != nil {
			<-l.changing
			return nil, err
		}
		return func() { <-l.changing }, nil
	case <-l.done:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// remove takes a closed segment away; the folder is not synced yet.
func (l *Log) remove(s *segment) error {
	return l.retire(s, nil, func() error { return removeIfThere(l.fs, s.path) })
}

// retire puts another segment, or none, into the place of s. change does so in the folder.
func (l *Log) retire(s, other *segment, change func() error) error {
	end := s.first
	err := l.handles.retire(s, func() error {
		if err := change(); err != nil {
			return err
		}
		l.view.Lock()
		defer l.view.Unlock()
		i := slices.Index(l.segments, s)
		end = l.segments[i+1].first // there is one, for s is not the newest
		segments := slices.Clone(l.segments)
		if segments[i] = other; other == nil {
			segments = slices.Delete(segments, i, i+1)
		}
		l.segments = segments
		return nil
	})
	l.cache.forget(s.first, end)
	l.recent.forget(end)
	return err
}

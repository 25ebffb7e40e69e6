package seglog

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sort"

	"sojourn/journey"
)

// Entry is a record and its place in the log.
type Entry struct {
	Position journey.Position
	Data     []byte // valid until the next step of the iteration; not to be changed
}

// Read returns the records behind the position after, in order, up to the one that was
// the last durable at the time of the call. Positions that were erased, or whose segment
// was removed, are left out; what is erased during the iteration may still come. An error,
// a *DamageError among others, ends the iteration.
func (l *Log) Read(ctx context.Context, after journey.Position) iter.Seq2[Entry, error] {
	end := l.End()
	return func(yield func(Entry, error) bool) {
		var d decoded
		for next := after + 1; next <= end; {
			if err := l.ready(ctx); err != nil {
				yield(Entry{}, fmt.Errorf("seglog: read: %w", err))
				return
			}
			if l.recent.read(&d, next) {
				var more bool
				if next, more = d.hand(next, end, yield); !more {
					return
				}
				continue
			}
			s, e, err := l.segmentFrom(next)
			if err == nil && s == nil {
				return
			}
			more := true
			if err == nil {
				next = max(next, s.first)
				more, err = l.readSegment(ctx, s, e, &d, next, end, yield)
			}
			if errors.Is(err, errGone) {
				continue // nothing of it was read
			}
			if err != nil {
				yield(Entry{}, fmt.Errorf("seglog: read: %w", err))
				return
			}
			if !more {
				return
			}
			next = e.next
		}
	}
}

// readSegment yields the records of a segment from next to end; more is false once the
// caller has had enough.
func (l *Log) readSegment(
	ctx context.Context, s *segment, e extent, d *decoded, next, end journey.Position,
	yield func(Entry, error) bool,
) (more bool, err error) {
	file, err := l.handles.file(s)
	if err != nil {
		return false, err
	}
	defer file.Close()
	from, _ := e.window(next)
	sc := newScanner(file, seedOf(s.id), from, e.end)
	for sc.offset < e.end && next <= end {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		at := sc.offset
		h, payload, err := sc.next()
		if err != nil {
			return false, s.scanError(at, err)
		}
		if h.end() <= next {
			continue
		}
		if h.first > next {
			return false, s.damage(at, fmt.Sprintf("position %d is missing", next))
		}
		if err := s.decoder.decode(d, h, payload); err != nil {
			return false, s.damage(at, err.Error())
		}
		if next, more = d.hand(next, end, yield); !more {
			return false, nil
		}
	}
	if next <= end && next != e.next {
		return false, s.damage(e.end, fmt.Sprintf("position %d is missing", next))
	}
	return true, nil
}

// hand yields the records of the chunk from next to end, and returns the position behind the
// last one; more is false once the caller has had enough.
func (d *decoded) hand(
	next, end journey.Position, yield func(Entry, error) bool,
) (behind journey.Position, more bool) {
	for ; next < d.end() && next <= end; next++ {
		if !d.erased(next) && !yield(Entry{Position: next, Data: d.record(next)}, nil) {
			return next, false
		}
	}
	return next, true
}

// segmentFrom returns the segment with p and what it holds, or, if p is in a hole or
// was never written, the next segment with records; nil if there is none.
func (l *Log) segmentFrom(p journey.Position) (s *segment, e extent, err error) {
	for {
		if s, e, err = l.lookUp(p); !errors.Is(err, errGone) {
			return s, e, err
		}
	}
}

func (l *Log) lookUp(p journey.Position) (*segment, extent, error) {
	l.view.RLock()
	segments := l.segments
	l.view.RUnlock()
	i := sort.Search(len(segments), func(i int) bool { return segments[i].first > p })
	for i = max(i-1, 0); i < len(segments); i++ {
		e, err := l.extentOf(segments[i])
		if err != nil {
			return nil, e, err
		}
		if p < e.next && e.next > segments[i].first {
			return segments[i], e, nil
		}
	}
	return nil, extent{}, nil
}

// extentOf returns what the segment holds; the first time it reads the index and the
// dictionary of a closed one from its file. Behind it s.decoder may be used.
func (l *Log) extentOf(s *segment) (extent, error) {
	l.view.RLock()
	e, known := s.extent, s.known
	l.view.RUnlock()
	if known {
		return e, nil
	}
	file, err := l.handles.file(s)
	if err != nil {
		return e, err
	}
	defer file.Close()
	if e, err = s.loadExtent(file); err != nil {
		return e, err
	}
	dictionary, err := s.loadDictionary(file)
	if err != nil {
		return e, err
	}
	decoder, err := l.decoders.of(dictionary)
	if err != nil {
		return e, err
	}
	l.view.Lock()
	defer l.view.Unlock()
	s.extent, s.decoder, s.known = e, decoder, true
	return e, nil
}

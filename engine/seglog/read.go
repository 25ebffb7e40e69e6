package seglog

import (
	"context"
	"fmt"
	"iter"
	"sort"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/journey"
)

// Entry is a record and its place in the log.
type Entry struct {
	Position journey.Position
	Data     []byte // valid until the next step of the iteration; not to be changed
}

// Read returns the records behind the position after, in order, up to the one that was
// the last durable at the time of the call. Positions whose segment was removed are
// left out. An error, a *DamageError among others, ends the iteration.
func (l *Log) Read(ctx context.Context, after journey.Position) iter.Seq2[Entry, error] {
	end := l.End()
	return func(yield func(Entry, error) bool) {
		var d decoded
		for next := after + 1; next <= end; {
			if err := l.ready(ctx); err != nil {
				yield(Entry{}, fmt.Errorf("seglog: read: %w", err))
				return
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
	file, err := l.fs.Open(s.path)
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
		if err := l.codec.decode(d, h, payload); err != nil {
			return false, s.damage(at, err.Error())
		}
		for ; next < h.end() && next <= end; next++ {
			if !yield(Entry{Position: next, Data: d.record(next)}, nil) {
				return false, nil
			}
		}
	}
	if next <= end && next != e.next {
		return false, s.damage(e.end, fmt.Sprintf("position %d is missing", next))
	}
	return true, nil
}

// Get returns the records at the positions, in the order of the positions. Where there
// is none it fails with ErrNotFound. The results are the caller's own.
func (l *Log) Get(ctx context.Context, positions []journey.Position) ([][]byte, error) {
	if err := l.ready(ctx); err != nil {
		return nil, fmt.Errorf("seglog: get: %w", err)
	}
	g := getter{log: l}
	defer g.close()
	records := make([][]byte, len(positions))
	var d *decoded
	for i, p := range positions {
		if d == nil || !d.holds(p) {
			var err error
			if d, err = g.chunk(ctx, p); err != nil {
				return nil, fmt.Errorf("seglog: get position %d: %w", p, err)
			}
		}
		records[i] = append(make([]byte, 0, len(d.record(p))), d.record(p)...)
	}
	return records, nil
}

// getter keeps the file of the last segment open while one Get lasts.
type getter struct {
	log     *Log
	segment *segment
	file    vfs.File
	window  []byte
}

func (g *getter) close() {
	if g.file != nil {
		_ = g.file.Close()
	}
}

// chunk returns the chunk that holds p.
func (g *getter) chunk(ctx context.Context, p journey.Position) (*decoded, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if p > g.log.End() {
		return nil, ErrNotFound
	}
	if d := g.log.cache.get(p); d != nil {
		return d, nil
	}
	s, e, err := g.log.segmentFrom(p)
	if err != nil {
		return nil, err
	}
	if s == nil || p < s.first {
		return nil, ErrNotFound
	}
	if g.segment != s {
		g.close()
		g.file, g.segment = nil, nil
		if g.file, err = g.log.fs.Open(s.path); err != nil {
			return nil, err
		}
		g.segment = s
	}
	d, err := g.find(s, e, p)
	if err != nil {
		return nil, err
	}
	g.log.cache.put(d)
	return d, nil
}

// find reads the window of p, goes through it header by header, and decompresses the
// one chunk with p.
func (g *getter) find(s *segment, e extent, p journey.Position) (*decoded, error) {
	from, to := e.window(p)
	if int64(cap(g.window)) < to-from {
		g.window = make([]byte, to-from)
	}
	window := g.window[:to-from]
	if _, err := g.file.ReadAt(window, from); err != nil {
		return nil, s.readError(from, err)
	}
	for at := int64(0); at < int64(len(window)); {
		h, err := parseHeader(window[at:])
		if err != nil {
			return nil, s.scanError(from+at, err)
		}
		if p >= h.end() {
			at += h.size()
			continue
		}
		h, payload, err := seedOf(s.id).parseChunk(window[at:])
		if err != nil {
			return nil, s.scanError(from+at, err)
		}
		d := new(decoded)
		if err := g.log.codec.decode(d, h, payload); err != nil {
			return nil, s.damage(from+at, err.Error())
		}
		if !d.holds(p) {
			return nil, s.damage(from+at, fmt.Sprintf("position %d is missing", p))
		}
		return d, nil
	}
	return nil, s.damage(from, fmt.Sprintf("position %d is missing", p))
}

// segmentFrom returns the segment with p and what it holds, or, if p is in a hole or
// was never written, the next segment with records; nil if there is none.
func (l *Log) segmentFrom(p journey.Position) (*segment, extent, error) {
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

// extentOf returns what the segment holds; the first time it reads the index of a
// closed one from its file.
func (l *Log) extentOf(s *segment) (extent, error) {
	l.view.RLock()
	e, known := s.extent, s.known
	l.view.RUnlock()
	if known {
		return e, nil
	}
	file, err := l.fs.Open(s.path)
	if err != nil {
		return e, err
	}
	defer file.Close()
	if e, err = s.loadExtent(file); err != nil {
		return e, err
	}
	l.view.Lock()
	defer l.view.Unlock()
	s.extent, s.known = e, true
	return e, nil
}

package seglog

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"sojourn/journey"
)

// getAtOnce is how many pieces of the log one Get reads at the same time: where they come
// from the disk and not from the memory of the system, the waits overlap.
const getAtOnce = 8

// Get returns the records at the positions, in the order of the positions. Where there
// is none it fails with ErrNotFound. The results are the caller's own.
func (l *Log) Get(ctx context.Context, positions []journey.Position) ([][]byte, error) {
	if err := l.ready(ctx); err != nil {
		return nil, fmt.Errorf("seglog: get: %w", err)
	}
	for {
		g := getter{log: l, positions: positions, records: make([][]byte, len(positions))}
		err := g.get(ctx)
		switch {
		case errors.Is(err, errGone):
			continue // a segment was rewritten or removed between the plan and the reading
		case err != nil:
			return nil, fmt.Errorf("seglog: get: %w", err)
		}
		return g.records, nil
	}
}

// getter is one Get.
type getter struct {
	log       *Log
	positions []journey.Position
	records   [][]byte
	pieces    []piece
}

func (g *getter) get(ctx context.Context) error {
	if err := g.plan(); err != nil {
		return err
	}
	return g.fetchAll(ctx)
}

// piece is a part of a segment that has to be read, from one mark to the next.
type piece struct {
	segment  *segment
	from, to int64
	wanted   []int // indices of positions, ascending by position
}

// plan takes what the cache has and finds the pieces that have the rest.
func (g *getter) plan() error {
	end := g.log.End()
	var d *decoded
	for _, i := range ascending(g.positions) {
		p := g.positions[i]
		if p > end {
			return fmt.Errorf("position %d: %w", p, ErrNotFound)
		}
		if d == nil || !d.holds(p) {
			d = g.log.cache.get(p)
		}
		if d != nil {
			if err := g.found(i, d); err != nil {
				return err
			}
			continue
		}
		if err := g.want(i, p); err != nil {
			return fmt.Errorf("position %d: %w", p, err)
		}
	}
	return nil
}

// found takes the record of the i-th position out of its chunk.
func (g *getter) found(i int, d *decoded) error {
	p := g.positions[i]
	if d.erased(p) {
		return fmt.Errorf("position %d: %w", p, ErrNotFound)
	}
	g.records[i] = bytes.Clone(d.record(p))
	return nil
}

// want adds the position to the piece that has it.
func (g *getter) want(i int, p journey.Position) error {
	s, e, err := g.log.segmentFrom(p)
	if err != nil {
		return err
	}
	if s == nil || p < s.first {
		return ErrNotFound
	}
	from, to := e.window(p)
	if n := len(g.pieces); n > 0 && g.pieces[n-1].segment == s && g.pieces[n-1].from == from {
		last := &g.pieces[n-1]
		last.to, last.wanted = to, append(last.wanted, i)
		return nil
	}
	g.pieces = append(g.pieces, piece{segment: s, from: from, to: to, wanted: []int{i}})
	return nil
}

// ascending returns the indices of the positions from the lowest to the highest, so that
// those of one piece come together.
func ascending(positions []journey.Position) []int {
	order := make([]int, len(positions))
	for i := range order {
		order[i] = i
	}
	if !slices.IsSorted(positions) {
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(positions[a], positions[b]) })
	}
	return order
}

// fetchAll fetches the pieces, several at once.
func (g *getter) fetchAll(ctx context.Context) error {
	failures := make([]error, len(g.pieces))
	var next atomic.Int64
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(g.pieces); i = int(next.Add(1)) - 1 {
			if failures[i] = ctx.Err(); failures[i] == nil {
				failures[i] = g.fetch(&g.pieces[i])
			}
		}
	}
	var others sync.WaitGroup
	for range min(len(g.pieces), getAtOnce) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
	return cmp.Or(failures...)
}

// windows is memory to read pieces into; a larger piece than most gets memory of its own.
var windows = sync.Pool{New: func() any { return new([64 << 10]byte) }}

// fetch reads a piece, goes through it header by header, decompresses the chunks with
// wanted records, and keeps them in the cache.
func (g *getter) fetch(pc *piece) error {
	h, err := g.log.handles.acquire(pc.segment)
	if err != nil {
		return err
	}
	defer g.log.handles.release(h)
	memory := windows.Get().(*[64 << 10]byte)
	defer windows.Put(memory)
	window := memory[:]
	if int64(len(window)) < pc.to-pc.from {
		window = make([]byte, pc.to-pc.from)
	}
	window = window[:pc.to-pc.from]
	if _, err := h.file.ReadAt(window, pc.from); err != nil {
		return pc.segment.readError(pc.from, err)
	}
	at, d := int64(0), (*decoded)(nil)
	for _, i := range pc.wanted {
		p := g.positions[i]
		if d == nil || !d.holds(p) {
			if d, at, err = pc.chunk(window, at, p); err != nil {
				return err
			}
			g.log.cache.put(pc.segment, d)
		}
		if err := g.found(i, d); err != nil {
			return err
		}
	}
	return nil
}

// chunk returns the chunk that holds p, looking from offset at of the window, and the
// offset of the chunk.
func (pc *piece) chunk(window []byte, at int64, p journey.Position) (*decoded, int64, error) {
	s := pc.segment
	for at < int64(len(window)) {
		h, err := parseHeader(window[at:])
		if err != nil {
			return nil, at, s.scanError(pc.from+at, err)
		}
		if p >= h.end() {
			at += h.size()
			continue
		}
		h, payload, err := seedOf(s.id).parseChunk(window[at:])
		if err != nil {
			return nil, at, s.scanError(pc.from+at, err)
		}
		d := new(decoded)
		if err := s.decoder.decode(d, h, payload); err != nil {
			return nil, at, s.damage(pc.from+at, err.Error())
		}
		if !d.holds(p) {
			return nil, at, s.damage(pc.from+at, fmt.Sprintf("position %d is missing", p))
		}
		return d, at, nil
	}
	return nil, at, s.damage(pc.from, fmt.Sprintf("position %d is missing", p))
}

package seglog

import (
	"context"
	"encoding/binary"
	"fmt"
	"sync"

	"sojourn/journey"
)

// groupRaw is how many bytes of records gather in one group while its predecessor is
// being synced; whoever comes later waits for the group after it.
const groupRaw = 4 << 20

// group is the records that share one write and one sync.
type group struct {
	chunks   []*chunk
	records  int
	raw      int            // bytes in the chunks
	encoding sync.WaitGroup // compression of the chunks that are full
	taken    chan struct{}  // closed when the next group gathers; nil if nobody waits for that

	done  chan struct{}    // closed when the fate of the group is known:
	first journey.Position // the position of its first record,
	err   error            // or why it has none
}

func newGroup() *group { return &group{done: make(chan struct{})} }

// chunk is a chunk that fills with records.
type chunk struct {
	raw     []byte // records behind their lengths
	count   int
	memory  []byte   // for compression
	encoder *encoder // that encoded it; nil before
	kind    kind
	stored  []byte // raw or memory, once encoded
}

var chunks = sync.Pool{New: func() any { return new(chunk) }}

// encode makes stored of raw, unless the same encoder has done it already.
func (c *chunk) encode(e *encoder) {
	if c.encoder == e {
		return
	}
	c.encoder = e
	c.kind, c.stored = e.compress(c.memory, c.raw)
	if c.kind == zstdRecords {
		c.memory = c.stored
	}
}

// encode encodes the chunks and returns the bytes that they take in a segment. Those
// that were encoded for the segment in front, which has another dictionary, are encoded
// again.
func (g *group) encode(e *encoder) (size int64) {
	for _, c := range g.chunks {
		c.encode(e)
		size += align(chunkHeaderSize + int64(len(c.stored)))
	}
	return size
}

// recycle gives the memory of the chunks back.
func (g *group) recycle() {
	for _, c := range g.chunks {
		if cap(c.raw) <= 2*chunkRaw {
			c.raw, c.count, c.encoder, c.stored = c.raw[:0], 0, nil, nil
			chunks.Put(c)
		}
	}
	g.chunks = nil
}

// Append stores records and returns the position of the first; the others follow it
// without a gap. They are durable when it returns, all of them or, after an error or
// a crash, none. The log does not keep the slices. A context that ends while the
// append waits leaves open whether the records are stored.
//
// Errors: ErrTooLarge, ErrNoSpace, ErrStopped, ErrClosed, and that of the context.
// No records is no append: it returns 0.
func (l *Log) Append(ctx context.Context, records [][]byte) (journey.Position, error) {
	size := 0
	for _, r := range records {
		size += len(r)
	}
	if size > MaxAppend {
		return 0, fmt.Errorf("seglog: %w: %d bytes of at most %d", ErrTooLarge, size, MaxAppend)
	}
	if err := ctx.Err(); err != nil || len(records) == 0 {
		return 0, err
	}
	g, at, err := l.join(ctx, records, size)
	if err != nil {
		return 0, fmt.Errorf("seglog: append: %w", err)
	}
	select {
	case <-g.done:
	case <-ctx.Done():
		return 0, fmt.Errorf("seglog: append: %w", ctx.Err())
	}
	if g.err != nil {
		return 0, fmt.Errorf("seglog: append: %w", g.err)
	}
	return g.first + journey.Position(at), nil
}

// join adds the records to the group that gathers, as soon as there is room, and
// returns the group and how many records it held before.
func (l *Log) join(ctx context.Context, records [][]byte, size int) (g *group, at int, err error) {
	for {
		l.mu.Lock()
		if l.refusal != nil {
			l.mu.Unlock()
			return nil, 0, l.refusal
		}
		if g = l.gathering; g.raw == 0 || g.raw+size <= groupRaw {
			at = g.records
			l.add(g, records)
			l.mu.Unlock()
			if at == 0 {
				l.wakeCommitter()
			}
			return g, at, nil
		}
		if g.taken == nil {
			g.taken = make(chan struct{})
		}
		taken := g.taken
		l.mu.Unlock()
		select {
		case <-taken:
		case <-ctx.Done():
			return nil, 0, ctx.Err()
		}
	}
}

// add copies records into the last chunk of g. A chunk that is full is compressed at
// once, while the group in front is still being synced.
func (l *Log) add(g *group, records [][]byte) {
	var last *chunk
	if n := len(g.chunks); n > 0 {
		last = g.chunks[n-1]
	}
	for _, r := range records {
		size := len(r) + binary.MaxVarintLen32
		if last == nil || len(last.raw) > 0 && len(last.raw)+size > chunkRaw {
			if last != nil {
				full, encoder := last, l.encoder.Load()
				g.encoding.Go(func() { full.encode(encoder) })
			}
			last = chunks.Get().(*chunk)
			g.chunks = append(g.chunks, last)
		}
		before := len(last.raw)
		last.raw = binary.AppendUvarint(last.raw, uint64(len(r)))
		last.raw = append(last.raw, r...)
		last.count++
		g.records++
		g.raw += len(last.raw) - before
	}
}

func (l *Log) wakeCommitter() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// take ends the gathering of a group and returns it, or nil if it is empty; over means
// that there will not be another.
func (l *Log) take() (g *group, over bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if g = l.gathering; g.records == 0 {
		return nil, l.closing
	}
	l.gathering = newGroup()
	if g.taken != nil {
		close(g.taken)
	}
	return g, false
}

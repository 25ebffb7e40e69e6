package seglog

import (
	"sync"

	"sojourn/journey"
)

// chunkCache keeps the chunks that Get decompressed last, up to a number of chunks and
// of bytes. It is small, so it looks through all of them. Chunks are never changed.
type chunkCache struct {
	mu     sync.Mutex
	chunks []*decoded // the one used last is in front
	bytes  int
}

const (
	cacheChunks = 64
	cacheBytes  = 32 << 20
)

func newChunkCache() *chunkCache { return &chunkCache{} }

// get returns the chunk that holds p, or nil.
func (c *chunkCache) get(p journey.Position) *decoded {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, d := range c.chunks {
		if d.holds(p) {
			copy(c.chunks[1:], c.chunks[:i])
			c.chunks[0] = d
			return d
		}
	}
	return nil
}

func (c *chunkCache) put(d *decoded) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.chunks = append(c.chunks, nil)
	copy(c.chunks[1:], c.chunks)
	c.chunks[0] = d
	c.bytes += cap(d.raw)
	for len(c.chunks) > cacheChunks || c.bytes > cacheBytes && len(c.chunks) > 1 {
		last := len(c.chunks) - 1
		c.bytes -= cap(c.chunks[last].raw)
		c.chunks[last] = nil
		c.chunks = c.chunks[:last]
	}
}

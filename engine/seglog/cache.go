package seglog

import (
	"cmp"
	"slices"
	"sync"

	"sojourn/journey"
)

// chunkCache keeps chunks that Get decompressed, up to a number of bytes. Chunks are
// never changed. When it is full, a hand goes round over them and takes out the first
// that nobody asked for since it came by the last time.
type chunkCache struct {
	mu     sync.Mutex
	limit  int
	bytes  int
	chunks []cached // by position
	hand   int      // index of the chunk that is looked at next
}

type cached struct {
	*decoded
	wanted bool
}

func newChunkCache(limit int) *chunkCache { return &chunkCache{limit: limit} }

// find returns the index of the chunk that begins at p, or where it would be.
func (c *chunkCache) find(p journey.Position) (int, bool) {
	return slices.BinarySearchFunc(c.chunks, p, func(d cached, p journey.Position) int {
		return cmp.Compare(d.first, p)
	})
}

// get returns the chunk that holds p, or nil.
func (c *chunkCache) get(p journey.Position) *decoded {
	c.mu.Lock()
	defer c.mu.Unlock()
	i, exact := c.find(p)
	if !exact {
		i--
	}
	if i < 0 || !c.chunks[i].holds(p) {
		return nil
	}
	c.chunks[i].wanted = true
	return c.chunks[i].decoded
}

// put keeps the chunk of the segment. One that is large for the cache is left out, so
// that a single chunk does not push out all others. So is one of a segment that is gone:
// it may hold what was erased.
func (c *chunkCache) put(s *segment, d *decoded) {
	if d.size() > c.limit/4 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.gone.Load() {
		return
	}
	i, there := c.find(d.first)
	if there {
		return
	}
	for c.bytes+d.size() > c.limit {
		c.evict(&i)
	}
	c.chunks = slices.Insert(c.chunks, i, cached{decoded: d})
	c.bytes += d.size()
	if i <= c.hand {
		c.hand++
	}
}

// forget takes out the chunks that begin from position from on and in front of to.
func (c *chunkCache) forget(from, to journey.Position) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i, _ := c.find(from)
	j, _ := c.find(to)
	for _, d := range c.chunks[i:j] {
		c.bytes -= d.size()
	}
	c.chunks = slices.Delete(c.chunks, i, j)
	switch {
	case c.hand >= j:
		c.hand -= j - i
	case c.hand > i:
		c.hand = i
	}
}

// evict takes one chunk out and keeps index pointing to the place it pointed to.
func (c *chunkCache) evict(index *int) {
	for {
		if c.hand >= len(c.chunks) {
			c.hand = 0
		}
		if !c.chunks[c.hand].wanted {
			break
		}
		c.chunks[c.hand].wanted = false
		c.hand++
	}
	c.bytes -= c.chunks[c.hand].size()
	c.chunks = slices.Delete(c.chunks, c.hand, c.hand+1)
	if c.hand < *index {
		*index--
	}
}

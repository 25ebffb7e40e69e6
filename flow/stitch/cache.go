package stitch

import "sojourn/journey"

// cache keeps the states of a lane's recently active keys: two generations, so that a key that is
// used stays and one that is not is gone after at most two turns. One goroutine uses it.
type cache struct {
	young, old map[journey.Key]*journey.State
	size       int // of a generation
}

func newCache(size int) *cache {
	return &cache{young: make(map[journey.Key]*journey.State), size: size}
}

// get returns the state of a key, or nil.
func (c *cache) get(key journey.Key) *journey.State {
	if state := c.young[key]; state != nil {
		return state
	}
	state := c.old[key]
	if state != nil {
		c.put(state)
	}
	return state
}

// put keeps a state as the most recently used.
func (c *cache) put(state *journey.State) {
	if len(c.young) >= c.size {
		c.old, c.young = c.young, make(map[journey.Key]*journey.State, c.size)
	}
	c.young[state.Key] = state
}

// drop forgets a key.
func (c *cache) drop(key journey.Key) {
	delete(c.young, key)
	delete(c.old, key)
}

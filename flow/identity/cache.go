package identity

import "sync"

// cache keeps what was used recently: two generations, so that an entry that is used stays and one that is
// not is gone after at most two turns. It is safe for concurrent use.
type cache[K comparable, V any] struct {
	mu         sync.RWMutex
	young, old map[K]V
	size       int // of a generation
}

func newCache[K comparable, V any](size int) *cache[K, V] {
	return &cache[K, V]{young: make(map[K]V), size: size}
}

func (c *cache[K, V]) get(key K) (V, bool) {
	c.mu.RLock()
	value, young := c.young[key]
	found := young
	if !young {
		value, found = c.old[key]
	}
	c.mu.RUnlock()
	if found && !young {
		c.promote(key)
	}
	return value, found
}

// promote keeps an entry of the old generation, unless it was dropped meanwhile.
func (c *cache[K, V]) promote(key K) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if value, ok := c.old[key]; ok {
		if _, young := c.young[key]; !young {
			c.keep(key, value)
		}
	}
}

func (c *cache[K, V]) put(key K, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(key, value)
}

func (c *cache[K, V]) keep(key K, value V) {
	if len(c.young) >= c.size {
		c.old, c.young = c.young, make(map[K]V, c.size)
	}
	c.young[key] = value
}

func (c *cache[K, V]) drop(key K) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.young, key)
	delete(c.old, key)
}

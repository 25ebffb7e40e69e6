package enrich

import (
	"hash/maphash"
	"sync/atomic"
)

// cache remembers values by key, a fixed number of them. No one ever waits: slots are read and
// replaced atomically. A key has eight slots to be in; a new one takes the first of them that has
// not been asked for since the last newcomer passed, so a flood of keys that come once flows
// through without driving out those that come again.
type cache[K comparable, V any] struct {
	seed  maphash.Seed
	slots []atomic.Pointer[slot[K, V]]
}

type slot[K comparable, V any] struct {
	key   K
	value V
	used  atomic.Bool
}

// ways is the number of slots that a key can be in.
const ways = 8

// newCache makes a cache of at least that capacity.
func newCache[K comparable, V any](capacity int) *cache[K, V] {
	sets := 1
	for sets*ways < capacity {
		sets *= 2
	}
	return &cache[K, V]{seed: maphash.MakeSeed(), slots: make([]atomic.Pointer[slot[K, V]], sets*ways)}
}

// set returns the slots of a key.
func (c *cache[K, V]) set(key K) []atomic.Pointer[slot[K, V]] {
	sets := uint64(len(c.slots) / ways)
	first := maphash.Comparable(c.seed, key) & (sets - 1) * ways
	return c.slots[first : first+ways]
}

func (c *cache[K, V]) get(key K) (value V, ok bool) {
	set := c.set(key)
	for i := range set {
		if s := set[i].Load(); s != nil && s.key == key {
			if !s.used.Load() {
				s.used.Store(true)
			}
			return s.value, true
		}
	}
	return value, false
}

func (c *cache[K, V]) put(key K, value V) {
	set := c.set(key)
	victim := &set[0]
	for i := range set {
		s := set[i].Load()
		if s == nil || !s.used.Swap(false) {
			victim = &set[i]
			break
		}
	}
	victim.Store(&slot[K, V]{key: key, value: value})
}

// values returns what is remembered now.
func (c *cache[K, V]) values() (values []V) {
	for i := range c.slots {
		if s := c.slots[i].Load(); s != nil {
			values = append(values, s.value)
		}
	}
	return values
}

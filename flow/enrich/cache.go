package enrich

import (
	"hash/maphash"
	"sync/atomic"
)

// cache remembers values by key, a fixed number of them. No one ever waits: slots are read and
// replaced atomically. A key has eight slots to be in, one of which is its own; a new one takes the first
// of them, from its own on, that has not been asked for since the last newcomer passed, so a flood of keys
// that come once flows through without driving out those that come again.
type cache[K comparable, V any] struct {
	seed  maphash.Seed
	hash  func(maphash.Seed, K) uint64
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
	return &cache[K, V]{
		seed: maphash.MakeSeed(), hash: maphash.Comparable[K], slots: make([]atomic.Pointer[slot[K, V]], sets*ways),
	}
}

// newTextCache makes a cache whose keys can be looked up by their bytes, see keyOf.
func newTextCache[V any](capacity int) *cache[string, V] {
	c := newCache[string, V](capacity)
	c.hash = maphash.String
	return c
}

// set returns the slots of the keys of a hash, and which of them is their own. As long as there is room, that is where
// a key is, and no other has to be looked at.
func (c *cache[K, V]) set(hash uint64) (set *[ways]atomic.Pointer[slot[K, V]], own uint64) {
	sets := uint64(len(c.slots) / ways)
	first := hash & (sets - 1) * ways
	return (*[ways]atomic.Pointer[slot[K, V]])(c.slots[first:]), hash >> 32
}

func (c *cache[K, V]) get(key K) (value V, ok bool) {
	set, own := c.set(c.hash(c.seed, key))
	for i := range uint64(ways) {
		if s := set[(own+i)%ways].Load(); s != nil && s.key == key {
			if !s.used.Load() {
				s.used.Store(true)
			}
			return s.value, true
		}
	}
	return value, false
}

// keyOf returns a text as a string: the key that is remembered, if there is one, else a copy.
func keyOf[V any](c *cache[string, V], text []byte) string {
	set, own := c.set(maphash.Bytes(c.seed, text))
	for i := range uint64(ways) {
		if s := set[(own+i)%ways].Load(); s != nil && s.key == string(text) {
			return s.key
		}
	}
	return string(text)
}

func (c *cache[K, V]) put(key K, value V) {
	set, own := c.set(c.hash(c.seed, key))
	victim := &set[own%ways]
	for i := range uint64(ways) {
		place := &set[(own+i)%ways]
		if s := place.Load(); s == nil || !s.used.Swap(false) {
			victim = place
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

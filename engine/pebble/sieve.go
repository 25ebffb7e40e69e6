package pebble

import (
	"math/bits"
	"sync/atomic"
)

// sieve is a set of keys that knows only nearly what is in it: what was added is always found, and of what was not,
// one in two hundred when it is full. It is a Bloom filter in blocks (Putze, Sanders, Singler: Cache-, Hash-
// and Space-Efficient Bloom Filters, 2007): all bits of a key lie in one cache line, one in each of its words.
//
// Keys go in as hashes, which must be good in all bits. It may be used concurrently.
type sieve struct {
	blocks []block
	shift  int           // of a hash, to the number of its block
	room   int64         // keys
	keys   atomic.Int64  // about: one that seems to be there already does not count
	full   chan struct{} // closed once there are more keys than room
}

// block is one cache line.
type block [8]atomic.Uint64

const (
	blockBytes = 64
	keyBits    = 12 // of a full sieve, for each key
	blockKeys  = blockBytes * 8 / keyBits
)

// newSieve returns an empty sieve of so many blocks, a power of two.
func newSieve(blocks int) *sieve {
	return &sieve{
		blocks: make([]block, blocks), shift: 65 - bits.Len(uint(blocks)), room: int64(blocks) * blockKeys,
		full: make(chan struct{}),
	}
}

// add adds a key, also where there is no room left: the sieve becomes a little coarser each time.
func (s *sieve) add(hash uint64) {
	b, places := s.of(hash)
	changed := false
	for n := range b {
		if bit := uint64(1) << (places >> (6 * n) & 63); b[n].Load()&bit == 0 {
			b[n].Or(bit)
			changed = true
		}
	}
	if changed && s.keys.Add(1) == s.room+1 {
		close(s.full)
	}
}

// has reports whether a key may have been added: false is certain.
func (s *sieve) has(hash uint64) bool {
	b, places := s.of(hash)
	for n := range b {
		if b[n].Load()>>(places>>(6*n)&63)&1 == 0 {
			return false
		}
	}
	return true
}

// tight reports whether three quarters of the room are taken.
func (s *sieve) tight() bool { return s.keys.Load() > s.room/4*3 }

// of returns the block of a key and the places of its bits there, six bits for each word. The first bits of a hash are
// the same for all keys of a block, so the places come from all of them, multiplied (by 2^64 over the golden ratio).
func (s *sieve) of(hash uint64) (b *block, places uint64) {
	return &s.blocks[hash>>s.shift], hash * 0x9e3779b97f4a7c15 >> 16
}

package auth

import (
	"hash/maphash"
	"net/netip"
	"sync"
	"time"
)

// Buckets limit how fast events may come, per cookie or per address (events.md §1): so
// many a second on the long run, so many at once. Anybody can send any key, so memory is
// bounded: a key that could use its whole burst again is as good as new and is forgotten
// when room is needed; while there is none, new keys share one bucket.
type Buckets struct {
	interval time.Duration // between two events on the long run; 0 is no limit
	slack    time.Duration // how far ahead of that a burst may run
	perShard int
	now      func() time.Time
	shards   shards[bucketShard]
}

// bucketShard holds for each key, by its hash, when the key will have its whole burst again.
type bucketShard struct {
	mu      sync.Mutex
	full    map[uint64]time.Duration // since epoch
	shared  time.Duration            // the bucket of keys that found no room
	sweepAt time.Duration            // no sense in looking for room before
}

// bucketEpoch is what instants in a bucketShard count from: eight bytes instead of 24.
var bucketEpoch = time.Unix(0, 0)

// NewBuckets allows perSecond events a second, burst of them at once, and remembers about
// maxKeys keys at a time. A perSecond of 0 is no limit.
func NewBuckets(perSecond, burst, maxKeys int, now func() time.Time) *Buckets {
	b := &Buckets{now: now}
	if perSecond > 0 {
		b.interval = time.Second / time.Duration(perSecond)
		b.slack = b.interval * time.Duration(max(burst, 1)-1)
	}
	b.perShard = max(1, maxKeys/len(b.shards.all))
	b.shards.seed = maphash.MakeSeed()
	for i := range b.shards.all {
		b.shards.all[i].full = make(map[uint64]time.Duration)
	}
	return b
}

// Take counts an event of the key. It returns 0 if the event may go on, else how long to
// wait before the next try; what was refused does not count.
func (b *Buckets) Take(key string) (wait time.Duration) {
	if b.interval == 0 {
		return 0
	}
	return b.take(maphash.String(b.shards.seed, key))
}

// TakeAddr counts an event of an address. Addresses of version 6 count by their first 64
// bits: that is what one subscriber is given, to choose from at will.
func (b *Buckets) TakeAddr(addr netip.Addr) (wait time.Duration) {
	if b.interval == 0 {
		return 0
	}
	addr = addr.Unmap()
	if prefix, err := addr.WithZone("").Prefix(64); addr.Is6() && err == nil {
		addr = prefix.Addr()
	}
	return b.take(maphash.Comparable(b.shards.seed, addr))
}

func (b *Buckets) take(hash uint64) time.Duration {
	now := b.now().Sub(bucketEpoch)
	shard := b.shards.of(hash)
	shard.mu.Lock()
	defer shard.mu.Unlock()
	full, known := shard.full[hash]
	if !known && !b.room(shard, now) {
		next, wait := b.next(shard.shared, now)
		shard.shared = next
		return wait
	}
	next, wait := b.next(full, now)
	shard.full[hash] = next
	return wait
}

// next returns when a bucket will be full again after one more event now, or the same
// instant as before and the wait if there is no place for one.
func (b *Buckets) next(full, now time.Duration) (next, wait time.Duration) {
	if ahead := full - now; ahead > b.slack {
		return full, ahead - b.slack
	}
	return max(full, now) + b.interval, 0
}

// room reports whether a new key has a place, and makes some by forgetting keys whose
// bucket is full: they would start the same way again.
func (b *Buckets) room(shard *bucketShard, now time.Duration) bool {
	if len(shard.full) < b.perShard {
		return true
	}
	if now < shard.sweepAt {
		return false
	}
	shard.sweepAt = now + b.interval
	for hash, full := range shard.full {
		if full <= now {
			delete(shard.full, hash)
		}
	}
	return len(shard.full) < b.perShard
}

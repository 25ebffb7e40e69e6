package auth

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"

	"sojourn/web/auth/internal/jwks"
)

// Bounds of what is remembered of tokens: about 20 MiB when full.
const (
	maxVerifiedPerShard = 2048
	evictionSample      = 8
)

// verified remembers what tokens proved, by their hash. It is a cache: what it forgets is proved again.
type verified struct{ shards shards[verifiedShard] }

type verifiedShard struct {
	mu     sync.RWMutex
	proofs map[tokenSum]proof
}

type tokenSum [sha256.Size]byte

// proof is what a token proved, and on what grounds.
type proof struct {
	issuer  string
	subject string
	expires time.Time
	keys    *jwks.Set // good as long as these are the provider's keys
}

func newVerified() *verified {
	v := new(verified)
	for i := range v.shards.all {
		v.shards.all[i].proofs = make(map[tokenSum]proof)
	}
	return v
}

func (v *verified) shard(sum tokenSum) *verifiedShard {
	return v.shards.of(binary.LittleEndian.Uint64(sum[:]))
}

// get returns the proof of a token that has not expired.
func (v *verified) get(sum tokenSum, now time.Time) (proof, bool) {
	shard := v.shard(sum)
	shard.mu.RLock()
	defer shard.mu.RUnlock()
	known, ok := shard.proofs[sum]
	return known, ok && now.Before(known.expires)
}

// put remembers a proof. If there is no room, others give way: expired ones if a look at a few finds any, else the
// first. Whoever can fill the cache holds tokens of the provider; it costs him more than us.
func (v *verified) put(sum tokenSum, made proof, now time.Time) {
	shard := v.shard(sum)
	shard.mu.Lock()
	defer shard.mu.Unlock()
	if len(shard.proofs) >= maxVerifiedPerShard {
		shard.evict(now)
	}
	shard.proofs[sum] = made
}

// evict looks at a few proofs, in the random order of maps.
func (s *verifiedShard) evict(now time.Time) {
	var first tokenSum
	looked, expired := 0, 0
	for sum, known := range s.proofs {
		if looked == 0 {
			first = sum
		}
		if !now.Before(known.expires) {
			delete(s.proofs, sum)
			expired++
		}
		if looked++; looked == evictionSample {
			break
		}
	}
	if expired == 0 {
		delete(s.proofs, first)
	}
}

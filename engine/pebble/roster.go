package pebble

import (
	"context"
	"hash/maphash"
	"iter"
	"log/slog"
	"sync"
	"sync/atomic"
)

// roster knows in memory which keys of contacts and of owners the store certainly lacks. Nearly everybody who opens a
// session is anonymous, and would cost two looks into the store that find nothing.
//
// It is filled by a scan in the background, and until that is complete the store is asked. Nothing that is in the
// store is ever missing in it, however puts and scans interleave: a put holds mu from the first key that it adds
// until its keys are in the store, and the scan takes mu to make its new sieve known to puts before it begins to
// read. So a put either ended before that, and the scan reads its keys, or it adds them to the new sieve itself; and
// no sieve is asked before the scan is through. Whoever asks a sieve that is replaced in the same moment gets the
// answer that was right when the call began. What is removed from the store stays in the sieve until that is replaced:
// it costs a look, as before.
type roster struct {
	seed    maphash.Seed
	sieve   atomic.Pointer[sieve] // complete; nil: the store must be asked
	mu      sync.Mutex
	filling *sieve // by a scan that is under way, or was broken off
	log     *slog.Logger
	cancel  context.CancelFunc
	scan    sync.WaitGroup
}

// The sizes of a sieve in blocks: from room for 344,000 keys to room for 44 million. A scan that finds a sieve
// tight begins again with one of twice the size. If the largest is too small for that, the store is asked for each.
const (
	leastBlocks = 512 << 10 / blockBytes
	mostBlocks  = 64 << 20 / blockBytes
)

// start begins to fill the roster with the keys that there are. The sequence is read several times, each time from
// the store as it is then.
func (r *roster) start(keys func(context.Context) iter.Seq2[[]byte, error]) {
	ctx, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	r.scan.Go(func() { r.keep(ctx, keys(ctx), leastBlocks, mostBlocks) })
}

// stop ends what runs in the background, at once. It may be called without start.
func (r *roster) stop() {
	if r.cancel != nil {
		r.cancel()
		r.scan.Wait()
	}
}

// keep fills a sieve, and another one whenever that is full, until ctx ends.
func (r *roster) keep(ctx context.Context, keys iter.Seq2[[]byte, error], least, most int) {
	defer r.replace(nil, nil)
	for blocks := least; blocks <= most; {
		next := newSieve(blocks)
		fits, err := r.fill(next, keys)
		switch {
		case err != nil:
			if ctx.Err() == nil {
				r.log.Warn("index: the list of contacts could not be read; each is looked up", "error", err)
			}
			return
		case !fits:
			blocks *= 2
			continue
		}
		select {
		case <-next.full: // part of it may be of keys that are gone
		case <-ctx.Done():
			return
		}
	}
}

// fill adds all keys to a sieve and has that asked from then on, unless it is too small.
func (r *roster) fill(next *sieve, keys iter.Seq2[[]byte, error]) (fits bool, err error) {
	r.replace(r.sieve.Load(), next)
	for key, err := range keys {
		if err != nil {
			return false, err
		}
		if next.add(maphash.Bytes(r.seed, key)); next.tight() {
			return false, nil
		}
	}
	r.replace(next, nil)
	return true, nil
}

// replace says which sieve is asked from now on, and which one is being filled. No put is under way meanwhile.
func (r *roster) replace(asked, filling *sieve) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sieve.Store(asked)
	r.filling = filling
}

// add adds the key of an entry that will be put. The caller holds mu until the entry is in the store.
func (r *roster) add(key []byte) {
	hash := maphash.Bytes(r.seed, key)
	for _, s := range [...]*sieve{r.sieve.Load(), r.filling} {
		if s != nil {
			s.add(hash)
		}
	}
}

// lacks reports whether the store certainly has no entry with that key.
func (r *roster) lacks(key []byte) bool {
	s := r.sieve.Load()
	return s != nil && !s.has(maphash.Bytes(r.seed, key))
}

package auth

import (
	"hash/maphash"
	"sync"
	"time"
)

// window is the length of every fixed window (api.md §9).
const window = time.Minute

// Windows counts per key in fixed windows of a minute that start with the key's first
// request. Keys come from callers who have proved who they are, so there are few; those
// whose window is over are forgotten.
type Windows struct {
	limit int
	now   func() time.Time
	mu    sync.Mutex
	keys  map[string]*count
	prune time.Time // when to look for windows that are over
}

type count struct {
	start time.Time
	n     int
}

// Verdict is how a request fares under a limit.
type Verdict struct {
	Allowed bool
	Limit   int           // requests per window
	Count   int           // of this window, this one included if allowed
	Reset   time.Duration // until the window ends
}

// NewWindows allows limit requests a minute and key; 0 is no limit.
func NewWindows(limit int, now func() time.Time) *Windows {
	return &Windows{limit: limit, now: now, keys: make(map[string]*count)}
}

// Take counts a request of the key.
func (w *Windows) Take(key string) Verdict {
	if w.limit == 0 {
		return Verdict{Allowed: true}
	}
	now := w.now()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.forget(now)
	c := w.keys[key]
	if c == nil {
		c = new(count)
		w.keys[key] = c
	}
	return c.take(now, w.limit)
}

func (w *Windows) forget(now time.Time) {
	if now.Before(w.prune) {
		return
	}
	w.prune = now.Add(window)
	for key, c := range w.keys {
		if c.over(now) {
			delete(w.keys, key)
		}
	}
}

func (c *count) over(now time.Time) bool { return now.Sub(c.start) >= window }

// take counts a request unless the limit is reached; it begins a new window if needed.
func (c *count) take(now time.Time, limit int) Verdict {
	if c.over(now) {
		*c = count{start: now}
	}
	v := Verdict{Allowed: c.n < limit, Limit: limit, Reset: c.start.Add(window).Sub(now)}
	if v.Allowed {
		c.n++
	}
	v.Count = c.n
	return v
}

// shards spread locks: keys fall on them by hash, under a seed that nobody outside knows.
type shards[T any] struct {
	seed maphash.Seed
	all  [32]T
}

func (s *shards[T]) of(hash uint64) *T { return &s.all[hash%uint64(len(s.all))] }

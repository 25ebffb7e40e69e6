package pebble

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/cockroachdb/pebble/v2/vfs"
	"pgregory.net/rapid"

	"sojourn/flow/identity"
	"sojourn/journey"
	"sojourn/journey/contact"
)

// crowd puts contacts, each with an identifier, into an index, and knows which.
type crowd struct {
	index *Index
	there map[int]bool
	at    journey.Position
}

func identifierOf(n int) contact.Identifier {
	return contact.Identifier{Type: contact.Cookie, Value: fmt.Sprintf("cookie %d", n)}
}

func idOf(n int) journey.ID { return journey.ID{1, byte(n >> 8), byte(n)} }

func (c *crowd) put(n int) error {
	document := &contact.Contact{ID: idOf(n), Kind: contact.Identified, Version: 1}
	document.Claims = []contact.Claim{{Identifier: identifierOf(n)}}
	c.there[n] = true
	return c.decide(&contact.Decision{Act: contact.Resolved, Put: []*contact.Contact{document}})
}

func (c *crowd) remove(n int) error {
	delete(c.there, n)
	return c.decide(&contact.Decision{Act: contact.Forgetting, Remove: []journey.ID{idOf(n)}})
}

func (c *crowd) decide(d *contact.Decision) error {
	c.at++
	return c.index.People().Put(context.Background(), []identity.Placed{{At: c.at, Decision: d}})
}

// missed tells of what the index does not say as it is, of those from one number up to another.
func (c *crowd) missed(from, to int) error {
	for n := from; n < to; n++ {
		document, err := c.index.People().Contact(context.Background(), idOf(n))
		if err != nil || (document != nil) != c.there[n] {
			return fmt.Errorf("contact %d is %v, %w", n, document, err)
		}
		owner, err := c.index.People().Owner(context.Background(), identifierOf(n))
		if err != nil || (owner == idOf(n)) != c.there[n] {
			return fmt.Errorf("identifier %d is of %s, %w", n, owner, err)
		}
	}
	return nil
}

// TestNothingIsMissedWhateverTheOrder puts and removes before a scan, between any two of its steps, and behind it,
// while sieves are too small at first.
func TestNothingIsMissedWhateverTheOrder(t *testing.T) {
	const many = 30
	rapid.Check(t, func(rt *rapid.T) {
		c := &crowd{index: mustOpen(t, vfs.NewMem()), there: map[int]bool{}}
		defer c.index.Close()
		c.index.roster.stop()
		for n := range many * 2 / 3 {
			check(t, c.put(n))
		}
		maybe := func() {
			n := rapid.IntRange(-many, many-1).Draw(rt, "who")
			if n < 0 {
				return
			}
			act := c.put
			if c.there[n] && rapid.Bool().Draw(rt, "remove") {
				act = c.remove
			}
			if err := errors.Join(act(n), c.missed(n, n+1)); err != nil {
				rt.Fatal(err)
			}
		}
		between := func(yield func([]byte, error) bool) {
			maybe()
			for key, err := range c.index.peopleKeys(context.Background()) {
				maybe()
				if !yield(key, err) {
					return
				}
			}
			maybe()
		}
		fits := false
		for _, blocks := range []int{1, 2, 8} {
			var err error
			fits, err = c.index.roster.fill(newSieve(blocks), between)
			maybe()
			if err := errors.Join(err, c.missed(0, many)); err != nil {
				rt.Fatal(err)
			}
		}
		if !fits {
			rt.Fatal("eight blocks are too few")
		}
	})
}

// TestPutsBesideScans looks for everything that was put as soon as it was, while one sieve after the other is filled.
func TestPutsBesideScans(t *testing.T) {
	c := &crowd{index: mustOpen(t, vfs.NewMem()), there: map[int]bool{}}
	defer c.index.Close()
	c.index.roster.stop()
	done := make(chan struct{})
	var wg sync.WaitGroup
	defer wg.Wait()
	defer close(done)
	wg.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			if _, err := c.index.roster.fill(newSieve(64), c.index.peopleKeys(context.Background())); err != nil {
				t.Error(err)
			}
		}
	})
	for n := range 1500 {
		check(t, errors.Join(c.put(n), c.missed(n, n+1)))
	}
	check(t, c.missed(0, 1500))
}

// shelf is the simplest store of keys with a roster.
type shelf struct {
	roster
	stored []string
	err    error // of a scan
}

func newShelf() *shelf {
	return &shelf{roster: roster{seed: maphash.MakeSeed(), log: slog.New(slog.DiscardHandler)}}
}

// open starts the roster with sieves of other sizes than usual.
func (s *shelf) open(least, most int) {
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	s.scan.Go(func() { s.keep(ctx, s.keys(ctx), least, most) })
}

func (s *shelf) put(keys ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range keys {
		s.add([]byte(key))
	}
	s.stored = append(s.stored, keys...)
}

func (s *shelf) keys(ctx context.Context) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		s.mu.Lock()
		stored := s.stored
		s.mu.Unlock()
		for _, key := range stored {
			if !yield([]byte(key), ctx.Err()) || ctx.Err() != nil {
				return
			}
		}
		if s.err != nil {
			yield(nil, s.err)
		}
	}
}

// TestARosterGrows from the least to the most it may have, and is given up then; no key is missed meanwhile.
func TestARosterGrows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		s.open(1, 8)
		defer s.stop()
		var blocks, puts int
		for ; puts < 10_000; puts++ {
			synctest.Wait()
			now := s.sieve.Load()
			if now == nil {
				break
			}
			if len(now.blocks) < blocks {
				t.Fatalf("%d blocks after %d", len(now.blocks), blocks)
			}
			blocks = len(now.blocks)
			s.put(fmt.Sprintf("key %d", puts))
			for _, key := range s.stored {
				if s.lacks([]byte(key)) {
					t.Fatalf("%q is missed", key)
				}
			}
		}
		if room := 8 * blockKeys; blocks != 8 || puts < room || puts > 2*room {
			t.Errorf("given up at %d blocks, with %d keys", blocks, puts)
		}
		if s.lacks([]byte("none")) {
			t.Error("a roster that was given up is asked")
		}
	})
}

// TestWhatIsGoneMakesNoRosterGrow: a full sieve is filled anew, and is no larger if what is there has room in it.
func TestWhatIsGoneMakesNoRosterGrow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		s.open(1, 8)
		defer s.stop()
		for n := range 1000 {
			s.mu.Lock()
			s.stored = nil
			s.mu.Unlock()
			s.put(fmt.Sprintf("key %d", n))
			synctest.Wait()
		}
		if blocks := len(s.sieve.Load().blocks); blocks != 1 {
			t.Errorf("a sieve of %d blocks for one key", blocks)
		}
	})
}

// TestAFailedScanLeavesNoRoster and no harm.
func TestAFailedScanLeavesNoRoster(t *testing.T) {
	s := newShelf()
	var told strings.Builder
	s.log, s.err = slog.New(slog.NewTextHandler(&told, nil)), errors.New("the disk is broken")
	s.put("a")
	s.open(1, 8)
	s.scan.Wait()
	s.put("b")
	if s.sieve.Load() != nil || s.filling != nil || s.lacks([]byte("none")) {
		t.Error("it is asked")
	}
	if !strings.Contains(told.String(), "the disk is broken") {
		t.Errorf("nobody is told: %q", &told)
	}
}

// TestARosterStopsWhereverItIs: a scan that has no end ends.
func TestARosterStopsWhereverItIs(t *testing.T) {
	r := roster{seed: maphash.MakeSeed(), log: slog.New(slog.DiscardHandler)}
	r.stop() // was never started
	begun := make(chan struct{})
	r.start(func(ctx context.Context) iter.Seq2[[]byte, error] {
		return func(yield func([]byte, error) bool) {
			close(begun)
			for yield([]byte("again"), ctx.Err()) && ctx.Err() == nil {
			}
		}
	})
	<-begun
	if r.lacks([]byte("none")) {
		t.Error("it is asked before the scan is through")
	}
	r.stop()
}

// TestClosingDoesNotWaitForTheScan: the store would not close as long as somebody reads.
func TestClosingDoesNotWaitForTheScan(t *testing.T) {
	fs := vfs.NewMem()
	c := &crowd{index: mustOpen(t, fs), there: map[int]bool{}}
	for n := range 1000 {
		check(t, c.put(n))
	}
	for range 20 {
		check(t, c.index.Close())
		c.index = mustOpen(t, fs)
	}
	check(t, c.missed(0, 1010))
	check(t, c.index.Close())
}

// TestTheRosterIsFilled: what was stored before is found, what was not costs no look.
func TestTheRosterIsFilled(t *testing.T) {
	fs := vfs.NewMem()
	c := &crowd{index: mustOpen(t, fs), there: map[int]bool{}}
	for n := range 100 {
		check(t, c.put(n))
	}
	check(t, c.index.Close())
	c.index = mustOpen(t, fs)
	for c.index.roster.sieve.Load() == nil {
		runtime.Gosched()
	}
	check(t, c.missed(0, 200))
	lacked := 0
	for n := range 1000 {
		if c.index.roster.lacks(personKey(nil, idOf(100+n))) {
			lacked++
		}
	}
	if lacked < 990 {
		t.Errorf("the store is asked for %d of 1000 that it lacks", 1000-lacked)
	}
	check(t, c.index.Close())
}

// BenchmarkStranger looks for the contact and the owner of a cookie that nobody knows.
func BenchmarkStranger(b *testing.B) {
	c := &crowd{index: mustOpen(b, vfs.NewMem()), there: map[int]bool{}}
	defer c.index.Close()
	for c.index.roster.sieve.Load() == nil {
		runtime.Gosched()
	}
	check(b, c.put(1))
	id, cookie := idOf(2), identifierOf(2)
	b.ReportAllocs()
	for b.Loop() {
		_, err := c.index.People().Contact(context.Background(), id)
		check(b, err)
		_, err = c.index.People().Owner(context.Background(), cookie)
		check(b, err)
	}
}

// BenchmarkRosterFill is the scan after a start, over 40,000 keys.
func BenchmarkRosterFill(b *testing.B) {
	const many = 20_000
	c := &crowd{index: mustOpen(b, vfs.NewMem()), there: map[int]bool{}}
	defer c.index.Close()
	for n := range many {
		check(b, c.put(n))
	}
	check(b, c.index.Flush(b.Context()))
	b.ReportAllocs()
	for b.Loop() {
		_, err := c.index.roster.fill(newSieve(leastBlocks), c.index.peopleKeys(b.Context()))
		check(b, err)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(2*many), "ns/key")
}

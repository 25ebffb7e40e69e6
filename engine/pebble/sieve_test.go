package pebble

import (
	"math/rand/v2"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// TestASieveFindsWhatWasAdded has no exception, whatever the hashes and however full it is.
func TestASieveFindsWhatWasAdded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newSieve(1 << rapid.IntRange(0, 6).Draw(t, "size"))
		hashes := rapid.SliceOf(rapid.Uint64()).Draw(t, "hashes")
		for _, hash := range hashes {
			s.add(hash)
		}
		for _, hash := range hashes {
			if !s.has(hash) {
				t.Fatalf("%x is lost", hash)
			}
		}
	})
}

// TestAFullSieveIsFine: what was not added is seldom found, and full is told in time.
func TestAFullSieveIsFine(t *testing.T) {
	s := newSieve(1 << 10)
	random := rand.New(rand.NewPCG(1, 2))
	for !s.tight() {
		s.add(random.Uint64())
	}
	for s.keys.Load() < s.room {
		select {
		case <-s.full:
			t.Fatal("full before it is")
		default:
			s.add(random.Uint64())
		}
	}
	found := 0
	const asked = 1_000_000
	for range asked {
		if s.has(random.Uint64()) {
			found++
		}
	}
	if found > asked/200 {
		t.Errorf("%d of %d are found that were never added", found, asked)
	}
	for s.keys.Load() == s.room {
		s.add(random.Uint64())
	}
	<-s.full
}

// TestASieveIsFilledFromAllSides loses nothing when many add to the same blocks at once.
func TestASieveIsFilledFromAllSides(t *testing.T) {
	s := newSieve(2)
	var wg sync.WaitGroup
	for n := range uint64(4) {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(n, 3))
			for range 200 {
				s.add(random.Uint64())
			}
		})
	}
	wg.Wait()
	for n := range uint64(4) {
		random := rand.New(rand.NewPCG(n, 3))
		for range 200 {
			if hash := random.Uint64(); !s.has(hash) {
				t.Fatalf("%x is lost", hash)
			}
		}
	}
	<-s.full
}

func BenchmarkSieve(b *testing.B) {
	s := newSieve(1 << 14)
	random := rand.New(rand.NewPCG(1, 2))
	for !s.tight() {
		s.add(random.Uint64())
	}
	b.ReportAllocs()
	for b.Loop() {
		s.has(random.Uint64())
	}
}

package enginetest

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
	"pgregory.net/rapid"

	"sojourn/flow/stitch"
	"sojourn/journey"
)

// rapidDice lets rapid decide, so that it can make a failing life shorter.
func rapidDice(t *rapid.T) dice {
	return func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "roll") }
}

func seededDice(seed uint64) dice { return rand.New(rand.NewPCG(seed, 1)).IntN }

// indexSameAsModel: whatever is applied, flushed and reopened, the index answers like the model.
func indexSameAsModel(t *testing.T, e IndexEngine) {
	rapid.Check(t, func(r *rapid.T) {
		roll := rapidDice(r)
		disk, model := NewDisk(), newIndexModel()
		index := e.mustOpen(t, disk)
		for range 1 + roll(8) {
			upTo, changes := model.batch(roll)
			must(r, index.Apply(context.Background(), upTo, changes))
			model.apply(upTo, changes)
			switch roll(8) {
			case 0:
				must(r, index.Flush(context.Background()))
			case 1:
				index = e.reopen(t, disk, index)
			}
		}
		model.mustBe(r, index)
		e.mustBeSound(r, index)
		must(r, index.Close())
	})
}

// indexPaging: while one pages through a listing, sessions move to the front of it. Those that
// do not move are seen once, and what is seen comes in order.
func indexPaging(t *testing.T, e IndexEngine) {
	rapid.Check(t, func(r *rapid.T) {
		roll := rapidDice(r)
		model := newIndexModel()
		index := e.mustOpen(t, NewDisk())
		more := func() {
			upTo, changes := model.batch(roll)
			must(r, index.Apply(context.Background(), upTo, changes))
			model.apply(upTo, changes)
		}
		for range 3 {
			more()
		}
		before := model.between(math.MinInt64, math.MaxInt64)
		seen := map[journey.ID]int{}
		for cursor := (SessionCursor{}); ; more() {
			full := false
			for s, err := range index.Recent(context.Background(), math.MinInt64, math.MaxInt64, cursor) {
				must(r, err)
				if cursor.Newest != 0 && s.Newest.At > cursor.Newest {
					r.Fatalf("%v comes behind %v", s.Newest, cursor.Newest)
				}
				cursor = SessionCursor{Newest: s.Newest.At, ID: s.ID}
				if seen[s.ID]++; len(seen)%2 == 0 {
					full = true
					break
				}
			}
			if !full {
				break
			}
		}
		for _, s := range before {
			if model.sessions[s.ID].Newest.At == s.Newest.At && seen[s.ID] != 1 {
				r.Fatalf("session %v did not move and was seen %d times", s.ID, seen[s.ID])
			}
		}
		must(r, index.Close())
	})
}

// indexAppliedTwice: a replay brings changes again that the index holds; that changes nothing.
func indexAppliedTwice(t *testing.T, e IndexEngine) {
	index, model, roll := e.mustOpen(t, NewDisk()), newIndexModel(), seededDice(1)
	for range 20 {
		upTo, changes := model.batch(roll)
		must(t, index.Apply(t.Context(), upTo, changes))
		model.apply(upTo, changes)
		for i := range changes {
			for j := range changes[i].Sessions {
				t := &changes[i].Sessions[j]
				t.Was, t.WasFirst, t.WasCustomer = t.Session.Newest.At, t.Session.First.At, t.Session.Customer
			}
		}
		must(t, index.Apply(t.Context(), upTo, changes))
	}
	model.mustBe(t, index)
	e.mustBeSound(t, index)
}

// cut is a disk as it was found after a power cut, and how many batches had been handed
// to the index by then.
type cut struct {
	disk   *Disk
	handed int
}

// indexPowerCut cuts the power in front of changes of the disk, and finds an index that is the result of
// the first so many batches, whole ones, with the mark of the last of them.
func indexPowerCut(t *testing.T, e IndexEngine) {
	disk, model, roll := NewDisk(), newIndexModel(), seededDice(2)
	index := e.mustOpen(t, disk)
	prefixes := []prefix{prefixOf(t, index)}
	random := rand.New(rand.NewPCG(3, 4))
	var cuts []cut
	changesOfDisk, handed := 0, 0
	hook := func(errorfs.Op) error {
		if changesOfDisk++; changesOfDisk%2 == 0 {
			cuts = append(cuts, cut{disk.CutPower([]int{0, 30, 70, 100}[random.IntN(4)], random), handed})
		}
		return nil
	}
	for n := range 160 {
		upTo, changes := model.batch(roll)
		disk.BeforeChange(nil)
		handed++
		disk.BeforeChange(hook)
		must(t, index.Apply(t.Context(), upTo, changes))
		model.apply(upTo, changes)
		prefixes = append(prefixes, prefixOf(t, index))
		if n%32 == 31 {
			must(t, index.Flush(t.Context()))
		}
	}
	disk.BeforeChange(nil)
	if len(cuts) == 0 {
		t.Fatal("the disk never changed")
	}
	must(t, index.Close())
	longest := 0
	for _, c := range cuts {
		longest = max(longest, e.mustBeAPrefix(t, c, prefixes))
	}
	if longest == 0 {
		t.Error("nothing of what was flushed outlived any power cut")
	}
	t.Logf("%d power cuts, up to %d of %d batches outlived one", len(cuts), longest, handed)
}

// prefix is what an index says after the first so many batches.
type prefix struct {
	fingerprint string
	mark        journey.Position
}

func prefixOf(t testing.TB, index Index) prefix {
	t.Helper()
	fingerprint, err := index.Fingerprint(context.Background())
	must(t, err)
	mark, err := index.Mark(context.Background())
	must(t, err)
	return prefix{fingerprint, mark}
}

// mustBeAPrefix opens what a power cut left, and returns how many batches it holds.
func (e IndexEngine) mustBeAPrefix(t *testing.T, c cut, prefixes []prefix) int {
	t.Helper()
	index := e.mustOpen(t, c.disk)
	defer func() { _ = index.Close() }() // not only with the test: there are many cuts
	found := prefixOf(t, index)
	e.mustBeSound(t, index)
	for n, p := range prefixes[:c.handed+1] {
		if p == found {
			must(t, index.Apply(t.Context(), 0, []stitch.Change{})) // it takes more
			return n
		}
	}
	t.Fatalf("after a power cut at batch %d the index is no prefix: mark %d", c.handed, found.mark)
	return 0
}

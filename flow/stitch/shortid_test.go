package stitch_test

import (
	"encoding/binary"
	"testing"

	"sojourn/flow/stitch"
	"sojourn/journey"
)

func chance(n uint64) (b [8]byte) {
	binary.LittleEndian.PutUint64(b[:], n)
	return b
}

func TestShortIDsAreDistinctAndGrow(t *testing.T) {
	numbers := stitch.NewShortIDs(4)
	seen := make(map[uint32]bool)
	byLength := make(map[int]int)
	for i := range 900 + 9000 + 90000 {
		n := numbers.Claim(idOf(1, float64(i)), chance(uint64(i/2))) // every chance comes twice
		if n == 0 || seen[n] {
			t.Fatalf("claim %d gives %d again or nothing", i, n)
		}
		seen[n] = true
		switch {
		case 1000 <= n && n <= 9999:
			byLength[4]++
		case 10000 <= n && n <= 99999:
			byLength[5]++
		case 100000 <= n && n <= 999999:
			byLength[6]++
		}
	}
	if byLength[4] != 900 || byLength[5] != 9000 || byLength[6] != 90000 {
		t.Errorf("a tenth of each length is used: %v", byLength)
	}
	if n := numbers.Claim(idOf(2, 0), chance(1)); n != 0 {
		t.Errorf("an exhausted space gives %d", n)
	}
}

func TestShortIDsAreFreedByTheirHolder(t *testing.T) {
	numbers := stitch.NewShortIDs(4)
	holder, other := idOf(1, 0), idOf(2, 0)
	n := numbers.Claim(holder, chance(5))
	numbers.Release(n, other)
	if again := numbers.Claim(other, chance(5)); again == n {
		t.Error("a number was freed by someone who does not hold it")
	}
	numbers.Release(n, holder)
	if again := numbers.Claim(other, chance(5)); again != n {
		t.Errorf("the freed number %d is not given out, but %d", n, again)
	}
	numbers.Restore(4321, holder)
	numbers.Restore(12, holder) // no number of ours: ignored
	numbers.Release(4321, holder)
}

func TestShortIDsComeBackAfterARestart(t *testing.T) {
	numbers := stitch.NewShortIDs(4)
	numbers.Restore(1005, journey.ID{1})
	if n := numbers.Claim(journey.ID{2}, chance(5)); n == 1005 {
		t.Error("a number in use was given out again")
	}
}

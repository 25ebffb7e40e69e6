package load

import (
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey"
)

func TestIDsTellTheirNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		series := Series(rapid.IntRange(0, int(MaxSeries)).Draw(t, "series"))
		number := rapid.Uint64Range(0, 1<<numberBits-1).Draw(t, "number")
		id := series.ID(number)
		if id[6]>>4 != 4 || id[8]>>6 != 2 {
			t.Fatalf("%s is no version 4 UUID", id)
		}
		s, n, ok := ParseID(id)
		if !ok || s != series || n != number {
			t.Fatalf("%s: got %d, %d, %v", id, s, n, ok)
		}
		id[rapid.IntRange(0, 15).Draw(t, "byte")] ^= 1
		if _, _, ok := ParseID(id); ok {
			t.Fatalf("%s is nobody's", id)
		}
	})
}

// TestIDsLookRandom counts the bits of successive ids: half of those that are free should differ.
func TestIDsLookRandom(t *testing.T) {
	different := 0
	before := journey.ID{}
	const n = 1000
	for number := range uint64(n) {
		id := Series(1).ID(number)
		for i := range id {
			for bit := range 8 {
				different += int((id[i] ^ before[i]) >> bit & 1)
			}
		}
		before = id
	}
	if different < 59*n || different > 63*n {
		t.Errorf("%d of 122 free bits differ on average", different/n)
	}
}

package rule

import "math/bits"

// marks is a set of rules, by their places in a Set: one bit each.
type marks []uint64

func wordsFor(rules int) int { return (rules + 63) / 64 }

func (m marks) add(places []int32) {
	for _, place := range places {
		m[place>>6] |= 1 << (place & 63)
	}
}

func (m marks) count() (n int) {
	for _, word := range m {
		n += bits.OnesCount64(word)
	}
	return n
}

// take takes a rule out, and reports whether it was in.
func (m marks) take(place int32) bool {
	word, bit := &m[place>>6], uint64(1)<<(place&63)
	was := *word&bit != 0
	*word &^= bit
	return was
}

// first takes out the first rule of all; false if there is none.
func (m marks) first() (place int32, ok bool) {
	for i, word := range m {
		if word != 0 {
			m[i] = word & (word - 1)
			return int32(i*64 + bits.TrailingZeros64(word)), true
		}
	}
	return 0, false
}

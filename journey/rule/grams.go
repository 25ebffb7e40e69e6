package rule

import "math/bits"

// Criteria that look for a text within a text are filed under a gram of it: three bytes in a row. Whatever
// contains the text contains the gram, so one pass over an event's text finds all rules whose texts may be in
// it.

const gramSize = 3

// grams calls yield with the grams of a text, from left to right, until it returns false.
func grams(text string) func(yield func(gram uint32) bool) {
	return func(yield func(uint32) bool) {
		var gram uint32
		for i := range len(text) {
			if gram = (gram<<8 | uint32(text[i])) & 0xffffff; i >= gramSize-1 && !yield(gram) {
				return
			}
		}
	}
}

// filter says of most grams that no rule is filed under them, without looking into the map.
type filter struct {
	bits  []uint64 // by the hash of the gram; a power of two
	shift uint8    // what is left of 32 bits of hash
}

// bitsPerGram keeps one gram in sixteen or fewer from passing without reason.
const bitsPerGram = 16

func newFilter(lists map[uint64][]int32) filter {
	if len(lists) == 0 {
		return filter{}
	}
	log := max(6, bits.Len(uint(len(lists)*bitsPerGram)))
	f := filter{bits: make([]uint64, 1<<(log-6)), shift: uint8(32 - min(log, 32))}
	for gram := range lists {
		at := f.place(uint32(gram))
		f.bits[at>>6] |= 1 << (at & 63)
	}
	return f
}

func (f *filter) place(gram uint32) uint32 { return gram * 0x9e3779b1 >> f.shift }

// scan adds the rules that are filed under the grams of a text.
func (f *filter) scan(text string, lists map[uint64][]int32, m marks) {
	for gram := range grams(text) {
		if at := f.place(gram); f.bits[at>>6]&(1<<(at&63)) != 0 {
			m.add(lists[uint64(gram)])
		}
	}
}

package rule

// hash is a number that stands for data, as far as it has been taken in: multiplied and mixed eight bytes at
// a time.
type hash uint64

func newHash() hash { return 0x9e3779b97f4a7c15 }

func (h hash) uint(n uint64) hash {
	h = (h ^ hash(n)) * 0xff51afd7ed558ccd
	return h ^ h>>32
}

// text takes in a text and where it ends.
func (h hash) text(text string) hash {
	h = h.uint(uint64(len(text)))
	for len(text) >= 8 {
		h = h.uint(uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
			uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56)
		text = text[8:]
	}
	var rest uint64
	for i := range len(text) {
		rest = rest<<8 | uint64(text[i])
	}
	return h.uint(rest)
}

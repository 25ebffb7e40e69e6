package load

import (
	"encoding/binary"

	"sojourn/journey"
)

// Series is a numbered sequence of event ids. Ids look random, as those of real senders do, and yet each
// tells its series and number: so a bit per event is enough to remember which were answered.
type Series uint8

// MaxSeries is the last possible series.
const MaxSeries Series = 1<<(48-numberBits) - 1

const numberBits = 42

// The first 48 bits of an id are series and number, permuted by multiplication with odd constants and
// xor with the own upper half, all of which can be undone; the rest is a hash of them.
const (
	mask48     = 1<<48 - 1
	multiplyBy = 0x5851f42d4c95
)

// inverse undoes the multiplication: five steps of Newton's method double the right bits each time.
var inverse = func() uint64 {
	x := uint64(multiplyBy)
	for range 5 {
		x *= 2 - multiplyBy*x
	}
	return x & mask48
}()

func permute(x uint64) uint64 {
	for range 2 {
		x = x * multiplyBy & mask48
		x ^= x >> 24
	}
	return x
}

func unpermute(x uint64) uint64 {
	for range 2 {
		x ^= x >> 24
		x = x * inverse & mask48
	}
	return x
}

// ID returns the id with that number, a version 4 UUID by its form.
func (s Series) ID(number uint64) journey.ID {
	place := uint64(s)<<numberBits | number
	var random [16]byte
	binary.BigEndian.PutUint64(random[:], permute(place)<<16)
	rest := mix(place + 0x632be59bd9b4e019)
	binary.BigEndian.PutUint16(random[6:], uint16(rest))
	binary.BigEndian.PutUint64(random[8:], mix(rest))
	return journey.RandomID(random)
}

// ParseID is the inverse of Series.ID. It is false for an id of nobody here.
func ParseID(id journey.ID) (s Series, number uint64, ok bool) {
	place := unpermute(binary.BigEndian.Uint64(id[:]) >> 16)
	s, number = Series(place>>numberBits), place&(1<<numberBits-1)
	return s, number, s.ID(number) == id
}

// visitorID is the cookie of a visitor, or the id of an installation of the app.
func visitorID(c chance) journey.ID {
	var random [16]byte
	binary.BigEndian.PutUint64(random[:], uint64(c.at(1)))
	binary.BigEndian.PutUint64(random[8:], uint64(c.at(2)))
	return journey.RandomID(random)
}

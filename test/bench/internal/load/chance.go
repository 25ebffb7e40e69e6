package load

// mix is the finaliser of SplitMix64: a permutation of 64 bits that looks random.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// chance is what is drawn for one place, such as a step of a visit. Each draw takes other bits.
type chance uint64

// at is the chance of a place below this one.
func (c chance) at(place uint64) chance {
	return chance(mix(uint64(c) + 0x9e3779b97f4a7c15*(place+1)))
}

// below draws a number from 0 to n-1. Draws of one chance must have different salts.
func (c chance) below(n int, salt uint64) int {
	return int(uint64(c.at(salt)) >> 33 % uint64(n))
}

// percent is true that often in a hundred.
func (c chance) percent(n int, salt uint64) bool { return c.below(100, salt) < n }

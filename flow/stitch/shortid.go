package stitch

import (
	"encoding/binary"
	"sync"

	"sojourn/journey"
)

// ShortIDs gives out the numbers that visitors speak to agents (session.md §7): digits only, the first
// from 1 to 9, of the length that is set; once more than a tenth of a length's numbers are in use, new ones
// are a digit longer, up to six. Safe for concurrent use.
type ShortIDs struct {
	mu     sync.Mutex
	length int
	spaces [7]numberSpace // by length
}

// numberSpace holds who has which number of one length.
type numberSpace struct {
	holders map[uint32]journey.ID
}

const (
	minShortID, maxShortID = 4, 6
	usable                 = 10 // one in so many numbers of a length is given out
)

// NewShortIDs makes an empty number space that starts at a length of 4, 5 or 6 digits.
func NewShortIDs(length int) *ShortIDs {
	s := &ShortIDs{length: min(max(length, minShortID), maxShortID)}
	for i := range s.spaces {
		s.spaces[i].holders = make(map[uint32]journey.ID)
	}
	return s
}

// bounds returns the numbers of a length: the smallest, and how many.
func bounds(length int) (lowest, count uint32) {
	lowest = 1
	for range length - 1 {
		lowest *= 10
	}
	return lowest, 9 * lowest
}

// lengthOf returns the number of digits.
func lengthOf(n uint32) int {
	length := 1
	for ; n >= 10; n /= 10 {
		length++
	}
	return length
}

// Claim gives the session a free number chosen by chance, or 0 when a tenth of the six-digit numbers is in use.
func (s *ShortIDs) Claim(session journey.ID, random [8]byte) uint32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	for length := s.length; length <= maxShortID; length++ {
		space := &s.spaces[length]
		lowest, count := bounds(length)
		if uint32(len(space.holders)) >= count/usable {
			continue
		}
		for { // at most one in ten is taken: a few tries find a free one
			number := lowest + uint32(binary.LittleEndian.Uint64(random[:])%uint64(count))
			if _, taken := space.holders[number]; !taken {
				space.holders[number] = session
				return number
			}
			random = stir(random)
		}
	}
	return 0
}

// stir makes the next pseudo-random bytes (a step of SplitMix64).
func stir(random [8]byte) [8]byte {
	z := binary.LittleEndian.Uint64(random[:]) + 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	binary.LittleEndian.PutUint64(random[:], z^z>>31)
	return random
}

// Restore notes at start that a session holds a number. Of two holders the first that is named keeps it.
func (s *ShortIDs) Restore(number uint32, session journey.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if length := lengthOf(number); minShortID <= length && length <= maxShortID {
		if _, held := s.spaces[length].holders[number]; !held {
			s.spaces[length].holders[number] = session
		}
	}
}

// Release frees a number if that session holds it.
func (s *ShortIDs) Release(number uint32, session journey.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if length := lengthOf(number); minShortID <= length && length <= maxShortID {
		if s.spaces[length].holders[number] == session {
			delete(s.spaces[length].holders, number)
		}
	}
}

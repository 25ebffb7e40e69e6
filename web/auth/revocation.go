package auth

import (
	"sync"
	"time"

	"sojourn/journey"
)

// RevokedSet remembers revoked tokens in memory until they expire. It is the quick half
// of Revocations; what makes them durable is beside it.
type RevokedSet struct {
	mu      sync.RWMutex
	expires map[journey.ID]time.Time
	pruneAt int // size at which the expired ones are dropped
}

const firstPrune = 1024

// Add remembers that the token ended; now tells which others may be forgotten.
func (s *RevokedSet) Add(id journey.ID, expires, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.expires == nil {
		s.expires, s.pruneAt = make(map[journey.ID]time.Time), firstPrune
	}
	s.expires[id] = expires
	if len(s.expires) < s.pruneAt {
		return
	}
	for id, expires := range s.expires {
		if !now.Before(expires) {
			delete(s.expires, id)
		}
	}
	s.pruneAt = max(firstPrune, 2*len(s.expires))
}

// Revoked reports whether the token was added. It may still be for a while after expiry.
func (s *RevokedSet) Revoked(id journey.ID) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, revoked := s.expires[id]
	return revoked
}

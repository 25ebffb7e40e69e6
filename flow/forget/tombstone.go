package forget

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// remembered is how long what was erased cannot come back (identity.md §7).
const remembered = 30 * 24 * time.Hour

// hash stands for an identifier: the beginning of a SHA-256 hash that begins with the organisation's seed.
type hash [16]byte

func hashOf(seed [16]byte, id contact.Identifier) hash {
	text := append(seed[:], byte(id.Type))
	text = append(append(text, id.Source...), 0)
	sum := sha256.Sum256(append(text, id.Value...))
	return hash(sum[:16])
}

// MarshalText implements encoding.TextMarshaler.
func (h hash) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, h[:]), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (h *hash) UnmarshalText(text []byte) error {
	if n, err := hex.Decode(h[:], text[:min(len(text), 2*len(h))]); err != nil || n != len(h) || len(text) != 2*len(h) {
		return fmt.Errorf("%q is no hash", text)
	}
	return nil
}

// tombstones are the identifiers that were erased, with the date of the request. They are read by everybody
// who takes an event, so they are never changed, only replaced.
type tombstones struct {
	dates atomic.Pointer[map[hash]journey.Instant] // nil: there are none
}

// set replaces the tombstones by those of the requests.
func (t *tombstones) set(requests []Request, now journey.Instant) {
	dates := make(map[hash]journey.Instant)
	for i := range requests {
		r := &requests[i]
		if r.Type != Delete || now.Sub(r.Created) > remembered {
			continue
		}
		for _, h := range r.Hashes {
			dates[h] = max(dates[h], r.Created)
		}
	}
	if len(dates) == 0 {
		t.dates.Store(nil)
		return
	}
	t.dates.Store(&dates)
}

// Any reports whether anything was erased lately. Where it was not, Buried need not be asked.
func (s *Service) Any() bool { return s.tombstones.dates.Load() != nil }

// Buried reports whether an event of that date with those identifiers must not be recorded: it would bring back
// what somebody had erased (identity.md §7).
func (s *Service) Buried(ids []contact.Identifier, created journey.Instant) bool {
	dates := s.tombstones.dates.Load()
	if dates == nil {
		return false
	}
	seed, now := s.policy().Seed, s.instant()
	return slices.ContainsFunc(ids, func(id contact.Identifier) bool {
		at, found := (*dates)[hashOf(seed, id)]
		return found && created <= at && now.Sub(at) <= remembered
	})
}

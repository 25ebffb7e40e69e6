package pebble

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	cockroach "github.com/cockroachdb/pebble/v2"
)

// scrub remembers where keys were erased whose bytes are still in the files.
type scrub struct {
	mu         sync.Mutex
	spans      []span
	all        bool         // more than are remembered
	catalogues atomic.Int64 // made since the index was opened
}

// maxSpans is how many places are remembered; beyond that the whole store is compacted.
const maxSpans = 1 << 16

func (s *scrub) note(spans ...span) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.spans = append(s.spans, spans...); len(s.spans) > maxSpans {
		s.spans, s.all = nil, true
	}
}

// take returns the places in order, those that touch as one, and forgets them.
func (s *scrub) take() (spans []span, all bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	spans, all = s.spans, s.all
	s.spans, s.all = nil, false
	slices.SortFunc(spans, func(a, b span) int { return bytes.Compare(a.from, b.from) })
	merged := spans[:0]
	for _, next := range spans {
		if n := len(merged); n > 0 && bytes.Compare(next.from, merged[n-1].to) <= 0 {
			if bytes.Compare(next.to, merged[n-1].to) > 0 {
				merged[n-1].to = next.to
			}
			continue
		}
		merged = append(merged, next)
	}
	return merged, all
}

// Scrub rewrites the files that still have bytes of what was erased or overwritten: sessions that were
// forgotten, and all definitions and contacts. Whole scrubs everything, for erasures before the index was
// opened. Readers that began earlier may hold files for as long as they read.
func (i *Index) Scrub(ctx context.Context, whole bool) error {
	if err := i.Flush(ctx); err != nil {
		return err
	}
	spans, all := i.scrub.take()
	if whole || all {
		spans = []span{{[]byte{0}, []byte{0xff}}}
	} else {
		for _, space := range []byte{definitionSpace, personSpace, ownerSpace} {
			spans = append(spans, span{[]byte{space}, []byte{space + 1}})
		}
	}
	for n, s := range spans {
		if err := i.compact(ctx, s); err != nil {
			i.scrub.note(spans[n:]...)
			return wrap("scrub", err)
		}
	}
	return wrap("scrub", i.renewCatalogue(ctx))
}

func (i *Index) compact(ctx context.Context, s span) error {
	if err := i.Err(); err != nil {
		return err
	}
	return i.db.Compact(ctx, s.from, s.to, false)
}

// edge is behind every key that there is. Its deletion is something to flush that touches no other file.
var edge = []byte{0xff}

// maxRenewals is how often renewCatalogue tries: far more than any store has files.
const maxRenewals = 100_000

// renewCatalogue makes the store write its catalogue of files anew, twice, for it keeps the one before: a
// catalogue names the first and the last key of every file that there was since it was begun. The store does so by
// itself once it has noted as many changes as it has files.
func (i *Index) renewCatalogue(ctx context.Context) error {
	until := i.scrub.catalogues.Load() + 2
	for range maxRenewals {
		if i.scrub.catalogues.Load() >= until {
			return nil
		}
		if err := i.db.Delete(edge, cockroach.NoSync); err != nil {
			return err
		}
		if err := i.flushStore(ctx); err != nil {
			return err
		}
	}
	return errors.New("the store does not renew its catalogue of files")
}

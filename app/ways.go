package app

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"

	"sojourn/web/restapi"
)

// The ways in.
const (
	fromBatches       = "batch"
	fromConversations = "conversation"
	fromSystems       = "custom"
	fromElsewhere     = "external"
)

// way is a way in, what became of an event there, and why.
type way struct {
	source string
	result restapi.EventResult
	reason string
}

// ways count events by their way.
type ways struct{ counters sync.Map } // way → *atomic.Uint64

func (w *ways) add(of way, n int) {
	counter, found := w.counters.Load(of)
	if !found {
		counter, _ = w.counters.LoadOrStore(of, new(atomic.Uint64))
	}
	counter.(*atomic.Uint64).Add(uint64(n))
}

// counts are all that were counted, in a fixed order.
func (w *ways) counts() (all []restapi.EventCount) {
	w.counters.Range(func(key, counter any) bool {
		of, n := key.(way), counter.(*atomic.Uint64)
		all = append(all, restapi.EventCount{Source: of.source, Result: of.result, Reason: of.reason, Count: n.Load()})
		return true
	})
	slices.SortFunc(all, func(a, b restapi.EventCount) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Result, b.Result), cmp.Compare(a.Reason, b.Reason))
	})
	return all
}

//go:build linux

package main

import (
	"context"
	"io"
	"time"

	"sojourn/test/bench/internal/load"
	"sojourn/test/bench/internal/server"
	"sojourn/test/bench/internal/wire"
)

// MemoryReport is the memory of the server with so many open sessions, after garbage was collected.
type MemoryReport struct {
	Sessions uint64 `json:"sessions"`
	Resident int64  `json:"residentBytes"`
	Heap     int64  `json:"heapBytes"`          // live objects of Go
	Index    int64  `json:"indexMemtableBytes"` // changes that the index has not written yet
	Peak     int64  `json:"peakBytes"`          // while they came in, as fast as they could
}

// warmVisitors warm the server up before anything is measured: caches of user agents and buffers count for no
// session.
const warmVisitors = 1000

// memory opens sessions and notes what they take: nothing yet, at half of them, at all. The difference
// between the last two, divided by the sessions that came between, is free of everything that is there
// anyway.
func (r *rig) memory(ctx context.Context) error {
	sessions, err := parseCount(r.options.sessions)
	if err != nil || sessions == 0 {
		return err
	}
	t, err := r.start(ctx, "serve", r.folder("memory"))
	if err != nil {
		return err
	}
	defer t.Kill()
	t.series, t.crowd = 2, load.NewCrowd(r.options.crowd(2, warmVisitors))
	if err := t.warmUp(ctx); err != nil {
		return err
	}
	t.series = 1
	t.crowd = load.NewCrowd(load.Options{Series: 1, Visitors: int(sessions), Seed: r.options.seed})
	for _, wanted := range []uint64{0, sessions / 2, sessions} {
		if err := t.ResetPeak(); err != nil {
			return err
		}
		say("%s: %d open sessions", t.Name, wanted)
		for t.crowd.Begun() < wanted {
			// A visit is five events, so this sends a quarter of what is missing, and some more.
			_, err := wire.Run(ctx, wire.Options{
				Address: t.Address, Connections: 32, Length: time.Hour,
				Requests: int((wanted-t.crowd.Begun())*5/4/batchSize) + 10,
			}, t.batches())
			if err != nil {
				return err
			}
		}
		line, err := t.memoryNow(ctx, wanted)
		if err != nil {
			return err
		}
		r.report.Memory = append(r.report.Memory, line)
	}
	return t.done()
}

func (t *target) memoryNow(ctx context.Context, sessions uint64) (m MemoryReport, err error) {
	m.Sessions = sessions
	if _, m.Peak, err = t.Memory(); err != nil {
		return m, err
	}
	if err := server.Settle(ctx, t.Process); err != nil {
		return m, err
	}
	if err := t.WriteProfile(ctx, "heap?gc=1", io.Discard); err != nil {
		return m, err
	}
	numbers, err := t.Metrics(ctx)
	if err != nil {
		return m, err
	}
	m.Heap = int64(numbers["go_memstats_heap_alloc_bytes"])
	m.Index = int64(numbers["sojourn_index_memory_bytes"])
	m.Resident, _, err = t.Memory()
	return m, err
}

package stitch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"sojourn/engine/enginetest"
	"sojourn/engine/seglog"
	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/journey/codec"
)

// cut is a disk as a power cut left it, and what had been answered by then.
type cut struct {
	disk     *enginetest.Disk
	answered []journey.ID
	why      string
}

// workload is what a few visitors do: visits, late events, new sources, repeats. Every event has an id.
func workload() []journey.Event {
	var events []journey.Event
	for visitor := range 3 {
		for i := range 8 {
			e := event(visitor, float64(i*7))
			e.IDGiven = true
			if i%3 == 1 {
				e.Campaign = &journey.Campaign{Source: fmt.Sprint("source ", i)}
			}
			if i%4 == 3 {
				e.Created = e.Created.Add(-10 * 60 * 1e9)
			}
			events = append(events, e)
		}
	}
	return append(events, events[3], events[9])
}

// TestPowerCuts cuts the power before every change that the whole store makes to its disk, with unsynced
// writes lost, kept, torn and reordered. After each cut every answered event must be there once, the index
// must equal one computed from nothing, and sending everything again must double nothing.
func TestPowerCuts(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	cuts := collectCuts(t, random)
	t.Logf("%d cuts", len(cuts))
	most := 60
	if testing.Short() {
		most = 15
	}
	random.Shuffle(len(cuts), func(i, j int) { cuts[i], cuts[j] = cuts[j], cuts[i] })
	for _, c := range cuts[:min(most, len(cuts))] {
		survive(t, c)
		if t.Failed() {
			return
		}
	}
}

// collectCuts runs the workload once and clones the disk before each change.
func collectCuts(t *testing.T, random *rand.Rand) []cut {
	disk := enginetest.NewDisk()
	var mu sync.Mutex
	var cuts []cut
	var answered []journey.ID
	disk.BeforeChange(func(op errorfs.Op) error {
		mu.Lock()
		defer mu.Unlock()
		percent := []int{0, 30, 70, 100}[random.IntN(4)]
		cuts = append(cuts, cut{
			disk: disk.CutPower(percent, random), answered: slices.Clone(answered),
			why: fmt.Sprintf("cut %d before %v of %s, %d %% of unsynced survives", len(cuts), op.Kind, op.Path, percent),
		})
		return nil
	})
	n := bootOn(t, disk, stitch.Options{Lanes: 2})
	for i, e := range workload() {
		receipt := n.submit(e)
		mu.Lock()
		answered = append(answered, receipt.Event.ID)
		mu.Unlock()
		if i%9 == 5 {
			if err := n.index.Flush(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
	}
	disk.BeforeChange(nil)
	n.halt()
	return cuts
}

// bootOn opens the store on a disk with segments small enough to be rolled.
func bootOn(t testing.TB, disk *enginetest.Disk, o stitch.Options) *node {
	return bootWith(t, disk.FS(), seglog.Options{SegmentBytes: 1 << 16}, o)
}

// survive restarts after a cut.
func survive(t *testing.T, c cut) {
	t.Helper()
	n := bootOn(t, c.disk, stitch.Options{Lanes: 3})
	stored := n.stored()
	for _, id := range c.answered {
		if stored[id] != 1 {
			t.Errorf("%s: answered event %s is stored %d times", c.why, id, stored[id])
		}
	}
	n.rebuilt()
	for _, e := range workload() {
		n.submit(e)
	}
	for id, times := range n.stored() {
		if times != 1 {
			t.Errorf("%s: after a repeat of everything event %s is stored %d times", c.why, id, times)
		}
	}
	if got, want := len(n.stored()), len(workload())-2; got != want {
		t.Errorf("%s: %d events are stored, want %d", c.why, got, want)
	}
	n.rebuilt()
	n.halt()
}

// stored counts how often each event stands in a session's list of events.
func (n *node) stored() map[journey.ID]int {
	n.t.Helper()
	ctx := context.Background()
	count := make(map[journey.ID]int)
	for session, err := range n.index.Due(ctx, 0, journey.Instant(1<<60)) {
		if err != nil {
			n.t.Fatal(err)
		}
		located, err := n.index.Events(ctx, session.ID, journey.EventPlace{}, 1000, journey.SourceEventTypes...)
		if err != nil {
			n.t.Fatal(err)
		}
		if uint64(len(located)) != session.Events {
			n.t.Errorf("session %s counts %d events and lists %d", session.ID, session.Events, len(located))
		}
		for _, at := range located {
			count[n.read(at.Position).ID]++
		}
	}
	return count
}

// read returns the event at a position.
func (n *node) read(at journey.Position) *journey.Accepted {
	n.t.Helper()
	data, err := n.log.Get(context.Background(), []journey.Position{at})
	if err != nil {
		n.t.Fatal(err)
	}
	record, err := codec.DecodeRecord(bytes.Clone(data[0]))
	if err != nil {
		n.t.Fatal(err)
	}
	return record.(*journey.Accepted)
}

// TestAFailingDiskStopsTheLanes lets one sync fail: from then on nothing is answered, and a restart
// finds every answered event once.
func TestAFailingDiskStopsTheLanes(t *testing.T) {
	disk := enginetest.NewDisk()
	n := bootOn(t, disk, stitch.Options{Lanes: 2})
	answered := n.submit(event(1, 0)).Event.ID
	broken := errors.New("the disk is broken")
	disk.BeforeChange(func(op errorfs.Op) error {
		if op.Kind == errorfs.OpFileSync || op.Kind == errorfs.OpFileSyncData || op.Kind == errorfs.OpFileSyncTo {
			return broken
		}
		return nil
	})
	for i := range 3 {
		_, err := n.lanes.Submit(context.Background(), event(1, float64(i+1)))
		var fault *journey.Fault
		if !errors.As(err, &fault) || fault.Code != journey.Unavailable {
			t.Fatalf("a failed sync answers %v", err)
		}
	}
	disk.BeforeChange(nil)
	after := bootOn(t, disk.CutPower(0, rand.New(rand.NewPCG(1, 1))), stitch.Options{})
	if stored := after.stored(); stored[answered] != 1 {
		t.Errorf("the answered event is stored %d times", stored[answered])
	}
	after.rebuilt()
	after.halt()
	_ = n.lanes.Close(context.Background())
	_ = n.index.Close()
	_ = n.log.Close()
}

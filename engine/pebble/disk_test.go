package pebble

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"sojourn/engine/enginetest"
	"sojourn/flow/stitch"
	"sojourn/journey"
)

var testLog = journey.ID{15: 1}

func mustOpen(t testing.TB, fs vfs.FS) *Index {
	t.Helper()
	i, err := Open("index", Options{FS: fs, Retry: time.Millisecond}, testLog)
	check(t, err)
	i.People().Learn()
	return i
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// visit is a change that opens a session of one event.
func visit(n uint64) stitch.Change {
	stamp := journey.Stamp{At: journey.Instant(1_772_442_904_000 + n), Seq: 1}
	id := journey.ID{0, 0, 0, 0, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
	customer := fmt.Sprintf("customer %d", n)
	s := &journey.Session{
		ID: id, Kind: journey.Web, Customer: customer, Events: 1, First: stamp, Newest: stamp,
		LastEvent: journey.LastEvent{ID: id, Name: journey.PageViewed},
		Visit: &journey.Visit{
			ShortID: uint32(1000 + n%9000), Views: 1,
			UserAgent: journey.Touch[string]{Stamp: stamp, Value: "Mozilla/5.0"},
		},
	}
	return stitch.Change{
		State: &journey.State{
			Key: journey.VisitorKey(customer), At: journey.Position(n), Seq: 1, Events: 1,
			Sessions: []*journey.Session{s},
		},
		Sessions: []stitch.Touched{{Session: s, Events: []stitch.Located{
			{Stamp: stamp, Position: journey.Position(n), Type: journey.WebEventType},
		}}},
	}
}

func apply(i *Index, upTo journey.Position, numbers ...uint64) error {
	var changes []stitch.Change
	for _, n := range numbers {
		changes = append(changes, visit(n))
	}
	return i.Apply(context.Background(), upTo, changes)
}

// TestAFullDiskPasses: a flush that finds no space says so, changes are refused meanwhile, reads go
// on, and once there is space again everything is as if nothing had happened.
func TestAFullDiskPasses(t *testing.T) {
	disk := enginetest.NewDisk()
	i := mustOpen(t, disk.FS())
	check(t, apply(i, 1, 1))
	disk.BeforeChange(func(op errorfs.Op) error {
		if strings.HasSuffix(op.Path, ".sst") {
			return syscall.ENOSPC
		}
		return nil
	})
	if err := i.Flush(t.Context()); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("flush on a full disk: %v", err)
	}
	if err := i.Err(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("the disk is full: %v", err)
	}
	if err := apply(i, 2, 2); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("apply on a full disk: %v", err)
	}
	if err := i.Flush(t.Context()); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("flush on a full disk: %v", err)
	}
	_, err := i.Session(t.Context(), visit(1).Sessions[0].Session.ID)
	check(t, err)
	disk.BeforeChange(nil)
	for i.Err() != nil { // until the store has tried again
		runtime.Gosched()
	}
	check(t, apply(i, 3, 3))
	check(t, i.Close())
	i = mustOpen(t, disk.FS())
	defer i.Close()
	if mark, err := i.Mark(t.Context()); mark != 3 {
		t.Errorf("mark %d, %v", mark, err)
	}
}

// TestAFullDiskDoesNotHinderClosing: what could not be flushed is replayed from the log.
func TestAFullDiskDoesNotHinderClosing(t *testing.T) {
	disk := enginetest.NewDisk()
	i := mustOpen(t, disk.FS())
	check(t, apply(i, 1, 1))
	check(t, i.Flush(t.Context()))
	check(t, apply(i, 2, 2))
	disk.BeforeChange(func(errorfs.Op) error { return syscall.ENOSPC })
	if err := i.Close(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("close on a full disk: %v", err)
	}
	disk.BeforeChange(nil)
	i = mustOpen(t, disk.CutPower(0, nil).FS())
	defer i.Close()
	if mark, err := i.Mark(t.Context()); mark != 1 {
		t.Errorf("mark %d, %v", mark, err)
	}
}

// TestALostCatalogueStopsTheIndex: the store cannot go on after that, but the process does, reads are
// answered, and the next start finds what was flushed before.
func TestALostCatalogueStopsTheIndex(t *testing.T) {
	disk := enginetest.NewDisk()
	i := mustOpen(t, disk.FS())
	check(t, apply(i, 1, 1))
	check(t, i.Flush(t.Context()))
	check(t, apply(i, 2, 2))
	disk.BeforeChange(func(op errorfs.Op) error {
		if strings.Contains(op.Path, "MANIFEST") {
			return syscall.EIO
		}
		return nil
	})
	if err := i.Flush(t.Context()); err == nil {
		t.Error("a flush without a catalogue succeeded")
	}
	disk.BeforeChange(nil)
	for !i.health.dead() {
		runtime.Gosched()
	}
	if err := apply(i, 3, 3); err == nil {
		t.Error("changes are taken although they can never be flushed")
	}
	_, err := i.Session(t.Context(), visit(2).Sessions[0].Session.ID)
	check(t, err)
	if err := i.Close(); err == nil {
		t.Error("closed as if nothing had happened")
	}
	i = mustOpen(t, disk.CutPower(0, nil).FS())
	defer i.Close()
	if mark, err := i.Mark(t.Context()); mark != 1 {
		t.Errorf("mark %d, %v", mark, err)
	}
}

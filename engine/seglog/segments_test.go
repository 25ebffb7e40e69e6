package seglog

import (
	"errors"
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"sojourn/engine/enginetest"
	"sojourn/journey"
)

// daily is a clock that goes on by a day with each look.
type daily struct{ at time.Time }

func (d *daily) now() time.Time {
	d.at = d.at.Add(24 * time.Hour)
	return d.at
}

// Segments know when they began, rewritten or not; the oldest can be removed, again and
// again, and the newest once it is rolled.
func TestSegmentsAndRemove(t *testing.T) {
	d, clock := enginetest.NewDisk(), &daily{time.Date(2026, 2, 28, 12, 0, 0, 0, time.UTC)}
	o := Options{FS: d.FS(), SegmentBytes: small, Now: clock.now}
	l, err := Open(testDir, o)
	if err != nil {
		t.Fatal(err)
	}
	w := written{disk: d, erased: map[journey.Position]bool{}}
	add := func(n int) {
		t.Helper()
		for range n {
			w.records = append(w.records, fmt.Sprintf("record %x", len(w.records)*7919))
			if _, err := l.Append(t.Context(), [][]byte{[]byte(w.records[len(w.records)-1])}); err != nil {
				t.Fatal(err)
			}
		}
	}
	add(250)
	clock.at = clock.at.AddDate(-1, 0, 0) // a clock that is put back does not make later segments older
	if err := l.Roll(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.erase(t, l, 2, 250, 50)
	for opening := range 2 {
		infos, err := l.Segments(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		n := len(infos)
		if n < 4 || infos[0].First != 1 || infos[n-1].Last != 250 || infos[n-1].First != 251 {
			t.Fatalf("opening %d: %+v", opening, infos)
		}
		for i, s := range infos {
			next := journey.Position(251)
			if i < n-1 {
				next = infos[i+1].First
			}
			want := time.Date(2026, 3, 1+min(i, n-2), 12, 0, 0, 0, time.UTC)
			if !s.From.Equal(want) || s.Newest != (i == n-1) || s.Last != next-1 || s.Bytes == 0 ||
				i < n-1 && !s.To.Equal(infos[i+1].From) || s.Newest && !s.To.IsZero() {
				t.Fatalf("opening %d, segment %d: %+v, want it to begin at %v", opening, i, s, want)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if l, err = Open(testDir, o); err != nil {
			t.Fatal(err)
		}
	}
	defer func() { _ = l.Close() }()
	add(1)
	infos, err := l.Segments(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Remove(t.Context(), infos[len(infos)-1].First); !errors.Is(err, ErrNewest) {
		t.Fatalf("remove the newest segment: %v", err)
	}
	for _, s := range slices.Delete(slices.Clone(infos), 1, 2) {
		if s.Newest {
			if err := l.Roll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			if err := l.Remove(t.Context(), s.First); err != nil {
				t.Fatal(err)
			}
		}
		for p := s.First; p <= s.Last; p++ {
			w.erased[p] = true
		}
		w.mustBe(t, l)
		after, err := Check(testDir, Options{FS: d.CutPower(0, nil).FS()}, nil)
		if err != nil || after.Last != 251 {
			t.Fatalf("check after a power cut: %+v, %v", after, err)
		}
	}
	add(1)
	w.mustBe(t, l)
}

// Roll begins a small segment, has nothing to do in an empty one, and refuses without harm
// while the disk is full.
func TestRoll(t *testing.T) {
	d := enginetest.NewDisk()
	l, err := openOn(t, d)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	roll := func(segments int) {
		t.Helper()
		if err := l.Roll(t.Context()); err != nil || l.Stats().Segments != segments {
			t.Fatalf("roll: %v, %d segments, want %d", err, l.Stats().Segments, segments)
		}
	}
	roll(1)
	if _, err := l.Append(t.Context(), [][]byte{[]byte("one")}); err != nil {
		t.Fatal(err)
	}
	d.BeforeChange(func(op errorfs.Op) error {
		if op.Kind == errorfs.OpCreate {
			return syscall.ENOSPC
		}
		return nil
	})
	if err := l.Roll(t.Context()); !errors.Is(err, ErrNoSpace) {
		t.Fatalf("roll on a full disk: %v", err)
	}
	if err := l.Erase(t.Context(), []journey.Position{1}, nil); !errors.Is(err, ErrNoSpace) {
		t.Fatalf("erase on a full disk: %v", err)
	}
	if _, err := l.Append(t.Context(), [][]byte{[]byte("two")}); err != nil {
		t.Fatal(err)
	}
	d.BeforeChange(nil)
	roll(2)
	roll(2)
	d.BeforeChange(func(op errorfs.Op) error {
		if op.Kind == errorfs.OpCreate {
			return syscall.ENOSPC
		}
		return nil
	})
	if err := l.Erase(t.Context(), []journey.Position{1}, nil); !errors.Is(err, ErrNoSpace) {
		t.Fatalf("rewrite on a full disk: %v", err)
	}
	d.BeforeChange(nil)
	w := written{records: []string{"one", "two"}, erased: map[journey.Position]bool{}}
	w.mustBe(t, l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := l.Roll(t.Context()); !errors.Is(err, ErrClosed) {
		t.Fatalf("roll a closed log: %v", err)
	}
}

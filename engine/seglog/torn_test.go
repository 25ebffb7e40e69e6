package seglog

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
)

// The last group, written up to any byte, or with any of its sectors missing, is cut
// as a whole, and the log goes on behind what was there before.
func TestTornTail(t *testing.T) {
	w := write(t, 80)
	s := w.segments[len(w.segments)-1]
	last := w.groups[len(w.groups)-1]
	random := rand.New(rand.NewPCG(5, 6))
	for at := last; at < w.end; at++ {
		d := w.copyOf()
		b := bytesOf(t, d, s.path)
		if random.IntN(2) == 0 {
			clear(b[at:])
		} else {
			clear(b[last : at+1])
		}
		// Padding is zero anyway: a tear within it changes nothing.
		whole := slices.Equal(b[last:w.end], bytesOf(t, w.disk, s.path)[last:w.end])
		l, err := openOn(t, d)
		if err != nil {
			t.Fatalf("torn at %d: %v", at, err)
		}
		if n, err := w.reads(t, l); err != nil || !whole && n != len(w.records)-2 {
			t.Fatalf("torn at %d: read %d records, %v", at, n, err)
		}
		if !whole && slices.ContainsFunc(b[last:], func(c byte) bool { return c != 0 }) {
			t.Fatalf("torn at %d: the tail is not cut", at)
		}
		if first, err := l.Append(t.Context(), [][]byte{[]byte("more")}); err != nil || first != l.End() {
			t.Fatalf("torn at %d: append: %d, %v", at, first, err)
		}
		_ = l.Close()
		if _, err := Check(testDir, Options{FS: d.FS()}, nil); err != nil {
			t.Fatalf("torn at %d: check after going on: %v", at, err)
		}
	}
}

// A torn group of many chunks may have kept any of them, the last included: that is no
// damage, and none of them counts unless all are there.
func TestTornLargeGroup(t *testing.T) {
	w := write(t, 80)
	l, err := openOn(t, w.disk)
	if err != nil {
		t.Fatal(err)
	}
	large := make([][]byte, 7)
	for i := range large { // a chunk each, and compressed so well that they fit the segment
		large[i] = []byte(strings.Repeat("large ", chunkRaw/8))
	}
	if _, err := l.Append(t.Context(), large); err != nil {
		t.Fatal(err)
	}
	s, from, to := l.committer.active, w.end, l.committer.extent.end
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if s.path != w.segments[len(w.segments)-1].path {
		t.Fatal("the group did not fit the segment")
	}
	var starts []int64
	b := bytesOf(t, w.disk, s.path)
	for at := from; at < to; {
		h, err := parseHeader(b[at:])
		if err != nil {
			t.Fatal(err)
		}
		starts = append(starts, at)
		at += h.size()
	}
	if len(starts) != len(large) {
		t.Fatalf("%d chunks, want %d", len(starts), len(large))
	}
	starts = append(starts, to)
	for lost := 1; lost < 1<<len(large); lost++ {
		d := w.copyOf()
		b := bytesOf(t, d, s.path)
		for i := range large {
			if lost>>i&1 == 1 {
				clear(b[starts[i]:starts[i+1]])
			}
		}
		l, err := openOn(t, d)
		if err != nil {
			t.Fatalf("chunks %b lost: %v", lost, err)
		}
		if n, err := w.reads(t, l); err != nil || n != len(w.records) {
			t.Fatalf("chunks %b lost: read %d of %d records, %v", lost, n, len(w.records), err)
		}
		_ = l.Close()
	}
}

// A crash between the end of one segment and the beginning of the next leaves a
// newest segment that is closed: the log goes on in a new one.
func TestClosedNewest(t *testing.T) {
	w := write(t, 80)
	newest := w.segments[len(w.segments)-1]
	if err := w.disk.FS().Remove(newest.path); err != nil {
		t.Fatal(err)
	}
	w.records = w.records[:newest.first-1]
	for range 2 {
		l, err := openOn(t, w.disk)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := w.reads(t, l); err != nil || n != len(w.records) {
			t.Fatalf("read %d of %d records, %v", n, len(w.records), err)
		}
		if report, err := l.Check(t.Context(), nil); err != nil || report.Records != int64(len(w.records)) {
			t.Fatalf("check: %+v, %v", report, err)
		}
		first, err := l.Append(t.Context(), [][]byte{[]byte("more")})
		if err != nil || int(first) != len(w.records)+1 {
			t.Fatalf("append: %d, %v", first, err)
		}
		w.records = append(w.records, "more")
		_ = l.Close()
	}
}

// A failure of the disk while a tail is cut must not pass for a good start.
func TestOpenReportsFailedRecovery(t *testing.T) {
	w := write(t, 80)
	for kind, name := range map[errorfs.OpKind]string{
		errorfs.OpFileWriteAt: "write", errorfs.OpFileSync: "sync", errorfs.OpLock: "lock",
	} {
		d := w.copyOf()
		d.BeforeChange(func(op errorfs.Op) error {
			if op.Kind == kind {
				return errors.New("the disk is broken")
			}
			return nil
		})
		if _, err := openOn(t, d); err == nil {
			t.Errorf("%s failed, but the log opened", name)
		}
		d.BeforeChange(nil)
		l, err := openOn(t, d)
		if err != nil {
			t.Fatalf("open after a failed %s: %v", name, err)
		}
		_ = l.Close()
	}
}

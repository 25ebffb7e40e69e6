package seglog

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sojourn/engine/enginetest"
	"sojourn/journey"
)

const testDir = "log"

var small = int64(4 << 10)

func openOn(t testing.TB, d *enginetest.Disk) (*Log, error) {
	t.Helper()
	return Open(testDir, Options{FS: d.FS(), SegmentBytes: small, Dictionary: changing()})
}

// changing is a dictionary that is another for every segment: of some use, of none, or
// not there.
func changing() func() []byte {
	n := 0
	return func() []byte {
		n++
		return []byte([...]string{
			strings.Repeat("record abcabc its follower ", n), "", strings.Repeat("nothing of the kind ", 30),
		}[(n-1)%3])
	}
}

// written is a log that was closed, and what is in it.
type written struct {
	disk     *enginetest.Disk
	records  []string
	erased   map[journey.Position]bool
	segments []*segment // closed ones and, last, the newest, with extents
	groups   []int64    // where the groups of the newest begin
	end      int64      // where the last one ends
}

// write makes a log of a few segments with several groups each.
func write(t testing.TB, groups int) written {
	t.Helper()
	w := written{disk: enginetest.NewDisk()}
	l, err := openOn(t, w.disk)
	if err != nil {
		t.Fatal(err)
	}
	var newest *segment
	for i := range groups {
		a, b := fmt.Sprintf("record %d %s", i, strings.Repeat("abc", i%50)), fmt.Sprintf("its follower %d", i)
		before := l.committer.extent.end
		if _, err := l.Append(t.Context(), [][]byte{[]byte(a), []byte(b)}); err != nil {
			t.Fatal(err)
		}
		if l.committer.active != newest {
			newest, w.groups = l.committer.active, nil
			before = newest.start()
		}
		w.groups, w.end = append(w.groups, before), l.committer.extent.end
		w.records = append(w.records, a, b)
	}
	w.segments = l.segments
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if len(w.groups) < 3 || len(w.segments) < 3 {
		t.Fatalf("%d segments, %d groups in the newest: not enough for this test", len(w.segments), len(w.groups))
	}
	return w
}

// copyOf returns the same disk once more, to be damaged.
func (w written) copyOf() *enginetest.Disk { return w.disk.CutPower(0, nil) }

func bytesOf(t testing.TB, d *enginetest.Disk, path string) []byte {
	t.Helper()
	b, err := d.Bytes(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// reads reads the whole log and reports whether every record that it yields is right.
func (w written) reads(t testing.TB, l *Log) (n int, err error) {
	t.Helper()
	for e, err := range l.Read(t.Context(), 0) {
		if err != nil {
			return n, err
		}
		if int(e.Position) > len(w.records) || w.erased[e.Position] || string(e.Data) != w.records[e.Position-1] {
			t.Fatalf("position %d holds %.40q", e.Position, e.Data)
		}
		n++
	}
	return n, nil
}

// there are the positions with records.
func (w written) there() (positions []journey.Position) {
	for i := range w.records {
		if p := journey.Position(i + 1); !w.erased[p] {
			positions = append(positions, p)
		}
	}
	return positions
}

func isDamage(err error) bool { return errors.As(err, new(*DamageError)) }

// Every single byte of a closed segment counts: a flipped bit is reported by Check,
// and never makes Read or Get return anything wrong.
func TestFlipInClosedSegment(t *testing.T) {
	t.Run("written", func(t *testing.T) { flipInClosed(t, write(t, 80)) })
	t.Run("rewritten", func(t *testing.T) { flipInClosed(t, rewritten(t)) })
}

func flipInClosed(t *testing.T, w written) {
	s, all := w.segments[0], w.there()
	for at := range s.size {
		d := w.copyOf()
		bytesOf(t, d, s.path)[at] ^= 1 << (at % 8)
		report, err := Check(testDir, Options{FS: d.FS()}, nil)
		if !isDamage(err) || len(report.Damage) != 1 || report.Damage[0].File != s.path {
			t.Fatalf("byte %d flipped: check says %v, %v", at, report.Damage, err)
		}
		if at%5 != 0 {
			continue // opening and reading takes longer: every fifth byte must do
		}
		l, err := openOn(t, d)
		if err != nil {
			if at >= s.start() || !isDamage(err) {
				t.Fatalf("byte %d flipped: open says %v", at, err)
			}
			continue
		}
		n, err := w.reads(t, l)
		if err != nil && !isDamage(err) || err == nil && n != len(all) {
			t.Fatalf("byte %d flipped: read %d records, %v", at, n, err)
		}
		got, err := l.Get(t.Context(), all)
		if err != nil && !isDamage(err) {
			t.Fatalf("byte %d flipped: get says %v", at, err)
		}
		for i := range got {
			if string(got[i]) != w.records[all[i]-1] {
				t.Fatalf("byte %d flipped: get position %d: %.40q", at, all[i], got[i])
			}
		}
		noticed := err != nil
		for p := range w.erased { // chunks that have nothing else are read for nobody else
			_, err := l.Get(t.Context(), []journey.Position{p})
			if !errors.Is(err, ErrNotFound) && !isDamage(err) {
				t.Fatalf("byte %d flipped: get position %d: %v", at, p, err)
			}
			noticed = noticed || isDamage(err)
		}
		if at < s.extent.end && !noticed {
			t.Fatalf("byte %d flipped: get noticed nothing", at)
		}
		_ = l.Close()
	}
}

// In the newest segment everything in front of the last group is protected in the same
// way at Open; the last group, if it is flipped, is cut like a torn one.
func TestFlipInNewestSegment(t *testing.T) {
	w := write(t, 80)
	s := w.segments[len(w.segments)-1]
	last := w.groups[len(w.groups)-1]
	for at := range w.end {
		d := w.copyOf()
		bytesOf(t, d, s.path)[at] ^= 1 << (at % 8)
		l, err := openOn(t, d)
		if at < last {
			if !isDamage(err) {
				t.Fatalf("byte %d of %d flipped: open says %v", at, last, err)
			}
			continue
		}
		if err != nil {
			t.Fatalf("byte %d flipped, in the last group: open says %v", at, err)
		}
		if n, err := w.reads(t, l); err != nil || n < len(w.records)-2 {
			t.Fatalf("byte %d flipped: read %d records, %v", at, n, err)
		}
		_ = l.Close()
	}
}

// Several damaged bytes at once, anywhere in answered data, of any kind.
func TestDamageProperty(t *testing.T) {
	w := write(t, 100)
	rapid.Check(t, func(r *rapid.T) {
		d := w.copyOf()
		s := w.segments[rapid.IntRange(0, len(w.segments)-1).Draw(r, "segment")]
		limit := s.extent.end
		if s == w.segments[len(w.segments)-1] {
			limit = w.groups[len(w.groups)-1]
		}
		b := bytesOf(t, d, s.path)
		at := rapid.Int64Range(0, limit-1).Draw(r, "offset")
		piece := rapid.SliceOfN(rapid.Byte(), 1, 600).Draw(r, "bytes")
		before := slices.Clone(b[:limit])
		copy(b[at:limit], piece)
		if slices.Equal(before, b[:limit]) {
			return
		}
		if _, err := Check(testDir, Options{FS: d.FS()}, nil); !isDamage(err) {
			r.Fatalf("check says %v", err)
		}
		l, err := openOn(t, d)
		if err == nil {
			_, err = w.reads(t, l)
			_ = l.Close()
		}
		if !isDamage(err) {
			r.Fatalf("open and read say %v", err)
		}
	})
}

// A removed segment is a hole: its positions are not found, all others are.
func TestMissingSegment(t *testing.T) {
	w := write(t, 80)
	for i, s := range w.segments[:len(w.segments)-1] {
		d := w.copyOf()
		if err := d.FS().Remove(s.path); err != nil {
			t.Fatal(err)
		}
		l, err := openOn(t, d)
		if err != nil {
			t.Fatal(err)
		}
		n, err := w.reads(t, l)
		missing := int(s.extent.next - s.first)
		if err != nil || n != len(w.records)-missing {
			t.Fatalf("without segment %d: read %d records, %v", i, n, err)
		}
		for _, p := range []journey.Position{s.first, s.extent.next - 1} {
			if _, err := l.Get(t.Context(), []journey.Position{p}); !errors.Is(err, ErrNotFound) {
				t.Fatalf("get position %d in a hole: %v", p, err)
			}
		}
		if got, err := l.Get(t.Context(), []journey.Position{s.extent.next}); err != nil ||
			string(got[0]) != w.records[s.extent.next-1] {
			t.Fatalf("get behind the hole: %q, %v", got, err)
		}
		_ = l.Close()
		report, err := Check(testDir, Options{FS: d.FS()}, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := []Hole{{s.first, s.extent.next - 1}}
		if i == 0 {
			want = nil // nobody can say that there was something in front
		}
		if !slices.Equal(report.Holes, want) || report.Records != int64(n) {
			t.Fatalf("without segment %d: %+v", i, report)
		}
	}
}

// A newest segment whose header cannot be read is removed if nothing is in it, and
// damage if something is.
func TestUnreadableHeader(t *testing.T) {
	w := write(t, 80)
	newest := w.segments[len(w.segments)-1]
	for name, c := range map[string]struct {
		change func(b []byte)
		damage bool
	}{
		"nothing there": {func(b []byte) { clear(b) }, false},
		"torn header":   {func(b []byte) { clear(b[20:]) }, false},
		"lost header":   {func(b []byte) { clear(b[:segmentHeaderSize]) }, true},
		"lost chunks":   {func(b []byte) { b[9] ^= 1; clear(b[newest.start() : len(b)/2]); b[len(b)-1] = 1 }, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := w.copyOf()
			c.change(bytesOf(t, d, newest.path))
			l, err := openOn(t, d)
			if isDamage(err) != c.damage {
				t.Fatalf("open: %v", err)
			}
			if err == nil {
				defer l.Close()
				if l.End() != newest.first-1 {
					t.Fatalf("end is %d, want %d", l.End(), newest.first-1)
				}
				if first, err := l.Append(t.Context(), [][]byte{[]byte("more")}); err != nil || first != newest.first {
					t.Fatalf("append: %d, %v", first, err)
				}
			}
		})
	}
}

// Segments of two logs in one folder are refused.
func TestForeignSegment(t *testing.T) {
	a, b := write(t, 80), write(t, 80)
	i := len(a.segments) - 2
	copy(bytesOf(t, a.disk, a.segments[i].path), bytesOf(t, b.disk, b.segments[i].path))
	if _, err := openOn(t, a.disk); !isDamage(err) || !strings.Contains(err.Error(), "another log") {
		t.Fatalf("open: %v", err)
	}
}

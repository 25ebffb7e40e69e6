package seglog

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"sojourn/engine/enginetest"
	"sojourn/journey"
)

// rewritten is a log like that of write in which records of all segments were erased, in the
// first so that there are chunks with all, with some and with none of their records.
func rewritten(t testing.TB) written {
	t.Helper()
	w := write(t, 80)
	w.erased = map[journey.Position]bool{}
	l, err := openOn(t, w.disk)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	w.erase(t, l, 5, 10, 1)
	w.erase(t, l, 20, journey.Position(len(w.records)), 3)
	w.segments = l.segments
	for _, s := range w.segments {
		if _, err := l.extentOf(s); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// erase erases every step-th record from first to last.
func (w *written) erase(t testing.TB, l *Log, first, last, step journey.Position) {
	t.Helper()
	var positions []journey.Position
	for p := first; p <= last; p += step {
		positions = append(positions, p)
		w.erased[p] = true
	}
	if err := l.Erase(t.Context(), positions, nil); err != nil {
		t.Fatal(err)
	}
}

// mustBe fails unless the log has what it should have, by Read, Get and Check.
func (w *written) mustBe(t testing.TB, l *Log) {
	t.Helper()
	there := w.there()
	if n, err := w.reads(t, l); err != nil || n != len(there) {
		t.Fatalf("read %d of %d records, %v", n, len(there), err)
	}
	got, err := l.Get(t.Context(), there)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range there {
		if string(got[i]) != w.records[p-1] {
			t.Fatalf("get position %d: %.40q", p, got[i])
		}
	}
	for p := range w.erased {
		if _, err := l.Get(t.Context(), []journey.Position{p}); !errors.Is(err, ErrNotFound) {
			t.Fatalf("get position %d, which was erased: %v", p, err)
		}
	}
	report, err := l.Check(t.Context(), nil)
	if err != nil || report.Records != int64(len(there)) || int(report.Last) != len(w.records) {
		t.Fatalf("check: %+v, %v, want %d records", report, err, len(there))
	}
}

// spy looks for texts in the files of a folder: in the bytes as they are, and in everything
// that looks like a chunk and can be decompressed, wherever it stands.
type spy struct{ disk *enginetest.Disk }

func (s spy) finds(t testing.TB, text string) (where []string) {
	t.Helper()
	fs := s.disk.FS()
	names, err := fs.List(testDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b := bytesOf(t, s.disk, fs.PathJoin(testDir, name))
		if bytes.Contains(b, []byte(text)) || slices.ContainsFunc(unpacked(t, b), func(raw []byte) bool {
			return bytes.Contains(raw, []byte(text))
		}) {
			where = append(where, name)
		}
	}
	return where
}

// unpacked returns the decompressed payload of everything in a file that looks like a chunk.
func unpacked(t testing.TB, file []byte) (payloads [][]byte) {
	t.Helper()
	coders := []coders{codersWith(t, nil)}
	if h, problem := parseSegmentHeader(file); problem == "" && h.dictionary > 0 {
		coders = append(coders, codersWith(t, file[segmentHeaderSize:segmentHeaderSize+int64(h.dictionary)]))
	}
	for at := 0; at+chunkHeaderSize <= len(file); at += chunkAlign {
		h, err := parseHeader(file[at:])
		if err != nil || at+int(h.size()) > len(file) {
			continue
		}
		for _, c := range coders {
			var d decoded
			if c.decode(&d, h, file[at+chunkHeaderSize:at+chunkHeaderSize+int(h.stored)]) == nil {
				payloads = append(payloads, d.raw)
			}
		}
	}
	return payloads
}

// After an erasure no file of the folder has a byte of what was erased, not even one that
// only a crash or a failure has left.
func TestErasedBytesAreGone(t *testing.T) {
	d := enginetest.NewDisk()
	l, err := openOn(t, d)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	secrets := map[journey.Position]string{}
	random := rand.New(rand.NewPCG(7, 7))
	for i := range 120 {
		secret := fmt.Sprintf("secret %016x", random.Uint64())
		first, err := l.Append(t.Context(), [][]byte{
			[]byte("something in front of it"), []byte(secret + strings.Repeat(" and so on", i%60)),
		})
		if err != nil {
			t.Fatal(err)
		}
		secrets[first+1] = secret
	}
	for l.committer.extent.end <= l.committer.active.size/2 { // until the next segment is prepared
		if _, err := l.Append(t.Context(), [][]byte{[]byte("filler")}); err != nil {
			t.Fatal(err)
		}
	}
	kinds := map[kind]bool{}
	for _, s := range l.segments {
		b := bytesOf(t, d, s.path)
		for at := s.start(); at < s.size; at += chunkAlign {
			if h, err := parseHeader(b[at:]); err == nil {
				kinds[h.kind] = true
			}
		}
	}
	if !kinds[plainRecords] || !kinds[zstdRecords] {
		t.Fatalf("kinds of chunks: %v; the test needs both", kinds)
	}
	var erase []journey.Position
	for p, secret := range secrets {
		if len(spy{d}.finds(t, secret)) != 1 {
			t.Fatalf("the spy is blind: it does not find the record at position %d", p)
		}
		if p%3 > 0 {
			erase = append(erase, p)
		}
	}
	// The first attempt fails late, and what it wrote cannot even be removed.
	broken := errors.New("the disk is broken")
	syncs := 0
	d.BeforeChange(func(op errorfs.Op) error {
		isRewritten := strings.HasSuffix(op.Path, rewrittenName)
		if isRewritten && op.Kind == errorfs.OpFileSync {
			syncs++
		}
		if isRewritten && syncs > 1 && op.Kind != errorfs.OpCreate {
			return broken
		}
		return nil
	})
	if err := l.Erase(t.Context(), erase, nil); !errors.Is(err, broken) {
		t.Fatalf("erase: %v", err)
	}
	d.BeforeChange(nil)
	leftBehind := func(d *enginetest.Disk) bool {
		names, err := d.FS().List(testDir)
		return err != nil || slices.Contains(names, rewrittenName)
	}
	crashed := d.CutPower(100, random)
	if !leftBehind(d) || !leftBehind(crashed) {
		t.Fatal("nothing was left behind: the test shows nothing")
	}
	again, err := openOn(t, crashed)
	if err != nil || leftBehind(crashed) {
		t.Fatalf("opening after a crash leaves it there, or fails: %v", err)
	}
	defer again.Close()
	if err := l.Remove(t.Context(), 1<<40); err != nil || leftBehind(d) {
		t.Fatalf("the next to change segments leaves it there, or fails: %v", err)
	}
	if err := l.Erase(t.Context(), erase, nil); err != nil {
		t.Fatal(err)
	}
	for p, secret := range secrets {
		where := spy{d}.finds(t, secret)
		if gone := p%3 > 0; gone != (len(where) == 0) {
			t.Fatalf("position %d, erased %v: found in %v", p, gone, where)
		}
		for _, d := range []*enginetest.Disk{d.CutPower(0, nil), d.CutPower(60, random)} {
			if where := (spy{d}).finds(t, secret); p%3 > 0 && len(where) > 0 {
				t.Fatalf("position %d after a power cut: found in %v", p, where)
			}
		}
	}
}

// Who is reading a segment while it is rewritten or removed reads it to the end; who comes
// later reads what is left; and the old file is closed after its last reader.
func TestEraseUnderReaders(t *testing.T) {
	w := write(t, 80)
	w.erased = map[journey.Position]bool{}
	l, err := openOn(t, w.disk)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	first := l.segments[0]
	end := l.segments[1].first
	held, err := l.handles.acquire(first)
	if err != nil {
		t.Fatal(err)
	}
	seen := journey.Position(0)
	for e, err := range l.Read(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if seen++; seen == 1 {
			w.erase(t, l, 2, end-1, 2)
			w.erase(t, l, end, journey.Position(len(w.records)), 1)
			w.erase(t, l, 1, end-1, 1)
		}
		if e.Position != seen || string(e.Data) != w.records[seen-1] {
			t.Fatalf("position %d: %.40q", e.Position, e.Data)
		}
	}
	if seen != end-1 {
		t.Fatalf("read to position %d, want %d, the end of the segment", seen, end-1)
	}
	if _, err := held.file.ReadAt(make([]byte, 8), 0); err != nil {
		t.Fatalf("a file was closed under its reader: %v", err)
	}
	l.handles.release(held)
	if _, err := l.handles.acquire(first); !errors.Is(err, errGone) {
		t.Fatalf("open the file of a segment that is gone: %v", err)
	}
	if len(l.segments) != 1 {
		t.Fatalf("%d segments, all without records", len(l.segments))
	}
	w.mustBe(t, l)
}

// A damaged segment is not rewritten: that would hide the damage.
func TestEraseInDamagedSegment(t *testing.T) {
	w := write(t, 80)
	l, err := openOn(t, w.disk)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := l.segments[0]
	b := bytesOf(t, w.disk, s.path)
	b[w.segments[0].extent.end-9] ^= 4
	before := bytes.Clone(b)
	if err := l.Erase(t.Context(), []journey.Position{1}, nil); !isDamage(err) {
		t.Fatalf("erase: %v", err)
	}
	if !bytes.Equal(before, bytesOf(t, w.disk, s.path)) {
		t.Fatal("the segment was changed")
	}
	if got, err := l.Get(t.Context(), []journey.Position{1}); err != nil || string(got[0]) != w.records[0] {
		t.Fatalf("get: %q, %v", got, err)
	}
}

// A log may be closed while it erases: the erasure ends, and can be finished later.
func TestCloseWhileErasing(t *testing.T) {
	w := write(t, 80)
	w.erased = map[journey.Position]bool{}
	l, err := openOn(t, w.disk)
	if err != nil {
		t.Fatal(err)
	}
	closed, calls := make(chan error, 1), 0
	var done, total int64
	err = l.Erase(t.Context(), []journey.Position{1, 50, 99, 148}, func(d, of int64) {
		if done, total = d, of; calls == 3 {
			go func() { closed <- l.Close() }()
			<-l.done
		}
		calls++
	})
	if err != nil && !errors.Is(err, ErrClosed) || done > total || err == nil && done != total {
		t.Fatalf("erase: %v, progress %d of %d", err, done, total)
	}
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	if l, err = openOn(t, w.disk); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	w.erase(t, l, 1, 148, 49)
	w.mustBe(t, l)
}

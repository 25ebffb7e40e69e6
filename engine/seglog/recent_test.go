package seglog

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sojourn/engine/enginetest"
	"sojourn/journey"
)

// chunkOf is a chunk of records as it is given to recent.
func chunkOf(first journey.Position, records []string) (chunkHeader, []byte) {
	var raw []byte
	for _, record := range records {
		raw = append(binary.AppendUvarint(raw, uint64(len(record))), record...)
	}
	return chunkHeader{first: first, count: uint32(len(records)), raw: uint32(len(raw))}, raw
}

// Whatever is added and forgotten: what is there is what was added, the newest is there, it has no
// gaps, it is not too much, and what was forgotten is not there.
func TestRecentIsTheEndOfWhatWasAdded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &recent{size: 40, most: rapid.IntRange(0, 4).Draw(t, "parts")}
		added, next, forgotten := map[journey.Position]string{}, journey.Position(1), journey.Position(0)
		var d decoded
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				records := rapid.SliceOfN(rapid.StringN(0, 50, 50), 1, 5).Draw(t, "records")
				h, raw := chunkOf(next, records)
				r.add(h, raw)
				for _, record := range records {
					added[next] = record
					next++
				}
				if is, want := r.read(&d, next-1), r.most > 0 && len(raw) <= r.size; is != want {
					t.Fatalf("the newest is there: %v, of %d bytes", is, len(raw))
				}
			},
			"leave a gap": func(*rapid.T) { next++ },
			"forget": func(t *rapid.T) {
				forgotten = max(forgotten, journey.Position(rapid.Uint64Range(1, uint64(next)).Draw(t, "before")))
				r.forget(forgotten)
			},
			"": func(t *rapid.T) {
				bytes, began := 0, false
				for p := range next + 2 {
					is := r.read(&d, p)
					switch {
					case !is && began && p < next-1:
						if _, ok := added[p]; ok {
							t.Fatalf("position %d is missing between others", p)
						}
					case !is:
					case p < forgotten || !d.holds(p) || string(d.record(p)) != added[p]:
						t.Fatalf("position %d is %q, want %q, and %d were forgotten", p, d.record(p), added[p], forgotten)
					default:
						began, bytes = true, bytes+len(added[p])
					}
				}
				if bytes > r.size*r.most {
					t.Fatalf("%d bytes are kept in %d parts", bytes, r.most)
				}
			},
		})
	})
}

// Who follows the log reads no file: here it is not even there.
func TestTheNewestIsReadFromMemory(t *testing.T) {
	d := enginetest.NewDisk()
	l, err := openOn(t, d)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	var w written
	for i := range 10 {
		w.appendOne(t, l, fmt.Sprintf("record %d", i))
	}
	if err := d.FS().Remove(l.committer.active.path); err != nil {
		t.Fatal(err)
	}
	if n, err := w.reads(t, l); n != 10 || err != nil {
		t.Errorf("read %d records, %v", n, err)
	}
	l.recent.forget(l.End() + 1)
	if n, err := w.reads(t, l); n != 0 || err == nil {
		t.Errorf("read %d records of no file, %v", n, err)
	}
}

// appendOne appends a record and notes it.
func (w *written) appendOne(t testing.TB, l *Log, record string) {
	t.Helper()
	if _, err := l.Append(t.Context(), [][]byte{[]byte(record)}); err != nil {
		t.Fatal(err)
	}
	w.records = append(w.records, record)
}

// A reading ends where the log ended when it began, though more is in memory.
func TestWhatComesDuringAReadingIsNotInIt(t *testing.T) {
	l, err := openOn(t, enginetest.NewDisk())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	var w written
	w.appendOne(t, l, "one")
	reading, last := l.Read(t.Context(), 0), journey.Position(0)
	w.appendOne(t, l, "two")
	for e, err := range reading {
		if err != nil {
			t.Fatal(err)
		}
		last = e.Position
	}
	if last != 1 {
		t.Errorf("read up to %d", last)
	}
}

// What is too large for it, or older, comes from the files, and all of it in order; also if it is
// forgotten while somebody reads it.
func TestFilesAndMemoryAreReadInTurn(t *testing.T) {
	l, err := Open(testDir, Options{FS: enginetest.NewDisk().FS(), RecentBytes: 2 * recentPart})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	var w written
	all := func(n int, err error) {
		t.Helper()
		if n != len(w.records) || err != nil {
			t.Fatalf("read %d of %d records, %v", n, len(w.records), err)
		}
	}
	inMemory := func(p journey.Position) bool { return l.recent.read(new(decoded), p) }
	for i := range 600 {
		if i == 50 {
			w.appendOne(t, l, strings.Repeat("a large one", recentPart/8))
		}
		w.appendOne(t, l, fmt.Sprintf("record %d %s", i, strings.Repeat("x", i%300)))
		if i%50 == 0 {
			all(w.reads(t, l))
		}
	}
	if inMemory(1) || inMemory(51) || !inMemory(l.End()) {
		t.Error("in memory are not the newest, or too many")
	}
	first := l.recent.parts[0].first
	n, forget := int(first)-1, true
	for e, err := range l.Read(t.Context(), first-1) {
		if err != nil || string(e.Data) != w.records[e.Position-1] {
			t.Fatalf("position %d holds %.40q, %v", e.Position, e.Data, err)
		}
		if n++; forget {
			l.recent.forget(l.End() + 1)
			forget = false
		}
	}
	all(n, nil)
}

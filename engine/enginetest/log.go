package enginetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/journey"
)

// LogEntry is a record and its place in the log; Data is valid until the next step.
type LogEntry struct {
	Position journey.Position
	Data     []byte
}

// Log is what an engine must do to be Sojourn's log.
type Log interface {
	ID() journey.ID
	// Append gives records consecutive positions and returns the first; all of them are
	// durable when it returns, and after a failure or crash all or none are there.
	Append(ctx context.Context, records [][]byte) (journey.Position, error)
	// Read yields the records behind a position up to the end at the time of the call.
	Read(ctx context.Context, after journey.Position) iter.Seq2[LogEntry, error]
	Get(ctx context.Context, positions []journey.Position) ([][]byte, error)
	// Erase takes the records at the positions away for good. Positions keep their numbers:
	// Read leaves out those that were erased, and Get does not find them. After a failure or
	// crash each of the records may be there or not, and erasing them again finishes it.
	Erase(ctx context.Context, positions []journey.Position) error
	// End is the last position that was given, whether its record was erased or not.
	End() journey.Position
	Close() error
}

// LogEngine is a kind of log under test.
type LogEngine struct {
	// Open opens the log in dir, with segments as small as the engine can have them.
	Open func(t testing.TB, fs vfs.FS, dir string) (Log, error)
	// The errors by which the engine refuses.
	NotFound, Closed, Stopped, NoSpace error
}

const logDir = "data/log"

// TestLog runs the suite of what "is a log" means.
func TestLog(t *testing.T, e LogEngine) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, e LogEngine)
	}{
		{"Order", logOrder},
		{"Sizes", logSizes},
		{"Concurrent", logConcurrent},
		{"ReadWhileAppending", logReadWhileAppending},
		{"Get", logGet},
		{"Reopen", logReopen},
		{"CallerKeepsMemory", logCallerKeepsMemory},
		{"Context", logContext},
		{"Close", logClose},
		{"PowerCut", logPowerCut},
		{"PowerCutWhileRecovering", logPowerCutWhileRecovering},
		{"FailedWrite", logFailedWrite},
		{"FullDisk", logFullDisk},
		{"Erase", logErase},
		{"EraseSameAsModel", logEraseSameAsModel},
		{"EraseWhileReading", logEraseWhileReading},
		{"ErasePowerCut", logErasePowerCut},
		{"EraseFailedWrite", logEraseFailedWrite},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, e) })
	}
}

// open opens the log on the disk, and closes it when the test ends.
func (e LogEngine) open(t testing.TB, d *Disk) Log {
	t.Helper()
	l, err := e.Open(t, d.FS(), logDir)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func mustAppend(t testing.TB, l Log, records ...string) journey.Position {
	t.Helper()
	first, err := l.Append(t.Context(), recordsOf(records))
	if err != nil {
		t.Fatalf("append: %v", err)
	}
	return first
}

func recordsOf(texts []string) [][]byte {
	records := make([][]byte, len(texts))
	for i, s := range texts {
		records[i] = []byte(s)
	}
	return records
}

// readAll returns the records behind a position and insists that positions are
// consecutive.
func readAll(ctx context.Context, l Log, after journey.Position) (records []string, err error) {
	next := after + 1
	for entry, err := range l.Read(ctx, after) {
		if err != nil {
			return records, err
		}
		if entry.Position != next {
			return records, fmt.Errorf("position %d where %d was due", entry.Position, next)
		}
		records, next = append(records, string(entry.Data)), next+1
	}
	return records, nil
}

func wantRecords(t testing.TB, l Log, after journey.Position, want []string) {
	t.Helper()
	got, err := readAll(t.Context(), l, after)
	if err != nil {
		t.Fatalf("read after %d: %v", after, err)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("read after %d: %d records %.80q, want %d %.80q", after, len(got), got, len(want), want)
	}
}

func logOrder(t *testing.T, e LogEngine) {
	l := e.open(t, NewDisk())
	if l.End() != 0 || l.ID().IsZero() {
		t.Fatalf("new log: end %d, ID %v", l.End(), l.ID())
	}
	wantRecords(t, l, 0, nil)
	var want []string
	for i := range 300 {
		records := make([]string, 1+i%3)
		for j := range records {
			records[j] = fmt.Sprintf("record %d.%d", i, j)
		}
		if first := mustAppend(t, l, records...); int(first) != len(want)+1 {
			t.Fatalf("append %d got position %d, want %d", i, first, len(want)+1)
		}
		want = append(want, records...)
		if int(l.End()) != len(want) {
			t.Fatalf("end is %d, want %d", l.End(), len(want))
		}
	}
	for _, after := range []int{0, 1, 2, 299, len(want) - 1, len(want)} {
		wantRecords(t, l, journey.Position(after), want[after:])
	}
	wantRecords(t, l, journey.Position(len(want)+7), nil)
	for _, err := range l.Read(t.Context(), 0) {
		must(t, err)
		break // leaving early is fine
	}
	if first, err := l.Append(t.Context(), nil); first != 0 || err != nil {
		t.Fatalf("append of nothing: %d, %v", first, err)
	}
}

// logSizes appends records that are empty, larger than a chunk and larger than a segment.
func logSizes(t *testing.T, e LogEngine) {
	d := NewDisk()
	l := e.open(t, d)
	random := rand.New(rand.NewPCG(1, 2))
	var want []string
	for _, size := range []int{0, 1, 127, 128, 5000, 0, 70_000, 300_000, 3, 1_000_000, 0} {
		compressible, not := strings.Repeat("abc", size/3), make([]byte, size)
		for i := range not {
			not[i] = byte(random.Uint32())
		}
		mustAppend(t, l, compressible, string(not), "")
		want = append(want, compressible, string(not), "")
	}
	wantRecords(t, l, 0, want)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	wantRecords(t, e.open(t, d), 0, want)
}

// logConcurrent lets many append at once: every record is there once, an append's
// records stand together, and each caller's appends are in its order.
func logConcurrent(t *testing.T, e LogEngine) {
	l := e.open(t, NewDisk())
	const callers, appends = 16, 40
	var wg sync.WaitGroup
	for c := range callers {
		wg.Go(func() {
			before := journey.Position(0)
			for i := range appends {
				text := fmt.Sprintf("caller %d append %d", c, i)
				first, err := l.Append(t.Context(), recordsOf([]string{text, text + " again"}))
				if err != nil || first <= before {
					t.Errorf("%s: position %d after %d, %v", text, first, before, err)
					return
				}
				got, err := l.Get(t.Context(), []journey.Position{first, first + 1})
				if err != nil || string(got[0]) != text || string(got[1]) != text+" again" {
					t.Errorf("%s: got %q, %v", text, got, err)
				}
				before = first
			}
		})
	}
	wg.Wait()
	got, err := readAll(t.Context(), l, 0)
	if err != nil || len(got) != 2*callers*appends {
		t.Fatalf("read %d records, %v", len(got), err)
	}
	slices.Sort(got)
	if len(slices.Compact(got)) != 2*callers*appends {
		t.Fatal("a record is there twice")
	}
}

func logReadWhileAppending(t *testing.T, e LogEngine) {
	l := e.open(t, NewDisk())
	const records = 400
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range records {
			if _, err := l.Append(t.Context(), recordsOf([]string{fmt.Sprint(i)})); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for seen := 0; seen < records && !t.Failed(); {
		end := l.End()
		got, err := readAll(t.Context(), l, journey.Position(seen))
		if err != nil || seen+len(got) < int(end) {
			t.Fatalf("read %d records after %d, end %d: %v", len(got), seen, end, err)
		}
		for i, record := range got {
			if record != fmt.Sprint(seen+i) {
				t.Fatalf("record %d is %q", seen+i, record)
			}
		}
		seen += len(got)
	}
	wg.Wait()
}

func logGet(t *testing.T, e LogEngine) {
	l := e.open(t, NewDisk())
	var want []string
	for i := range 600 {
		want = append(want, fmt.Sprintf("record %d %s", i, strings.Repeat("x", i%200)))
	}
	for part := range slices.Chunk(want, 7) {
		mustAppend(t, l, part...)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		positions := make([]journey.Position, random.IntN(20))
		for i := range positions {
			positions[i] = journey.Position(1 + random.IntN(len(want)))
		}
		got, err := l.Get(t.Context(), positions)
		if err != nil || len(got) != len(positions) {
			t.Fatalf("get %v: %d records, %v", positions, len(got), err)
		}
		for i, p := range positions {
			if string(got[i]) != want[p-1] {
				t.Fatalf("position %d: got %q", p, got[i])
			}
		}
	}
	for _, p := range []journey.Position{0, l.End() + 1, 1 << 63} {
		if _, err := l.Get(t.Context(), []journey.Position{1, p}); !errors.Is(err, e.NotFound) {
			t.Errorf("get position %d: %v", p, err)
		}
	}
}

func logReopen(t *testing.T, e LogEngine) {
	d := NewDisk()
	var want []string
	var id journey.ID
	for i := range 12 {
		l := e.open(t, d)
		if i == 0 {
			id = l.ID()
		}
		if l.ID() != id || int(l.End()) != len(want) {
			t.Fatalf("opening %d: ID %v, want %v; end %d, want %d", i, l.ID(), id, l.End(), len(want))
		}
		wantRecords(t, l, 0, want)
		for j := range i * 9 {
			record := fmt.Sprintf("opening %d record %d", i, j)
			mustAppend(t, l, record)
			want = append(want, record)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func logCallerKeepsMemory(t *testing.T, e LogEngine) {
	l := e.open(t, NewDisk())
	buffer := []byte("first")
	if _, err := l.Append(t.Context(), [][]byte{buffer}); err != nil {
		t.Fatal(err)
	}
	copy(buffer, "XXXXX")
	got, err := l.Get(t.Context(), []journey.Position{1})
	if err != nil || string(got[0]) != "first" {
		t.Fatalf("got %q, %v", got, err)
	}
	copy(got[0], "YYYYY")
	if again, _ := l.Get(t.Context(), []journey.Position{1}); !bytes.Equal(again[0], []byte("first")) {
		t.Fatalf("a caller changed the log: %q", again[0])
	}
}

// logContext ends contexts of appends that wait: the record may be stored or not, but
// whole and once, and the log goes on.
func logContext(t *testing.T, e LogEngine) {
	l := e.open(t, NewDisk())
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Append(over, [][]byte{[]byte("never")}); !errors.Is(err, context.Canceled) {
		t.Fatalf("append: %v", err)
	}
	mustAppend(t, l, "one")
	if _, err := l.Get(over, []journey.Position{1}); !errors.Is(err, context.Canceled) {
		t.Fatalf("get: %v", err)
	}
	if _, err := readAll(over, l, 0); !errors.Is(err, context.Canceled) {
		t.Fatalf("read: %v", err)
	}
	var wg sync.WaitGroup
	for i := range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		wg.Go(func() {
			_, err := l.Append(ctx, [][]byte{fmt.Appendf(nil, "maybe %d", i)})
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("append: %v", err)
			}
		})
		wg.Go(cancel)
	}
	wg.Wait()
	mustAppend(t, l, "last")
	got, err := readAll(t.Context(), l, 0)
	if err != nil || got[0] != "one" || got[len(got)-1] != "last" || slices.Contains(got, "never") {
		t.Fatalf("read %q, %v", got, err)
	}
	slices.Sort(got)
	if n := len(got); len(slices.Compact(got)) != n {
		t.Fatal("a record is there twice")
	}
}

func logClose(t *testing.T, e LogEngine) {
	d := NewDisk()
	l := e.open(t, d)
	mustAppend(t, l, "one")
	if _, err := e.Open(t, d.FS(), logDir); err == nil {
		t.Fatal("a log that is open was opened a second time")
	}
	for range 2 {
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	_, err := l.Append(t.Context(), [][]byte{[]byte("two")})
	_, getErr := l.Get(t.Context(), []journey.Position{1})
	_, readErr := readAll(t.Context(), l, 0)
	for what, err := range map[string]error{"append": err, "get": getErr, "read": readErr} {
		if !errors.Is(err, e.Closed) {
			t.Errorf("%s: %v, want %v", what, err, e.Closed)
		}
	}
	wantRecords(t, e.open(t, d), 0, []string{"one"})
}

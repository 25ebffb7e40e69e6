package seglog_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/engine/enginetest"
	"sojourn/engine/seglog"
	"sojourn/journey"
)

// tested is a Log as the suite wants it.
type tested struct{ *seglog.Log }

func (l tested) Read(ctx context.Context, after journey.Position) iter.Seq2[enginetest.LogEntry, error] {
	return func(yield func(enginetest.LogEntry, error) bool) {
		l.Log.Read(ctx, after)(func(e seglog.Entry, err error) bool { return yield(enginetest.LogEntry(e), err) })
	}
}

func (l tested) Erase(ctx context.Context, positions []journey.Position) error {
	return l.Log.Erase(ctx, positions, nil)
}

func TestLog(t *testing.T) { suite(t, seglog.Options{}) }

// The suite once more, with a dictionary that is another in every segment, and without memory of
// the newest records: all is read from the files.
func TestLogWithDictionary(t *testing.T) {
	var n atomic.Uint64
	suite(t, seglog.Options{RecentBytes: -1, Dictionary: func() []byte {
		return fmt.Appendf(nil, "append of record caller again %d", n.Add(1)%5)
	}})
}

func suite(t *testing.T, o seglog.Options) {
	enginetest.TestLog(t, enginetest.LogEngine{
		Open: func(t testing.TB, fs vfs.FS, dir string) (enginetest.Log, error) {
			o := o
			o.FS, o.SegmentBytes = fs, 8<<10
			l, err := seglog.Open(dir, o)
			return tested{l}, err
		},
		NotFound: seglog.ErrNotFound,
		Closed:   seglog.ErrClosed,
		Stopped:  seglog.ErrStopped,
		NoSpace:  seglog.ErrNoSpace,
	})
}

// The suite runs in memory; this is the file system of the machine.
func TestFileSystem(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "log")
	options := seglog.Options{SegmentBytes: 64 << 10}
	const appends = 900
	for opening := range 3 {
		l, err := seglog.Open(dir, options)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := seglog.Open(dir, options); err == nil {
			t.Fatal("a log that is open was opened a second time")
		}
		for i := range appends {
			event := fmt.Appendf(nil, "event %d of opening %d", i, opening)
			first, err := l.Append(t.Context(), [][]byte{event, fmt.Appendf(nil, "%x", sha256.Sum256(event))})
			if want := journey.Position(2*(opening*appends+i) + 1); err != nil || first != want {
				t.Fatalf("append: position %d, want %d, %v", first, want, err)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	l, err := seglog.Open(dir, options)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Erase(t.Context(), []journey.Position{5, 6, 6 * appends}, nil); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	var done, total int64
	report, err := seglog.Check(dir, options, func(d, t int64) { done, total = d, t })
	if err != nil || report.Records != 6*appends-3 || report.Last != 6*appends || report.Segments < 2 ||
		done != total || total != report.Bytes {
		t.Fatalf("check: %+v, %v, progress %d of %d", report, err, done, total)
	}
}

package pebble

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	cockroach "github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// health collects what goes wrong in the background of the store, where nobody waits for an
// error. It is the store's logger, its event listener, and a file system in front of the real one.
type health struct {
	log   *slog.Logger
	retry time.Duration // between two tries after a failure

	mu      sync.Mutex
	final   error         // cannot be mended while the process runs
	flush   error         // of the newest flush
	write   error         // of the newest write to the store
	compact error         // of the newest compaction
	ended   error         // with which the newest flush ended, which may be "nothing to write"
	trouble chan struct{} // closed while there is an error
	stop    chan struct{} // closed when the index closes
}

func newHealth(log *slog.Logger, retry time.Duration) *health {
	return &health{log: log, retry: retry, trouble: make(chan struct{}), stop: make(chan struct{})}
}

// err returns what keeps the index from taking more, or nil.
func (h *health) err() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.errLocked()
}

func (h *health) errLocked() error {
	for _, err := range [...]error{h.final, h.flush, h.write, h.compact} {
		if err != nil {
			return err
		}
	}
	return nil
}

// dead reports whether the store is beyond going on.
func (h *health) dead() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.final != nil
}

// troubled returns a channel that is closed while there is an error.
func (h *health) troubled() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.trouble
}

// set notes the outcome of some work in *slot.
func (h *health) set(slot *error, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	before := h.errLocked()
	*slot = err
	switch now := h.errLocked(); {
	case before == nil && now != nil:
		close(h.trouble)
	case before != nil && now == nil:
		h.trouble = make(chan struct{})
	}
}

// fail notes an error that stays.
func (h *health) fail(err error) {
	h.log.Error("the index has failed", "error", err)
	h.set(&h.final, fmt.Errorf("the index has failed, start again: %w", err))
}

// Infof implements cockroach.Logger. What the store tells about its daily work is for debugging.
func (h *health) Infof(format string, args ...any) {
	h.log.Debug("index store: " + strings.TrimSpace(fmt.Sprintf(format, args...)))
}

// Errorf implements cockroach.Logger.
func (h *health) Errorf(format string, args ...any) {
	h.log.Error("index store: " + strings.TrimSpace(fmt.Sprintf(format, args...)))
}

// Fatalf implements cockroach.Logger. The store expects it to end the process; it returns
// instead, all later work is refused, and the store's own retries are parked, see Create.
func (h *health) Fatalf(format string, args ...any) {
	fatal := &fatalError{text: fmt.Sprintf(format, args...)}
	for _, arg := range args {
		if cause, ok := arg.(error); ok {
			fatal.cause = cause
		}
	}
	h.fail(fatal)
}

// fatalError is what the store said when it gave up, and the error that it said it of, if there was one: a full disk is
// told as one.
type fatalError struct {
	text  string
	cause error
}

// Error implements error.
func (e *fatalError) Error() string { return e.text }

// Unwrap returns the cause.
func (e *fatalError) Unwrap() error { return e.cause }

// listener tells the store whom to inform. The calls come with locks of the store held.
func (h *health) listener() *cockroach.EventListener {
	return &cockroach.EventListener{
		FlushEnd: func(info cockroach.FlushInfo) {
			h.flushEnded(info.Err)
		},
		CompactionEnd: func(info cockroach.CompactionInfo) {
			if !errors.Is(info.Err, cockroach.ErrCancelledCompaction) {
				h.set(&h.compact, wrap("compaction of the index", info.Err))
			}
		},
		BackgroundError: h.backgroundError,
		DataCorruption: func(info cockroach.DataCorruptionInfo) {
			h.fail(fmt.Errorf("%w: %s: %w", ErrRebuild, info.Path, info.Details))
		},
	}
}

// flushEnded notes success. Of an error it cannot tell whether it is one, for a flush that had nothing
// to write ends with one too; a true one is reported again as a background error.
func (h *health) flushEnded(err error) {
	if err == nil {
		h.set(&h.flush, nil)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ended = err
}

func (h *health) backgroundError(err error) {
	h.log.Error("index store", "error", err)
	h.mu.Lock()
	ofFlush := err != nil && errors.Is(err, h.ended)
	h.mu.Unlock()
	if ofFlush {
		h.set(&h.flush, wrap("flush of the index", err))
	}
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("pebble: %s: %w", what, err)
}

// patientFS makes the store wait before it writes another table after a failure. Left to
// itself it tries again at once, for as long as the disk is full. And it sees to it that the file which says
// what the current catalogue is never reaches the disk before the catalogue does.
type patientFS struct {
	vfs.FS
	health *health
}

// Create implements vfs.FS.
func (f patientFS) Create(name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	if strings.HasSuffix(name, ".sst") {
		f.health.pause()
	}
	if strings.HasPrefix(f.PathBase(name), "marker.") {
		if err := syncFolder(f.FS, f.PathDir(name)); err != nil {
			return nil, err
		}
	}
	return f.FS.Create(name, category)
}

func syncFolder(fs vfs.FS, dir string) error {
	folder, err := fs.OpenDir(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Unwrap lets the store reach the file system below.
func (f patientFS) Unwrap() vfs.FS { return f.FS }

// pause waits a while if something has failed. Once the store is beyond going on, no try
// can succeed, and its goroutine is parked for good.
func (h *health) pause() {
	if h.err() == nil {
		return
	}
	if h.dead() {
		select {}
	}
	timer := time.NewTimer(h.retry)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-h.stop:
	}
}

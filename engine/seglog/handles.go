package seglog

import (
	"sync"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// maxHandles is how many segment files Get keeps open between two calls.
const maxHandles = 128

// handles keeps segment files open for Get, for opening one takes longer than reading
// a chunk from it.
type handles struct {
	fs vfs.FS

	mu     sync.Mutex
	open   map[*segment]*handle
	clock  uint64
	closed bool
}

// handle is an open file; the fields behind it are guarded by handles.mu.
type handle struct {
	file  vfs.File
	users int
	used  uint64 // time of the last use, by handles.clock
}

func newHandles(fs vfs.FS) *handles { return &handles{fs: fs, open: map[*segment]*handle{}} }

// acquire returns the file of the segment, to be given back with release.
func (hs *handles) acquire(s *segment) (*handle, error) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if hs.closed {
		return nil, ErrClosed
	}
	h := hs.open[s]
	if h == nil {
		file, err := hs.fs.Open(s.path)
		if err != nil {
			return nil, err
		}
		hs.evict()
		h = &handle{file: file}
		hs.open[s] = h
	}
	hs.clock++
	h.used = hs.clock
	h.users++
	return h, nil
}

func (hs *handles) release(h *handle) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if h.users--; h.users == 0 && hs.closed {
		_ = h.file.Close() // it was only read
	}
}

// evict closes the file that was not used for the longest time, if there are too many.
func (hs *handles) evict() {
	if len(hs.open) < maxHandles {
		return
	}
	var oldest *segment
	for s, h := range hs.open {
		if h.users == 0 && (oldest == nil || h.used < hs.open[oldest].used) {
			oldest = s
		}
	}
	if oldest != nil {
		_ = hs.open[oldest].file.Close()
		delete(hs.open, oldest)
	}
}

// close closes the files that nobody uses now; the others close when they are released.
func (hs *handles) close() {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	hs.closed = true
	for _, h := range hs.open {
		if h.users == 0 {
			_ = h.file.Close()
		}
	}
	clear(hs.open)
}

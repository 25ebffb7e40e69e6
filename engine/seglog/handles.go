package seglog

import (
	"errors"
	"sync"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// errGone: the segment was rewritten or removed since it was looked up. Look again.
var errGone = errors.New("the segment is gone")

// maxHandles is how many segment files Get keeps open between two calls.
const maxHandles = 128

// handles opens the files of segments for all who read, and sees to it that nobody gets
// the file that has taken the place of the one he knows. For Get it keeps them open,
// because opening one takes longer than reading a chunk from it.
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
	gone  bool   // its segment is: the last user closes it
	used  uint64 // time of the last use, by handles.clock
}

func newHandles(fs vfs.FS) *handles { return &handles{fs: fs, open: map[*segment]*handle{}} }

// file opens the file of the segment for the caller alone, who closes it.
func (hs *handles) file(s *segment) (vfs.File, error) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	return hs.openFile(s)
}

func (hs *handles) openFile(s *segment) (vfs.File, error) {
	if s.gone.Load() {
		return nil, errGone
	}
	return hs.fs.Open(s.path)
}

// retire runs change, which takes the segment away from its path and from Log.segments,
// while nobody opens a file. Who has the old file open reads it to the end, and nobody
// opens what is at the path by then as if it were the segment.
func (hs *handles) retire(s *segment, change func() error) error {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if err := change(); err != nil {
		return err
	}
	s.gone.Store(true)
	if h := hs.open[s]; h != nil {
		delete(hs.open, s)
		if h.gone = true; h.users == 0 {
			_ = h.file.Close() // it was only read
		}
	}
	return nil
}

// acquire returns the file of the segment, to be given back with release.
func (hs *handles) acquire(s *segment) (*handle, error) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if hs.closed {
		return nil, ErrClosed
	}
	h := hs.open[s]
	if h == nil {
		file, err := hs.openFile(s)
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
	if h.users--; h.users == 0 && (hs.closed || h.gone) {
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

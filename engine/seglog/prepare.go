package seglog

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/cockroachdb/pebble/v2/vfs"
)

const (
	preparedName = "next.prepared"
	zeroStep     = 1 << 20 // bytes of zeros per write
	zeroSync     = 4 << 20 // bytes of zeros between two syncs
)

// preparer makes segment files ahead of need. The files are full of zeros that have
// reached the disk, so that a group later overwrites blocks which exist: its sync then
// flushes data and no metadata, half the time of a sync that grows or first touches
// blocks. It also means that a full disk is noticed here and not in a group.
//
// Only the committer calls it.
type preparer struct {
	fs   vfs.FS
	path string
	done func()        // called when what start began is done
	next chan prepared // the file that is being prepared or ready; nil if none was asked for
}

type prepared struct {
	file vfs.File // open for writing, at preparer.path
	size int64
	err  error
}

// start prepares a file of size bytes in the background, unless one is under way.
func (p *preparer) start(size int64) {
	if p.next != nil {
		return
	}
	next := make(chan prepared, 1)
	p.next = next
	go func() {
		next <- p.prepare(size)
		p.done()
	}()
}

// ready reports whether what start began is done, well or not.
func (p *preparer) ready() bool { return len(p.next) > 0 }

// take waits for the prepared file and hands it over. A preparation that failed in
// the background, or made too small a file, is done again now.
func (p *preparer) take(size int64) prepared {
	early := p.wait()
	if early.file != nil && early.size >= size {
		return early
	}
	p.discard(early)
	return p.prepare(size)
}

// close throws away what was prepared.
func (p *preparer) close() { p.discard(p.wait()) }

func (p *preparer) wait() (ready prepared) {
	if p.next != nil {
		ready = <-p.next
		p.next = nil
	}
	return ready
}

// discard gives the space of a file back; the next start of the log would do so too.
func (p *preparer) discard(ready prepared) {
	if ready.file != nil {
		_ = ready.file.Close()
		_ = p.fs.Remove(p.path)
	}
}

func (p *preparer) prepare(size int64) prepared {
	file, err := p.create(size)
	if err != nil {
		_ = p.fs.Remove(p.path)
		return prepared{err: fmt.Errorf("prepare a segment of %d bytes: %w", size, err)}
	}
	return prepared{file: file, size: size}
}

func (p *preparer) create(size int64) (vfs.File, error) {
	file, err := p.fs.Create(p.path, vfs.WriteCategoryUnspecified)
	if err != nil {
		return nil, err
	}
	if err := fillWithZeros(file, size); err != nil {
		_ = file.Close()
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	return p.fs.OpenReadWrite(p.path, vfs.WriteCategoryUnspecified)
}

// fillWithZeros writes and syncs in steps, so that it never has much on its way to the
// disk that a group would have to wait behind.
func fillWithZeros(file vfs.File, size int64) error {
	// Asking for the space first costs nothing, keeps the file in one piece, and lets a
	// full disk answer at once. Not every file system can do it.
	if err := file.Preallocate(0, size); errors.Is(err, syscall.ENOSPC) {
		return err
	}
	zeros := make([]byte, min(zeroStep, size))
	unsynced := 0
	for left := size; left > 0; left -= int64(len(zeros)) {
		zeros = zeros[:min(int64(len(zeros)), left)]
		if _, err := file.Write(zeros); err != nil {
			return err
		}
		if unsynced += len(zeros); unsynced >= zeroSync {
			if err := file.SyncData(); err != nil {
				return err
			}
			unsynced = 0
		}
	}
	return file.Sync()
}

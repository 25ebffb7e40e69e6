package ceiling

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// fileSize is the size of the file, and the most that one group may hold.
const fileSize = 64 << 20

var errTooLarge = errors.New("ceiling: a group is larger than the file")

// group is what is written and synced together.
type group struct {
	data []byte
	done chan struct{} // closed when the group is durable, or err says why not
	err  error
}

// writer makes what it is given durable, all that waits at a time.
type writer struct {
	file   *os.File
	offset int64

	mu      sync.Mutex
	waiting *group
	spare   []byte        // the data of a group that is done
	wake    chan struct{} // holds a token while something waits
}

// openWriter prepares the file.
func openWriter(path string) (*writer, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("ceiling: %w", err)
	}
	zeros := make([]byte, 1<<20)
	for offset := int64(0); offset < fileSize && err == nil; offset += int64(len(zeros)) {
		_, err = file.WriteAt(zeros, offset)
	}
	if err = errors.Join(err, file.Sync()); err != nil {
		return nil, fmt.Errorf("ceiling: prepare the file: %w", errors.Join(err, file.Close()))
	}
	return &writer{file: file, waiting: newGroup(nil), wake: make(chan struct{}, 1)}, nil
}

func newGroup(buffer []byte) *group { return &group{data: buffer[:0], done: make(chan struct{})} }

// append returns when the data is durable.
func (w *writer) append(data []byte) error {
	w.mu.Lock()
	g := w.waiting
	g.data = append(g.data, data...)
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
	<-g.done
	return g.err
}

// run writes group after group until stop is closed.
func (w *writer) run(stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case <-w.wake:
		}
		g := w.take()
		if len(g.data) == 0 {
			continue // it went with the group before
		}
		g.err = w.commit(g.data)
		close(g.done)
		w.mu.Lock()
		w.spare = g.data
		w.mu.Unlock()
	}
}

// take ends the group that gathers and begins the next.
func (w *writer) take() *group {
	w.mu.Lock()
	defer w.mu.Unlock()
	g := w.waiting
	w.waiting, w.spare = newGroup(w.spare), nil
	return g
}

// commit is the one write and the one sync.
func (w *writer) commit(data []byte) error {
	if len(data) > fileSize {
		return errTooLarge
	}
	if w.offset+int64(len(data)) > fileSize {
		w.offset = 0
	}
	if _, err := w.file.WriteAt(data, w.offset); err != nil {
		return fmt.Errorf("ceiling: write: %w", err)
	}
	w.offset += int64(len(data))
	if err := unix.Fdatasync(int(w.file.Fd())); err != nil {
		return fmt.Errorf("ceiling: sync: %w", err)
	}
	return nil
}

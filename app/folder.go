package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// ErrInUse says that another process holds the data folder.
var ErrInUse = errors.New("the data folder is in use")

// folder is a data folder that this process holds.
type folder struct {
	path string
	lock *os.File
}

// openFolder creates the folder if it is missing and takes hold of it. It is the owner's alone, for it
// holds what visitors did. The error is ErrInUse if another process has it.
func openFolder(path string) (*folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(path, "LOCK"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	// The kernel gives the lock back when the process ends, however it ends.
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		holder, _ := os.ReadFile(lock.Name())
		_ = lock.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, fmt.Errorf("%w: %s is held by process %s; stop it first, or ask it with -server",
				ErrInUse, path, strings.TrimSpace(string(holder)))
		}
		return nil, fmt.Errorf("data folder: lock: %w", err)
	}
	f := &folder{path, lock}
	if err := f.sign(); err != nil {
		return nil, errors.Join(fmt.Errorf("data folder: lock: %w", err), f.close())
	}
	return f, nil
}

// openExisting takes hold of a folder that a server has used before.
func openExisting(path string) (*folder, error) {
	if _, err := os.Stat((&folder{path: path}).log()); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s is no data folder: it has no log in it (name another with -data)", path)
	}
	return openFolder(path)
}

// sign writes which process holds the folder, for the error that another one gets.
func (f *folder) sign() error {
	if err := f.lock.Truncate(0); err != nil {
		return err
	}
	_, err := f.lock.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}

// sweep removes what an export that was broken off left behind.
func (f *folder) sweep() error {
	left, err := filepath.Glob(f.export() + "*")
	for _, path := range left {
		err = errors.Join(err, os.RemoveAll(path))
	}
	return err
}

// close gives the folder free.
func (f *folder) close() error { return f.lock.Close() }

func (f *folder) log() string         { return filepath.Join(f.path, "log") }
func (f *folder) index() string       { return filepath.Join(f.path, "index") }
func (f *folder) newLog() string      { return filepath.Join(f.path, "log.new") }
func (f *folder) newIndex() string    { return filepath.Join(f.path, "index.new") }
func (f *folder) export() string      { return filepath.Join(f.path, "export.") } // and random digits
func (f *folder) tokenKey() string    { return filepath.Join(f.path, "token-key") }
func (f *folder) adminClient() string { return filepath.Join(f.path, "admin-client.json") }

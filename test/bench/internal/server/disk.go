//go:build linux

package server

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"sojourn/test/bench/internal/histogram"
)

// Disk is what a folder takes.
type Disk struct {
	Allocated int64 `json:"allocated"` // bytes of all blocks of all files, whatever they hold
	// Reserved are zeros at the ends of files: space that the log has prepared and not used yet. It is part
	// of Allocated, and does not grow with the number of events: a segment in use and the next one.
	Reserved int64 `json:"reserved"`
	Log      int64 `json:"log"`   // Allocated of the folder log
	Index    int64 `json:"index"` // and of the folder index
}

// MeasureDisk adds up a data folder. Nobody may be writing to it.
func MeasureDisk(dir string) (Disk, error) {
	var d Disk
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		stat, ok := info.Sys().(*syscall.Stat_t)
		if !ok {
			return fmt.Errorf("%s: unknown file system", path)
		}
		size := stat.Blocks * 512
		d.Allocated += size
		switch filepath.Base(filepath.Dir(path)) {
		case "log":
			d.Log += size
			zeros, err := trailingZeros(path, info.Size())
			d.Reserved += zeros
			return err
		case "index":
			d.Index += size
		}
		return nil
	})
	if err != nil {
		return d, fmt.Errorf("measure the disk: %w", err)
	}
	return d, nil
}

// trailingZeros is how many bytes at the end of a file are zero.
func trailingZeros(path string, size int64) (int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { _ = file.Close() }() // it was only read
	buffer := make([]byte, 1<<20)
	end := size
	for end > 0 {
		part := buffer[:min(end, int64(len(buffer)))]
		if _, err := file.ReadAt(part, end-int64(len(part))); err != nil {
			return 0, err
		}
		if left := bytes.TrimRight(part, "\x00"); len(left) > 0 {
			return size - end + int64(len(part)-len(left)), nil
		}
		end -= int64(len(part))
	}
	return size, nil
}

// What the probe of the disk does: many small writes, each synced, to a file that is there already.
const (
	probeWrites = 300
	probeBytes  = 16 << 10
)

// ProbeSync measures how long the disk takes to make a write durable, without any server: 16 KiB into an
// existing file, then fdatasync. That is the least that an answer has to wait for.
func ProbeSync(dir string) (*histogram.Histogram, error) {
	file, err := os.CreateTemp(dir, "probe")
	if err != nil {
		return nil, fmt.Errorf("probe the disk: %w", err)
	}
	defer func() { _ = errors.Join(file.Close(), os.Remove(file.Name())) }() // nobody needs it any more
	data := bytes.Repeat([]byte("sojourn "), probeBytes/8)
	var latencies histogram.Histogram
	for i := range 2 * probeWrites { // the first round makes the blocks
		began := time.Now()
		if _, err := file.WriteAt(data, int64(i%probeWrites)*probeBytes); err != nil {
			return nil, fmt.Errorf("probe the disk: %w", err)
		}
		if err := unix.Fdatasync(int(file.Fd())); err != nil {
			return nil, fmt.Errorf("probe the disk: %w", err)
		}
		if i >= probeWrites {
			latencies.Add(time.Since(began))
		}
	}
	return &latencies, nil
}

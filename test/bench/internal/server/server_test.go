//go:build linux

package server

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestProcessorTime(t *testing.T) {
	const line = "4711 (a (strange) name) S 1 2 3 4 5 6 7 8 9 10 250 130 14 15 16"
	got, err := parseStat([]byte(line))
	if err != nil || got != 3800*time.Millisecond {
		t.Errorf("got %v, %v", got, err)
	}
	for _, bad := range []string{"", "1 (x) S 1", "1 (x) S 1 2 3 4 5 6 7 8 9 10 a b"} {
		if _, err := parseStat([]byte(bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestMemory(t *testing.T) {
	content := []byte("Name:\tsojourn\nVmHWM:\t  123456 kB\nVmRSS:\t  1000 kB\n")
	if got := kilobytes(content, "VmHWM:"); got != 123456<<10 {
		t.Errorf("got %d", got)
	}
	if got := kilobytes(content, "VmSwap:"); got != 0 {
		t.Errorf("got %d", got)
	}
}

func TestReservedSpaceIsTheZerosAtTheEnd(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "log"), 0o700); err != nil {
		t.Fatal(err)
	}
	content := make([]byte, 3<<20)
	content[4095] = 1
	for name, b := range map[string][]byte{"log/a.seg": content, "log/next.prepared": content[4096:], "log/LOCK": nil} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := MeasureDisk(dir)
	if want := int64(2 * (3<<20 - 4096)); err != nil || got.Reserved != want || got.Log != got.Allocated {
		t.Errorf("got %+v, %v, want %d reserved", got, err, want)
	}
}

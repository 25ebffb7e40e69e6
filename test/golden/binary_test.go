package golden

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"

	"sojourn/journey"
)

// TestBinary runs the cases against the program itself, as a process of its own, over the network. It is built with
// the tag golden, which changes only where clock and places come from.
func TestBinary(t *testing.T) {
	program := filepath.Join(t.TempDir(), "sojourn")
	build := exec.Command("go", "build", "-tags", "golden", "-o", program, "sojourn/cmd/sojourn")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, output)
	}
	t.Run("cases", func(t *testing.T) {
		cases(t, func(t *testing.T, now time.Time, d journey.Deployment) Server {
			return startBinary(t, program, now, d)
		}, every)
	})
}

var openAPI = regexp.MustCompile(`(http://127\.0\.0\.1:\d+)/openapi\.html`)

// startBinary starts the program on a free port and stops it as a supervisor would.
func startBinary(t *testing.T, program string, now time.Time, d journey.Deployment) Server {
	t.Helper()
	folder := t.TempDir()
	clock := filepath.Join(folder, "clock")
	set := func(at time.Time) { writeClock(t, clock, at) }
	set(now)
	server := exec.Command(program, "serve", "-dev", "-listen", "127.0.0.1:0", "-data", filepath.Join(folder, "data"))
	server.Env = append(os.Environ(), "GOLDEN_CLOCK="+clock, "SOJOURN_IDENTITY_RESOLVE=false")
	output, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		if err := server.Wait(); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	binary := Server{SetClock: set}
	for lines := bufio.NewScanner(output); binary.URL == "" && lines.Scan(); {
		if found := openAPI.FindStringSubmatch(lines.Text()); found != nil {
			binary.URL = found[1]
		}
	}
	if binary.URL == "" {
		t.Fatal("the program does not say where it listens")
	}
	binary.Token = func() string { return login(t, binary.URL) }
	binary.Deployment = deploy(t, binary.URL, binary.Token(), d)
	return binary
}

// writeClock sets the clock at once: the program never reads half of it.
func writeClock(t *testing.T, path string, at time.Time) {
	t.Helper()
	next := path + ".next"
	if err := os.WriteFile(next, []byte(at.UTC().Format(time.RFC3339Nano)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, path); err != nil {
		t.Fatal(err)
	}
}

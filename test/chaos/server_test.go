package chaos

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything may take before the test gives up.
const patience = 30 * time.Second

// build makes the binary that is to be killed.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "sojourn")
	command := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "./cmd/sojourn")
	command.Dir = filepath.Join("..", "..")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, output)
	}
	return binary
}

// server is one process.
type server struct {
	t       *testing.T
	command *exec.Cmd
	address chan string   // what the server says it listens on, once
	exited  chan struct{} // closed when the process has ended
	err     error         // how; after exited
	output  transcript
	url     string
}

// settings make files small, so that a short test sees many of them begin and end.
var settings = []string{"SOJOURN_STORE_SEGMENT_BYTES=1 MiB", "SOJOURN_INDEX_MEMTABLE_BYTES=1 MiB"}

// launch starts a process on a folder, with these settings besides the usual ones, and does not wait for it.
func launch(t *testing.T, binary, folder string, more ...string) *server {
	t.Helper()
	s := &server{t: t, address: make(chan string, 1), exited: make(chan struct{})}
	s.command = exec.Command(binary, "serve", "-dev", "-listen", "127.0.0.1:0", "-data", folder)
	s.command.Env = append(environment(), more...)
	logs, err := s.command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.command.Start(); err != nil {
		t.Fatal(err)
	}
	go s.follow(logs)
	t.Cleanup(func() {
		_ = s.command.Process.Kill() // it may have ended long ago
		<-s.exited
	})
	return s
}

// environment is ours without the settings of whoever runs the test.
func environment() []string {
	var env []string
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "SOJOURN_") {
			env = append(env, pair)
		}
	}
	return append(env, settings...)
}

// transcript is what the server said so far.
type transcript struct {
	mu    sync.Mutex
	lines []string
}

func (t *transcript) add(line string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lines = append(t.lines, line)
}

// String returns its last lines.
func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(t.lines[max(0, len(t.lines)-20):], "\n")
}

var listening = regexp.MustCompile(`"msg":"listening","address":"([^"]+)"`)

// follow reads what the server says until it ends.
func (s *server) follow(logs io.Reader) {
	lines := bufio.NewScanner(logs)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		s.output.add(lines.Text())
		if found := listening.FindStringSubmatch(lines.Text()); found != nil {
			s.address <- found[1]
		}
	}
	s.err = s.command.Wait()
	close(s.exited)
}

// ready waits until the server takes requests.
func (s *server) ready() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	select {
	case s.url = <-s.address:
	case <-s.exited:
		s.t.Fatalf("the server ended with %v:\n%s", s.err, s.output.String())
	case <-ctx.Done():
		s.t.Fatal("the server does not listen")
	}
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/readyz", nil)
		if err != nil {
			s.t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return
			}
		}
		if ctx.Err() != nil {
			s.t.Fatalf("the server does not become ready: %v", err)
		}
	}
}

// kill ends the process as a power button would, and waits for its end.
func (s *server) kill() {
	_ = s.command.Process.Kill() // an error means that it has ended already, which its output explains
	<-s.exited
	status, ok := s.command.ProcessState.Sys().(syscall.WaitStatus)
	if !ok || status.Signal() != syscall.SIGKILL {
		s.t.Fatalf("the server was not killed, it ended with %v:\n%s", s.err, s.output.String())
	}
}

// stop ends the process as an operator would.
func (s *server) stop() {
	s.t.Helper()
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	select {
	case <-s.exited:
	case <-time.After(patience):
		s.t.Fatal("the server does not stop")
	}
	if s.err != nil {
		s.t.Errorf("stop: %v:\n%s", s.err, s.output.String())
	}
}

// run runs another command of the binary and returns what it writes.
func run(t *testing.T, binary string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), binary, args...)
	command.Env = environment()
	output, err := command.Output()
	if err != nil {
		failed, _ := errors.AsType[*exec.ExitError](err)
		t.Fatal(fmt.Errorf("%s: %w\n%s%s", strings.Join(args, " "), err, output, failed.Stderr))
	}
	return string(output)
}

package main

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// The real program: it starts, the line that it prints works as it stands, and SIGTERM stops it.
func TestServeSaysWhatToDo(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := &exec.Cmd{
		Path: self, Args: []string{"sojourn", "serve", "-dev", "-listen", "127.0.0.1:0", "-data", t.TempDir()},
		Stderr: testLog{t},
	}
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Process.Kill() }) // if it did not stop by itself
	line := curlLine(t, bufio.NewScanner(out))
	answer, err := exec.Command("sh", "-c", line).CombinedOutput()
	if err != nil || !strings.Contains(string(answer), `"pageviewCount":1`) {
		t.Errorf("%s\nanswers %s, %v", line, answer, err)
	}
	if err := program.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := program.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
}

// curlLine reads on until it has seen the whole command.
func curlLine(t *testing.T, lines *bufio.Scanner) string {
	t.Helper()
	var command []string
	for lines.Scan() {
		line := lines.Text()
		if len(command) > 0 || strings.Contains(line, "curl") {
			command = append(command, line)
		}
		if len(command) > 0 && strings.HasSuffix(line, "'") {
			return strings.Join(command, "\n")
		}
	}
	t.Fatal("it prints no curl line")
	return ""
}

// testLog sends what a program says to the log of the test.
type testLog struct{ testing.TB }

func (l testLog) Write(b []byte) (int, error) {
	l.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

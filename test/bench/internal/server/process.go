//go:build linux

package server

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Process is a running server.
type Process struct {
	Name    string // of its first argument: serve or ceiling
	Address netip.AddrPort
	Profile string        // base URL of its profiles; empty if it serves none
	Ready   time.Duration // from the start of the process until it took requests

	command *exec.Cmd
	exited  chan struct{} // closed when it has
	ended   error         // how, once it has
	said    *tail
}

const patience = 5 * time.Minute // a start may have a long log to read

// Start runs program with args and waits until it logs that it is listening. It is killed when ctx ends.
func Start(ctx context.Context, program string, args ...string) (*Process, error) {
	command := exec.CommandContext(ctx, program, args...) //nolint:gosec // the caller's own program
	p := &Process{Name: args[0], command: command, exited: make(chan struct{}), said: &tail{}}
	began := time.Now()
	log, err := p.command.StderrPipe()
	if err == nil {
		err = p.command.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", p.Name, err)
	}
	listening := make(chan error, 1)
	go func() {
		p.read(log, listening)
		p.ended = p.command.Wait()
		close(p.exited)
	}()
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case err = <-listening:
	case <-waiting.Done():
		err = waiting.Err()
	}
	if err != nil {
		_ = p.command.Process.Kill() // it may be gone already
		return nil, fmt.Errorf("start %s: %w: %s", p.Name, err, p.said)
	}
	p.Ready = time.Since(began)
	return p, nil
}

// logLine is what matters of a line of the log.
type logLine struct {
	Message string `json:"msg"`
	Address string `json:"address"`
}

var errNotListening = errors.New("it ended before it was listening")

// read reads the log to its end and tells when the server is listening.
func (p *Process) read(log io.Reader, listening chan<- error) {
	lines := bufio.NewScanner(log)
	told := false
	for lines.Scan() {
		var line logLine
		p.said.add(lines.Text())
		if json.Unmarshal(lines.Bytes(), &line) != nil {
			continue
		}
		switch line.Message {
		case "profiling":
			p.Profile = line.Address
		case "listening":
			if !told {
				told = true
				listening <- p.locate(line.Address)
			}
		}
	}
	if !told {
		listening <- errNotListening
	}
}

func (p *Process) locate(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	p.Address, err = netip.ParseAddrPort(u.Host)
	return err
}

// Host is the address as a Host header.
func (p *Process) Host() string { return p.Address.String() }

// URL is that of a path of the server.
func (p *Process) URL(path string) string { return "http://" + p.Host() + path }

// PID is the number of the process.
func (p *Process) PID() int { return p.command.Process.Pid }

// Stop lets the server end in order, and returns how long that took.
func (p *Process) Stop() (time.Duration, error) {
	began := time.Now()
	if err := p.command.Process.Signal(os.Interrupt); err != nil {
		return 0, fmt.Errorf("stop %s: %w", p.Name, err)
	}
	<-p.exited
	if p.ended != nil {
		return 0, fmt.Errorf("%s: %w: %s", p.Name, p.ended, p.said)
	}
	return time.Since(began), nil
}

// Kill ends the server at once: SIGKILL. A server that has ended is left alone.
func (p *Process) Kill() {
	if p.command.Process.Signal(syscall.SIGKILL) == nil {
		<-p.exited
	}
}

// tail keeps the last lines of a log.
type tail struct{ lines []string }

func (t *tail) add(line string) {
	const kept = 5
	t.lines = append(t.lines, line)
	if len(t.lines) > kept {
		t.lines = t.lines[1:]
	}
}

// Said returns the last lines of the log of a server that has failed.
func (p *Process) Said() string { return p.said.String() }

// String returns the lines. It is called when nobody adds any more, or a server has failed.
func (t *tail) String() string { return strings.Join(t.lines, " | ") }

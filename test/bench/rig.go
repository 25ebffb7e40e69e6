//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"sojourn/app"
	"sojourn/test/bench/internal/ledger"
	"sojourn/test/bench/internal/load"
	"sojourn/test/bench/internal/server"
)

// rig is a run of the benchmark.
type rig struct {
	options options
	dir     string
	report  *Report

	unverified []*target // done, and still to be compared with what they answered
}

// target is a server under load.
type target struct {
	*server.Process
	rig    *rig
	dir    string
	token  string
	ledger *ledger.Ledger
	crowd  *load.Crowd
	series load.Series
	known  samples
}

// start starts a server on a folder; command is serve or ceiling.
func (r *rig) start(ctx context.Context, command, dir string) (*target, error) {
	t := &target{rig: r, dir: dir, ledger: &ledger.Ledger{}}
	return t, t.restart(ctx, command)
}

// restart starts a server on the folder again.
func (t *target) restart(ctx context.Context, command string) (err error) {
	args := []string{command, "-data", t.dir, "-listen", "127.0.0.1:0"}
	if command == "serve" {
		args = append(args, "-dev")
	}
	if t.rig.profiled() {
		args = append(args, "-pprof", "127.0.0.1:0")
	}
	if t.Process, err = server.Start(ctx, t.rig.options.program, args...); err != nil {
		return err
	}
	if command == "serve" {
		t.token, err = t.LogIn(ctx)
	}
	return err
}

// profiled reports whether the servers have to serve profiles. In mode growth they do: memory is measured
// after a garbage collection, which is asked for there.
func (r *rig) profiled() bool { return r.options.profiles != "" || r.options.mode == "growth" }

// posts and batches are the next events of the target's crowd.
func (t *target) posts() *sending {
	return t.send(load.NewPosts(t.crowd, t.Host(), app.DevDeployment), 1)
}

func (t *target) batches() *sending {
	return t.send(load.NewBatches(t.crowd, t.Host(), app.DevDeployment, t.token, batchSize), batchSize)
}

const batchSize = 100

// done stops the server and puts it on the list of those to verify.
func (t *target) done() error {
	took, err := t.Stop()
	if err != nil {
		return err
	}
	say("stopped in %s", took.Round(time.Millisecond))
	t.rig.unverified = append(t.rig.unverified, t)
	return nil
}

// verify measures the disk of every server that is done and compares what it stored with what it answered. It
// comes after all that is measured, for reading many millions of events takes longer than writing them.
func (r *rig) verify(ctx context.Context) error {
	for _, t := range r.unverified {
		say("%s: reading %d events back", t.dir, t.ledger.Count())
		disk, err := server.MeasureDisk(t.dir)
		if err != nil {
			return err
		}
		verdict, err := t.compare(ctx)
		if err != nil {
			return err
		}
		r.report.Verdicts = append(r.report.Verdicts, verdict)
		r.report.Disks = append(r.report.Disks, DiskReport{Disk: disk, Events: verdict.Stored})
	}
	r.unverified = nil
	return nil
}

// compare reads an export of the stopped server's folder.
func (t *target) compare(ctx context.Context) (ledger.Verdict, error) {
	command := exec.CommandContext(ctx, t.rig.options.program, "export", "-data", t.dir) //nolint:gosec // ours
	var said bytes.Buffer
	command.Stderr = &said
	out, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		return ledger.Verdict{}, fmt.Errorf("export: %w", err)
	}
	verdict, err := t.ledger.Compare(out)
	_, _ = io.Copy(io.Discard, out) // after a mistake in a line, so that the command can end
	if ended := command.Wait(); ended != nil {
		return verdict, fmt.Errorf("export: %w: %s", ended, lastLine(said.String()))
	}
	return verdict, err
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// say tells whoever waits what goes on.
func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format("15:04:05 ")+format+"\n", args...)
}

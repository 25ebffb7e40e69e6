//go:build linux

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"sojourn/test/bench/internal/load"
	"sojourn/test/bench/internal/server"
)

// options are the flags.
type options struct {
	mode     string
	only     string
	program  string
	dir      string
	results  string
	compare  string
	profiles string
	length   time.Duration
	visitors int
	seed     uint64
	stages   string
	killAt   string
	sessions string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func parseFlags() options {
	o := options{}
	flag.StringVar(&o.mode, "mode", "rates", "what to measure: rates, or growth")
	flag.StringVar(&o.only, "only", "", "rates: measure only this `part`: rules (what segments and outcomes cost), "+
		"reads, or\nthe phases whose names contain it, such as \"256 connections\"")
	flag.StringVar(&o.program, "program", "bin/sojourn", "the `program` to measure")
	flag.StringVar(&o.dir, "dir", ".cache/bench", "`folder` for the data; its file system is what is measured")
	flag.StringVar(&o.results, "results", "test/bench/results", "`folder` for the reports")
	flag.StringVar(&o.compare, "compare", "", "an earlier report, `file`, to compare with")
	flag.StringVar(&o.profiles, "profile", "", "write a CPU profile of the server for each phase to this `folder`")
	flag.DurationVar(&o.length, "length", 10*time.Second, "how long a phase takes")
	flag.IntVar(&o.visitors, "visitors", 0, "different visitors; 0 is 50,000, and 1,000,000 in mode growth")
	flag.Uint64Var(&o.seed, "seed", 1, "equal seeds send equal visits")
	flag.StringVar(&o.stages, "stages", "1M,5M,20M", "growth: stored `events` at which to measure")
	flag.StringVar(&o.killAt, "kill-at", "10M", "growth: stored `events` at which to send SIGKILL; 0 for never")
	flag.StringVar(&o.sessions, "sessions", "1M", "growth: open `sessions` at which to measure memory; 0 for never")
	flag.Parse()
	return o
}

var errWrong = errors.New("not every answered event is stored exactly once: the figures above do not count")

func run(ctx context.Context) error {
	o := parseFlags()
	if err := o.checkPart(); err != nil {
		return err
	}
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(o.dir, "run.")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // what is left is in the way of nobody
	r := &rig{options: o, dir: dir, report: &Report{
		Mode: o.mode, Date: time.Now().UTC().Truncate(time.Second), Commit: commit(ctx),
		Machine: server.ThisMachine(dir), Seconds: o.length.Seconds(),
	}}
	syncs, err := server.ProbeSync(dir)
	if err != nil {
		return err
	}
	r.report.Sync = latencies(syncs)
	switch o.mode {
	case "rates":
		if o.only != onlyRules {
			err = r.rates(ctx)
		}
		if err == nil && (o.only == "" || o.only == onlyRules) {
			err = r.rules(ctx)
		}
	case "growth":
		err = r.growth(ctx)
	default:
		return fmt.Errorf("there is no mode %q: rates or growth", o.mode)
	}
	if err == nil {
		err = r.verify(ctx)
	}
	if err != nil {
		return err
	}
	return r.finish()
}

// finish prints and keeps the report.
func (r *rig) finish() error {
	r.report.LeftOut = leftOut
	r.report.print(os.Stdout)
	path, err := r.report.save(r.options.results)
	if err != nil {
		return err
	}
	fmt.Println("\nwritten to", path)
	if r.options.compare != "" {
		before, err := readReport(r.options.compare)
		if err != nil {
			return err
		}
		r.report.compare(os.Stdout, before)
	}
	for _, v := range r.report.Verdicts {
		if !v.Right() {
			return fmt.Errorf("%w (%s)", errWrong, v.Example)
		}
	}
	return nil
}

// leftOut is what the figures do not show.
var leftOut = []string{
	"the network: server and load share one machine, its processors and the loopback device",
	"TLS, which a proxy in front speaks",
	"places and organisations, unless SOJOURN_GEO_DATABASES names files",
	"limits of rate, which are off in a development server",
	"pings, notifications, retention, erasure and a cluster",
	"a power cut: SIGKILL leaves what the kernel has; the engine tests cut the power",
}

// commit is the version of the source.
func commit(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty", "--abbrev=8").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

// crowd describes the visitors of a run.
func (o *options) crowd(series load.Series, visitors int) load.Options {
	if o.visitors > 0 {
		visitors = o.visitors
	}
	return load.Options{Series: series, Visitors: visitors, Agents: load.DefaultAgents, Seed: o.seed}
}

// folder is a fresh one for a server.
func (r *rig) folder(name string) string { return filepath.Join(r.dir, name) }

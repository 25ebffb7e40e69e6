//go:build linux

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"

	"sojourn/test/bench/internal/load"
	"sojourn/test/bench/internal/server"
	"sojourn/test/bench/internal/wire"
)

// phase is one shape of load.
type phase struct {
	name        string
	connections int
	rate        float64 // requests a second; 0: as many as there can be
	batch       bool    // of 100 events; else one event per request
	identified  int     // percent of the events that say who it is; 0: forms only, about 3
}

// ratePhases are those of mode rates.
var ratePhases = []phase{
	{"single posts, 64 connections", 64, 0, false, 0},
	{"single posts, 256 connections", 256, 0, false, 0},
	{"single posts, 1,000/s", 256, 1000, false, 0},
	{"single posts, 5,000/s", 256, 5000, false, 0},
	{"single posts, 10,000/s", 256, 10_000, false, 0},
	{"batches of 100, 8 connections", 8, 0, true, 0},
	{"batches of 100, 32 connections", 32, 0, true, 0},
	{"single posts, 256 connections, 20 % say who it is", 256, 0, false, 20},
	{"batches of 100, 32 connections, 20 % say who it is", 32, 0, true, 20},
}

// onlyReads is the -only of the reads alone.
const onlyReads = "reads"

// checkPart reports that there is no such part.
func (o *options) checkPart() error {
	switch {
	case o.only == "":
		return nil
	case o.mode != "rates":
		return fmt.Errorf("-only is for mode rates; mode %s is one whole", o.mode)
	case o.only == onlyRules, o.only == onlyReads, slices.ContainsFunc(ratePhases, o.wants):
		return nil
	}
	return fmt.Errorf("there is no part %q: rules, reads, or what is in the name of a phase", o.only)
}

// wants reports whether a phase is to be measured.
func (o *options) wants(p phase) bool { return strings.Contains(p.name, o.only) }

// rates measures every phase on Sojourn and then on the ceiling, while the other one is idle; then reads.
func (r *rig) rates(ctx context.Context) error {
	crowd := r.options.crowd(1, load.DefaultVisitors)
	r.report.Load = crowd.String()
	sojourn, err := r.start(ctx, "serve", r.folder("sojourn"))
	if err != nil {
		return err
	}
	defer sojourn.Kill()
	ceiling, err := r.start(ctx, "ceiling", r.folder("ceiling"))
	if err != nil {
		return err
	}
	defer ceiling.Kill()
	for _, t := range []*target{sojourn, ceiling} {
		t.series, t.crowd = crowd.Series, load.NewCrowd(crowd)
		if err := t.warmUp(ctx); err != nil {
			return err
		}
	}
	for _, p := range ratePhases {
		if !r.options.wants(p) {
			continue
		}
		line := PhaseReport{Name: p.name}
		for _, on := range []struct {
			*target
			figures **Figures
		}{{sojourn, &line.Sojourn}, {ceiling, &line.Ceiling}} {
			if err := server.Settle(ctx, sojourn.Process, ceiling.Process); err != nil {
				return err
			}
			if *on.figures, err = on.run(ctx, p); err != nil {
				return err
			}
		}
		r.report.Phases = append(r.report.Phases, line)
	}
	if _, err := ceiling.Stop(); err != nil {
		return err
	}
	if only := r.options.only; only == "" || only == onlyReads {
		if err := sojourn.reads(ctx, allReads); err != nil {
			return err
		}
	}
	if err := sojourn.done(); err != nil || r.options.only != "" {
		return err
	}
	return r.contact(ctx)
}

// warmUp lets connections, caches and the collector of garbage find their size. Its events are checked like
// all others.
func (t *target) warmUp(ctx context.Context) error {
	length := min(t.rig.options.length, 3*time.Second)
	result, err := wire.Run(ctx, wire.Options{Address: t.Address, Connections: 64, Length: length}, t.posts())
	if err == nil && result.Requests == 0 {
		err = fmt.Errorf("%s took nothing: %s", t.Name, result.Refusal)
	}
	return err
}

// run measures a phase.
func (t *target) run(ctx context.Context, p phase) (*Figures, error) {
	t.crowd.Identify(p.identified)
	defer t.crowd.Identify(0)
	source := t.posts()
	if p.batch {
		source = t.batches()
	}
	say("%s: %s", t.Name, p.name)
	return t.measure(ctx, p.name, func() (*wire.Result, error) {
		return wire.Run(ctx, wire.Options{
			Address: t.Address, Connections: p.connections, Rate: p.rate, Length: t.rig.options.length,
		}, source)
	})
}

// measure measures what goes on while work is done.
func (t *target) measure(ctx context.Context, name string, work func() (*wire.Result, error)) (*Figures, error) {
	if err := t.ResetPeak(); err != nil {
		return nil, err
	}
	profiled := t.profile(ctx, name)
	before, err := t.CPU()
	if err != nil {
		return nil, err
	}
	own := ownCPU()
	result, err := work()
	if err != nil {
		return nil, fmt.Errorf("%s: %s: %w; the last that it logged: %s", t.Name, name, err, t.Said())
	}
	own = ownCPU() - own
	after, err := t.CPU()
	if err != nil {
		return nil, err
	}
	_, peak, err := t.Memory()
	if err != nil {
		return nil, err
	}
	if err := profiled(); err != nil {
		return nil, err
	}
	f := figures(result)
	f.PeakMemory = peak
	if done := float64(result.Events + result.Late); done > 0 {
		f.ServerCPU = micros(after-before) / done
		f.LoadCPU = micros(own) / done
	}
	return f, nil
}

// ownCPU is the processor time that this process has taken: the load's.
func ownCPU() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

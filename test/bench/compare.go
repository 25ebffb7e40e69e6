//go:build linux

package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// figure is a number of a report with its name.
type figure struct {
	name  string
	value float64
}

// all lists what is compared between reports.
func (r *Report) all() (list []figure) {
	add := func(name string, value float64) { list = append(list, figure{name, value}) }
	load := func(name string, f *Figures) {
		if f == nil {
			return
		}
		add(name+": events/s", f.PerSecond)
		add(name+": p50 ms", f.P50)
		add(name+": p99 ms", f.P99)
		add(name+": p99.9 ms", f.P999)
		add(name+": server µs/event", f.ServerCPU)
		add(name+": peak MiB", float64(f.PeakMemory)/(1<<20))
	}
	add("synced write of 16 KiB: p50 ms", r.Sync.P50)
	for _, p := range r.Phases {
		load(p.Name, p.Sojourn)
		load(p.Name+", ceiling", p.Ceiling)
	}
	for _, l := range r.Reads {
		add("read "+l.Name+", "+l.Under+": p50 ms", l.P50)
		add("read "+l.Name+", "+l.Under+": p99 ms", l.P99)
	}
	if r.Rules != nil {
		for _, s := range r.Rules.Settings {
			load(s.name(), s.Mean)
			add(s.name()+": rate against none", s.Ratio)
		}
		for _, b := range r.Rules.Backtests {
			add("backtest of "+b.Definition+": events/s", b.PerSecond)
		}
	}
	for _, s := range r.Stages {
		for _, p := range s.Phases {
			load(p.Name, p.Sojourn)
		}
		for _, l := range s.Reads {
			add(fmt.Sprintf("read %s, %s, %d stored: p99 ms", l.Name, l.Under, s.Events), l.P99)
		}
	}
	if r.Kill != nil {
		add("ready after SIGKILL: s", r.Kill.Seconds)
	}
	for _, m := range r.Memory {
		add(fmt.Sprintf("memory, %d open sessions: MiB", m.Sessions), float64(m.Resident)/(1<<20))
	}
	for _, f := range r.Flood {
		load("beside "+f.Beside, f.Normal)
	}
	for i, d := range r.Disks {
		all, used := d.perEvent()
		add(fmt.Sprintf("disk %d: bytes/event", i+1), all)
		add(fmt.Sprintf("disk %d: bytes/event without what is reserved", i+1), used)
	}
	return list
}

// compare prints what both reports have, with the change.
func (r *Report) compare(out io.Writer, before *Report) {
	fmt.Fprintf(out, "\ncompared with %s of %s\n", before.Commit, before.Date.Format("2006-01-02 15:04 MST"))
	if before.Machine.Processor != r.Machine.Processor || before.Machine.Cores != r.Machine.Cores {
		fmt.Fprintln(out, "on ANOTHER MACHINE: only the ratios to the ceiling can be compared")
	}
	earlier := map[string]float64{}
	for _, f := range before.all() {
		earlier[f.name] = f.value
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "\tbefore\tnow\tchange\t\n")
	for _, f := range r.all() {
		if was, found := earlier[f.name]; found && was != 0 {
			fmt.Fprintf(table, "%s\t%.4g\t%.4g\t%+.1f %%\t\n", f.name, was, f.value, 100*(f.value/was-1))
		}
	}
	_ = table.Flush() // to stdout or a buffer
}

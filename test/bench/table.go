//go:build linux

package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// print writes the report for people.
func (r *Report) print(out io.Writer) {
	m := r.Machine
	fmt.Fprintf(out, "\nSojourn %s, mode %s, %s\n", r.Commit, r.Mode, r.Date.Format("2006-01-02 15:04 MST"))
	fmt.Fprintf(out, "machine    %s, %d cores shared with the load, %s memory, %s, %s, %s\n", m.Processor, m.Cores,
		bytesText(m.Memory), m.Kernel, m.FileSystem, m.Go)
	fmt.Fprintf(out, "           load averages before the run: %s\n", m.Load)
	fmt.Fprintf(out, "disk       a synced write of 16 KiB without a server: p50 %s, p99 %s, max %s ms\n",
		number(r.Sync.P50), number(r.Sync.P99), number(r.Sync.Max))
	fmt.Fprintf(out, "load       %s\n", r.Load)
	fmt.Fprintf(out, "promise    every 2xx of every phase was sent after its events were synced to disk\n")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	r.printPhases(table)
	r.printReads(table, r.Reads)
	r.Rules.print(table)
	r.printStages(table)
	r.printMemory(table)
	r.printFlood(table)
	_ = table.Flush() // to stdout or a buffer
	r.printDisks(out)
	r.printVerdicts(out)
	fmt.Fprintln(out, "left out")
	for _, what := range leftOut {
		fmt.Fprintf(out, "           %s\n", what)
	}
}

const figureHead = "events/s\tp50 ms\tp99\tp99.9\tmax\tserver µs/event\tload µs/event\tpeak memory\trefused\t\n"

func (f *Figures) cells() string {
	return fmt.Sprintf("%.0f\t%s\t%s\t%s\t%s\t%.1f\t%.1f\t%s\t%d\t\n", f.PerSecond, number(f.P50), number(f.P99),
		number(f.P999), number(f.Max), f.ServerCPU, f.LoadCPU, bytesText(f.PeakMemory), f.Refused)
}

// printPhases writes each phase in three lines: Sojourn, the ceiling, the ratio.
func (r *Report) printPhases(w io.Writer) {
	if len(r.Phases) == 0 {
		return
	}
	fmt.Fprint(w, "\n\t\t"+figureHead)
	for _, p := range r.Phases {
		p.print(w)
	}
}

func (p *PhaseReport) print(w io.Writer) {
	fmt.Fprintf(w, "%s\tsojourn\t%s", p.Name, p.Sojourn.cells())
	if p.Ceiling == nil {
		return
	}
	fmt.Fprintf(w, "\tceiling\t%s", p.Ceiling.cells())
	s, c := p.Sojourn, p.Ceiling
	fmt.Fprint(w, "\tratio\t")
	for _, pair := range [][2]float64{
		{s.PerSecond, c.PerSecond}, {s.P50, c.P50}, {s.P99, c.P99}, {s.P999, c.P999}, {s.Max, c.Max},
		{s.ServerCPU, c.ServerCPU}, {s.LoadCPU, c.LoadCPU}, {float64(s.PeakMemory), float64(c.PeakMemory)},
	} {
		fmt.Fprint(w, ratio(pair[0], pair[1]), "\t")
	}
	fmt.Fprintln(w, "\t")
	for _, f := range []*Figures{s, c} {
		if f.Refused > 0 {
			fmt.Fprintf(w, "\tfirst refusal: %.100s\t\n", f.Refusal)
		}
	}
}

func (r *Report) printReads(w io.Writer, reads []ReadReport) {
	if len(reads) == 0 {
		return
	}
	fmt.Fprint(w, "\nreads, 500/s\tunder\tevents/s in\treads/s\tp50 ms\tp99\tp99.9\tmax\tmean in the server\t"+
		"p99 there at most\trefused\t\n")
	for _, l := range reads {
		fmt.Fprintf(w, "%s\t%s\t%.0f\t%.0f\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t\n", l.Name, l.Under, l.Incoming, l.PerSecond,
			number(l.P50), number(l.P99), number(l.P999), number(l.Max), number(l.ServerMean), number(l.ServerP99),
			l.Refused)
	}
}

func (r *Report) printStages(w io.Writer) {
	if len(r.Stages) == 0 {
		return
	}
	fmt.Fprint(w, "\nstored events\t\t"+figureHead)
	for _, s := range r.Stages {
		for _, p := range s.Phases {
			p.print(w)
		}
	}
	first, last := r.Stages[0], r.Stages[len(r.Stages)-1]
	for i := range last.Phases {
		fmt.Fprintf(w, "rate of %s against %d\t%s\t\n", last.Phases[i].Name, first.Events,
			ratio(last.Phases[i].Sojourn.PerSecond, first.Phases[i].Sojourn.PerSecond))
	}
	for _, s := range r.Stages {
		r.printReads(w, s.Reads)
		fmt.Fprintf(w, "at %d events\tmemory %s\tdisk %s\treserved %s\t\n", s.Events, bytesText(s.Memory),
			bytesText(s.Disk.Allocated), bytesText(s.Disk.Reserved))
	}
	if r.Kill != nil {
		fmt.Fprintf(w, "SIGKILL under load\t%d events stored\tready after %.2f s\t\n", r.Kill.Events, r.Kill.Seconds)
	}
}

func (r *Report) printMemory(w io.Writer) {
	if len(r.Memory) == 0 {
		return
	}
	fmt.Fprint(w, "\nopen sessions\tresident\theap\tmemtables\tpeak\tresident/session\theap/session\t"+
		"of the last half\t\n")
	for i, m := range r.Memory {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t", m.Sessions, bytesText(m.Resident), bytesText(m.Heap), bytesText(m.Index),
			bytesText(m.Peak))
		if i > 0 {
			before, base := r.Memory[i-1], r.Memory[0]
			n, step := float64(m.Sessions), float64(m.Sessions-before.Sessions)
			fmt.Fprintf(w, "%.0f\t%.0f\t%.0f\t", float64(m.Resident-base.Resident)/n, float64(m.Heap-base.Heap)/n,
				float64(m.Heap-before.Heap)/step)
		}
		fmt.Fprintln(w)
	}
}

func (r *Report) printFlood(w io.Writer) {
	if len(r.Flood) == 0 {
		return
	}
	fmt.Fprint(w, "\n10,000 single posts/s beside\tthe others/s\t"+figureHead)
	for _, f := range r.Flood {
		fmt.Fprintf(w, "%s\t%.0f\t%s", f.Beside, f.FloodRate, f.Normal.cells())
	}
}

func (r *Report) printDisks(out io.Writer) {
	for _, d := range r.Disks {
		all, used := d.perEvent()
		fmt.Fprintf(out, "\ndisk       %d events: %s allocated, %.0f bytes/event with everything counted;\n"+
			"           %.0f without the %s of zeros that the log has reserved (log %s, index %s)\n", d.Events,
			bytesText(d.Allocated), all, used, bytesText(d.Reserved), bytesText(d.Log), bytesText(d.Index))
	}
}

func (r *Report) printVerdicts(out io.Writer) {
	for _, v := range r.Verdicts {
		verdict := "every answered event is stored exactly once"
		if !v.Right() {
			verdict = "WRONG: " + v.Example
		}
		fmt.Fprintf(out, "stored     %s: %d answered, %d stored, %d of them not answered; %d lost, "+
			"%d doubled, %d foreign; %d sessions count %d events\n", verdict, v.Answered, v.Stored, v.Unanswered,
			v.Lost, v.Doubled, v.Foreign, v.Sessions, v.InSessions)
	}
}

func ratio(a, b float64) string {
	if b == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", a/b)
}

// number writes milliseconds with three digits that count.
func number(ms float64) string {
	switch {
	case ms == 0:
		return "-"
	case ms < 10:
		return fmt.Sprintf("%.2f", ms)
	case ms < 100:
		return fmt.Sprintf("%.1f", ms)
	}
	return fmt.Sprintf("%.0f", ms)
}

func bytesText(n int64) string {
	switch {
	case n >= 10<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d KiB", n>>10)
}

//go:build linux

package main

import (
	"fmt"
	"io"
	"strings"
)

// print writes what definitions cost, in rates and in processor time, each also as a ratio to none.
func (r *RulesReport) print(w io.Writer) {
	if r == nil {
		return
	}
	fmt.Fprintf(w, "\n%s\tevents/s\tratio\tserver µs/event\tratio\tp50 ms\tp99\tmatches/session\trefused\trounds\t\n",
		ruleLoad.name)
	for _, s := range r.Settings {
		what := "no definitions"
		if s.Segments+s.Outcomes > 0 {
			what = fmt.Sprintf("%d segments, %d outcomes", s.Segments, s.Outcomes)
		}
		var rates []string
		for _, f := range s.Rounds {
			rates = append(rates, fmt.Sprintf("%.0f", f.PerSecond))
		}
		m := s.Mean
		fmt.Fprintf(w, "%s\t%.0f\t%.2f\t%.1f\t%.2f\t%s\t%s\t%.1f\t%d\t%s\t\n", what, m.PerSecond, s.Ratio, m.ServerCPU,
			s.CPURatio, number(m.P50), number(m.P99), s.Matches, m.Refused, strings.Join(rates, " "))
	}
	if len(r.Backtests) == 0 {
		return
	}
	fmt.Fprint(w, "\nbacktest of\tstored events\tevents/s\tserver µs/event\tsessions that match\t\n")
	for _, b := range r.Backtests {
		fmt.Fprintf(w, "%s\t%d\t%.0f\t%.2f\t%d\t\n", b.Definition, b.Events, b.PerSecond, b.ServerCPU, b.Sessions)
	}
}

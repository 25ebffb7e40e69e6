package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"sojourn/flow/backtest"
)

// examplesShown is how many sessions are listed; -json has all of them.
const examplesShown = 10

// showBacktest prints a result for people.
func showBacktest(out io.Writer, r *backtest.Result) error {
	atLeast := ""
	if r.CustomersAtLeast {
		atLeast = "at least "
	}
	fmt.Fprintf(out, "%d sessions of %s%d customers would have matched, from %s to %s.\n",
		r.Sessions, atLeast, r.Customers, r.From, r.To)
	if r.Dropped > 0 {
		fmt.Fprintf(out, "There were too many sessions at a time: %d were forgotten before they had ended, "+
			"so this is not exact.\n", r.Dropped)
	}
	if r.Sessions > 0 {
		if err := showDays(out, r.Days); err != nil {
			return err
		}
		showExamples(out, r)
	}
	_, err := fmt.Fprintf(out, "\n%d events in %s, %d read per second.\n", r.Events,
		(time.Duration(r.Milliseconds) * time.Millisecond).Round(10*time.Millisecond), r.EventsPerSecond)
	return err
}

// dayBar is how long the bar of the day with the most sessions is.
const dayBar = 40

// showDays prints a table of the days with a bar for each.
func showDays(out io.Writer, days []backtest.Day) error {
	fmt.Fprintln(out)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "DAY\tSESSIONS\tCUSTOMERS\t")
	most := slices.MaxFunc(days, func(a, b backtest.Day) int { return cmp.Compare(a.Sessions, b.Sessions) }).Sessions
	for _, day := range days {
		bar := ""
		if day.Sessions > 0 {
			bar = "  " + strings.Repeat("█", int((day.Sessions*dayBar+most-1)/most))
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t%s\n", day.Date, day.Sessions, day.Customers, bar)
	}
	return table.Flush()
}

func showExamples(out io.Writer, r *backtest.Result) {
	shown := r.Examples[:min(len(r.Examples), examplesShown)]
	fmt.Fprintf(out, "\nThe newest of the sessions:\n")
	for _, id := range shown {
		fmt.Fprintf(out, "  %s\n", id)
	}
}

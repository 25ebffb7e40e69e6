package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// demoDisplay tells how the demo goes: on one line that changes, or in lines now and then if nobody
// watches.
type demoDisplay struct {
	out   io.Writer
	tally *demoTally
	live  bool
	told  []int // matches of each definition that were told of
}

// run tells until done is closed.
func (d *demoDisplay) run(done <-chan struct{}) {
	every := 5 * time.Second
	if d.live {
		every = 250 * time.Millisecond
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	before, at := 0, d.tally.begun
	rate := 0.0
	for {
		select {
		case <-done:
			if d.live {
				_, _ = io.WriteString(d.out, "\r\033[K")
			}
			return
		case now := <-ticker.C:
			c := d.tally.counts(now)
			if passed := now.Sub(at); passed >= 2*time.Second || rate == 0 {
				rate = float64(c.sent-before) / passed.Seconds()
				before, at = c.sent, now
			}
			d.news(c.matches)
			d.show(c.line(rate))
		}
	}
}

// show writes a line, over the one before if somebody watches.
func (d *demoDisplay) show(line string) {
	if !d.live {
		fmt.Fprintln(d.out, line)
		return
	}
	if runes := []rune(line); len(runes) >= d.width() {
		line = string(runes[:d.width()-1]) // a line that wraps cannot be written over
	}
	fmt.Fprintf(d.out, "\r\033[K%s", line)
}

// news tells which definitions matched since it was last told, a line for each, above the line that changes. Of the
// first ten matches of a definition it tells every one, then every tenth, and so on.
func (d *demoDisplay) news(all []demoMatches) {
	if len(d.told) < len(all) {
		d.told = make([]int, len(all))
	}
	for i, m := range all {
		step := 1
		for step*10 < m.count {
			step *= 10
		}
		if m.count/step == d.told[i]/step {
			continue
		}
		d.told[i] = m.count
		if d.live {
			_, _ = io.WriteString(d.out, "\r\033[K")
		}
		fmt.Fprintf(d.out, "  %s %s (%s)\n", m.happened(), m.name, times(m.count))
	}
}

// happened is what a match is called.
func (r *demoRule) happened() string {
	if r.outcome {
		return "outcome achieved:"
	}
	return "segment assigned:"
}

func times(n int) string {
	if n == 1 {
		return "the first one"
	}
	return fmt.Sprintf("%d so far", n)
}

// width is how many characters fit on a line.
func (d *demoDisplay) width() int {
	if file, ok := d.out.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 1 {
			return width
		}
	}
	return 80
}

// line is the counts on one line.
func (c demoCounts) line(rate float64) string {
	line := fmt.Sprintf("%d sent · %d answered", c.sent, c.taken+c.skipped)
	if c.refused > 0 {
		line += fmt.Sprintf(" · %d refused", c.refused)
	}
	if c.failed > 0 {
		line += fmt.Sprintf(" · %d lost", c.failed)
	}
	return line + fmt.Sprintf(" · %d sessions open · %.1f/s · half within %s", c.open, rate, brief(c.median))
}

// summary tells what it was in the end.
func (d *demoDisplay) summary() {
	now := time.Now()
	c := d.tally.counts(now)
	open := now.Sub(d.tally.begun).Round(time.Second)
	fmt.Fprintf(d.out, "The shop was open for %s: %d events in %d sessions, and %d pings. ",
		open, c.taken, c.sessions, c.pings)
	fmt.Fprintf(d.out, "Half were answered within %s.\n", brief(c.median))
	fmt.Fprint(d.out, tallied("Segments assigned", c.matches, false), tallied("Outcomes achieved", c.matches, true))
	if c.skipped > 0 {
		fmt.Fprintf(d.out, "Not recorded, as the deployment wants it: %d.\n", c.skipped)
	}
	if c.reasons != "" {
		fmt.Fprintf(d.out, "Not taken: %s.\n", c.reasons)
	}
}

// tallied is how often each segment, or each outcome, matched; nothing if none is watched.
func tallied(title string, all []demoMatches, outcomes bool) string {
	var parts []string
	for _, m := range all {
		if m.outcome == outcomes {
			parts = append(parts, fmt.Sprintf("%d × %s", m.count, m.name))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return title + ": " + strings.Join(parts, ", ") + ".\n"
}

// brief is a duration with two or three digits.
func brief(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return d.Round(10 * time.Microsecond).String()
	case d < time.Second:
		return d.Round(100 * time.Microsecond).String()
	}
	return d.Round(10 * time.Millisecond).String()
}

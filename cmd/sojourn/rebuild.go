package main

import (
	"context"
	"fmt"
	"time"

	"sojourn/app"
)

const rebuildUsage = `Usage: sojourn rebuild [flags]

The log in the data folder has every event; the index, which sessions are read from, is computed from it. This
throws the index away and computes it again: what is read afterwards is the same. The new index is made
beside the old one and replaces it when it is complete. The server must be stopped.

It helps when the index is damaged, does not belong to the log, or was made by another version.

Example:
  sojourn rebuild -data /var/lib/sojourn
`

// rebuild is the rebuild command.
func rebuild(ctx context.Context, p *program, args []string) error {
	flags := p.newFlags("rebuild", rebuildUsage)
	settings := settingFlags(flags)
	if _, err := parse(flags, args); err != nil {
		return err
	}
	c, err := settings.load(p)
	if err != nil {
		return err
	}
	bar := p.progress("reading the log")
	report, err := app.Rebuild(ctx, c, app.Options{Logger: p.warnings()}, bar.tell)
	bar.done()
	if err != nil {
		return needsStopped("rebuild", err)
	}
	fmt.Fprintf(p.out, "The index is computed again from %d records (%s).\n",
		report.Records, report.Took.Round(time.Millisecond))
	return nil
}

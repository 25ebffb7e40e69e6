package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"sojourn/app"
	"sojourn/config"
)

const checkUsage = `Usage: sojourn check [flags]

Checks the settings, then reads the whole data folder: every checksum of the log, which has every event, and
every entry of the index, which is computed from the log. It changes nothing. No server may be using the
folder; with -server it asks a running one instead whether it is well. The exit status is 0 if all is right.

Examples:
  sojourn check -config sojourn.toml
  sojourn check -data /var/lib/sojourn
  sojourn check -server http://127.0.0.1:8080
`

// errUnsound says that a check found something.
var errUnsound = errors.New("not everything is right")

// check is the check command.
func check(ctx context.Context, p *program, args []string) error {
	flags := p.newFlags("check", checkUsage)
	settings := settingFlags(flags)
	server := flags.String("server", "", "`URL` of a running server to ask")
	if _, err := parse(flags, args); err != nil {
		return err
	}
	if *server != "" {
		return p.checkServer(ctx, *server)
	}
	c, err := settings.load(p)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.out, "settings  right")
	for _, file := range c.Geo.Databases {
		if _, err := os.Stat(file); err != nil {
			fmt.Fprintln(p.out, "          no places without a file of geo.databases:", err)
		}
	}
	return p.checkFolder(ctx, c)
}

func (p *program) checkFolder(ctx context.Context, c config.Config) error {
	bar := p.progress("reading")
	report, err := app.Check(ctx, c, app.Options{Logger: p.warnings()}, bar.tell)
	bar.done()
	if err != nil {
		return err
	}
	log := report.Log
	fmt.Fprintf(p.out, "log       %d records in %d segments, positions %d to %d, %d bytes\n",
		log.Records, log.Segments, log.First, log.Last, log.Bytes)
	if log.Torn > 0 {
		fmt.Fprintf(p.out, "          %d bytes of an unfinished write at the end, cut at the next start\n", log.Torn)
	}
	switch {
	case report.NoIndex:
		fmt.Fprintln(p.out, "index     none: the next start computes it")
	case len(log.Damage) == 0:
		fmt.Fprintf(p.out, "index     %d sessions, %d events, %d definitions; up to position %d\n",
			report.Index.Sessions, report.Index.Events, report.Index.Definitions, report.Mark)
	}
	for _, problem := range report.Problems {
		fmt.Fprintln(p.out, "problem  ", problem)
	}
	if len(report.Problems) > 0 {
		return errUnsound
	}
	fmt.Fprintln(p.out, "all is right")
	return nil
}

// checkServer asks a running server for its health.
func (p *program) checkServer(ctx context.Context, server string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(server, "/")+"/readyz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("no server answers at %s: %w", server, err)
	}
	defer response.Body.Close()
	var health app.Health
	if err := json.NewDecoder(response.Body).Decode(&health); err != nil || health.Status == "" {
		return fmt.Errorf("%s answers %s to a question about its health: is it a Sojourn server?",
			server, response.Status)
	}
	fmt.Fprintf(p.out, "server    %s, version %s\n", health.Status, health.Version)
	for _, reason := range health.Reasons {
		fmt.Fprintln(p.out, "problem  ", reason)
	}
	if len(health.Reasons) > 0 {
		return errUnsound
	}
	return nil
}

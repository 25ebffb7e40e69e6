package main

import (
	"context"
	"fmt"
	"net"

	"sojourn/app/ceiling"
	"sojourn/config"
)

const ceilingUsage = `Usage: sojourn ceiling [flags]

Runs the yardstick of the benchmark instead of the server: it decodes events, writes them to one file, syncs it
and answers, and does nothing else. Nothing can be read back. See docs/performance.md.
`

// runCeiling is the ceiling command. The help does not list it: it is of use to the benchmark alone.
func runCeiling(ctx context.Context, p *program, args []string) error {
	flags := p.newFlags("ceiling", ceilingUsage)
	listen := flags.String("listen", "127.0.0.1:0", "`address` to listen on; port 0 takes a free one")
	data := flags.String("data", "./ceiling", "`folder` for the file")
	profile := profileFlag(flags)
	if _, err := parse(flags, args); err != nil {
		return err
	}
	logger := p.logger(config.Log{Format: config.LogAuto})
	stop, err := serveProfiles(ctx, *profile, logger)
	if err != nil {
		return err
	}
	defer stop()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", *listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	return ceiling.Run(ctx, listener, *data, logger)
}

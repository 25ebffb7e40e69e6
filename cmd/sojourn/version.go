package main

import (
	"context"
	"fmt"
	"runtime"
)

const versionUsage = `Usage: sojourn version

Prints the version of Sojourn, of Go, and the platform.
`

// printVersion is the version command.
func printVersion(_ context.Context, p *program, args []string) error {
	if _, err := parse(p.newFlags("version", versionUsage), args); err != nil {
		return err
	}
	_, err := fmt.Fprintf(p.out, "sojourn %s, %s, %s/%s\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

package main

import (
	"context"

	"sojourn/config"
)

const configUsage = `Usage: sojourn config doc
       sojourn config example

doc prints the manual of all settings: names, defaults, meaning (docs/config.md is this).
example prints a settings file with everything in it, commented out.

Examples:
  sojourn config doc | less
  sojourn config example > sojourn.toml
`

// configCommand is the config command.
func configCommand(_ context.Context, p *program, args []string) error {
	flags := p.newFlags("config", configUsage)
	rest, err := parse(flags, args, "word doc or example")
	if err != nil {
		return err
	}
	switch rest[0] {
	case "doc":
		return config.Doc(p.out)
	case "example":
		return config.Example(p.out)
	}
	return misuse(flags, "config prints doc or example, not %q", rest[0])
}

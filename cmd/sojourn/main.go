// Command sojourn is the whole of Sojourn: the server, and the tools to look after its data.
//
// Each command is a file of its own, and commands lists them. A command gets its arguments and the
// program's surroundings as parameters and returns an error, so that tests can run it like a function.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"sojourn/config"
)

// version is set by the build: -ldflags '-X main.version=…'.
var version = "unknown"

// program is what surrounds a command.
type program struct {
	in       io.Reader
	out, err io.Writer
	environ  []string // as os.Environ
}

// command is one word behind sojourn.
type command struct {
	name    string
	summary string // half a sentence for the list
	run     func(ctx context.Context, p *program, args []string) error
}

// commands are all there are, in the order of the help.
func commands() []command {
	return []command{
		{"serve", "run the server", serve},
		{"demo", "send the traffic of a made-up shop to a running server", demonstrate},
		{"deployment", "list, show, create, update and delete the websites and apps that send events", deployment},
		{"sessiontype", "list, show, create, update and delete the types of sessions", sessionType},
		{"client", "list, create, update and delete OAuth clients", client},
		{"connect", "pull conversation events out of Genesys Cloud into a running server", connect},
		{"backtest", "tell how often a segment or outcome would have matched", backtestCommand},
		{"check", "check the settings and the data, or ask a running server", check},
		{"rebuild", "compute the index again from the log of all events", rebuild},
		{"export", "write all events and sessions as lines of JSON", export},
		{"import", "read an export into an empty folder", importCommand},
		{"config", "print the manual of the settings, or an example file", configCommand},
		{"version", "print the version", printVersion},
	}
}

const helpHead = `Sojourn stitches what visitors do on websites and in apps into sessions, stores them, and
answers for them through the Genesys Cloud Journey API.

Try it in two steps:

  sojourn serve -dev          starts a server on http://127.0.0.1:8080, data in ./data
  sojourn demo                in a second terminal: sends it visitors

Usage: sojourn COMMAND [flags]

Commands:
`

const helpTail = `
sojourn COMMAND -help tells more about each. All settings: sojourn config doc.
`

// errUsage marks an error in how the program was called, with the command to read about.
type errUsage struct {
	command string
	reason  string
}

func (e *errUsage) Error() string { return e.reason + "; see sojourn " + e.command + "-help" }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	p := &program{os.Stdin, os.Stdout, os.Stderr, os.Environ()}
	os.Exit(p.main(ctx, os.Args[1:]))
}

// main runs the command that args name and returns the exit status: 1 after a failure, 2 if the
// program was called in a way that it does not understand.
func (p *program) main(ctx context.Context, args []string) int {
	err := p.dispatch(ctx, args)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	default:
		fmt.Fprintf(p.err, "sojourn: %v\n", err)
	}
	if _, ok := errors.AsType[*errUsage](err); ok {
		return 2
	}
	return 1
}

func (p *program) dispatch(ctx context.Context, args []string) error {
	if len(args) == 0 {
		p.help(p.err)
		return &errUsage{"", "a command is missing"}
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		if len(args) > 1 {
			return p.dispatch(ctx, []string{args[1], "-help"})
		}
		p.help(p.out)
		return nil
	case "ceiling": // for the benchmark alone, so the help does not list it
		return runCeiling(ctx, p, args[1:])
	case "-version", "--version":
		return printVersion(ctx, p, nil)
	}
	var names []string
	for _, c := range commands() {
		if c.name == args[0] {
			return c.run(ctx, p, args[1:])
		}
		names = append(names, c.name)
	}
	nearest := config.Nearest(args[0], names)
	return &errUsage{"", fmt.Sprintf("there is no command %q; did you mean %s?", args[0], nearest)}
}

func (p *program) help(w io.Writer) {
	fmt.Fprint(w, helpHead)
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-12s%s\n", c.name, c.summary)
	}
	fmt.Fprint(w, helpTail)
}

// demonstrate is the demo command.
func demonstrate(ctx context.Context, p *program, args []string) error {
	return runDemo(ctx, args, p.out)
}

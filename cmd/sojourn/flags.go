package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"regexp"
	"strings"

	"golang.org/x/term"

	"sojourn/config"
)

// newFlags makes the flags of a command. Usage is everything that -help says in front of the list of
// flags; its first line is the synopsis.
func (p *program) newFlags(name, usage string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // parse tells what is wrong
	flags.Usage = func() {
		title := "" // without flags
		fmt.Fprint(p.out, usage)
		flags.VisitAll(func(*flag.Flag) { title = "\nFlags:\n" })
		fmt.Fprint(p.out, title)
		flags.SetOutput(p.out)
		flags.PrintDefaults()
		flags.SetOutput(io.Discard)
	}
	return flags
}

var undefinedFlag = regexp.MustCompile(`^flag provided but not defined: -(.*)$`)

// parse reads the flags, which may stand between the other arguments, and returns those. There must be
// as many as want has names.
func parse(flags *flag.FlagSet, args []string, want ...string) ([]string, error) {
	usage := flags.Usage
	flags.Usage = func() {} // it would be called for mistakes too, for which a line is enough
	var rest []string
	for {
		err := flags.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			usage()
		}
		if err != nil {
			return nil, explain(flags, err)
		}
		if flags.NArg() == 0 {
			break
		}
		rest, args = append(rest, flags.Arg(0)), flags.Args()[1:]
	}
	switch {
	case len(rest) < len(want):
		return nil, misuse(flags, "the %s is missing", want[len(rest)])
	case len(rest) > len(want):
		return nil, misuse(flags, "%q is one argument too many", rest[len(want)])
	}
	return rest, nil
}

// explain adds the nearest flag to the error about an unknown one.
func explain(flags *flag.FlagSet, err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	if found := undefinedFlag.FindStringSubmatch(err.Error()); found != nil {
		var names []string
		flags.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
		return misuse(flags, "there is no flag -%s; did you mean -%s?", found[1], config.Nearest(found[1], names))
	}
	return misuse(flags, "%v", err)
}

func misuse(flags *flag.FlagSet, format string, args ...any) error {
	return &errUsage{flags.Name() + " ", fmt.Sprintf(format, args...)}
}

// settingsFlags are the flags that give settings. Only those that were given count, so that the environment
// and the file hold for the others.
type settingsFlags struct {
	flags *flag.FlagSet
	file  string
}

// settingFlags adds -data and -config.
func settingFlags(flags *flag.FlagSet) *settingsFlags {
	s := &settingsFlags{flags: flags}
	flags.String("data", "./data", "the `folder` that holds all that the server stores")
	flags.StringVar(&s.file, "config", "", "a `file` of settings (TOML), see sojourn config example")
	return s
}

// load returns the settings, those of the flags with these names in front of all others.
func (s *settingsFlags) load(p *program, names ...string) (config.Config, error) {
	given := map[string]string{}
	s.flags.Visit(func(f *flag.Flag) {
		for _, name := range append(names, "data") {
			if f.Name == name {
				given[name] = f.Value.String()
			}
		}
	})
	c, err := config.Load(s.file, p.environ, given)
	if err != nil {
		return c, fmt.Errorf("the settings are not right:\n  %s", strings.ReplaceAll(err.Error(), "\n", "\n  "))
	}
	return c, nil
}

// logger logs to the program's stderr: as text on a terminal and JSON otherwise, unless the settings say.
func (p *program) logger(c config.Log) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.Level}
	if c.Format == config.LogText || c.Format == config.LogAuto && onTerminal(p.err) {
		return slog.New(slog.NewTextHandler(p.err, options))
	}
	return slog.New(slog.NewJSONHandler(p.err, options))
}

// warnings logs what a person at a command should know, in words.
func (p *program) warnings() *slog.Logger {
	return slog.New(slog.NewTextHandler(p.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// onTerminal reports whether a person reads what is written.
func onTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// words is a flag that may be given several times.
type words []string

// String implements flag.Value.
func (w *words) String() string { return strings.Join(*w, ",") }

// Set implements flag.Value.
func (w *words) Set(word string) error {
	*w = append(*w, word)
	return nil
}

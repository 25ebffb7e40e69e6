package config

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strings"
)

const (
	envPrefix = "SOJOURN_"
	fileEnv   = envPrefix + "CONFIG" // names the file when no flag does
)

// Load returns the settings, each from the first of flags, environment, file and defaults that has it.
// Flags maps names of settings to text; environ is in the form of os.Environ. File is the path of a TOML
// file; if empty, the environment's SOJOURN_CONFIG may name one.
//
// The error joins every Problem found, unknown names included; a file that cannot be read is an error of
// its own. The Config is of use only if the error is nil.
func Load(file string, environ []string, flags map[string]string) (Config, error) {
	env := ours(environ)
	if file == "" {
		file = env[fileEnv]
	}
	delete(env, fileEnv)

	var c Config
	l := loader{config: &c, settings: c.settings(), origin: map[string]string{}}
	l.defaults()
	if file != "" {
		if err := l.file(file); err != nil {
			return Config{}, err
		}
	}
	l.environment(env)
	l.flags(flags)
	l.development()
	return c, errors.Join(l.problems...)
}

// ours picks the variables that begin with SOJOURN_; of a repeated one the last counts.
func ours(environ []string) map[string]string {
	env := map[string]string{}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, envPrefix) {
			env[name] = value
		}
	}
	return env
}

// loader lays the sources over one another. A bad value is noted and the one below stays.
type loader struct {
	config   *Config
	settings []setting
	origin   map[string]string // by name of setting: where its value came from; absent = the default
	problems []error
}

// set gives a setting a value. Place says where it was written: "sojourn.toml:4", "environment", "flag".
func (l *loader) set(s setting, value any, place string) {
	l.origin[s.name] = place
	if err := s.set(value); err != nil {
		l.problems = append(l.problems, &Problem{Setting: s.name, Place: place, Reason: err.Error()})
	}
}

func (l *loader) defaults() {
	for _, s := range l.settings {
		l.set(s, fromText(s.form, s.standard), "default")
	}
	clear(l.origin)
}

func (l *loader) environment(env map[string]string) {
	for _, s := range l.settings {
		if value, found := env[s.environment()]; found {
			l.set(s, fromText(s.form, value), "environment")
			delete(env, s.environment())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(env)) {
		l.unknown(name, "environment", setting.environment)
	}
}

func (l *loader) flags(flags map[string]string) {
	flags = maps.Clone(flags)
	for _, s := range l.settings {
		if value, found := flags[s.name]; found {
			l.set(s, fromText(s.form, value), "flag")
			delete(flags, s.name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(flags)) {
		l.unknown(name, "flag", setting.fullName)
	}
}

// unknown notes a name that is no setting's, with the nearest one that is.
func (l *loader) unknown(name, place string, nameOf func(setting) string) {
	known := make([]string, 0, len(l.settings))
	for _, s := range l.settings {
		known = append(known, nameOf(s))
	}
	reason := fmt.Sprintf("is not a setting; did you mean %s?", Nearest(name, known))
	l.problems = append(l.problems, &Problem{Setting: name, Place: place, Reason: reason})
}

// development applies what dev means for other settings: loopback only, and no limits but those
// that somebody asked for.
func (l *loader) development() {
	if !l.config.Dev {
		return
	}
	if !isLoopback(l.config.Listen) {
		l.problems = append(l.problems, &Problem{
			Setting: "listen", Place: l.origin["listen"],
			Reason: fmt.Sprintf("dev needs a loopback address, such as 127.0.0.1:8080, not %q", l.config.Listen),
		})
	}
	limits := &l.config.Limits
	for name, member := range map[string]*int{
		"limits.requestsPerMinute":        &limits.RequestsPerMinute,
		"limits.eventsPerCookiePerSecond": &limits.EventsPerCookiePerSec,
		"limits.eventsPerIPPerSecond":     &limits.EventsPerIPPerSec,
		"limits.shortIdLookupsPerMinute":  &limits.ShortIDLookupsPerMinute,
	} {
		if l.origin[name] == "" {
			*member = 0
		}
	}
}

// isLoopback reports whether only programs of the same machine reach an address. Names other than
// localhost could resolve to anything.
func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Problem is one thing wrong with the settings.
type Problem struct {
	Setting string // its name, or the unknown name
	Place   string // "sojourn.toml:4", "environment", "flag"
	Reason  string
}

// Error gives setting, place and reason in one line.
func (p *Problem) Error() string {
	return fmt.Sprintf("%s (%s): %s", p.Setting, p.Place, p.Reason)
}

package backtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"sojourn/journey"
)

// Entry is one record as the log has it. Data is valid until the next one is read.
type Entry struct {
	Position journey.Position
	Data     []byte
}

// Options is what to test, and on what. Definition, From, To and Entries are needed; the zero value of all others is a
// sensible one.
type Options struct {
	// Definition is the segment or outcome. It has passed rule.Check; whether it is active does not matter.
	Definition journey.Evaluated
	// From and To are the span: events count that were accepted at From or later, and before To.
	From, To journey.Instant
	// Entries reads the log behind a position, in order, up to what is its end at the time of the call. Positions that
	// have no record are left out. It is called some dozens of times to find where the span begins, then once to read
	// it, by one goroutine.
	Entries func(ctx context.Context, after journey.Position) iter.Seq2[Entry, error]

	WarmUp       time.Duration // how long before From the context of sessions is looked for; default DefaultWarmUp
	Late         time.Duration // how late web and app events are taken (session.md §6.5.1); default one hour
	MaxSessions  int           // that are remembered at a time; default DefaultMaxSessions
	MaxCustomers int           // that are told apart; default DefaultMaxCustomers

	// Progress is called now and then, and once at the end.
	Progress func(Progress)
	// Yield is called every few thousand records. It returns when the backtest may go on.
	Yield func(ctx context.Context)
}

// The defaults and limits.
const (
	DefaultWarmUp       = 24 * time.Hour
	DefaultMaxSessions  = 500_000
	DefaultMaxCustomers = 1_000_000
	MaxExamples         = 50
)

// disorder is how far positions can be from the order of acceptance: lanes write side by side.
const disorder = time.Minute

// longLate is how late an event of a conversation or a custom session can be (events.md §5.2).
const longLate = 30 * 24 * time.Hour

// What is wrong with options.
var (
	errNothing = errors.New("there is neither a segment nor an outcome")
	errSpan    = errors.New("the span is empty")
)

func (o *Options) check() error {
	switch {
	case o.Definition.Segment == nil && o.Definition.Outcome == nil:
		return errNothing
	case o.From >= o.To:
		return fmt.Errorf("%s to %s: %w", o.From, o.To, errSpan)
	}
	return nil
}

// complete writes the defaults in.
func (o *Options) complete() {
	o.WarmUp = cmp.Or(o.WarmUp, DefaultWarmUp)
	o.Late = cmp.Or(o.Late, time.Hour)
	o.MaxSessions = cmp.Or(o.MaxSessions, DefaultMaxSessions)
	o.MaxCustomers = cmp.Or(o.MaxCustomers, DefaultMaxCustomers)
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	if o.Yield == nil {
		o.Yield = func(context.Context) {}
	}
}

// late is how long after its time an event of that kind can still come.
func (o *Options) late(kind journey.Kind) time.Duration {
	if kind.IsVisit() {
		return o.Late + disorder
	}
	return longLate + disorder
}

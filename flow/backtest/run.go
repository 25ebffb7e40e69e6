package backtest

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"sojourn/journey"
	"sojourn/journey/codec"
	"sojourn/journey/rule"
)

// chunk is how many records are read between two looks at whether to go on.
const chunk = 4096

// progressEvery is how often progress is told at most.
const progressEvery = 100 * time.Millisecond

// Run tests a definition on the events of a span. It ends with the error of the context when that is done, and with an
// error if the log cannot be read; there is no result then.
func Run(ctx context.Context, o Options) (Result, error) {
	if err := o.check(); err != nil {
		return Result{}, fmt.Errorf("backtest: %w", err)
	}
	o.complete()
	r := newRun(&o)
	if err := r.read(ctx); err != nil {
		return Result{}, fmt.Errorf("backtest: %w", err)
	}
	return r.finish(), nil
}

// run is a backtest under way.
type run struct {
	o       *Options
	plan    *plan
	table   *table
	tally   *tally
	scanner codec.Scanner
	visit   visit
	steps   []rule.Step
	known   [1]rule.Progress

	begun, told time.Time
	begin       journey.Instant  // of the warm-up, or of the span if there is no need for one
	first, last journey.Position // about where that lies
	records     uint64           // read so far
	all         uint64           // events among them
	events      uint64           // those of the span
	now         journey.Instant  // of the log: when its last event was accepted
}

func newRun(o *Options) *run {
	p := newPlan(&o.Definition)
	r := &run{o: o, plan: p, table: newTable(p, o), tally: newTally(o.MaxCustomers), begun: time.Now(), begin: o.From}
	r.visit.table = r.table
	if p.follows(p.kind) {
		r.begin = o.From.Add(-o.WarmUp)
	}
	return r
}

// read reads the log from some time before the span to some time behind it.
func (r *run) read(ctx context.Context) (err error) {
	end := r.o.To.Add(2 * disorder)
	if r.first, err = r.seek(ctx, r.begin); err != nil {
		return err
	}
	if r.last, err = r.seek(ctx, end); err != nil {
		return err
	}
	for entry, err := range r.o.Entries(ctx, r.first) {
		if err != nil {
			return err
		}
		if err := r.take(entry.Data); err != nil {
			return malformed(entry, err)
		}
		if r.now >= end && entry.Position >= r.last { // both, for the server's clock may have leapt
			break
		}
		if r.records++; r.records%chunk == 0 {
			if err := r.pause(ctx, entry.Position); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// pause is what is done between two chunks.
func (r *run) pause(ctx context.Context, at journey.Position) error {
	r.table.expire(r.now)
	if now := time.Now(); now.Sub(r.told) >= progressEvery {
		r.told = now
		share := float64(at-r.first) / float64(max(r.last, at)-r.first+1)
		r.o.Progress(Progress{Share: share, Events: r.events, Sessions: r.tally.sessions})
	}
	r.o.Yield(ctx)
	return ctx.Err()
}

func malformed(entry Entry, err error) error {
	return fmt.Errorf("record at position %d: %w", entry.Position, err)
}

// take takes a record. What cannot concern the definition goes first.
func (r *run) take(data []byte) error {
	e, err := r.scanner.Head(data)
	if e == nil || err != nil {
		return err
	}
	r.all++
	r.now = e.Received
	if e.Received < r.begin || e.Received >= r.o.To {
		return nil
	}
	within := e.Received >= r.o.From
	if within {
		r.events++
		r.tally.happened(e.Received)
	}
	if !r.plan.concerns(e) {
		return nil
	}
	at, isJudged := r.table.find(e.Session), within && !e.History
	if at != nowhere {
		r.table.renew(at, e)
	}
	if !r.needs(at, e, isJudged) {
		return nil
	}
	if err := r.scanner.Rest(); err != nil {
		return err
	}
	if r.plan.isOfType(e) {
		r.work(at, e, isJudged)
	}
	return nil
}

// needs reports whether the whole event is needed, by its head: because it may count or change the context.
func (r *run) needs(at place, e *journey.Accepted, isJudged bool) bool {
	if at == nowhere {
		return isJudged && r.plan.mayCount(e) || r.plan.follows(e.Kind) && (isJudged || r.table.deadline(e) > r.now)
	}
	s := &r.table.sessions[at]
	switch {
	case s.matched:
		return false // there is nothing more to say about the session
	case isJudged && (s.stale || r.plan.mayCount(e)), !e.Kind.IsVisit():
		return true
	}
	return r.plan.touches || e.Authenticated && !s.authenticated || r.table.yieldsOrigin(at, e)
}

// work folds an event into what is known of its session, and judges it.
func (r *run) work(at place, e *journey.Accepted, isJudged bool) {
	if r.plan.follows(e.Kind) {
		if at == nowhere {
			at = r.table.open(e)
		}
		r.table.fold(at, e)
		if !e.Kind.IsVisit() { // the events of visits all name their customers
			r.table.sessions[at].customer = cmp.Or(customerOf(e), r.table.sessions[at].customer)
		}
	}
	if isJudged {
		r.judge(at, e)
	}
}

// judge evaluates the definition on an event that is folded in.
func (r *run) judge(at place, e *journey.Accepted) {
	fresh, known := true, r.known[:0]
	if at != nowhere {
		s := &r.table.sessions[at]
		fresh, s.stale = s.stale, false
		known = append(known, rule.Progress{
			Rule: r.plan.rule, Pattern: s.pattern, Hits: s.hits, Done: s.done, Matched: s.matched,
		})
	}
	r.visit.at = at
	r.steps = r.plan.set.Judge(r.steps[:0], &r.visit, &e.Event, known, fresh)
	if len(r.steps) == 0 {
		return
	}
	if at == nowhere {
		at = r.table.open(e)
	}
	p, s := &r.steps[0].Progress, &r.table.sessions[at]
	s.stale = false
	s.pattern, s.hits, s.done, s.matched = p.Pattern, p.Hits, p.Done, p.Matched
	if !p.Matched {
		return
	}
	r.tally.matched(s.id, cmp.Or(customerOf(e), s.customer), e.Received)
}

// finish makes the result.
func (r *run) finish() Result {
	result := Result{From: r.o.From, To: r.o.To, Events: r.events, Dropped: r.table.dropped}
	r.tally.report(&result)
	result.took(time.Since(r.begun), r.all)
	r.o.Progress(Progress{Share: 1, Events: r.events, Sessions: result.Sessions})
	return result
}

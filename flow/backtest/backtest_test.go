package backtest_test

import (
	"context"
	"errors"
	"iter"
	"math"
	"reflect"
	"testing"
	"time"

	"sojourn/flow/backtest"
	"sojourn/journey"
	"sojourn/journey/codec"
	"sojourn/journey/rule"
)

// accepted is the only event of the n-th visitor's session.
func accepted(n int, at journey.Instant) *journey.Accepted {
	return &journey.Accepted{
		Event: pageView(n, at), Seq: 1, Session: idOf('s', n), Opened: true, Rules: journey.DefaultPolicy().Visit,
	}
}

// crowded is a log with one page view of each of many visitors, a second apart.
func crowded(visitors int) *memory {
	m := &memory{}
	for n := range visitors {
		m.add(accepted(n, start.Add(time.Duration(n)*time.Second)), 0)
	}
	return m
}

// onDesktop is a segment of who comes by a desktop.
func onDesktop() journey.Evaluated {
	pattern := rule.ContextPattern{Criteria: []rule.Criterion{{
		Key: "device.category", Values: []string{"desktop"}, Operator: "equal", EntityType: "visit",
	}}}
	return evaluated(rule.Conditions{Context: rule.Context{Patterns: []rule.ContextPattern{pattern}}})
}

const forever = journey.Instant(math.MaxInt64 / 2)

func TestDays(t *testing.T) {
	m, midnight := &memory{}, start.Add(90*time.Minute)
	for n, minutes := range []int{-60, -1, 0, 1, 60 * 49} {
		m.add(accepted(n%2, midnight.Add(time.Duration(minutes)*time.Minute)), 0)
		m.add(&journey.Pinged{Key: "x", Session: idOf('s', n), At: midnight}, 0)
	}
	got := run(t, backtest.Options{Definition: views(1), From: start, To: forever, Entries: m.read}).Days
	want := []backtest.Day{
		{Date: "2026-03-02", Sessions: 2, Customers: 2}, {Date: "2026-03-03"}, {Date: "2026-03-04"}, {Date: "2026-03-05"},
	}
	if !reflect.DeepEqual(got, want) { // the same two sessions, which match once each
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestCustomersCountOnEachDay: once a day, and once in the total, however near midnight and in whatever order.
func TestCustomersCountOnEachDay(t *testing.T) {
	m, midnight := &memory{}, start.Add(90*time.Minute)
	for n, seconds := range []int{-5, 2, -1, 3, 86_400 + 1} {
		a := accepted(n, midnight.Add(time.Duration(seconds)*time.Second))
		a.Contact, a.ContactBasis = idOf('c', 1), journey.ContactResolved
		m.add(a, 0)
	}
	got := run(t, backtest.Options{Definition: views(1), From: start, To: forever, Entries: m.read})
	want := []backtest.Day{
		{Date: "2026-03-02", Sessions: 2, Customers: 1}, {Date: "2026-03-03", Sessions: 2, Customers: 1},
		{Date: "2026-03-04", Sessions: 1, Customers: 1},
	}
	if !reflect.DeepEqual(got.Days, want) || got.Customers != 1 || got.Sessions != 5 {
		t.Errorf("got %+v", got)
	}
}

// TestWarmUp: what a session is may be known from before the span, but only as far back as was asked for.
func TestWarmUp(t *testing.T) {
	from := start.Add(30 * time.Minute)
	for warmUp, sessions := range map[time.Duration]uint64{time.Hour: 1, time.Minute: 0} {
		m, before, within := &memory{}, accepted(1, start), accepted(1, from)
		within.Device, within.Seq, within.Opened = nil, 2, false
		m.add(before, 0)
		m.add(within, 0)
		got := run(t, backtest.Options{Definition: onDesktop(), From: from, To: forever, Entries: m.read, WarmUp: warmUp})
		if got.Sessions != sessions || got.Events != 1 {
			t.Errorf("%s: %+v", warmUp, got)
		}
	}
}

func TestExamplesAreTheNewest(t *testing.T) {
	const visitors = backtest.MaxExamples + 17
	got := run(t, backtest.Options{Definition: views(1), From: start, To: forever, Entries: crowded(visitors).read})
	if len(got.Examples) != backtest.MaxExamples || got.Sessions != visitors {
		t.Fatalf("%d examples of %d sessions", len(got.Examples), got.Sessions)
	}
	for i, id := range got.Examples {
		if id != idOf('s', visitors-1-i) {
			t.Errorf("example %d is %s", i, id)
		}
	}
}

func TestTooManySessions(t *testing.T) {
	m := crowded(100)
	again := accepted(0, start.Add(200*time.Second))
	again.Seq, again.Opened = 2, false
	m.add(again, 0)
	o := backtest.Options{Definition: views(2), From: start, To: forever, Entries: m.read}
	if got := run(t, o); got.Dropped != 0 || got.Sessions != 1 {
		t.Errorf("with room for all: %+v", got)
	}
	o.MaxSessions = 60
	if got := run(t, o); got.Dropped != 41 || got.Sessions != 0 {
		t.Errorf("with room for 60: %+v", got)
	}
}

// TestEndedSessionsMakeRoom: they are forgotten and not dropped, and leave nothing behind for who takes their places.
func TestEndedSessionsMakeRoom(t *testing.T) {
	m := &memory{}
	for n := range 20 {
		a := accepted(n, start.Add(time.Duration(n)*3*time.Hour))
		if n%2 == 1 {
			a.Device = nil
		}
		m.add(a, 0)
	}
	got := run(t, backtest.Options{Definition: onDesktop(), From: start, To: forever, Entries: m.read, MaxSessions: 1})
	if got.Dropped != 0 || got.Sessions != 10 {
		t.Errorf("%+v", got)
	}
}

func TestTooManyCustomers(t *testing.T) {
	o := backtest.Options{Definition: views(1), From: start, To: forever, Entries: crowded(9).read, MaxCustomers: 8}
	if got := run(t, o); got.Customers != 8 || !got.CustomersAtLeast || got.Sessions != 9 {
		t.Errorf("%+v", got)
	}
	o.MaxCustomers = 9
	if got := run(t, o); got.Customers != 9 || got.CustomersAtLeast {
		t.Errorf("%+v", got)
	}
}

// counted counts how many records are read.
func (m *memory) counted(n *int) func(context.Context, journey.Position) iter.Seq2[backtest.Entry, error] {
	return func(ctx context.Context, after journey.Position) iter.Seq2[backtest.Entry, error] {
		return func(yield func(backtest.Entry, error) bool) {
			for entry, err := range m.read(ctx, after) {
				*n++
				if !yield(entry, err) {
					return
				}
			}
		}
	}
}

// TestOnlyTheSpanIsRead: of a long log.
func TestOnlyTheSpanIsRead(t *testing.T) {
	m, read := crowded(100_000), 0
	from := start.Add(70_000 * time.Second)
	to := from.Add(1000 * time.Second)
	got := run(t, backtest.Options{Definition: views(1), From: from, To: to, Entries: m.counted(&read)})
	if got.Sessions != 1000 || got.Events != 1000 || read > 12_000 {
		t.Errorf("%d records read for %+v", read, got)
	}
}

func TestProgressGrows(t *testing.T) {
	var told []backtest.Progress
	yields := 0
	o := backtest.Options{
		Definition: views(1), From: start, To: forever, Entries: crowded(20_000).read,
		Progress: func(p backtest.Progress) { told = append(told, p) }, Yield: func(context.Context) { yields++ },
	}
	run(t, o)
	end := backtest.Progress{Share: 1, Events: 20_000, Sessions: 20_000}
	if yields != 4 || len(told) < 2 || told[len(told)-1] != end {
		t.Errorf("%d yields, progress %+v", yields, told)
	}
	for i := 1; i < len(told); i++ {
		if told[i].Share <= told[i-1].Share || told[i].Events < told[i-1].Events {
			t.Errorf("progress %+v", told)
		}
	}
}

func TestItCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	read := 0
	_, err := backtest.Run(ctx, backtest.Options{
		Definition: views(1), From: start, To: forever, Entries: crowded(50_000).counted(&read),
		Yield: func(context.Context) { cancel() },
	})
	if !errors.Is(err, context.Canceled) || read > 5000 {
		t.Errorf("%v after %d records", err, read)
	}
}

func TestErrors(t *testing.T) {
	broken := errors.New("broken")
	damaged := &memory{entries: []backtest.Entry{{Position: 7, Data: []byte{1, 1, 9}}}}
	failing := func(context.Context, journey.Position) iter.Seq2[backtest.Entry, error] {
		return func(yield func(backtest.Entry, error) bool) { yield(backtest.Entry{}, broken) }
	}
	o := backtest.Options{Definition: views(1), From: start, To: forever, Entries: failing}
	if _, err := backtest.Run(context.Background(), o); !errors.Is(err, broken) {
		t.Errorf("a log that cannot be read: %v", err)
	}
	o.Entries = damaged.read
	if _, err := backtest.Run(context.Background(), o); !errors.Is(err, codec.ErrMalformed) {
		t.Errorf("a damaged record: %v", err)
	}
	o.To = o.From
	if _, err := backtest.Run(context.Background(), o); err == nil {
		t.Error("an empty span: no error")
	}
	if _, err := backtest.Run(context.Background(), backtest.Options{From: start, To: forever}); err == nil {
		t.Error("no definition: no error")
	}
}

//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"sojourn/test/bench/internal/server"
	"sojourn/test/bench/internal/wire"
)

// read is something that is read again and again.
type read struct {
	name      string
	operation string // of the contract, for the server's own numbers
	paths     func(s *samples) []string
}

// What is read, each read of another session or customer than the one before.
var (
	readSession = read{"session", "getJourneySession", func(s *samples) []string {
		return each(s.sessions[:], "/api/v2/journey/sessions/", "")
	}}
	readEvents = read{"events of a session", "getJourneySessionEvents", func(s *samples) []string {
		return each(s.sessions[:], "/api/v2/journey/sessions/", "/events")
	}}
	readCustomer = read{"sessions of a customer", "getSojournSessions", func(s *samples) []string {
		return each(s.customers[:], "/api/v2/sojourn/sessions?state=all&customerId=", "")
	}}
	readLive = read{"live list", "getSojournSessions", func(*samples) []string {
		return []string{"/api/v2/sojourn/sessions"}
	}}
	allReads = []read{readSession, readEvents, readCustomer, readLive}
)

func each(ids []string, before, behind string) []string {
	var paths []string
	for _, id := range ids {
		if id != "" {
			paths = append(paths, before+id+behind)
		}
	}
	return paths
}

// The loads while it is read.
const (
	readRate        = 500 // a second
	readConnections = 8
	underload       = 20_000 // events a second
)

// reading is a wire.Source of reads.
type reading struct {
	requests [][]byte
	next     int
}

func (t *target) reading(paths []string) *reading {
	r := &reading{}
	for _, path := range paths {
		r.requests = append(r.requests, []byte("GET "+path+" HTTP/1.1\r\nHost: "+t.Host()+
			"\r\nAuthorization: Bearer "+t.token+"\r\nAccept: application/json\r\n\r\n"))
	}
	return r
}

// Append implements wire.Source. A step through the list that is coprime to its length gives neighbours in
// time no neighbours.
func (r *reading) Append(b []byte, _ time.Time) ([]byte, wire.Ticket) {
	const stride = 1009
	r.next = (r.next + stride) % len(r.requests)
	return append(b, r.requests[r.next]...), wire.Ticket{Count: 1}
}

// Answered implements wire.Source.
func (r *reading) Answered(_ wire.Ticket, a wire.Answer) bool {
	return a.Status == 200 && len(a.Body) > 2
}

var errNothingToRead = errors.New("no answer named a session: there is nothing to read")

// reads measures reads when nothing else goes on, and again while events come in.
func (t *target) reads(ctx context.Context, all []read) error {
	if err := server.Settle(ctx, t.Process); err != nil {
		return err
	}
	if err := t.readAll(ctx, all, "idle"); err != nil {
		return err
	}
	writing, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- t.underload(writing) }()
	err := t.readAll(ctx, all, "20,000 events/s")
	stop()
	return errors.Join(err, <-ended)
}

// underload sends events until ctx ends.
func (t *target) underload(ctx context.Context) error {
	result, err := wire.Run(ctx, wire.Options{
		Address: t.Address, Connections: 8, Rate: underload / batchSize, Length: time.Hour,
	}, t.batches())
	if errors.Is(err, context.Canceled) {
		err = nil
	}
	say("%s: %d events came in while it was read, %d requests were refused %s", t.Name, result.Events, result.Refused,
		result.Refusal)
	return err
}

func (t *target) readAll(ctx context.Context, all []read, under string) error {
	for _, what := range all {
		paths := what.paths(&t.known)
		if len(paths) == 0 {
			return errNothingToRead
		}
		slices.Sort(paths)
		say("%s: reading, %s: %s", t.Name, under, what.name)
		line, err := t.read(ctx, what, under, paths)
		if err != nil {
			return fmt.Errorf("read %s: %w", what.name, err)
		}
		t.rig.report.Reads = append(t.rig.report.Reads, line)
	}
	return nil
}

// read measures one kind of read, from outside and by the server's own numbers.
func (t *target) read(ctx context.Context, what read, under string, paths []string) (line ReadReport, err error) {
	line.Name, line.Under = what.name, under
	before, err := t.Metrics(ctx)
	if err != nil {
		return line, err
	}
	began := time.Now()
	f, err := t.measure(ctx, "read "+what.name+" "+under, func() (*wire.Result, error) {
		return wire.Run(ctx, wire.Options{
			Address: t.Address, Connections: readConnections, Rate: readRate, Length: t.rig.options.length,
		}, t.reading(paths))
	})
	if err != nil {
		return line, err
	}
	after, err := t.Metrics(ctx)
	if err != nil {
		return line, err
	}
	line.Figures = *f
	line.ServerMean, line.ServerP99 = inServer(before, after, what.operation)
	const accepted = `sojourn_events_total{result="accepted"}`
	line.Incoming = (after[accepted] - before[accepted]) / time.Since(began).Seconds()
	return line, nil
}

// inServer tells from the server's histogram how long an operation took between two readings, in
// milliseconds: on average, and the bound of the bucket in which the 99th percentile lies.
func inServer(before, after server.Metrics, operation string) (mean, p99 float64) {
	label := `{operation="` + operation + `"`
	delta := func(name string) float64 { return after[name] - before[name] }
	count := delta("sojourn_answer_seconds_count" + label + "}")
	if count == 0 {
		return 0, 0
	}
	mean = delta("sojourn_answer_seconds_sum"+label+"}") / count * 1000
	for _, bound := range bounds(after, "sojourn_answer_seconds_bucket"+label+`,le="`) {
		if delta(bound.name) >= 0.99*count {
			return mean, bound.seconds * 1000
		}
	}
	return mean, 0
}

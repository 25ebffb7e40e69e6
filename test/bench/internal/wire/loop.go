//go:build linux

package wire

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"sojourn/test/bench/internal/histogram"
)

// Ticket is what a source wants to know again about a request when its answer is there.
type Ticket struct {
	First uint64
	Count int // of events; at least 1
}

// Source makes requests. The loop's goroutine alone calls it.
type Source interface {
	// Append appends a whole HTTP request to b.
	Append(b []byte, now time.Time) ([]byte, Ticket)
	// Answered is told every answer; false says that it is not what was asked for.
	Answered(t Ticket, a Answer) bool
}

// Options say how to send.
type Options struct {
	Address     netip.AddrPort // of a server of this machine, IPv4
	Connections int
	Rate        float64       // requests a second; 0: each connection sends when it has its answer
	Length      time.Duration // no request is sent, or due, after it
	Requests    int           // no more than these; 0: no limit
}

// Result is what came of it.
type Result struct {
	Elapsed   time.Duration // until the last answer that counts
	Requests  uint64        // answered as asked within the length
	Events    uint64        // of those
	Late      uint64        // events that were answered as asked after the length
	Refused   uint64        // requests answered otherwise
	Refusal   string        // the first of these answers
	Latencies histogram.Histogram
}

// After the length is over, requests that were due but waited for a connection are still sent for a while; then
// the loop waits for the last answers.
const (
	catchUp = 20 * time.Second
	drain   = 20 * time.Second
)

// loop is a run under way.
type loop struct {
	Options
	source  Source
	poll    *poller
	conns   []*conn
	idle    []*conn
	began   time.Time
	end     time.Time
	stop    time.Time // nothing is sent after it
	last    time.Time // when the last answer came
	pending int       // requests under way
	sent    int
	result  *Result
}

// Run sends requests until the length is over and all answers are there. It ends early with an error if a
// connection breaks; the result then holds what came before.
func Run(ctx context.Context, o Options, source Source) (*Result, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	l := &loop{Options: o, source: source, result: &Result{}}
	defer l.close()
	if err := l.open(); err != nil {
		return l.result, fmt.Errorf("wire: %w", err)
	}
	l.began = time.Now()
	l.end = l.began.Add(o.Length)
	l.stop = l.end.Add(catchUp)
	err := l.run(ctx)
	if err != nil {
		err = fmt.Errorf("wire: %w", err)
	}
	return l.result, err
}

func (l *loop) open() (err error) {
	if err := preciseTimers(); err != nil {
		return err
	}
	if l.poll, err = newPoller(l.Connections); err != nil {
		return err
	}
	for i := range l.Connections {
		fd, err := dial(l.Address.Addr().As4(), int(l.Address.Port()))
		if err != nil {
			return err
		}
		c := &conn{fd: fd, index: i}
		l.conns = append(l.conns, c)
		if err := l.poll.add(fd, i); err != nil {
			return err
		}
	}
	l.idle = append(l.idle, l.conns...)
	return nil
}

func (l *loop) close() {
	for _, c := range l.conns {
		_ = unix.Close(c.fd)
	}
	if l.poll != nil {
		l.poll.close()
	}
}

var errNoAnswer = errors.New("some answers did not come")

func (l *loop) run(ctx context.Context) error {
	for {
		now := time.Now()
		if ctx.Err() != nil && now.Before(l.end) {
			l.end, l.stop = now, now // whoever breaks it off does not want the rest
		}
		timeout, err := l.sendDue(now)
		if err != nil {
			return err
		}
		switch {
		case (!now.Before(l.end) || l.exhausted()) && l.pending == 0 && l.allSent(now):
			l.result.Elapsed = l.elapsed(now)
			return ctx.Err()
		case now.After(l.stop.Add(drain)):
			return fmt.Errorf("%w: %d of %d", errNoAnswer, l.pending, l.sent)
		}
		ready, err := l.poll.wait(timeout)
		if err != nil {
			return err
		}
		for i := range ready {
			if err := l.serve(l.conns[ready[i].Fd], ready[i].Events); err != nil {
				return err
			}
		}
	}
}

// elapsed is the time that the answers took. A server that falls behind a rate pays for what came too late.
func (l *loop) elapsed(now time.Time) time.Duration {
	length := l.end.Sub(l.began)
	if l.Rate > 0 && !l.exhausted() {
		return max(length, l.last.Sub(l.began))
	}
	return min(length, now.Sub(l.began))
}

// exhausted reports whether the limit of requests is reached.
func (l *loop) exhausted() bool { return l.Requests > 0 && l.sent >= l.Requests }

// allSent reports whether everything that was due before the end is sent, or will not be any more.
func (l *loop) allSent(now time.Time) bool {
	return l.Rate == 0 || l.exhausted() || !l.due(l.sent).Before(l.end) || now.After(l.stop)
}

// due is when the n-th request is due.
func (l *loop) due(n int) time.Time {
	return l.began.Add(time.Duration(float64(n) / l.Rate * float64(time.Second)))
}

const longWait = 100 * time.Millisecond

// sendDue sends what can be sent now, and returns how long to wait at most before the next call.
func (l *loop) sendDue(now time.Time) (time.Duration, error) {
	for len(l.idle) > 0 && !l.exhausted() {
		since := now
		if l.Rate > 0 {
			if since = l.due(l.sent); !since.Before(l.end) || now.After(l.stop) {
				return longWait, nil
			}
			if wait := time.Until(since); wait > 0 {
				return wait, nil
			}
		} else if !now.Before(l.end) {
			return longWait, nil
		}
		c := l.idle[0] // each in turn: a server closes a connection that is never used
		l.idle = append(l.idle[:0], l.idle[1:]...)
		if err := l.begin(c, since); err != nil {
			return 0, err
		}
	}
	return longWait, nil
}

// begin sends the next request on a connection. Its latency counts from since; the zero time stands for
// the moment when it goes out.
func (l *loop) begin(c *conn, since time.Time) error {
	now := time.Now()
	c.request, c.ticket = l.source.Append(c.request[:0], now)
	c.sent = 0
	if c.since = since; l.Rate == 0 {
		c.since = time.Now() // rendering is not the server's time
	}
	l.sent++
	l.pending++
	return c.send(l.poll)
}

// serve does what a connection is ready for.
func (l *loop) serve(c *conn, ready uint32) error {
	if ready&unix.EPOLLOUT != 0 {
		if err := c.send(l.poll); err != nil {
			return err
		}
	}
	if ready&^unix.EPOLLOUT == 0 {
		return nil
	}
	answer, complete, err := c.receive()
	if err != nil || !complete {
		return err
	}
	now := time.Now()
	l.pending--
	l.count(c, answer, now)
	if l.Rate == 0 && now.Before(l.end) && !l.exhausted() {
		return l.begin(c, now)
	}
	l.idle = append(l.idle, c)
	return nil
}

// count notes an answer.
func (l *loop) count(c *conn, answer Answer, now time.Time) {
	r := l.result
	switch {
	case !l.source.Answered(c.ticket, answer):
		if r.Refused++; r.Refusal == "" {
			r.Refusal = fmt.Sprintf("%d %.300s", answer.Status, answer.Body)
		}
		return
	case now.After(l.end) && l.Rate == 0:
		r.Late += uint64(c.ticket.Count)
		return
	}
	l.last = now
	r.Requests++
	r.Events += uint64(c.ticket.Count)
	r.Latencies.Add(now.Sub(c.since))
}

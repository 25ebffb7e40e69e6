//go:build linux

package main

import (
	"bytes"
	"strconv"
	"time"

	"sojourn/test/bench/internal/ledger"
	"sojourn/test/bench/internal/load"
	"sojourn/test/bench/internal/wire"
)

// renderer is load.Posts or load.Batches.
type renderer interface {
	Append(b []byte, now time.Time) ([]byte, load.Numbers)
}

// sending is a wire.Source of events: it checks the answers and notes what was answered.
type sending struct {
	renderer renderer
	ledger   *ledger.Ledger
	series   load.Series
	accepted []byte // what the answer to a batch begins with
	known    *samples
}

func (t *target) send(r renderer, size int) *sending {
	s := &sending{renderer: r, ledger: t.ledger, series: t.series, known: &t.known}
	if size > 1 {
		s.accepted = append(strconv.AppendInt([]byte(`{"accepted":`), int64(size), 10), ',')
	}
	return s
}

// Append implements wire.Source.
func (s *sending) Append(b []byte, now time.Time) ([]byte, wire.Ticket) {
	b, numbers := s.renderer.Append(b, now)
	return b, wire.Ticket(numbers)
}

// Answered implements wire.Source. An event was taken if the answer says so and names it, a batch if all of
// it was accepted and nothing of it repeated.
func (s *sending) Answered(t wire.Ticket, a wire.Answer) bool {
	if a.Status != 200 {
		return false
	}
	if s.accepted != nil {
		if !bytes.HasPrefix(a.Body, s.accepted) && !bytes.Equal(a.Body, s.ceilings()) {
			return false
		}
	} else {
		var text [36]byte
		id := s.series.ID(t.First)
		if !bytes.Contains(a.Head, id.AppendText(text[:0])) {
			return false
		}
		s.known.take(t.First, a.Body)
	}
	s.ledger.Answered(s.series, t.First, t.Count)
	return true
}

// ceilings is the ceiling's answer to a batch, which has one member.
func (s *sending) ceilings() []byte {
	return append(s.accepted[:len(s.accepted)-1:len(s.accepted)-1], '}')
}

// samples are some sessions and customers that answers named, to be read later.
type samples struct {
	sessions  [maxSamples]string
	customers [maxSamples]string
	count     int
}

const (
	maxSamples  = 4096
	sampleEvery = 61
)

// take remembers the session of every 61st answer, the newest 4,096 of them.
func (s *samples) take(number uint64, body []byte) {
	if number%sampleEvery != 0 {
		return
	}
	session, customer := after(body, `"session":{"id":"`), after(body, `"customerId":"`)
	if session == "" || customer == "" {
		return
	}
	s.sessions[s.count%maxSamples], s.customers[s.count%maxSamples] = session, customer
	s.count++
}

// after returns the id behind a text.
func after(body []byte, text string) string {
	const length = 36
	at := bytes.Index(body, []byte(text))
	if at < 0 || len(body) < at+len(text)+length {
		return ""
	}
	return string(body[at+len(text) : at+len(text)+length])
}

package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// demoTally counts what became of the demo's traffic. It is used by all senders at once.
type demoTally struct {
	mu       sync.Mutex
	begun    time.Time
	sent     int // events
	taken    int // events answered with 200
	skipped  int // events deliberately not recorded: 204
	pings    int
	refused  map[string]int       // by code
	failed   int                  // no answer at all
	failure  string               // the newest reason
	sessions map[string]time.Time // open ones, with their newest event
	over     int                  // sessions that are not open any more
	last     string               // session of the newest answer
	took     []time.Duration      // of the newest answers, a ring
	rules    []demoRule           // that are watched
	matches  []int                // of each of them
	matching string               // session of the newest match
}

// Sessions without an event for so long are over, by default (session.md §6.2).
const demoTimeout = 20 * time.Minute

// demoWindow is of how many answers the median is told.
const demoWindow = 1000

func newDemoTally(begun time.Time) *demoTally {
	return &demoTally{begun: begun, refused: map[string]int{}, sessions: map[string]time.Time{}}
}

// answered counts the answer to an event.
func (t *demoTally) answered(took time.Duration, status int, code, session string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sent++
	t.time(took)
	switch status {
	case http.StatusOK:
		t.taken++
		t.sessions[session] = time.Now()
		t.last = session
	case http.StatusNoContent:
		t.skipped++
	default:
		t.refused[reason(status, code)]++
	}
}

// pinged counts the answer to a ping.
func (t *demoTally) pinged(took time.Duration, status int, code string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pings++
	t.time(took)
	if status != http.StatusOK {
		t.refused[reason(status, code)]++
	}
}

// lost counts a request without an answer.
func (t *demoTally) lost(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sent++
	t.failed++
	t.failure = err.Error()
}

// time keeps how long an answer took.
func (t *demoTally) time(took time.Duration) {
	if len(t.took) < demoWindow {
		t.took = append(t.took, took)
		return
	}
	t.took[(t.sent+t.pings)%demoWindow] = took
}

func reason(status int, code string) string {
	if code == "" {
		return http.StatusText(status)
	}
	return code
}

// watches tells which definitions are counted.
func (t *demoTally) watches(rules []demoRule) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rules, t.matches = rules, make([]int, len(rules))
}

// matched counts that a definition matched in a session.
func (t *demoTally) matched(definition, session string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.IndexFunc(t.rules, func(r demoRule) bool { return r.id == definition })
	if i < 0 {
		return // not ours
	}
	t.matches[i]++
	t.matching = session
}

// newest is the session of the newest match or, if there is none, of the newest answer; empty if there is none of
// either.
func (t *demoTally) newest() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.matching != "" {
		return t.matching
	}
	return t.last
}

// demoCounts is a look at the tally.
type demoCounts struct {
	sent, taken, skipped, refused, failed, pings, sessions, open int
	median                                                       time.Duration
	reasons                                                      string
	matches                                                      []demoMatches
}

// demoMatches is how often a definition matched.
type demoMatches struct {
	demoRule
	count int
}

// counts looks.
func (t *demoTally) counts(now time.Time) demoCounts {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := demoCounts{
		sent: t.sent, taken: t.taken, skipped: t.skipped, failed: t.failed, pings: t.pings,
	}
	maps.DeleteFunc(t.sessions, func(_ string, newest time.Time) bool {
		over := now.Sub(newest) >= demoTimeout
		if over {
			t.over++
		}
		return over
	})
	c.open = len(t.sessions)
	c.sessions = c.open + t.over
	if len(t.took) > 0 {
		sorted := slices.Sorted(slices.Values(t.took))
		c.median = sorted[len(sorted)/2]
	}
	for i, rule := range t.rules {
		c.matches = append(c.matches, demoMatches{rule, t.matches[i]})
	}
	var reasons []string
	for _, code := range slices.Sorted(maps.Keys(t.refused)) {
		c.refused += t.refused[code]
		reasons = append(reasons, fmt.Sprintf("%d × %s", t.refused[code], code))
	}
	if t.failed > 0 {
		reasons = append(reasons, fmt.Sprintf("%d without an answer, the last one: %s", t.failed, t.failure))
	}
	c.reasons = strings.Join(reasons, ", ")
	return c
}

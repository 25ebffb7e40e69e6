package backtest

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// Result is what a backtest found out.
type Result struct {
	From journey.Instant `json:"from"`
	To   journey.Instant `json:"to"` // exclusive
	// Events is how many events were accepted in the span, whether or not they could concern the definition.
	Events uint64 `json:"events"`
	// Sessions is how many sessions would have matched.
	Sessions uint64 `json:"sessions"`
	// Customers is how many customers those were. A customer is the contact of the matching event, else the customerId
	// with its type. A match of which nothing is known counts for none.
	Customers uint64 `json:"customers"`
	// CustomersAtLeast says that there were more customers than could be told apart, in total and per day.
	CustomersAtLeast bool `json:"customersAtLeast"`
	// Dropped is how many sessions were forgotten too early, because there were too many at a time. Those that went on
	// after that were judged as if they had just begun.
	Dropped uint64 `json:"dropped"`
	// Days are the days of the span from the first to the last with an event, in order, those without a match included.
	Days []Day `json:"days"`
	// Examples are sessions that would have matched, at most MaxExamples: those with the newest matches, newest first.
	Examples []journey.ID `json:"examples"`
	// Milliseconds is how long it took; EventsPerSecond counts all events that were read, those before the span too.
	Milliseconds    int64 `json:"milliseconds"`
	EventsPerSecond int64 `json:"eventsPerSecond"`
}

// Day is the matches of one day. A customer counts on each day with a match, and once in the total.
type Day struct {
	Date      string `json:"date"` // in UTC, such as 2026-11-24
	Sessions  uint64 `json:"sessions"`
	Customers uint64 `json:"customers"`
}

// Progress is how far a backtest has come.
type Progress struct {
	Share    float64 `json:"share"`  // of what is to be read, 0 to 1
	Events   uint64  `json:"events"` // of the span, so far
	Sessions uint64  `json:"sessions"`
}

// Request is the body of POST /api/v2/sojourn/backtest. Either Segment or Outcome is a definition as the API takes it.
type Request struct {
	Segment jsontext.Value `json:"segment,omitempty"`
	Outcome jsontext.Value `json:"outcome,omitempty"`
	From    string         `json:"from,omitempty"` // ISO date
	To      string         `json:"to,omitempty"`   // likewise, exclusive
}

// Line is a line of the answer: one member each. Result or Error is the last.
type Line struct {
	Progress *Progress      `json:"progress,omitempty"`
	Result   *Result        `json:"result,omitempty"`
	Error    jsontext.Value `json:"error,omitempty"` // the error body of the API
}

// took notes how long it took.
func (r *Result) took(elapsed time.Duration, read uint64) {
	r.Milliseconds = elapsed.Milliseconds()
	if elapsed > 0 {
		r.EventsPerSecond = int64(float64(read) / elapsed.Seconds())
	}
}

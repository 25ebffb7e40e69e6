//go:build linux

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/flow/backtest"
	"sojourn/test/bench/internal/server"
)

// BacktestReport is a definition that was tested on all that is stored.
type BacktestReport struct {
	Definition string  `json:"definition"`
	Events     uint64  `json:"events"`
	Sessions   uint64  `json:"sessions"` // that would have matched
	PerSecond  float64 `json:"eventsPerSecond"`
	ServerCPU  float64 `json:"serverMicrosPerEvent"`
}

// tested are the segments of the load that are tested, by their place in its list: one of each sort of work.
var tested = []struct {
	name  string
	place int
}{
	{"one page", 0}, {"a campaign, then a shelf", 6}, {"a shelf, then something into the cart", 10},
}

// backtests tests definitions on the events that the server has stored, one after the other, while it has nothing
// else to do. A server that cannot test any is left in peace.
func (t *target) backtests(ctx context.Context, segments []json.RawMessage) (all []BacktestReport, err error) {
	for _, definition := range tested {
		if err := server.Settle(ctx, t.Process); err != nil {
			return nil, err
		}
		say("%s: backtest of %s", t.Name, definition.name)
		line, err := t.backtest(ctx, segments[definition.place])
		switch {
		case isUnknown(err):
			say("%s: there are no backtests: %v", t.Name, err)
			return nil, nil
		case err != nil:
			return nil, fmt.Errorf("backtest of %s: %w", definition.name, err)
		}
		line.Definition = definition.name
		all = append(all, line)
	}
	return all, nil
}

// isUnknown reports whether the server refused because it does not have the operation.
func isUnknown(err error) bool {
	refusal, ok := errors.AsType[*server.Refusal](err)
	return ok && (refusal.Status == http.StatusNotFound || refusal.Status == http.StatusNotImplemented)
}

func (t *target) backtest(ctx context.Context, segment json.RawMessage) (line BacktestReport, err error) {
	before, err := t.CPU()
	if err != nil {
		return line, err
	}
	var result *backtest.Result
	request := backtest.Request{Segment: jsontext.Value(segment)}
	err = t.PostJSON(ctx, "/api/v2/sojourn/backtest", t.token, request, func(body io.Reader) (err error) {
		result, err = resultOf(body)
		return err
	})
	if err != nil {
		return line, err
	}
	after, err := t.CPU()
	line.Events, line.Sessions = result.Events, result.Sessions
	line.PerSecond = float64(result.EventsPerSecond)
	line.ServerCPU = micros(after-before) / float64(max(result.Events, 1))
	return line, err
}

var (
	errNoResult = errors.New("the answer has no result")
	errBacktest = errors.New("the server could not")
)

// resultOf reads the answer to its end: lines of progress, and then the result.
func resultOf(body io.Reader) (*backtest.Result, error) {
	for lines := json.NewDecoder(body); ; {
		var line backtest.Line
		switch err := lines.Decode(&line); {
		case errors.Is(err, io.EOF):
			return nil, errNoResult
		case err != nil:
			return nil, err
		case line.Error != nil:
			return nil, fmt.Errorf("%w: %s", errBacktest, line.Error)
		case line.Result != nil:
			return line.Result, nil
		}
	}
}

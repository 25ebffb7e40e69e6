package restapi

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sojourn/flow/backtest"
	"sojourn/journey"
	"sojourn/web/contract"
)

const backtestPath = "/api/v2/sojourn/backtest"

// backtests is a Backtester that knows its answer, or waits until a test lets it go on.
type backtests struct {
	result  backtest.Result
	err     error
	asked   []journey.Evaluated
	from    journey.Instant
	to      journey.Instant
	running chan struct{} // told when one has begun; nil to answer at once
	ended   chan error    // told how it ended
}

func (b *backtests) Backtest(
	ctx context.Context, e journey.Evaluated, from, to journey.Instant, progress func(backtest.Progress),
) (backtest.Result, error) {
	b.asked, b.from, b.to = append(b.asked, e), from, to
	if b.running != nil {
		progress(backtest.Progress{Share: 0.5, Events: 7, Sessions: 2})
		b.running <- struct{}{}
		<-ctx.Done()
		b.ended <- ctx.Err()
		return backtest.Result{}, ctx.Err()
	}
	b.result.From, b.result.To = from, to
	return b.result, b.err
}

// oneOutcome is a definition as POST takes it.
const oneOutcome = `{"displayName":"Bought","isActive":false,"journey":{"patterns":[
	{"criteria":[],"count":1,"streamType":"Web","sessionType":"web","eventName":"order"}]}}`

// lines are those of an answer, each held against the contract.
func (a answered) lines() (all []backtest.Line) {
	a.Helper()
	if got := a.want(200).Header.Get("Content-Type"); got != "application/x-ndjson" {
		a.Errorf("content type %q", got)
	}
	for text := range strings.Lines(string(a.Raw)) {
		for _, violation := range a.schemas.Validate("SojournBacktestLine", []byte(strings.TrimSpace(text))) {
			a.Errorf("%v: %s", violation, text)
		}
		var line backtest.Line
		a.must(json.Unmarshal([]byte(text), &line))
		all = append(all, line)
	}
	return all
}

func TestBacktest(t *testing.T) {
	fake := &backtests{result: backtest.Result{
		Events: 9, Sessions: 3, Customers: 2, Days: []backtest.Day{{Date: "2026-03-01", Sessions: 3, Customers: 2}},
		Examples: []journey.ID{journey.DerivedID("one")}, Milliseconds: 5, EventsPerSecond: 1800,
	}}
	h := newHarness(t, func(o *Options) { o.Backtester = fake })
	lines := h.call("POST", backtestPath, `{"outcome":`+oneOutcome+`}`, h.admin()...).lines()
	result := lines[len(lines)-1].Result
	if lines[0].Progress == nil || result == nil || result.Sessions != 3 || result.Days[0].Customers != 2 {
		t.Errorf("%+v", lines)
	}
	now := journey.InstantOf(h.at)
	if fake.to != now || fake.from != now.Add(-30*24*time.Hour) || fake.asked[0].Outcome == nil ||
		!fake.asked[0].IsActive() {
		t.Errorf("asked for %v to %v, %+v", fake.from, fake.to, fake.asked)
	}
	h.call("POST", backtestPath, `{"segment":{"displayName":"All","context":null},"from":"2026-01-01T00:00:00Z",
		"to":"2026-02-01T00:00:00.000Z"}`, h.admin()...).lines()
	if fake.from.String() != "2026-01-01T00:00:00.000Z" || fake.to.String() != "2026-02-01T00:00:00.000Z" ||
		fake.asked[1].Segment == nil {
		t.Errorf("asked for %v to %v, %+v", fake.from, fake.to, fake.asked)
	}
	h.call("POST", backtestPath, `{}`).want(401)
	h.call("POST", backtestPath, `{}`, "Authorization", "Bearer "+h.token("sojourn:rule:view")).want(403)
}

func TestABacktestThatFails(t *testing.T) {
	h := newHarness(t, func(o *Options) { o.Backtester = &backtests{err: errors.New("the disk cannot be read")} })
	for range 2 { // the first is over
		lines := h.call("POST", backtestPath, `{"outcome":`+oneOutcome+`}`, h.admin()...).lines()
		if last := string(lines[len(lines)-1].Error); !strings.Contains(last, `"code":"internal.server.error"`) ||
			strings.Contains(last, "disk") {
			t.Errorf("%s", last)
		}
	}
	h = newHarness(t, func(o *Options) { o.Backtester = nil })
	h.call("POST", backtestPath, `{"outcome":`+oneOutcome+`}`, h.admin()...).want(501)
}

func TestBacktestRefuses(t *testing.T) {
	h := newHarness(t)
	for _, row := range []struct{ body, code, field string }{
		{``, "bad.request", ""},
		{`[]`, "bad.request", ""},
		{`{}`, "missing.required.property", "segment"},
		{`{"segment":null}`, "missing.required.property", "segment"},
		{`{"segment":7}`, "invalid.value", "segment"},
		{`{"segment":{"displayName":"A"},"outcome":` + oneOutcome + `}`, "invalid.value", "outcome"},
		{`{"segment":{"displayName":7}}`, "invalid.value", "segment.displayName"},
		{`{"segment":{}}`, "missing.required.property", "segment.displayName"},
		{`{"outcome":{"displayName":"A"}}`, "invalid.value", "outcome.context"},
		{`{"outcome":` + strings.Replace(oneOutcome, `"count":1`, `"count":101`, 1) + `}`, "invalid.value",
			"outcome.journey.patterns[0].count"},
		{`{"outcome":` + oneOutcome + `,"from":7}`, "invalid.value", "from"},
		{`{"outcome":` + oneOutcome + `,"from":"yesterday"}`, "invalid.date", "from"},
		{`{"outcome":` + oneOutcome + `,"to":"2026-03-02T09:15:06Z"}`, "invalid.value", "to"},
		{`{"outcome":` + oneOutcome + `,"from":"2026-03-02T09:15:05Z"}`, "invalid.value", "from"},
		{`{"outcome":` + oneOutcome + `,"from":"2025-01-01T00:00:00Z"}`, "limit.exceeded", "from"},
	} {
		h.call("POST", backtestPath, row.body, h.admin()...).want(400).refusal(contract.Code(row.code), row.field)
	}
}

// begin begins a backtest over a connection, as soon as the one before has ended.
func (h *harness) begin(ctx context.Context, server *httptest.Server) *http.Response {
	h.Helper()
	headers := h.admin()
	for {
		request, err := http.NewRequestWithContext(ctx, "POST", server.URL+backtestPath,
			strings.NewReader(`{"outcome":`+oneOutcome+`}`))
		h.must(err)
		request.Header.Set(headers[0], headers[1])
		response, err := server.Client().Do(request)
		h.must(err)
		if response.StatusCode == http.StatusOK {
			return response
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusConflict {
			h.Fatalf("status %d", response.StatusCode)
		}
	}
}

// A backtest ends when its client goes away, and only then the next one may begin.
func TestABacktestEndsWithItsClient(t *testing.T) {
	fake := &backtests{running: make(chan struct{}), ended: make(chan error)}
	h := newHarness(t, func(o *Options) { o.Backtester = fake })
	server := httptest.NewServer(h.api)
	defer server.Close()
	for range 2 {
		ctx, cancel := context.WithCancel(t.Context())
		response := h.begin(ctx, server)
		<-fake.running
		h.call("POST", backtestPath, `{"outcome":`+oneOutcome+`}`, h.admin()...).want(409).refusal(contract.Conflict, "")
		scanner := bufio.NewScanner(response.Body)
		for scanner.Scan() && !strings.Contains(scanner.Text(), `"share":0.5`) {
		}
		if !strings.Contains(scanner.Text(), `{"progress":{"share":0.5,"events":7,"sessions":2}}`) {
			t.Errorf("%s, %v", scanner.Text(), scanner.Err())
		}
		cancel()
		if err := <-fake.ended; !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
		_ = response.Body.Close()
	}
}

package restapi

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/flow/backtest"
	"sojourn/journey"
	"sojourn/web/contract"
)

// The span of a backtest.
const (
	usualBacktest = 30 * 24 * time.Hour
	maxBacktest   = 400 * 24 * time.Hour
)

// progressEvery is how often a backtest tells how far it has come. A client may take a silence for its end.
const progressEvery = 250 * time.Millisecond

// postBacktest answers POST /sojourn/backtest with lines of JSON: how far it has come, and in the end what a definition
// would have matched, or why that cannot be told. It ends when the client goes away. One runs at a time.
func (a *api) postBacktest(w http.ResponseWriter, r *request) error {
	if a.Backtester == nil {
		return contract.NewError(contract.NotImplemented, "This server has no log to test definitions on.")
	}
	draft, err := r.ruleDraft()
	if err != nil {
		return err
	}
	definition, err := a.evaluated(draft)
	if err != nil {
		return err
	}
	from, to, err := draft.span(a.now())
	if err != nil {
		return err
	}
	if !a.backtesting.CompareAndSwap(false, true) {
		return contract.NewError(contract.Conflict, "A backtest is under way. There can be one at a time.")
	}
	defer a.backtesting.Store(false)
	out := newLines(w)
	result, err := out.follow(func(progress func(backtest.Progress)) (backtest.Result, error) {
		return a.Backtester.Backtest(r.Context(), definition, from, to, progress)
	})
	switch {
	case r.Context().Err() != nil: // the client is gone
	case err != nil:
		out.write(backtest.Line{Error: a.errorLine(w, err)})
	default:
		out.write(backtest.Line{Result: &result})
	}
	return nil
}

// span is the span that the draft asks for, the last days unless it says otherwise.
func (d *ruleDraft) span(now journey.Instant) (from, to journey.Instant, err error) {
	if to, err = instantOf("to", d.To, now); err != nil {
		return 0, 0, err
	}
	if from, err = instantOf("from", d.From, to.Add(-usualBacktest)); err != nil {
		return 0, 0, err
	}
	switch {
	case to > now:
		return 0, 0, invalid("to", "must not be in the future")
	case from >= to:
		return 0, 0, invalid("from", "must be before to")
	case to.Sub(from) > maxBacktest:
		return 0, 0, contract.InvalidField(contract.LimitExceeded, "from",
			fmt.Sprintf("must be at most %d days before to", maxBacktest/(24*time.Hour)))
	}
	return from, to, nil
}

// instantOf reads a date of a body.
func instantOf(field, text string, otherwise journey.Instant) (journey.Instant, error) {
	if text == "" {
		return otherwise, nil
	}
	at, ok := journey.ParseInstant([]byte(text))
	if !ok {
		const reason = "must be a date-time such as 2026-03-02T09:15:04.000Z"
		return 0, contract.InvalidField(contract.InvalidDate, field, reason)
	}
	return at, nil
}

// follow runs a backtest and writes its progress now and then, also while it waits for live traffic.
func (l *lines) follow(
	run func(progress func(backtest.Progress)) (backtest.Result, error),
) (backtest.Result, error) {
	var told atomic.Pointer[backtest.Progress]
	told.Store(new(backtest.Progress))
	done := make(chan struct{})
	var writer sync.WaitGroup
	defer writer.Wait() // nobody else writes what comes next
	defer close(done)
	writer.Go(func() {
		ticker := time.NewTicker(progressEvery)
		defer ticker.Stop()
		for {
			l.write(backtest.Line{Progress: told.Load()})
			select {
			case <-done:
				return
			case <-ticker.C:
			}
		}
	})
	return run(func(p backtest.Progress) { told.Store(&p) })
}

// errorLine is an error body; the cause of an error that is ours goes to the log.
func (a *api) errorLine(w http.ResponseWriter, err error) []byte {
	public, correlation := told(err), w.Header().Get(contract.CorrelationHeader)
	if public == nil {
		public = contract.AsError(err)
		a.Log.Error("backtest failed", "err", err, "correlation", correlation)
	}
	body, _ := contract.AppendJSON(nil, public.Body(correlation)) // nothing JSON cannot say
	return body
}

// lines is an answer of lines of JSON, each of which the client has at once.
type lines struct {
	http.ResponseWriter
	controller *http.ResponseController
}

// newLines begins the answer. It may take as long as it takes.
func newLines(w http.ResponseWriter) *lines {
	l := &lines{w, http.NewResponseController(w)}
	_ = l.controller.SetWriteDeadline(time.Time{}) // a recorder in a test has none
	w.Header().Set("Content-Type", "application/x-ndjson")
	if stream, ok := w.(*answer); ok {
		stream.stream()
	}
	return l
}

// write writes a line. What can fail is a client gone away, which the request's context tells.
func (l *lines) write(line backtest.Line) {
	text, err := contract.AppendJSON(nil, line)
	if err != nil {
		text = jsontext.Value(`{}`)
	}
	_, _ = l.Write(append(text, '\n'))
	_ = l.controller.Flush()
}

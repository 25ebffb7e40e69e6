package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"sojourn/flow/backtest"
	"sojourn/journey"
)

const backtestUsage = `Usage: sojourn backtest [flags] FILE

Tells how many sessions and customers a segment or outcome would have matched, had it existed in a time that has
passed. Nothing is saved. FILE is the definition as JSON, in the form in which the API takes it, or - for stdin. It is
taken for an outcome if it has isPositive or associatedValueField, else for a segment; -outcome decides.

` + accessUsage + `
The server gives way to live traffic, so it may take its time. Interrupting the command ends the test.

Examples:
  sojourn backtest -server http://127.0.0.1:8080 segment.json
  sojourn backtest -server http://127.0.0.1:8080 -from 2026-11-01 -to 2026-11-08 segment.json
  sojourn backtest -server http://127.0.0.1:8080 -json -outcome - < outcome.json
`

const backtestPath = "/api/v2/sojourn/backtest"

// backtestCommand is the backtest command.
func backtestCommand(ctx context.Context, p *program, args []string) (err error) {
	flags := p.newFlags("backtest", backtestUsage)
	settings, access := settingFlags(flags), accessFlags(flags)
	from := flags.String("from", "", "`date` of the beginning, such as 2026-11-24 or 2026-11-24T08:00:00Z; "+
		"the default is 30 days before the end")
	to := flags.String("to", "", "`date` of the end, which is the moment itself no more; the default is now")
	outcome := flags.Bool("outcome", false, "the definition is an outcome")
	asJSON := flags.Bool("json", false, "print the result as JSON")
	files, err := parse(flags, args, "file of the definition")
	if err != nil {
		return err
	}
	request, err := p.backtestRequest(files[0], *outcome, *from, *to)
	if err != nil {
		return err
	}
	c, err := settings.load(p)
	if err != nil {
		return err
	}
	api, err := access.open(ctx, p, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, api.close(context.WithoutCancel(ctx))) }()
	result, err := p.backtest(ctx, api, request)
	if err != nil {
		return err
	}
	if *asJSON {
		content, err := json.Marshal(result)
		return errors.Join(err, p.print(content))
	}
	return showBacktest(p.out, result)
}

// backtestRequest reads the definition and the span.
func (p *program) backtestRequest(file string, isOutcome bool, from, to string) (r backtest.Request, err error) {
	in, _, err := p.open(file)
	if err != nil {
		return r, err
	}
	defer in.Close()
	definition, err := io.ReadAll(in)
	if err != nil {
		return r, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(definition, &members); err != nil {
		return r, fmt.Errorf("%s: %w", file, err)
	}
	if isOutcome || members["isPositive"] != nil || members["associatedValueField"] != nil {
		r.Outcome = definition
	} else {
		r.Segment = definition
	}
	if r.From, err = dateOf("from", from); err == nil {
		r.To, err = dateOf("to", to)
	}
	return r, err
}

// dateOf returns a date as the API takes it; without a time it is that day's beginning in UTC. What is empty stays so,
// for only the server knows what is now.
func dateOf(flag, text string) (string, error) {
	if text == "" {
		return "", nil
	}
	for _, time := range []string{"", "T00:00:00Z"} {
		if at, ok := journey.ParseInstant([]byte(text + time)); ok {
			return at.String(), nil
		}
	}
	const reason = "-%s %q is no date, such as 2026-11-24 or 2026-11-24T08:00:00Z"
	return "", &errUsage{"backtest ", fmt.Sprintf(reason, flag, text)}
}

// backtest lets the server do the test, and shows how far it is.
func (p *program) backtest(ctx context.Context, a *api, body backtest.Request) (*backtest.Result, error) {
	request, err := a.request(ctx, http.MethodPost, backtestPath, body)
	if err != nil {
		return nil, err
	}
	response, err := a.do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	bar := p.progress("reading events")
	defer bar.done()
	lines := json.NewDecoder(response.Body)
	for {
		var line backtest.Line
		switch err := lines.Decode(&line); {
		case errors.Is(err, io.EOF):
			return nil, errors.New("the answer of the server ends before there is a result")
		case err != nil:
			return nil, fmt.Errorf("read the answer of the server: %w", err)
		case line.Error != nil:
			return nil, lineError(line.Error)
		case line.Result != nil:
			return line.Result, nil
		case line.Progress != nil:
			const fine = 10_000
			bar.tell(uint64(line.Progress.Share*fine), fine)
		}
	}
}

// lineError is the error that an error body of the API tells about.
func lineError(body []byte) error {
	var refused struct{ Message, Code string }
	if err := json.Unmarshal(body, &refused); err != nil {
		return fmt.Errorf("read the answer of the server: %w", err)
	}
	return fmt.Errorf("%s (%s)", refused.Message, refused.Code)
}

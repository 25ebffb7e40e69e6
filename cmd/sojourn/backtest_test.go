package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sojourn/flow/backtest"
)

const backtestResult = `{"result":{"from":"2026-11-01T00:00:00.000Z","to":"2026-11-04T00:00:00.000Z","events":123456,` +
	`"sessions":30,"customers":25,"customersAtLeast":true,"dropped":2,"days":[{"date":"2026-11-01","sessions":20,` +
	`"customers":15},{"date":"2026-11-02","sessions":0,"customers":0},{"date":"2026-11-03","sessions":10,"customers":10}],` +
	`"examples":["00000001-aaaa-4bbb-8ccc-000000000001"],"milliseconds":1500,"eventsPerSecond":82304}}`

// backtester is a server that answers with lines, and remembers what it was asked.
type backtester struct {
	lines  string
	status int
	asked  backtest.Request
	body   string
}

func (b *backtester) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/oauth/token" {
		_, _ = io.WriteString(w, `{"access_token":"let me in"}`)
		return
	}
	content, _ := io.ReadAll(r.Body)
	b.body = string(content)
	_ = json.Unmarshal(content, &b.asked)
	if r.Method != http.MethodPost || r.URL.Path != backtestPath || r.Header.Get("Authorization") != "Bearer let me in" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.WriteHeader(max(b.status, http.StatusOK))
	_, _ = io.WriteString(w, b.lines)
}

// run runs the command against the server with a definition in a file.
func (b *backtester) run(t *testing.T, definition string, args ...string) (string, error) {
	t.Helper()
	server := httptest.NewServer(b)
	defer server.Close()
	file := filepath.Join(t.TempDir(), "definition.json")
	if err := os.WriteFile(file, []byte(definition), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	p := &program{strings.NewReader(definition), &out, &errs, nil}
	if len(args) == 0 || args[len(args)-1] != "-" {
		args = append(args, file)
	}
	args = append(args, "-server", server.URL, "-client-id", "x", "-client-secret", "y")
	err := backtestCommand(context.Background(), p, args)
	return out.String(), err
}

func TestBacktestCommand(t *testing.T) {
	b := &backtester{lines: `{"progress":{"share":0.42,"events":5,"sessions":1}}` + "\n" + backtestResult + "\n"}
	out, err := b.run(t, `{"displayName":"Fans"}`, "-from", "2026-11-01", "-to", "2026-11-04T00:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	const want = `30 sessions of at least 25 customers would have matched, from 2026-11-01T00:00:00.000Z to 2026-11-04T00:00:00.000Z.
There were too many sessions at a time: 2 were forgotten before they had ended, so this is not exact.

         DAY  SESSIONS  CUSTOMERS
  2026-11-01        20         15  ████████████████████████████████████████
  2026-11-02         0          0
  2026-11-03        10         10  ████████████████████

The newest of the sessions:
  00000001-aaaa-4bbb-8ccc-000000000001

123456 events in 1.5s, 82304 read per second.
`
	if out != want {
		t.Errorf("printed\n%s\nnot\n%s", out, want)
	}
	const body = `{"segment":{"displayName":"Fans"},"from":"2026-11-01T00:00:00.000Z","to":"2026-11-04T00:00:00.000Z"}`
	if strings.TrimSpace(b.body) != body {
		t.Errorf("sent %s, not %s", b.body, body)
	}
}

func TestBacktestTellsOutcomesFromSegments(t *testing.T) {
	b := &backtester{lines: backtestResult}
	for _, args := range [][]string{
		{`{"isPositive":true}`}, {`{"associatedValueField":{}}`}, {`{}`, "-outcome"}, {`{}`, "-outcome", "-"},
	} {
		out, err := b.run(t, args[0], append([]string{"-json"}, args[1:]...)...)
		if err != nil || !strings.Contains(out, `"sessions": 30`) {
			t.Errorf("%v: %v, %s", args, err, out)
		}
		if string(b.asked.Outcome) != args[0] || b.asked.Segment != nil {
			t.Errorf("%v: sent %s", args, b.body)
		}
		b.asked = backtest.Request{}
	}
}

func TestBacktestFailures(t *testing.T) {
	for _, c := range []struct{ lines, want string }{
		{
			`{"progress":{}}` + "\n" + `{"error":{"message":"The log is damaged.","code":"internal.error"}}`,
			"The log is damaged. (internal.error)",
		},
		{`{"progress":{}}`, "ends before there is a result"},
		{`{"prog`, "read the answer"},
	} {
		b := &backtester{lines: c.lines}
		if out, err := b.run(t, `{}`); err == nil || !strings.Contains(err.Error(), c.want) || out != "" {
			t.Errorf("%s: %v, %q", c.lines, err, out)
		}
	}
	refused := &backtester{status: http.StatusBadRequest, lines: `{"message":"count is required.","code":"invalid.value"}`}
	if _, err := refused.run(t, `{}`); err == nil || !strings.Contains(err.Error(), "count is required. (invalid.value)") {
		t.Errorf("refused: %v", err)
	}
	if _, err := refused.run(t, `{`); err == nil || !strings.Contains(err.Error(), "definition.json") {
		t.Errorf("a file that is no JSON: %v", err)
	}
	_, err := refused.run(t, `{}`, "-from", "yesterday")
	if _, misused := errors.AsType[*errUsage](err); !misused {
		t.Errorf("a date that is none: %v", err)
	}
}

// TestBacktestLeavesTheUsualSpanToTheServer: its clock may differ.
func TestBacktestLeavesTheUsualSpanToTheServer(t *testing.T) {
	b := &backtester{lines: backtestResult}
	if _, err := b.run(t, `{}`); err != nil || strings.TrimSpace(b.body) != `{"segment":{}}` {
		t.Errorf("sent %s, %v", b.body, err)
	}
}

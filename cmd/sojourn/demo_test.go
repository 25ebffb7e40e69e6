package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// fakeServer answers like a Sojourn server. Every tenth event is refused.
type fakeServer struct {
	*httptest.Server
	t                   *testing.T
	events, apps, pings atomic.Int64
	enough              context.CancelFunc // called at the event number most
	most                int64
}

func newFakeServer(t *testing.T) *fakeServer {
	s := &fakeServer{t: t}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /webdeployments/v1/deployments/{id}/config.json",
		func(w http.ResponseWriter, r *http.Request) {
			if r.PathValue("id") != "11111111-1111-4111-8111-111111111111" {
				w.WriteHeader(http.StatusNotFound)
			}
			fmt.Fprint(w, `{}`)
		})
	mux.HandleFunc("POST /api/v2/journey/deployments/{id}/webevents", s.event)
	mux.HandleFunc("POST /api/v2/journey/deployments/{id}/appevents", s.event)
	mux.HandleFunc("GET /api/v2/journey/deployments/{id}/customers/{cookie}/ping",
		func(w http.ResponseWriter, r *http.Request) {
			s.pings.Add(1)
			if r.URL.Query().Get("dl") == "" {
				t.Error("a ping without a page")
			}
			fmt.Fprint(w, `{"actions":[],"pollIntervalMilliseconds":30000}`)
		})
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// event takes an event.
func (s *fakeServer) event(w http.ResponseWriter, r *http.Request) {
	var body struct{ CustomerCookieID, CreatedDate, ScreenName string }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		s.t.Error(err)
	}
	switch {
	case body.ScreenName != "":
		s.apps.Add(1)
		if !strings.HasSuffix(body.CreatedDate, "+0000") {
			s.t.Errorf("an app's date is %s", body.CreatedDate)
		}
	case !strings.HasPrefix(r.UserAgent(), "Mozilla/5.0") || r.Header.Get("Accept-Language") == "":
		s.t.Errorf("a browser's headers are %v", r.Header)
	}
	n := s.events.Add(1)
	if n == s.most {
		s.enough()
	}
	if n%10 == 0 {
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(w, `{"code":"too.many.requests.retry.after"}`)
		return
	}
	fmt.Fprintf(w, `{"session":{"id":%q}}`, body.CustomerCookieID)
}

// TestDemoSendsUntilItIsStopped stops it as Ctrl-C does.
func TestDemoSendsUntilItIsStopped(t *testing.T) {
	server := newFakeServer(t)
	var ctx context.Context
	server.most = 500
	ctx, server.enough = context.WithCancel(t.Context())
	var out bytes.Buffer
	args := []string{"-server", server.URL + "/", "-rate", "5000", "-seed", "1"}
	if err := runDemo(ctx, args, &out); err != nil {
		t.Fatal(err)
	}
	if server.apps.Load() == 0 {
		t.Error("no app events")
	}
	taken := server.events.Load() - server.events.Load()/10
	for _, want := range []string{
		fmt.Sprintf(`open for \d+s: %d events in \d+ sessions`, taken),
		`It has no segments and outcomes: log in as sojourn-dev: .*404`,
		`Not taken: \d+ × too.many.requests.retry.after\.`,
		`curl -s -u sojourn-dev:sojourn-dev .*` + regexp.QuoteMeta(server.URL) + `/oauth/token`,
		regexp.QuoteMeta(server.URL) + `/api/v2/sojourn/sessions\?pageSize=5`,
		regexp.QuoteMeta(server.URL) + `/api/v2/journey/sessions/[0-9a-f-]{36}/events`,
	} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("does not tell %s:\n%s", want, out.String())
		}
	}
}

func TestDemoEndsByItself(t *testing.T) {
	server := newFakeServer(t)
	var out bytes.Buffer
	if err := runDemo(t.Context(), []string{"-server", server.URL, "-for", "1s"}, &out); err != nil {
		t.Fatal(err)
	}
	if n := server.events.Load(); n < demoBurst {
		t.Errorf("%d events, want a burst of %d at the beginning", n, demoBurst)
	}
}

func TestDemoTellsWhatIsWrong(t *testing.T) {
	server := newFakeServer(t)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-server", gone.URL}, "start one with: sojourn serve -dev"},
		{[]string{"-server", server.URL, "-deployment", "x"}, "name one of yours with -deployment"},
		{[]string{"-server", "localhost:8080"}, "is no URL"},
		{[]string{"-rate", "0"}, "-rate 0 must be above 0"},
		{[]string{"-for", "-1s"}, "must not be negative"},
		{[]string{"now"}, `"now" is one argument too many`},
		{[]string{"-rat", "5"}, "did you mean -rate"},
	} {
		var out bytes.Buffer
		if err := runDemo(t.Context(), c.args, &out); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %q in it", c.args, err, c.want)
		}
	}
}

func TestDemoHelp(t *testing.T) {
	var out bytes.Buffer
	if err := runDemo(t.Context(), []string{"-help"}, &out); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("got %v", err)
	}
	for _, want := range []string{
		"-server URL", "-deployment id", "-rate", "-for", "-seed", "-no-definitions", "Nobody in it exists",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("does not tell %s:\n%s", want, out.String())
		}
	}
}

// TestDemoLine is what stands on the live line.
func TestDemoLine(t *testing.T) {
	tally := newDemoTally(time.Now())
	tally.answered(time.Millisecond, http.StatusOK, "", "a")
	tally.answered(3*time.Millisecond, http.StatusOK, "", "b")
	tally.answered(2*time.Millisecond, http.StatusNoContent, "", "")
	tally.pinged(time.Millisecond, http.StatusOK, "")
	tally.answered(2*time.Millisecond, http.StatusServiceUnavailable, "service.unavailable", "")
	tally.lost(os.ErrDeadlineExceeded)
	c := tally.counts(time.Now())
	want := "5 sent · 3 answered · 1 refused · 1 lost · 2 sessions open · 4.2/s · half within 2ms"
	if got := c.line(4.2); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if later := tally.counts(time.Now().Add(demoTimeout)); later.open != 0 || later.sessions != 2 {
		t.Errorf("after the timeout: %+v", later)
	}
	var out bytes.Buffer
	done := make(chan struct{})
	close(done)
	display := demoDisplay{out: &out, tally: tally, live: true}
	display.run(done)
	display.show("x")
	if got := out.String(); got != "\r\x1b[K\r\x1b[Kx" {
		t.Errorf("a live line is %q", got)
	}
}

package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sojourn/config"
	"sojourn/flow/enrich"
)

// settings are those of a server for a test, on a folder.
func settings(t testing.TB, data string, flags map[string]string) config.Config {
	t.Helper()
	all := map[string]string{
		"data": data, "listen": "127.0.0.1:0", "dev": "true",
		"store.segmentBytes": "4 MiB", "index.cacheBytes": "4 MiB", "index.memtableBytes": "4 MiB",
	}
	for name, value := range flags {
		all[name] = value
	}
	c, err := config.Load("", nil, all)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// server is a running App.
type server struct {
	t    testing.TB
	url  string
	app  *App
	stop func() error // as SIGTERM does; returns what Run returned
}

// testLog sends the program's log to the test's.
type testLog struct{ testing.TB }

func (l testLog) Write(line []byte) (int, error) {
	l.Log(strings.TrimSuffix(string(line), "\n"))
	return len(line), nil
}

func quiet(t testing.TB) Options {
	logger := slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	return Options{Logger: logger, Locator: enrich.Fixture, Version: "test"}
}

// start runs a server until it is stopped or the test ends.
func start(t testing.TB, c config.Config) *server {
	t.Helper()
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Open(context.Background(), c, quiet(t))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() { stopped <- a.Run(ctx, listener) }()
	var outcome error
	done := false
	s := &server{t: t, url: "http://" + listener.Addr().String(), app: a}
	s.stop = func() error {
		if !done {
			cancel()
			outcome, done = <-stopped, true
		}
		return outcome
	}
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// client has no connections left over from another test.
func client(t testing.TB) *http.Client {
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 20 * time.Second}
}

// ask sends a request and returns status and body.
func (s *server) ask(method, path, token string, body any) (int, string) {
	s.t.Helper()
	var content io.Reader
	switch body := body.(type) {
	case nil:
	case string:
		content = strings.NewReader(body)
	default:
		encoded, err := json.Marshal(body)
		if err != nil {
			s.t.Fatal(err)
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequest(method, s.url+path, content)
	if err != nil {
		s.t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	response, err := client(s.t).Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

// must asks and wants that status; the answer is read into out, if not nil.
func (s *server) must(status int, method, path, token string, body, out any) {
	s.t.Helper()
	got, answer := s.ask(method, path, token, body)
	if got != status {
		s.t.Fatalf("%s %s answers %d, want %d: %s", method, path, got, status, answer)
	}
	if out != nil {
		if err := json.Unmarshal([]byte(answer), out); err != nil {
			s.t.Fatalf("%s %s: %v in %s", method, path, err, answer)
		}
	}
}

// logIn returns an access token, or fails with the status.
func (s *server) logIn(id, secret string) (string, int) {
	s.t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}}
	response, err := client(s.t).PostForm(s.url+"/oauth/token", form)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	_ = json.NewDecoder(response.Body).Decode(&answer) // a refusal has none
	return answer.Token, response.StatusCode
}

func (s *server) devToken() string {
	s.t.Helper()
	token, status := s.logIn(DevClient, DevSecret)
	if status != http.StatusOK {
		s.t.Fatalf("log in: %d", status)
	}
	return token
}

// view posts a page view of a visitor and returns the id of its session.
func (s *server) view(visitor, page string) string {
	s.t.Helper()
	body := fmt.Sprintf(`{"customerCookieId":%q,"eventName":"page_viewed","createdDate":%q,
		"page":{"url":%q,"title":"A page"},"attributes":{"step":{"value":"1","dataType":"integer"}}}`,
		visitor, time.Now().UTC().Format("2006-01-02T15:04:05.000Z"), page)
	var answer struct{ Session struct{ ID string } }
	s.must(http.StatusOK, "POST", "/api/v2/journey/deployments/"+DevDeployment+"/webevents", "", body, &answer)
	return answer.Session.ID
}

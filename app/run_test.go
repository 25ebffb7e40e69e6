package app

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// toldListener tells when it is closed.
type toldListener struct {
	net.Listener
	once   sync.Once
	closed chan struct{}
}

func (l *toldListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// A request that is under way when the server is told to stop gets its answer, and a later one none.
func TestStoppingServerAnswersWhatIsUnderWay(t *testing.T) {
	c := settings(t, t.TempDir(), nil)
	a, err := Open(t.Context(), c, quiet(t))
	if err != nil {
		t.Fatal(err)
	}
	entered, leave := make(chan struct{}), make(chan struct{})
	api := a.handler
	a.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(entered)
		<-leave
		api.ServeHTTP(w, r)
	})
	plain, err := net.Listen("tcp", c.Listen)
	if err != nil {
		t.Fatal(err)
	}
	listener := &toldListener{Listener: plain, closed: make(chan struct{})}
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- a.Run(ctx, listener) }()

	s := &server{t: t, url: "http://" + listener.Addr().String(), app: a}
	answered := make(chan string, 1)
	go func() { answered <- s.view("visitor-1", "https://shop.example/") }()
	<-entered
	cancel()
	<-listener.closed
	if health := a.health(); health.Status != statusUnavailable {
		t.Errorf("while draining: %+v", health)
	}
	if response, err := client(t).Get(s.url + "/healthz"); err == nil {
		_ = response.Body.Close()
		t.Error("a new connection was accepted")
	}
	close(leave)
	session := <-answered
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	again := start(t, c)
	again.must(http.StatusOK, "GET", "/api/v2/journey/sessions/"+session, again.devToken(), nil, nil)
}

func TestAccessLogTellsNothingAboutVisitors(t *testing.T) {
	var out bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	handler := accessLog(http.NotFoundHandler(), logger)
	ask := func(path string) {
		request, err := http.NewRequest(http.MethodPost, path, strings.NewReader("a body"))
		if err != nil {
			t.Fatal(err)
		}
		handler.ServeHTTP(discarded{http.Header{}}, request)
	}
	ask("/api/v2/journey/deployments/1/customers/visitor-1/ping?dl=https://shop.example")
	ask("/api/v2/journey/deployments/1/customers/visitor-1/ping")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "status=404") || !strings.Contains(lines[0], "method=POST") {
		t.Fatalf("logged %q", lines)
	}
	for _, told := range []string{"visitor", "shop", "body"} {
		if strings.Contains(out.String(), told) {
			t.Errorf("the log tells %q: %s", told, out.String())
		}
	}
	hash := func(line string) string { return line[strings.Index(line, "#"):strings.Index(line, " status")] }
	if hash(lines[0]) != hash(lines[1]) {
		t.Errorf("one visitor is logged as two: %q", lines)
	}
}

// discarded is an answer that nobody reads.
type discarded struct{ header http.Header }

func (d discarded) Header() http.Header         { return d.header }
func (d discarded) WriteHeader(int)             {}
func (d discarded) Write(b []byte) (int, error) { return io.Discard.Write(b) }

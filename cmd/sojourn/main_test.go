package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"sojourn/app"
	"sojourn/config"
)

// TestMain lets this test program be sojourn itself when it is called by that name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sojourn": main})
}

// The command line as scripts: testdata/*.txtar.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"visit":  visit,
			"server": runServer,
			"damage": damage,
			"field":  field,
		},
	})
}

// devSettings are those of a development server on a folder of a script.
func devSettings(ts *testscript.TestScript, data string) config.Config {
	c, err := config.Load("", nil, map[string]string{
		"data": ts.MkAbs(data), "dev": "true", "listen": "127.0.0.1:0", "store.segmentBytes": "4 MiB",
	})
	ts.Check(err)
	return c
}

// visit DATA VISITOR PAGES: a visitor views so many pages.
func visit(ts *testscript.TestScript, _ bool, args []string) {
	a, err := app.Open(context.Background(), devSettings(ts, args[0]), app.Options{})
	ts.Check(err)
	var pages int
	_, err = fmt.Sscan(args[2], &pages)
	ts.Check(err)
	for page := range pages {
		request := httptest.NewRequest(http.MethodPost, eventsPath, strings.NewReader(pageView(args[1], page)))
		request.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
		answer := httptest.NewRecorder()
		a.Handler().ServeHTTP(answer, request)
		if answer.Code != http.StatusOK {
			ts.Fatalf("event: %d %s", answer.Code, answer.Body)
		}
	}
	ts.Check(a.Close(context.Background()))
}

const eventsPath = "/api/v2/journey/deployments/" + app.DevDeployment + "/webevents"

func pageView(visitor string, page int) string {
	return fmt.Sprintf(`{"customerCookieId":%q,"eventName":"page_viewed","createdDate":%q,
		"page":{"url":"https://shop.example/%d","title":"Page"}}`,
		visitor, time.Now().UTC().Format("2006-01-02T15:04:05.000Z"), page)
}

// server DATA [notdev]: a server runs until the end of the script; its address is $SERVER.
func runServer(ts *testscript.TestScript, _ bool, args []string) {
	c := devSettings(ts, args[0])
	c.Dev = len(args) == 1
	listener, err := net.Listen("tcp", c.Listen)
	ts.Check(err)
	a, err := app.Open(context.Background(), c, app.Options{Version: "of the test"})
	ts.Check(err)
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() { stopped <- a.Run(ctx, listener) }()
	ts.Defer(func() {
		stop()
		ts.Check(<-stopped)
	})
	ts.Setenv("SERVER", "http://"+listener.Addr().String())
}

// damage DATA: a bit of the log is not what it was.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	segments, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "log", "*.seg"))
	ts.Check(err)
	content, err := os.ReadFile(segments[0])
	ts.Check(err)
	content[120] ^= 0x10 // in the first chunk
	ts.Check(os.WriteFile(segments[0], content, 0o600))
}

// field NAME: $NAME becomes the value of that member in the JSON that was printed last.
func field(ts *testscript.TestScript, _ bool, args []string) {
	_, after, found := strings.Cut(ts.ReadFile("stdout"), `"`+args[0]+`": "`)
	if !found {
		ts.Fatalf("no member %s", args[0])
	}
	value, _, _ := strings.Cut(after, `"`)
	ts.Setenv(args[0], value)
}

// A refused or strange answer becomes an error that tells what the server said.
func TestRefusal(t *testing.T) {
	for body, want := range map[string]string{
		`{"message":"No such thing.","code":"not.found"}`:                 "No such thing. (not.found)",
		`{"error":"invalid_client","error_description":"unknown client"}`: "unknown client (invalid_client)",
		`<html>`: "the server answers 502 Bad Gateway",
	} {
		answer := &http.Response{
			StatusCode: http.StatusBadGateway, Status: "502 Bad Gateway", Body: io.NopCloser(strings.NewReader(body)),
		}
		if err := refusal(answer); err.Error() != want {
			t.Errorf("%s gives %q, not %q", body, err, want)
		}
	}
}

package console

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// built is a build as small as can be.
var built = fstest.MapFS{
	"dist/README.md": {Data: []byte("not served")},
	"dist/index.html": {
		Data: []byte(`<head><base href="/"><script src="assets/console-ABC.js"></script></head>`),
	},
	"dist/icon.svg":              {Data: []byte(`<svg/>`)},
	"dist/assets/console-ABC.js": {Data: []byte("run()")},
	"dist/assets/console-ABC.js.gz": {Data: func() []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write([]byte("run()"))
		_ = w.Close()
		return b.Bytes()
	}()},
}

func made(t *testing.T, o Options) *Console {
	t.Helper()
	c, err := newConsole(o, built)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ask(c *Console, method, path string, header ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w.Result()
}

func read(t *testing.T, answer *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestPaths(t *testing.T) {
	c := made(t, Options{})
	for path, want := range map[string]int{
		"/": 200, "/sessions/5f0c": 200, "/customers/cookie/a%2Fb": 200, "/segments/new": 200, "/settings": 200,
		"/assets/console-ABC.js": 200, "/icon.svg": 200, "/console.json": 200,
		"/index.html": 404, "/README.md": 404, "/assets/console-ABC.js.gz": 404, "/assets/gone.js": 404,
		"/api/v2/journey/segments": 404, "/oauth/token": 404, "/healthz": 404, "/sessionsx": 404, "//": 404,
		"/../doc.go": 404,
	} {
		answer := ask(c, http.MethodGet, path)
		if answer.StatusCode != want {
			t.Errorf("%s: status %d, want %d", path, answer.StatusCode, want)
		}
		if owned := c.Owns(strings.ReplaceAll(path, "%2F", "/")); owned != (want == 200) {
			t.Errorf("Owns(%s) is %v", path, owned)
		}
	}
	posted := ask(c, http.MethodPost, "/")
	if posted.StatusCode != http.StatusMethodNotAllowed || posted.Header.Get("Allow") == "" {
		t.Errorf("POST: status %d", posted.StatusCode)
	}
}

func TestBelowABasePath(t *testing.T) {
	c := made(t, Options{BasePath: "/genesys"})
	for _, path := range []string{"/genesys/", "/genesys/sessions/1"} {
		if body := read(t, ask(c, http.MethodGet, path)); !strings.Contains(body, `<base href="/genesys/">`) {
			t.Errorf("%s: the base is not that of the server: %s", path, body)
		}
	}
	for _, path := range []string{"/", "/sessions/1", "/genesysx/"} {
		if c.Owns(path) {
			t.Errorf("%s is owned", path)
		}
	}
}

func TestCaching(t *testing.T) {
	c := made(t, Options{})
	for path, want := range map[string]string{
		"/": "no-cache", "/console.json": "no-store", "/assets/console-ABC.js": "public, max-age=31536000, immutable",
	} {
		answer := ask(c, http.MethodGet, path)
		if got := answer.Header.Get("Cache-Control"); got != want {
			t.Errorf("%s: Cache-Control %q, want %q", path, got, want)
		}
		again := ask(c, http.MethodGet, path, "If-None-Match", answer.Header.Get("ETag"))
		if again.StatusCode != http.StatusNotModified || read(t, again) != "" {
			t.Errorf("%s: asked again: status %d", path, again.StatusCode)
		}
	}
}

func TestCompression(t *testing.T) {
	c := made(t, Options{})
	for accepted, want := range map[string]string{
		"gzip, deflate, br": "gzip", "br;q=1.0, GZIP;q=0.8": "gzip", "": "", "br": "", "gzip;q=0": "", "gzip; q=0.0": "",
	} {
		answer := ask(c, http.MethodGet, "/assets/console-ABC.js", "Accept-Encoding", accepted)
		if got := answer.Header.Get("Content-Encoding"); got != want {
			t.Errorf("%q: Content-Encoding %q, want %q", accepted, got, want)
		}
		mediaType := answer.Header.Get("Content-Type")
		if answer.Header.Get("Vary") != "Accept-Encoding" || !strings.HasPrefix(mediaType, "text/javascript") {
			t.Errorf("%q: %v", accepted, answer.Header)
		}
		body := io.Reader(answer.Body)
		if want == "gzip" {
			var err error
			if body, err = gzip.NewReader(body); err != nil {
				t.Fatal(err)
			}
		}
		if content, err := io.ReadAll(body); err != nil || string(content) != "run()" {
			t.Errorf("%q: %q, %v", accepted, content, err)
		}
	}
	plain := ask(c, http.MethodHead, "/assets/console-ABC.js")
	packed := ask(c, http.MethodHead, "/assets/console-ABC.js", "Accept-Encoding", "gzip")
	if plain.Header.Get("ETag") == packed.Header.Get("ETag") {
		t.Error("two forms have the same ETag")
	}
	if read(t, plain) != "" || plain.Header.Get("Content-Length") != "5" {
		t.Errorf("HEAD: %v", plain.Header)
	}
}

func TestSecurityHeaders(t *testing.T) {
	c := made(t, Options{})
	for _, path := range []string{"/", "/console.json", "/assets/console-ABC.js"} {
		header := ask(c, http.MethodGet, path).Header
		policy := header.Get("Content-Security-Policy")
		for _, want := range []string{
			"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'",
			"require-trusted-types-for 'script'",
		} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: no %s in %q", path, want, policy)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
			t.Errorf("%s: %q is not strict", path, policy)
		}
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", path, header)
		}
	}
}

func TestTheSecretIsToldOnlyWhenTrying(t *testing.T) {
	told := func(o Options) (m map[string]any) {
		answer := ask(made(t, o), http.MethodGet, "/console.json")
		if err := json.Unmarshal([]byte(read(t, answer)), &m); err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, c := range []struct {
		options Options
		want    map[string]any
	}{
		{Options{Version: "1.2"}, map[string]any{"version": "1.2", "dev": false}},
		{
			Options{Dev: &Client{ID: "id", Secret: "s"}},
			map[string]any{"version": "", "dev": true, "clientId": "id", "secret": "s"},
		},
	} {
		if got := told(c.options); !maps.Equal(got, c.want) {
			t.Errorf("told %v, want %v", got, c.want)
		}
	}
}

func TestWithoutABuildThePageSaysHowToBuildIt(t *testing.T) {
	c, err := newConsole(Options{}, fstest.MapFS{"dist/README.md": {Data: []byte("x")}})
	if err != nil {
		t.Fatal(err)
	}
	if body := read(t, ask(c, http.MethodGet, "/")); !strings.Contains(body, "make build") {
		t.Errorf("%s", body)
	}
}

// firstPaint is how much may come over the network, compressed, before the first page shows.
const firstPaint = 40_000

var loads = regexp.MustCompile(`(?:src|href)="([^"]+\.(?:js|css|svg))"`)

// TestTheBuild checks what was really built: that it is small, complete, and asks for nothing elsewhere.
func TestTheBuild(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	index := read(t, ask(c, http.MethodGet, "/"))
	if index == notBuilt {
		t.Skip("the console is not built: npm ci && npm run build")
	}
	total := len(index)
	names := loads.FindAllStringSubmatch(index, -1)
	for _, name := range names {
		answer := ask(c, http.MethodGet, "/"+name[1], "Accept-Encoding", "gzip")
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", name[1], answer.StatusCode)
		}
		total += len(read(t, answer))
	}
	t.Logf("%d files, %d bytes at first paint", len(names)+1, total)
	if len(names) < 4 || total > firstPaint {
		t.Errorf("%d files with %d bytes at first paint, want at most %d bytes", len(names)+1, total, firstPaint)
	}
	for _, forbidden := range []string{"<style", "<script>", "onclick=", "style="} {
		if strings.Contains(index, forbidden) {
			t.Errorf("the page has %s in it, which its policy forbids", forbidden)
		}
	}
	known := regexp.MustCompile(`https?://[^"'` + "`" + `\s)]+`)
	for name, f := range c.files {
		for _, address := range known.FindAllString(string(f.plain), -1) {
			if !strings.HasPrefix(address, "http://www.w3.org/") && !strings.HasPrefix(address, "https?://") {
				t.Errorf("%s names %s", name, address)
			}
		}
	}
}

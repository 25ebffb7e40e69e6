package tracker

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// budget is what the script may weigh on the wire, in bytes.
const budget = 6000

func TestScriptIsSmall(t *testing.T) {
	packed, err := compress(script)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes, %d compressed", len(script), len(packed))
	if len(packed) > budget {
		t.Errorf("the script has %d bytes when compressed, more than %d", len(packed), budget)
	}
}

// TestScriptIsFresh recomputes what build.mjs wrote beside the script: it needs neither Node nor the network.
func TestScriptIsFresh(t *testing.T) {
	sources, err := filepath.Glob("src/*")
	if err != nil || len(sources) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	sum := sha256.New()
	for _, name := range append(sources, "build.mjs", "package-lock.json") {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum.Write(content)
	}
	built, err := os.ReadFile("sojourn.js.sources")
	if err != nil {
		t.Fatal(err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != strings.TrimSpace(string(built)) {
		t.Error("sojourn.js was built from other sources: run npm run build in web/tracker")
	}
}

// get asks a handler.
func get(t *testing.T, h http.Handler, method, path string, header map[string]string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	content, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func served(t *testing.T) http.Handler {
	t.Helper()
	h, err := Script()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestScriptIsServedUnderAllNames(t *testing.T) {
	h := served(t)
	for _, path := range Paths() {
		r := get(t, h, http.MethodGet, path, nil)
		if r.StatusCode != http.StatusOK || !bytes.Equal(body(t, r), script) {
			t.Errorf("%s answers %d, or not with the script", path, r.StatusCode)
		}
		for name, want := range map[string]string{
			"Content-Type":                 "text/javascript; charset=utf-8",
			"X-Content-Type-Options":       "nosniff",
			"Access-Control-Allow-Origin":  "*",
			"Cross-Origin-Resource-Policy": "cross-origin",
			"Vary":                         "Accept-Encoding",
			"Cache-Control":                scriptCaching,
			"Content-Encoding":             "",
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestScriptIsCompressedForThoseWhoTakeThat(t *testing.T) {
	r := get(t, served(t), http.MethodGet, ScriptPath, map[string]string{"Accept-Encoding": "br, gzip;q=0.8"})
	if r.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("Content-Encoding is %q", r.Header.Get("Content-Encoding"))
	}
	unpacked, err := gzip.NewReader(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil || !bytes.Equal(content, script) {
		t.Errorf("unpacked, it is not the script (%v)", err)
	}
}

func TestScriptIsNotSentTwice(t *testing.T) {
	h := served(t)
	tags := map[string]bool{}
	for _, encoding := range []string{"", "gzip"} {
		first := get(t, h, http.MethodGet, ScriptPath, map[string]string{"Accept-Encoding": encoding})
		tag := first.Header.Get("ETag")
		again := get(t, h, http.MethodGet, ScriptPath, map[string]string{"Accept-Encoding": encoding, "If-None-Match": tag})
		if again.StatusCode != http.StatusNotModified || len(body(t, again)) > 0 {
			t.Errorf("%q: the same script answers %d", encoding, again.StatusCode)
		}
		tags[tag] = true
	}
	if len(tags) != 2 {
		t.Errorf("both forms have the tag %v", tags)
	}
	other := get(t, h, http.MethodGet, ScriptPath, map[string]string{"If-None-Match": `"0123456789abcdef"`})
	if other.StatusCode != http.StatusOK {
		t.Errorf("another script answers %d", other.StatusCode)
	}
}

func TestScriptCanOnlyBeRead(t *testing.T) {
	h := served(t)
	if r := get(t, h, http.MethodHead, ScriptPath, nil); r.StatusCode != http.StatusOK || len(body(t, r)) > 0 {
		t.Errorf("HEAD answers %d, or with a body", r.StatusCode)
	}
	r := get(t, h, http.MethodPost, ScriptPath, nil)
	if r.StatusCode != http.StatusMethodNotAllowed || r.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST answers %d and allows %q", r.StatusCode, r.Header.Get("Allow"))
	}
}

func TestAcceptsGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "br": false, "gzip": true, "GZIP": true, "br, gzip": true, "gzip;q=1": true, "gzip; q=0.5": true,
		"gzip;q=0": false, "gzip;q=0.000": false, "xgzip": false, "deflate, gzip;q=0, br": false, "gzip;q=": false,
	} {
		if got := acceptsGzip(header); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
}

func FuzzAcceptsGzip(f *testing.F) {
	f.Add("gzip;q=0.5, br")
	f.Add("gzip;;q=0,,")
	f.Fuzz(func(t *testing.T, header string) {
		if acceptsGzip(header) && !strings.Contains(strings.ToLower(header), "gzip") {
			t.Errorf("%q does not name gzip", header)
		}
	})
}

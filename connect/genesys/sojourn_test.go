package genesys

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// server is a Sojourn that answers as told.
func server(t *testing.T, answer func(w http.ResponseWriter, body string)) *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /oauth/token", func(w http.ResponseWriter, r *http.Request) {
		if _, secret, _ := r.BasicAuth(); secret != "s" {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"error":"invalid_client","error_description":"unknown client"}`)
			return
		}
		fmt.Fprint(w, `{"access_token":"t","token_type":"bearer","expires_in":3600}`)
	})
	mux.HandleFunc("POST /api/v2/sojourn/ingest/genesys", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Header.Get("Authorization") != "Bearer t" || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("headers %v", r.Header)
		}
		answer(w, string(body))
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestSojournForward(t *testing.T) {
	events := []json.RawMessage{json.RawMessage(`{"a": 1}`), json.RawMessage(`{"b":2}`)}
	for _, c := range []struct {
		name, secret, answer string
		status               int
		want                 string // of the error
		refused, bad         bool
	}{
		{"taken", "s", `{"accepted":1,"repeated":0,"refused":1,"errors":[{}]}`, 200, "", false, false},
		{"wrong secret", "x", "", 200, "log in to Sojourn", true, false},
		{"not allowed", "s", `{"message":"missing journey:event:add"}`, 403, "journey:event:add", true, false},
		{"token refused", "s", `{}`, 401, "permission", true, false},
		{"unreadable", "s", `{"message":"bad"}`, 400, "bad", false, true},
		{"too large", "s", ``, 413, "Too Large", false, true},
		{"busy", "s", `{"message":"queue full"}`, 503, "queue full", false, false},
		{"not there", "s", `<html>`, 404, "Not Found", false, false},
		{"answer is no JSON", "s", `<html>`, 200, "read the answer", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got string
			s := server(t, func(w http.ResponseWriter, body string) {
				got = body
				w.WriteHeader(c.status)
				fmt.Fprint(w, c.answer)
			})
			sojourn := NewSojourn(s.URL+"/", "c", c.secret, s.Client())
			err := sojourn.Forward(t.Context(), events)
			if c.want == "" && (err != nil || got != `[{"a":1},{"b":2}]` || sojourn.Refused() != 1) {
				t.Errorf("error %v, body %s, refused %d", err, got, sojourn.Refused())
			}
			if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("error %v", err)
			}
			if refused(err) != c.refused || errors.Is(err, ErrBadBatch) != c.bad {
				t.Errorf("refused %t, bad %t: %v", refused(err), errors.Is(err, ErrBadBatch), err)
			}
		})
	}
}

// The whole way over real sockets: region, puller, Sojourn.
func TestOverTheNetwork(t *testing.T) {
	bodies := make(chan string, 10)
	s := server(t, func(w http.ResponseWriter, body string) {
		bodies <- body
		fmt.Fprint(w, `{"accepted":1,"repeated":0,"refused":0,"errors":[]}`)
	})
	r := startRegion(t, nil, "")
	pull(t, r, func(o *Options) { o.Forward = NewSojourn(s.URL, "c", "s", nil).Forward })
	(<-r.sockets).send(event("1"))
	if got := <-bodies; got != fmt.Sprintf("[%s]", event("1")) {
		t.Errorf("body %s", got)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "3": 3 * time.Second, "-3": 0, "x": 0, "99999999999999999999": 0, "86400": maxRetryAfter,
		"Mon, 02 Mar 2026 09:00:30 GMT": 30 * time.Second, "Mon, 02 Mar 2026 08:00:00 GMT": 0,
		"Mon, 02 Mar 2099 09:00:30 GMT": maxRetryAfter,
	} {
		if got := retryAfter(http.Header{"Retry-After": {value}}, now); got != want {
			t.Errorf("%q: %s, want %s", value, got, want)
		}
	}
}

func TestTokensAreReplacedInTime(t *testing.T) {
	for seconds, want := range map[float64]time.Duration{
		86400: 21*time.Hour + 36*time.Minute, 3600: 54 * time.Minute, 1: time.Minute, -5: 54 * time.Minute,
		0: 54 * time.Minute, 1e300: 43*time.Hour + 12*time.Minute,
	} {
		if got := usable(seconds); got != want {
			t.Errorf("%g seconds: %s, want %s", seconds, got, want)
		}
	}
}

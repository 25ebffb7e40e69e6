package auth

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestCORS(t *testing.T) {
	call := func(method, origin string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "/", nil)
		if origin != "" {
			r.Header.Set("Origin", origin)
		}
		w := httptest.NewRecorder()
		if !CORS(w, r, "POST") {
			w.WriteHeader(http.StatusForbidden)
		}
		return w
	}
	check := func(w *httptest.ResponseRecorder, status int, want map[string]string) {
		t.Helper()
		if w.Code != status {
			t.Errorf("status %d, want %d", w.Code, status)
		}
		for name, value := range want {
			if got := w.Header().Get(name); got != value {
				t.Errorf("%s: %q, want %q", name, got, value)
			}
		}
		if w.Header().Get("Access-Control-Allow-Credentials") != "" {
			t.Error("credentials are allowed")
		}
	}
	const origin = "https://www.velo-shop.example"
	check(call("OPTIONS", origin), 204, map[string]string{
		"Access-Control-Allow-Origin":  origin,
		"Access-Control-Allow-Methods": "POST",
		"Access-Control-Allow-Headers": "content-type, authorization, x-journey-customer-token, x-sojourn-event-id",
		"Access-Control-Max-Age":       "86400",
		"Vary":                         "Origin",
	})
	check(call("POST", origin), 403, map[string]string{ // a refusal can be read, too
		"Access-Control-Allow-Origin":   origin,
		"Access-Control-Expose-Headers": "x-sojourn-event-id, inin-correlation-id, retry-after",
		"Access-Control-Max-Age":        "",
		"Vary":                          "Origin",
	})
	check(call("POST", ""), 403, map[string]string{"Access-Control-Allow-Origin": "", "Vary": "Origin"})
	check(call("OPTIONS", ""), 204, map[string]string{"Access-Control-Allow-Origin": "", "Vary": "Origin"})
}

package contract

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestWriteError(t *testing.T) {
	conflict := NewError(VersionConflict, "Version {given} does not match the current version {stored}.",
		"given", "3", "stored", "4")
	wait := NewError(ServiceUnavailable, "The queue is full.")
	wait.RetryAfter = 1500 * time.Millisecond
	long := NewError(TooManyRequests, "Too many.")
	long.RetryAfter = time.Hour
	limit := NewError(LimitExceeded, "At most 500.")
	limit.Limit = &Limit{Key: "segment.max", Namespace: LimitNamespaceJourney, Value: new(int64(500))}
	cases := []struct {
		name       string
		err        error
		status     int
		retryAfter string
		body       string // part of it
	}{
		{"parameters", conflict, 409, "", `"message":"Version 3 does not match the current version 4."`},
		{"placeholders", conflict, 409, "", `"messageWithParams":"Version {given} does not match the current version {stored}."`},
		{"messageParams", conflict, 409, "", `"messageParams":{"given":"3","stored":"4"}`},
		{"wrapped", fmt.Errorf("handler: %w", NewError(NotFound, "No such session.")), 404, "", `"code":"not.found","status":404`},
		{"field", InvalidField(InvalidValue, "page.url", "is no absolute URL"), 400, "",
			`"details":[{"errorCode":"invalid.value","fieldName":"page.url"}]`},
		{"field in the text", InvalidField(InvalidValue, "page.url", "is no URL"), 400, "", `"message":"page.url: is no URL"`},
		{"private cause", errors.New("disk sda1 is full"), 500, "", `"code":"internal.server.error"`},
		{"always there", NewError(NotFound, "No."), 404, "", `"messageParams":{},"contextId":"c0ffee","details":[],"errors":[]`},
		{"wait", wait, 503, "2", `"code":"service.unavailable"`},
		{"wait no longer than a minute", long, 429, "60", `"code":"too.many.requests.retry.after"`},
		{"limit", limit, 400, "", `"limit":{"key":"segment.max","namespace":"journey","value":500}`},
		{"text that is no UTF-8", NewError(BadRequest, "bad: {x}", "x", "\xff\x00\""), 400, "", `\u0000\"`},
		{"unknown code", NewError("made.up", "?"), 500, "", `"code":"made.up"`},
	}
	schemas := newSchemas(t)
	for _, c := range cases {
		w := httptest.NewRecorder()
		w.Header().Set(CorrelationHeader, "c0ffee")
		WriteError(w, c.err)
		if w.Code != c.status || w.Header().Get("Retry-After") != c.retryAfter {
			t.Errorf("%s: status %d, Retry-After %q", c.name, w.Code, w.Header().Get("Retry-After"))
		}
		if !strings.Contains(w.Body.String(), c.body) || strings.Contains(w.Body.String(), "sda1") {
			t.Errorf("%s: %s, want %s", c.name, w.Body, c.body)
		}
		if found := schemas.Validate("ErrorBody", w.Body.Bytes()); len(found) > 0 {
			t.Errorf("%s: %v", c.name, found)
		}
	}
}

func FuzzErrorIsJSON(f *testing.F) {
	f.Add("invalid.value", "{name}: is bad", "name", "a\"b")
	f.Add("\xff", "{", "", "\x00")
	schemas := newSchemas(f)
	f.Fuzz(func(t *testing.T, code, message, name, value string) {
		w := httptest.NewRecorder()
		WriteError(w, NewError(Code(code), message, name, value))
		if found := schemas.Validate("ErrorBody", w.Body.Bytes()); len(found) > 0 {
			t.Fatalf("%s: %v", w.Body, found)
		}
	})
}

package restapi

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// exported is an export that is known beforehand. It breaks off if it ends in "!".
type exported string

func (e exported) Export(_ context.Context, w io.Writer) error {
	if _, err := io.WriteString(w, string(e)); err != nil {
		return err
	}
	if strings.HasSuffix(string(e), "!") {
		return errors.New("the disk cannot be read")
	}
	return nil
}

func TestExportIsStreamed(t *testing.T) {
	const lines = "{\"record\":\"event\"}\n{\"record\":\"total\"}\n"
	h := newHarness(t, func(o *Options) { o.Exporter = exported(lines) })
	answer := h.call("GET", "/api/v2/sojourn/export", "", h.admin()...)
	if body := string(answer.Raw); answer.Code != 200 || body != lines {
		t.Errorf("%d %q", answer.Code, body)
	}
	if got := answer.Header.Get("Content-Type"); got != "application/x-ndjson" {
		t.Errorf("content type %q", got)
	}
	h.call("GET", "/api/v2/sojourn/export", "").want(401)
}

// A client must not take half an export for a whole one.
func TestABrokenExportBreaksTheConnection(t *testing.T) {
	h := newHarness(t, func(o *Options) { o.Exporter = exported("{}\n!") })
	server := httptest.NewServer(h.api)
	defer server.Close()
	request, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+"/api/v2/sojourn/export", nil)
	if err != nil {
		t.Fatal(err)
	}
	headers := h.admin()
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := server.Client().Do(request)
	if err != nil {
		return // broken off before the head was sent
	}
	defer func() { _ = response.Body.Close() }()
	if body, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("a broken export reads as a whole: %q", body)
	}
}

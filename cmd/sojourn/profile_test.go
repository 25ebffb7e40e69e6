package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"testing"
)

func TestProfilesAreForThisMachine(t *testing.T) {
	var log bytes.Buffer
	stop, err := serveProfiles(t.Context(), "127.0.0.1:0", slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	address := regexp.MustCompile(`http://[^ "\n]+`).FindString(log.String())
	response, err := http.Get(address + "goroutine?debug=1")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err != nil || !bytes.Contains(body, []byte("goroutine profile")) {
		t.Errorf("%s: %q, %v", address, body, err)
	}
	if _, err := serveProfiles(t.Context(), "0.0.0.0:0", slog.New(slog.DiscardHandler)); err == nil {
		t.Error("profiles are open to other machines")
	}
	if stop, err := serveProfiles(t.Context(), "", nil); err != nil {
		t.Error(err)
	} else {
		stop()
	}
}

package main

import (
	"bytes"
	"io"
	"net/http"
)

// direct is an http.RoundTripper that lets a handler of this process answer: no port, no network.
type direct struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (d direct) RoundTrip(request *http.Request) (*http.Response, error) {
	answer := &directAnswer{header: http.Header{}, status: http.StatusOK}
	d.handler.ServeHTTP(answer, request)
	return &http.Response{
		Status: http.StatusText(answer.status), StatusCode: answer.status, Header: answer.header,
		Body: io.NopCloser(&answer.body), Request: request,
	}, nil
}

// directAnswer keeps what a handler answers.
type directAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *directAnswer) Header() http.Header         { return a.header }
func (a *directAnswer) WriteHeader(status int)      { a.status = status }
func (a *directAnswer) Write(b []byte) (int, error) { return a.body.Write(b) }

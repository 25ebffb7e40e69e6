package wire

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// Answer is an HTTP answer, as far as a load generator looks at it. Its parts are valid until the next.
type Answer struct {
	Status int
	Head   []byte // status line and header lines
	Body   []byte
	size   int // of the whole on the wire
}

var errNotHTTP = errors.New("this is no HTTP/1.1 answer")

var (
	headEnd       = []byte("\r\n\r\n")
	contentLength = []byte("\r\nContent-Length: ")
	chunked       = []byte("\r\nTransfer-Encoding: chunked\r\n")
	lineEnd       = []byte("\r\n")
)

// parse reads the answer that b begins with. It is false if more bytes are needed.
func parse(b []byte) (a Answer, complete bool, err error) {
	end := bytes.Index(b, headEnd)
	if end < 0 {
		return a, false, nil
	}
	a.Head, b = b[:end+len(lineEnd)], b[end+len(headEnd):]
	if len(a.Head) < len("HTTP/1.1 200") || !bytes.HasPrefix(a.Head, []byte("HTTP/1.1 ")) {
		return a, false, errNotHTTP
	}
	if a.Status, err = strconv.Atoi(string(a.Head[9:12])); err != nil {
		return a, false, errNotHTTP
	}
	at := bytes.Index(a.Head, contentLength)
	switch {
	case at >= 0:
		digits := a.Head[at+len(contentLength):]
		length, err := strconv.Atoi(string(digits[:bytes.Index(digits, lineEnd)]))
		if err != nil || length < 0 {
			return a, false, fmt.Errorf("content length: %w", errNotHTTP)
		}
		if len(b) < length {
			return a, false, nil
		}
		a.Body = b[:length]
		a.size = end + len(headEnd) + length
	case bytes.Contains(a.Head, chunked):
		size, complete, err := a.dechunk(b)
		a.size = end + len(headEnd) + size
		return a, complete, err
	default: // 204, 304
		a.size = end + len(headEnd)
	}
	return a, true, nil
}

// dechunk reads a body in chunks and returns how many bytes of b it is.
func (a *Answer) dechunk(b []byte) (size int, complete bool, err error) {
	rest := b
	for {
		end := bytes.Index(rest, lineEnd)
		if end < 0 {
			return 0, false, nil
		}
		length, err := strconv.ParseInt(string(rest[:end]), 16, 32)
		if err != nil {
			return 0, false, fmt.Errorf("chunk: %w", errNotHTTP)
		}
		rest = rest[end+len(lineEnd):]
		if len(rest) < int(length)+len(lineEnd) {
			return 0, false, nil
		}
		a.Body = append(a.Body, rest[:length]...)
		rest = rest[int(length)+len(lineEnd):]
		if length == 0 {
			return len(b) - len(rest), true, nil
		}
	}
}

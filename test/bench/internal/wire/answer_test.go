package wire

import (
	"errors"
	"testing"
)

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		text     string
		status   int
		body     string
		left     int
		complete bool
	}{
		{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: now\r\n\r\nhelloHTTP", 200, "hello", 4, true},
		{"HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n", 204, "", 0, true},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\na\r\n, visitors\r\n0\r\n\r\nX", 200,
			"hello, visitors", 1, true},
		{"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n", 503, "", 0, true},
	} {
		got, complete, err := parse([]byte(c.text))
		if err != nil || complete != c.complete || got.Status != c.status || string(got.Body) != c.body ||
			len(c.text)-got.size != c.left {
			t.Errorf("%q: got %d %q, %d bytes, %v, %v", c.text, got.Status, got.Body, got.size, complete, err)
		}
		for cut := range len(c.text) - c.left {
			if _, complete, err := parse([]byte(c.text[:cut])); complete || err != nil {
				t.Errorf("%q is complete: %v, %v", c.text[:cut], complete, err)
			}
		}
	}
}

func TestWhatIsNoAnswer(t *testing.T) {
	for _, text := range []string{
		"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 \r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n",
	} {
		if _, _, err := parse([]byte(text)); !errors.Is(err, errNotHTTP) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"))
	f.Add([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, complete, err := parse(b)
		if complete && (err != nil || a.size > len(b) || a.size < len(a.Head)) {
			t.Errorf("%q: %d bytes, %v", b, a.size, err)
		}
	})
}

//go:build linux

package wire

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// conn is a connection with at most one request under way.
type conn struct {
	fd      int
	index   int
	request []byte // being sent
	sent    int
	answer  []byte // as far as it came
	since   time.Time
	ticket  Ticket
	watched bool // for room to write
}

const firstRead = 16 << 10

// send sends what is left of the request, as far as there is room.
func (c *conn) send(p *poller) error {
	for c.sent < len(c.request) {
		n, err := unix.Write(c.fd, c.request[c.sent:])
		switch {
		case err == nil:
			c.sent += n
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EAGAIN):
			if c.watched {
				return nil
			}
			c.watched = true
			return p.watchWrites(c.fd, c.index, true)
		default:
			return fmt.Errorf("send: %w", err)
		}
	}
	if c.watched {
		c.watched = false
		return p.watchWrites(c.fd, c.index, false)
	}
	return nil
}

// receive reads what is there. It is true if the answer is complete.
func (c *conn) receive() (a Answer, complete bool, err error) {
	c.answer = slices.Grow(c.answer, firstRead)
	n, err := unix.Read(c.fd, c.answer[len(c.answer):cap(c.answer)])
	switch {
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EINTR):
		return a, false, nil
	case err != nil:
		return a, false, fmt.Errorf("receive: %w", err)
	case n == 0:
		return a, false, fmt.Errorf("receive: %w", io.ErrUnexpectedEOF)
	}
	c.answer = c.answer[:len(c.answer)+n]
	a, complete, err = parse(c.answer)
	if complete {
		if a.size != len(c.answer) {
			return a, false, fmt.Errorf("%d bytes after the answer: %w", len(c.answer)-a.size, errNotHTTP)
		}
		c.answer = c.answer[:0]
	}
	return a, complete, err
}

package genesys

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/coder/websocket"
)

const (
	dialTimeout = 30 * time.Second
	// The service sends a heartbeat every 30 seconds. After silence we ask, after more silence we give up.
	maxSilence   = 45 * time.Second
	maxAnswering = 15 * time.Second
	// overlap is how long both links are read when one takes over, for what is still under way.
	overlap = 10 * time.Second
)

var (
	errSilent = errors.New("no heartbeat, and no answer to a ping")
	errGone   = errors.New("the channel does not exist any more")
)

// link is an open websocket and the goroutines that read it.
type link struct {
	client  *Client
	conn    *websocket.Conn
	channel channel
	opened  time.Time
	stop    context.CancelFunc
	closing chan struct{} // closed when the service has announced that it will close the socket
	warned  bool          // closing is closed
	ended   chan struct{} // closed when nothing is read any more
	err     error         // why; to be read after ended
}

// dial opens the websocket of a channel and begins to read.
func (c *Client) dial(ctx context.Context, ch channel) (*link, error) {
	limited, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	//nolint:bodyclose // the library closes it
	conn, _, err := websocket.Dial(limited, ch.address, &websocket.DialOptions{HTTPClient: c.options.HTTP})
	if err != nil {
		return nil, fmt.Errorf("open the websocket: %w", unaddressed(err))
	}
	conn.SetReadLimit(maxFrame)
	reading, stop := context.WithCancel(ctx)
	l := &link{
		client: c, conn: conn, channel: ch, opened: time.Now(), stop: stop,
		closing: make(chan struct{}), ended: make(chan struct{}),
	}
	c.links.Go(func() { l.run(reading) })
	return l, nil
}

// over reports whether the link has ended.
func (l *link) over() bool {
	select {
	case <-l.ended:
		return true
	default:
		return false
	}
}

// run takes what is read until the websocket or the context ends. Reading has a goroutine of its own,
// because a read that is cancelled closes the websocket, and silence deserves a question first.
func (l *link) run(ctx context.Context) {
	defer close(l.ended)
	defer l.stop()
	defer l.conn.CloseNow() //nolint:errcheck // it ends one way or another
	frames, failed := make(chan []byte), make(chan error, 1)
	l.client.links.Go(func() { failed <- l.read(ctx, frames) })
	silence := time.NewTimer(maxSilence)
	defer silence.Stop()
	asked := false
	for l.err == nil {
		select {
		case frame := <-frames:
			l.err = l.take(ctx, frame)
			asked = false
			silence.Reset(maxSilence) // after take: waiting for room in the outbox is not silence
		case l.err = <-failed:
		case <-silence.C:
			if asked {
				l.err = errSilent
				break
			}
			asked = true
			l.err = l.ask(ctx)
			silence.Reset(maxAnswering)
		}
	}
}

func (l *link) read(ctx context.Context, frames chan<- []byte) error {
	for {
		_, frame, err := l.conn.Read(ctx)
		if err != nil {
			return err
		}
		select {
		case frames <- frame:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// ask wants a sign of life.
func (l *link) ask(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, maxAnswering)
	defer cancel()
	return l.conn.Write(ctx, websocket.MessageText, []byte(`{"message":"ping"}`))
}

// take does what a message asks for. An error ends the link.
func (l *link) take(ctx context.Context, frame []byte) error {
	c := l.client
	what, m := classify(frame)
	switch what {
	case alive:
	case closing:
		if !l.warned {
			l.warned = true
			close(l.closing)
		}
	case gone:
		return errGone
	case detail:
		return c.keep(ctx, frame)
	case announcement:
		c.follow(m)
	case malformed:
		c.tally.change(func(n *Counts) { n.Malformed++ })
	default:
		c.tally.change(func(n *Counts) { n.Ignored++ })
	}
	return nil
}

// keep puts an event into the outbox.
func (c *Client) keep(ctx context.Context, event []byte) error {
	if len(event) > maxEvent {
		c.log.Error("an event is too large and is dropped", slog.Int("bytes", len(event)))
		c.tally.change(func(n *Counts) { n.Received++; n.Dropped++ })
		return nil
	}
	if err := c.outbox.put(ctx, event); err != nil {
		return err
	}
	c.tally.change(func(n *Counts) { n.Received++; n.Waiting = c.outbox.size() })
	return nil
}

// follow sees to the events of a conversation that was announced.
func (c *Client) follow(m message) {
	conversation, over, ok := announced(m.Body)
	if !ok {
		c.tally.change(func(n *Counts) { n.Malformed++ })
		return
	}
	if !c.following.announce(conversation, over, time.Now()) {
		c.tally.change(func(n *Counts) { n.Unfollowed++ })
	}
}

// retire closes a link that has a successor, after both were read for a while.
func (l *link) retire(ctx context.Context) {
	select {
	case <-l.ended:
		return
	case <-ctx.Done():
		return
	case <-time.After(overlap):
	}
	_ = l.conn.Close(websocket.StatusNormalClosure, "")
	l.stop()
}

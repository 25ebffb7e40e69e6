package genesys

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

const (
	// farewell is how long Run goes on delivering what was read before it was stopped.
	farewell = 10 * time.Second
	// steady is how long a link has to hold for the pause after it to be the shortest.
	steady = time.Minute
	// subscribePause is the least time between two changes of the topics; changes meanwhile go together.
	// The API allows 300 requests a minute.
	subscribePause = time.Second
)

// Client pulls the events. Make it with New, run it once.
type Client struct {
	options   Options
	log       *slog.Logger
	genesys   *api
	following *following
	outbox    *outbox
	tally     tally
	links     sync.WaitGroup
}

// New checks the options. Nothing is contacted before Run.
func New(o Options) (*Client, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	return &Client{
		options: o, log: o.Logger, following: newFollowing(), outbox: newOutbox(maxWaiting),
		tally: tally{tell: o.Progress},
		genesys: &api{
			name: "Genesys Cloud", base: o.APIURL, loginBase: o.LoginURL,
			id: o.ClientID, secret: o.ClientSecret, http: o.HTTP,
			advice: "check the client id, its secret and the region; the grant type must be client credentials",
		},
	}, nil
}

// Counts tell how it goes.
func (c *Client) Counts() Counts { return c.tally.read() }

// Run pulls and forwards until ctx ends, and then delivers what it has read. Trouble with the network or the
// other servers never ends it. It returns a *Refusal if somebody has to change something, an error if ctx
// ended and events could not be delivered within 10 seconds, else nil.
func (c *Client) Run(ctx context.Context) error {
	pulling, stopPulling := context.WithCancelCause(ctx)
	defer stopPulling(nil)
	delivering, stopDelivering := context.WithCancel(context.WithoutCancel(ctx))
	defer stopDelivering()

	delivered := make(chan error, 1)
	go func() {
		err := c.deliver(delivering)
		if err != nil {
			stopPulling(err)
		}
		delivered <- err
	}()
	err := c.supervise(pulling)
	stopPulling(err)
	c.links.Wait()
	c.tally.change(func(n *Counts) { n.Connected = false })

	c.outbox.close()
	patience := time.AfterFunc(farewell, stopDelivering)
	defer patience.Stop()
	err = errors.Join(err, <-delivered)
	if n := c.outbox.size(); n > 0 {
		err = errors.Join(err, fmt.Errorf("genesys: %d events that were read could not be delivered", n))
	}
	return err
}

// supervise keeps one link open, and opens the next one before the end of the old one where that is known.
// It returns a *Refusal, or nil when ctx is over.
func (c *Client) supervise(ctx context.Context) error {
	var (
		pauses  backoff
		current *link
		reuse   channel // of a link that ended early: it still has its topics
	)
	for {
		next, err := c.open(ctx, reuse)
		reuse = channel{}
		if err == nil {
			c.changeOver(ctx, current, next)
			current = next
			err = c.attend(ctx, current)
			if time.Since(current.opened) >= steady {
				pauses.reset()
			}
			if errors.Is(err, errAged) {
				continue
			}
			if current.over() && !errors.Is(err, errGone) && time.Now().Before(current.channel.until) {
				reuse = current.channel
			}
		}
		switch {
		case refused(err):
			return err
		case ctx.Err() != nil:
			return nil //nolint:nilerr // being told to stop is no failure
		}
		if err := c.pause(ctx, &pauses, current, err); err != nil {
			return nil //nolint:nilerr // ctx is over
		}
	}
}

// open makes a link: in the given channel, or in a new one if that is the zero value.
func (c *Client) open(ctx context.Context, ch channel) (*link, error) {
	if ch.id == "" {
		topics, err := c.announcers(ctx)
		if err != nil {
			return nil, err
		}
		c.following.fix(topics)
		if ch, err = c.newChannel(ctx); err != nil {
			return nil, err
		}
	}
	if err := c.subscribe(ctx, ch); err != nil {
		return nil, err
	}
	return c.dial(ctx, ch)
}

// changeOver lets next take over from current, if there is one.
func (c *Client) changeOver(ctx context.Context, current, next *link) {
	c.tally.change(func(n *Counts) { n.Connects++; n.Connected = true })
	c.log.Info("reading the notifications of Genesys Cloud")
	if current != nil {
		c.links.Go(func() { current.retire(ctx) })
	}
}

// Why a link that still works wants a successor.
var (
	errAged    = errors.New("the channel is getting old")
	errClosing = errors.New("the service is about to close the socket")
)

// attend changes the topics of a link as conversations come. It returns when the link has ended or wants a
// successor, when ctx is over, or when Genesys refuses; the error is the reason.
func (c *Client) attend(ctx context.Context, l *link) error {
	aged := time.NewTimer(time.Until(l.channel.until))
	defer aged.Stop()
	var (
		pauses  backoff
		changed = c.following.changed
		again   <-chan time.Time // when changed is looked at again
	)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-l.ended:
			return l.err
		case <-l.closing:
			return errClosing
		case <-aged.C:
			return errAged
		case <-again:
			changed = c.following.changed
		case <-changed:
			pause := subscribePause
			switch err := c.subscribe(ctx, l.channel); {
			case err == nil:
				pauses.reset()
			case refused(err) || ctx.Err() != nil:
				return err
			case status(err) == http.StatusNotFound:
				return errGone
			default:
				pause = pauses.next(err)
				c.following.signal()
				c.log.Warn("the topics cannot be changed, trying again", slog.Duration("in", pause),
					slog.Any("error", err))
			}
			changed, again = nil, time.After(pause)
		}
	}
}

// pause waits before another attempt. It fails when ctx is over.
func (c *Client) pause(ctx context.Context, pauses *backoff, current *link, err error) error {
	if current == nil || current.over() {
		c.tally.change(func(n *Counts) { n.Connected = false })
	}
	wait := pauses.next(err)
	c.log.Warn("another connection to Genesys Cloud is needed", slog.Duration("in", wait), slog.Any("error", err))
	return sleep(ctx, wait)
}

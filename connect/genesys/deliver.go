package genesys

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"
)

// deliverPause is the least time between two calls of Forward, so that events gather: Sojourn allows an access
// token 300 requests a minute, unless its settings say otherwise.
const deliverPause = 500 * time.Millisecond

// deliver forwards what comes into the outbox until that is closed and empty, or ctx is over. It returns
// an error only for a *Refusal.
func (c *Client) deliver(ctx context.Context) error {
	for {
		batch := c.outbox.batch(ctx)
		if len(batch) == 0 || ctx.Err() != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
		if err := c.forward(ctx, batch); refused(err) {
			return err
		} else if err != nil {
			break // ctx is over; what is left is counted by Run
		}
		if len(batch) < maxBatch && sleep(ctx, deliverPause) != nil {
			break
		}
	}
	return nil //nolint:nilerr // ctx is over: what is left is counted by Run
}

// forward repeats until the batch is taken; one that can never be taken is halved.
func (c *Client) forward(ctx context.Context, batch []json.RawMessage) error {
	var pauses backoff
	for {
		err := c.options.Forward(ctx, batch)
		switch {
		case err == nil:
			c.taken(len(batch), 0)
			return nil
		case refused(err) || ctx.Err() != nil:
			return err
		case errors.Is(err, ErrBadBatch) && len(batch) == 1:
			c.log.Error("an event cannot be delivered and is dropped", slog.Any("error", err))
			c.taken(0, 1)
			return nil
		case errors.Is(err, ErrBadBatch):
			half := len(batch) / 2
			if err := c.forward(ctx, batch[:half:half]); err != nil {
				return err
			}
			return c.forward(ctx, batch[half:])
		}
		pause := pauses.next(err)
		c.log.Warn("events are not taken, trying again", slog.Int("events", len(batch)),
			slog.Duration("in", pause), slog.Any("error", err))
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// taken removes the oldest events, which were forwarded or dropped.
func (c *Client) taken(forwarded, dropped int) {
	c.outbox.drop(forwarded + dropped)
	c.tally.change(func(n *Counts) {
		n.Forwarded += uint64(forwarded)
		n.Dropped += uint64(dropped)
		n.Waiting = c.outbox.size()
	})
}

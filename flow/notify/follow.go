package notify

import (
	"context"
	"errors"
	"time"

	"sojourn/journey"
	"sojourn/journey/codec"
)

// gather is how long the hub lets records gather before it reads on: looking into the log for each would cost more than
// reading it. It is so short that the log still has them at hand, not only on the disk.
const gather = 20 * time.Millisecond

// tellEvery is how many records are read before the sessions that they changed are told.
const tellEvery = 256

// speakEvery is how often counters are told.
const speakEvery = time.Second

// advance reads on to the end of the log.
func (h *Hub) advance(ctx context.Context) error {
	end := h.o.Feed.End()
	if at := h.at(); at >= h.live && end-at > h.o.Window {
		h.o.Logger.Warn("the live stream is too slow, and leaves records out", "records", end-at)
		h.skip(end)
	}
	at := h.at()
	if at == end {
		return nil
	}
	read := 0
	for entry, err := range h.o.Feed.Read(ctx, at) {
		if err != nil {
			return err
		}
		if entry.Position > end {
			break // durable, but not in the index yet
		}
		h.take(entry)
		if read++; read%tellEvery == 0 {
			h.tell(ctx)
		}
	}
	h.moveTo(end) // what is missing up to there was erased
	return nil
}

func (h *Hub) at() journey.Position {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.position
}

func (h *Hub) moveTo(at journey.Position) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.position = max(h.position, at)
}

// skip leaves out the records up to a position. The counters know nothing of what was before.
func (h *Hub) skip(end journey.Position) {
	h.pace.forget()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.position = max(h.position, end)
	h.minutes.since = journey.InstantOf(h.o.Now())
	for s := range h.concerned(journey.ID{}) {
		s.cut(h.position)
	}
	for id := range h.single {
		for s := range h.single[id] {
			s.cut(h.position)
		}
	}
}

// take counts a record, and tells those who want every change.
func (h *Hub) take(entry Entry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	heard := h.open > 0 && entry.Position > h.live
	n, err := h.listener.read(entry.Data, heard)
	h.position = entry.Position
	if err != nil {
		h.o.Logger.Warn("a record could not be read", "position", entry.Position, "error", err)
		return
	}
	if n.event != nil {
		if h.minutes.since == 0 && h.counted() > 1 {
			h.minutes.since = n.event.Received // in front of it nobody looked
		}
		h.minutes.count(n.event)
	}
	if !heard {
		return
	}
	for _, id := range [...]journey.ID{n.session, n.ended} {
		if h.wanted(id) {
			h.pace.touch(id, entry.Position)
		}
	}
	h.tellChange(&n, entry)
}

// counted is the position with which the counters began.
func (h *Hub) counted() journey.Position { return h.live - min(h.live, h.o.Window) + 1 }

// concerned yields those who follow a session.
func (h *Hub) concerned(id journey.ID) func(yield func(*Subscription) bool) {
	return func(yield func(*Subscription) bool) {
		for _, some := range [...]subscribers{h.every, h.single[id]} {
			for s := range some {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// wanted reports whether anybody wants to be told when the session changed.
func (h *Hub) wanted(id journey.ID) bool {
	if id.IsZero() {
		return false
	}
	for s := range h.concerned(id) {
		if s.interest.Updates {
			return true
		}
	}
	return false
}

// tellChange hands a record to those who want it. It is decoded for them once.
func (h *Hub) tellChange(n *news, entry Entry) {
	if n.session.IsZero() || h.changes == 0 && len(h.single[n.session]) == 0 {
		return
	}
	var change *Change
	for s := range h.concerned(n.session) {
		if !s.interest.Changes {
			continue
		}
		if change == nil {
			record, err := codec.DecodeRecord(entry.Data)
			if err != nil {
				h.o.Logger.Warn("a record could not be read", "position", entry.Position, "error", err)
				return
			}
			change = &Change{At: entry.Position, Record: record}
		}
		low := entry.Position
		if s.interest.Updates {
			low = min(low, h.pace.low(entry.Position))
		}
		s.push(Item{Change: change}, low, entry.Position)
	}
}

// tell tells the sessions that are due, and now and then the counters.
func (h *Hub) tell(ctx context.Context) {
	now := time.Now()
	for ctx.Err() == nil {
		id, found := h.pace.next(now)
		if !found {
			break
		}
		h.update(ctx, id)
	}
	h.mu.Lock()
	h.low = h.pace.low(h.position)
	h.mu.Unlock()
	if now.Sub(h.spoken) >= speakEvery {
		h.spoken = now
		h.speak()
	}
}

// update loads a session and hands it to those who want it.
func (h *Hub) update(ctx context.Context, id journey.ID) {
	h.mu.Lock()
	wanted := h.wanted(id)
	h.mu.Unlock()
	if !wanted {
		return
	}
	session, err := h.o.Sessions.Session(ctx, id)
	switch {
	case errors.Is(err, journey.ErrNoSession): // erased meanwhile
		return
	case err != nil && ctx.Err() == nil:
		h.o.Logger.Warn("the live stream could not read a session", "session", id, "error", err)
		h.skip(h.at())
		return
	case err != nil:
		return
	}
	update := &Update{Session: session}
	h.mu.Lock()
	defer h.mu.Unlock()
	low := h.pace.low(h.position)
	for s := range h.concerned(id) {
		if s.interest.Updates {
			s.push(Item{Update: update}, low, h.position)
		}
	}
}

// speak tells the counters that changed.
func (h *Hub) speak() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, m := range h.minutes.take() {
		low := h.pace.low(h.position)
		for s := range h.every {
			if s.interest.Minutes {
				s.push(Item{Minute: &m}, low, h.position)
			}
		}
	}
}

// wait returns when there is more to read or to tell.
func (h *Hub) wait(ctx context.Context) {
	h.mu.Lock()
	at, unspoken := h.position, h.minutes.any
	h.mu.Unlock()
	until, bounded := h.pace.due()
	if spoken := h.spoken.Add(speakEvery); unspoken && (!bounded || spoken.Before(until)) {
		until, bounded = spoken, true
	}
	waiting, cancel := ctx, context.CancelFunc(func() {})
	if bounded {
		waiting, cancel = context.WithDeadline(ctx, until)
	}
	defer cancel()
	if err := h.o.Feed.Wait(waiting, at); err != nil {
		if waiting.Err() == nil {
			pause(ctx, retryAfter) // the log has closed
		}
		return
	}
	pause(ctx, gather)
}

// pause waits, unless ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

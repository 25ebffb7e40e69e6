package restapi

import (
	"context"
	"errors"
	"net/http"
	"time"

	"sojourn/flow/notify"
	"sojourn/journey"
	"sojourn/web/contract"
)

// streamHeartbeat is how long a stream is silent at most. As often it is checked whether its reader still may read it.
const streamHeartbeat = 15 * time.Second

// retryStream is when a client may try again that found too many streams.
const retryStream = 10 * time.Second

// eventView is needed to be told the entries of a session.
const viewEvents = "journey:event:view"

// stream is one open GET /sojourn/stream.
type stream struct {
	*api
	r       *request
	filter  liveFilter
	session journey.ID // the only one; zero: all that pass the filter
	entries bool       // of that session
	named   bool       // contacts are shown by name
	sub     *notify.Subscription
	log     journey.ID // that its cursors are of
	out     *messages
}

// getStream answers GET /sojourn/stream: what changes, as server-sent events, until the client goes away, its token is
// good no more, or the server stops.
func (a *api) getStream(w http.ResponseWriter, r *request) error {
	if a.Live.Hub == nil {
		return contract.NewError(contract.NotImplemented, "This server does not tell what is live.")
	}
	s := &stream{api: a, r: r, entries: r.caller().May([]string{viewEvents}, false)}
	s.named = r.caller().May([]string{contactNames}, false)
	if err := s.readQuery(r.query()); err != nil {
		return err
	}
	start, err := s.subscribe()
	if err != nil {
		return err
	}
	defer s.sub.Close()
	opening, err := s.opening(start)
	if err != nil {
		return err
	}
	if s.out = newMessages(w); r.Method == http.MethodHead {
		return nil
	}
	err = s.out.send(opening)
	if err == nil {
		err = s.run(start.Cursor.At)
	}
	if err != nil && r.Context().Err() == nil && !errors.Is(err, errUnread) {
		a.Log.Warn("a stream broke off, its reader will come back", "error", err)
	}
	return nil
}

// readQuery reads the parameters.
func (s *stream) readQuery(q query) (err error) {
	if s.filter, err = s.liveFilter(s.r.Context(), q); err != nil {
		return err
	}
	text := q.Get("sessionId")
	if text == "" {
		s.entries = false
		return nil
	}
	if s.session, err = journey.ParseID(text); err != nil {
		return notFound("session", text)
	}
	return nil
}

// subscribe begins where the reader left off, or now.
func (s *stream) subscribe() (start notify.Start, err error) {
	cursor := s.r.Header.Get("Last-Event-ID")
	if cursor == "" {
		cursor = s.r.query().Get("cursor")
	}
	want := notify.Interest{
		Session: s.session, Updates: true, Changes: s.entries, Minutes: s.session.IsZero(),
	}
	s.sub, start, err = s.Live.Hub.Subscribe(want, cursor)
	s.log = start.Cursor.Log
	switch {
	case errors.Is(err, notify.ErrFull):
		_, limit := s.Live.Hub.Subscribers()
		full := contract.NewError(contract.TooManyRequests,
			"{limit} streams are open. There can be no more at a time.", "limit", itoa(limit))
		full.RetryAfter = retryStream
		return start, full
	case errors.Is(err, notify.ErrStopped):
		return start, unavailable("The server is starting or stopping. Open the stream again.")
	}
	return start, err
}

// opening is what a stream begins with: hello, and of one session how it is.
func (s *stream) opening(start notify.Start) (b []byte, err error) {
	hello := contract.SojournStreamHello{
		Cursor: start.Cursor.String(), Date: contract.TimeOf(s.Now()),
		HeartbeatSeconds: int64(streamHeartbeat / time.Second),
	}
	if b, err = appendMessage(b, messageHello, start.Cursor, hello); err != nil {
		return b, err
	}
	if start.Reset {
		if b, err = s.appendBreak(b, messageReset, start.Cursor); err != nil {
			return b, err
		}
	}
	if s.session.IsZero() {
		return b, nil
	}
	session, err := s.Sessions.Session(s.r.Context(), s.session)
	if errors.Is(err, journey.ErrNoSession) {
		return b, notFound("session", s.session.String())
	}
	if err != nil {
		return b, err
	}
	return s.appendUpdate(b, start.Cursor, &notify.Update{Session: session})
}

// run tells what changes behind a position until something ends it.
func (s *stream) run(at journey.Position) error {
	sent, checked := time.Now(), time.Now()
	for {
		items, err := s.next(sent.Add(streamHeartbeat))
		if errors.Is(err, notify.ErrStopped) {
			return nil
		}
		if err != nil {
			return err
		}
		b := s.out.buffer[:0]
		for i := range items {
			if b, err = s.appendItem(b, &items[i]); err != nil {
				return err
			}
			at = items[i].At
		}
		if len(b) == 0 && time.Since(sent) >= streamHeartbeat {
			at = max(at, s.sub.Known())
			b = appendHeartbeat(b, notify.Cursor{Log: s.log, At: at})
		}
		if time.Since(checked) >= streamHeartbeat {
			checked = time.Now()
			if !s.stillAllowed() {
				return nil
			}
			if err := s.resolve(s.r.Context(), &s.filter); err != nil {
				return err
			}
		}
		if len(b) == 0 {
			continue
		}
		if err := s.out.send(b); err != nil {
			return err
		}
		sent = time.Now()
	}
}

// next waits for items; there are none when the time for a heartbeat has come.
func (s *stream) next(heartbeat time.Time) ([]notify.Item, error) {
	ctx, cancel := context.WithDeadline(s.r.Context(), heartbeat)
	defer cancel()
	items, err := s.sub.Next(ctx)
	if err != nil && ctx.Err() != nil && s.r.Context().Err() == nil {
		return nil, nil
	}
	return items, err
}

// stillAllowed reports whether the token is good and the client may do what it could when it came.
func (s *stream) stillAllowed() bool {
	caller, err := s.Guard.Identify(s.r.Request)
	return err == nil && caller.May(s.r.route.operation.Permissions, false) &&
		(!s.entries || caller.May([]string{viewEvents}, false)) &&
		(!s.named || caller.May([]string{contactNames}, false))
}

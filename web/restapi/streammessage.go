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

// The names of the events of a stream. The data of each is what SojournStreamMessage has under its name.
const (
	messageHello   = "hello"
	messageSession = "session"
	messageEntry   = "entry"
	messageMinute  = "minute"
	messageGap     = "gap"
	messageReset   = "reset"
)

// appendItem appends what the reader is told of an item, if anything.
func (s *stream) appendItem(b []byte, item *notify.Item) ([]byte, error) {
	cursor := notify.Cursor{Log: s.log, At: item.At}
	switch {
	case item.Gap:
		return s.appendBreak(b, messageGap, cursor)
	case item.Minute != nil:
		return appendMessage(b, messageMinute, cursor, minuteView(*item.Minute))
	case item.Update != nil:
		return s.appendUpdate(b, cursor, item.Update)
	case item.Change != nil:
		return s.appendEntries(b, cursor, item.Change)
	}
	return b, nil
}

func (s *stream) appendBreak(b []byte, name string, cursor notify.Cursor) ([]byte, error) {
	return appendMessage(b, name, cursor, contract.SojournStreamBreak{Cursor: cursor.String()})
}

// appendUpdate appends a session's row. The row is written once for all streams that show contacts alike.
func (s *stream) appendUpdate(b []byte, cursor notify.Cursor, update *notify.Update) ([]byte, error) {
	ctx := context.WithoutCancel(s.r.Context()) // others use what is made here
	if fits, err := s.matches(ctx, &s.filter, update.Session); err != nil || !fits {
		return b, err
	}
	form := &update.Forms[0]
	if s.named {
		form = &update.Forms[1]
	}
	row, err := form.Get(func() ([]byte, error) {
		row, err := s.liveRow(ctx, update.Session, s.named)
		if err != nil {
			return nil, err
		}
		return contract.AppendJSON(nil, row)
	})
	if err != nil {
		return b, err
	}
	return appendData(b, messageSession, cursor, row), nil
}

// appendEntries appends an event and what followed from it. Only the last of them has the cursor: who loses the
// connection in between is told all of them again.
func (s *stream) appendEntries(b []byte, cursor notify.Cursor, change *notify.Change) ([]byte, error) {
	event, ok := change.Record.(*journey.Accepted)
	if !ok {
		return b, nil
	}
	session, err := s.Sessions.Session(s.r.Context(), event.Session)
	if errors.Is(err, journey.ErrNoSession) {
		return b, nil // erased meanwhile
	}
	if err != nil {
		return b, err
	}
	entries := []journey.Entry{event.Entry()}
	for _, t := range event.News() {
		entries = append(entries, event.Followers(t)...)
	}
	views, err := s.entryViews(s.r.Context(), session, entries)
	if err != nil {
		return b, err
	}
	for i := range views {
		at := cursor
		if i < len(views)-1 {
			at = notify.Cursor{}
		}
		if b, err = appendMessage(b, messageEntry, at, views[i]); err != nil {
			return b, err
		}
	}
	return b, nil
}

// appendMessage appends an event whose data is a wire type.
func appendMessage(b []byte, name string, cursor notify.Cursor, v any) ([]byte, error) {
	data, err := contract.AppendJSON(nil, v)
	if err != nil {
		return b, err
	}
	return appendData(b, name, cursor, data), nil
}

// appendData appends an event. JSON has no line breaks, so its data is one line. A zero cursor is left out.
func appendData(b []byte, name string, cursor notify.Cursor, data []byte) []byte {
	b = append(append(b, "event: "...), name...)
	if cursor != (notify.Cursor{}) {
		b = cursor.Append(append(b, "\nid: "...))
	}
	b = append(append(b, "\ndata: "...), data...)
	return append(b, "\n\n"...)
}

// appendHeartbeat appends a sign of life. Its cursor moves a reader on to whom nothing was told for long, so that it
// does not fall too far behind to come back.
func appendHeartbeat(b []byte, cursor notify.Cursor) []byte {
	return append(cursor.Append(append(b, ": heartbeat\nid: "...)), "\n\n"...)
}

// messages is the answer of a stream.
type messages struct {
	http.ResponseWriter
	controller *http.ResponseController
	buffer     []byte // for the next send
}

// errUnread says that a reader takes nothing any more.
var errUnread = errors.New("restapi: the reader of a stream is gone, or takes nothing")

// How long a reader may take for what was written at once, and how much memory is kept to write with.
const (
	takeTimeout = 30 * time.Second
	keptBuffer  = 256 << 10
)

// newMessages begins the answer. It may take as long as it takes.
func newMessages(w http.ResponseWriter) *messages {
	m := &messages{ResponseWriter: w, controller: http.NewResponseController(w)}
	header := w.Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("X-Accel-Buffering", "no") // proxies hand every event on at once
	if answer, ok := w.(*answer); ok {
		answer.stream()
	}
	return m
}

// send hands events to the reader.
func (m *messages) send(b []byte) error {
	if m.buffer = b; cap(b) > keptBuffer {
		m.buffer = nil
	}
	_ = m.controller.SetWriteDeadline(time.Now().Add(takeTimeout)) // a recorder in a test has none
	if _, err := m.Write(b); err != nil {
		return errUnread
	}
	if err := m.controller.Flush(); err != nil {
		return errUnread
	}
	return nil
}

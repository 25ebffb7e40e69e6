package notify

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"sojourn/journey"
	"sojourn/journey/codec"
)

// missed is what a subscriber missed that came back, read from the log by its own goroutine while its queue fills with
// what is new.
type missed struct {
	hub      *Hub
	interest Interest
	from     journey.Position // the subscriber's cursor
	at, end  journey.Position // read up to at; the hub tells what is behind end
	started  bool
	failed   error // why there is nothing more to be read
	read     func() (Entry, error, bool)
	stop     func()
	listener listener
	touched  map[journey.ID]bool
	sessions []journey.ID // that changed, in the order of their first change
}

// How much is read, and told, at a time.
const (
	readAtOnce = 20_000
	toldAtOnce = 256
)

// next returns some of it, and whether there may be more. Not many subscribers read at the same time.
func (m *missed) next(ctx context.Context) (items []Item, more bool, err error) {
	select {
	case m.hub.catching <- struct{}{}:
		defer func() { <-m.hub.catching }()
	case <-m.hub.stopped:
		return nil, false, ErrStopped
	case <-ctx.Done():
		return nil, true, ctx.Err()
	}
	ctx = context.WithoutCancel(ctx) // what is left is short
	m.start(ctx)
	items = m.records()
	if m.at == m.end {
		items = append(items, m.updates(ctx, toldAtOnce-len(items))...)
	}
	switch {
	case m.failed != nil:
		return nil, false, m.failed
	case m.at < m.end || len(m.sessions) > 0:
		return items, true, nil
	case len(items) > 0:
		items[len(items)-1].At = m.end
	}
	return items, false, nil
}

// start opens the log, once.
func (m *missed) start(ctx context.Context) {
	if m.started {
		return
	}
	m.started, m.touched = true, make(map[journey.ID]bool)
	m.read, m.stop = iter.Pull2(m.hub.o.Feed.Read(ctx, m.at))
}

func (m *missed) close() {
	if m.started {
		m.stop()
	}
}

// records reads on, to the end or until there is something to tell.
func (m *missed) records() (items []Item) {
	for n := 0; n < readAtOnce && len(items) < toldAtOnce && m.at < m.end; n++ {
		entry, err, found := m.read()
		if err != nil {
			m.failed = fmt.Errorf("notify: read what a subscriber missed: %w", err)
			return items
		}
		if !found || entry.Position > m.end {
			m.at = m.end // what is missing up to there was erased
			return items
		}
		m.at = entry.Position
		item, wanted, err := m.take(entry)
		if err != nil {
			m.hub.o.Logger.Warn("a record could not be read", "position", entry.Position, "error", err)
		}
		if wanted {
			items = append(items, item)
		}
	}
	return items
}

// take notes whom a record concerns, and returns it if the subscriber wants it.
func (m *missed) take(entry Entry) (item Item, wanted bool, err error) {
	n, err := m.listener.read(entry.Data, true)
	if err != nil {
		return Item{}, false, err
	}
	for _, id := range [...]journey.ID{n.session, n.ended} {
		if m.interest.Updates && m.interest.about(id) && !m.touched[id] {
			m.touched[id] = true
			m.sessions = append(m.sessions, id)
		}
	}
	if !m.interest.Changes || !m.interest.about(n.session) {
		return Item{}, false, nil
	}
	record, err := codec.DecodeRecord(entry.Data)
	if err != nil {
		return Item{}, false, err
	}
	return Item{At: m.cursor(), Change: &Change{At: m.at, Record: record}}, true, nil
}

// cursor is how far the subscriber knows everything: the sessions are told behind the changes, unless it looks at its
// only one anyway when it comes back.
func (m *missed) cursor() journey.Position {
	if m.interest.Updates && m.interest.Session.IsZero() {
		return m.from
	}
	return m.at
}

// updates loads sessions that changed, as they are now.
func (m *missed) updates(ctx context.Context, limit int) (items []Item) {
	for len(m.sessions) > 0 && len(items) < limit {
		session, err := m.hub.o.Sessions.Session(ctx, m.sessions[0])
		m.sessions = m.sessions[1:]
		switch {
		case errors.Is(err, journey.ErrNoSession): // erased
		case err != nil:
			m.failed = fmt.Errorf("notify: session: %w", err)
			return items
		default:
			items = append(items, Item{At: m.cursor(), Update: &Update{Session: session}})
		}
	}
	return items
}

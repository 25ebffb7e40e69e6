package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"time"
)

// demoWatch finds out which segments were assigned and which outcomes were achieved. It reads the sessions that had
// events since it looked last, and counts what happened in them since it began. So it needs as many requests as there
// are pages of such sessions, however many events there are.
type demoWatch struct {
	rules  *demoRules
	tally  *demoTally
	begun  time.Time // all dates are the server's
	newest time.Time // event that was seen
	seen   map[demoNews]struct{}
	failed error // the newest look
}

// demoNews is a definition that matched. Later sessions of a customer show the segments that it holds with the date
// of old: that is the same news.
type demoNews struct {
	definition, customer string
	at                   int64 // in milliseconds
}

const (
	watchEvery    = time.Second
	watchPatience = 10 * time.Second // with one look
	watchOverlap  = 5 * time.Second  // events become visible in any order, but not that late
	watchMemory   = 24 * time.Hour   // a match that is older is not counted any more
)

// watchedSession is what a listing of sessions tells that matters here.
type watchedSession struct {
	ID, CustomerID     string
	LastEvent          struct{ CreatedDate time.Time }
	SegmentAssignments []struct {
		Segment      struct{ ID string }
		AssignedDate time.Time
	}
	OutcomeAchievements []struct {
		Outcome      struct{ ID string }
		AchievedDate time.Time
	}
}

const sessionsPath = "/api/v2/sojourn/sessions?"

// newDemoWatch begins to watch: what happened before does not count.
func newDemoWatch(ctx context.Context, rules *demoRules, tally *demoTally) (*demoWatch, error) {
	w := &demoWatch{rules: rules, tally: tally, seen: map[demoNews]struct{}{}}
	var newest struct{ Entities []watchedSession }
	err := rules.api.call(ctx, http.MethodGet, sessionsPath+"state=all&pageSize=1", nil, &newest)
	if err != nil {
		return nil, err
	}
	for i := range newest.Entities {
		w.begun = newest.Entities[i].latest()
	}
	w.newest = w.begun
	tally.watches(rules.all)
	return w, nil
}

// run looks every second until all is sent, and once more then. A nil watch has nothing to look at.
func (w *demoWatch) run(sent <-chan struct{}) {
	if w == nil {
		return
	}
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for ending := false; !ending; {
		select {
		case <-sent:
			ending = true
		case <-ticker.C:
		}
		ctx, cancel := context.WithTimeout(context.Background(), watchPatience)
		w.look(ctx)
		cancel()
	}
}

// trouble tells why the newest look failed; nothing if it did not.
func (w *demoWatch) trouble() string {
	if w == nil || w.failed == nil {
		return ""
	}
	return fmt.Sprintf("There may be more: the sessions could not be read: %v.\n", w.failed)
}

// look reads all sessions with new events. After a failure it logs in again and leaves the rest to the next look.
func (w *demoWatch) look(ctx context.Context) {
	query := url.Values{"state": {"all"}, "pageSize": {"200"}}
	if !w.newest.IsZero() {
		query.Set("from", w.newest.Add(-watchOverlap).UTC().Format(time.RFC3339))
	}
	newest := w.newest
	for path := sessionsPath + query.Encode(); path != ""; {
		var page struct {
			Entities []watchedSession
			NextURI  string
		}
		if w.failed = w.rules.api.call(ctx, http.MethodGet, path, nil, &page); w.failed != nil {
			_ = w.rules.logIn(ctx) // the next look tells whether that helped
			return
		}
		for i := range page.Entities {
			newest = latest(newest, page.Entities[i].LastEvent.CreatedDate)
			w.count(&page.Entities[i])
		}
		path = page.NextURI
	}
	w.newest = newest
	oldest := newest.Add(-watchMemory)
	w.begun = latest(w.begun, oldest)
	maps.DeleteFunc(w.seen, func(n demoNews, _ struct{}) bool { return n.at < oldest.UnixMilli() })
}

// count counts what happened in a session and was not seen before.
func (w *demoWatch) count(s *watchedSession) {
	for _, a := range s.SegmentAssignments {
		w.happened(s, a.Segment.ID, a.AssignedDate)
	}
	for _, a := range s.OutcomeAchievements {
		w.happened(s, a.Outcome.ID, a.AchievedDate)
	}
}

func (w *demoWatch) happened(s *watchedSession, definition string, at time.Time) {
	news := demoNews{definition, s.CustomerID, at.UnixMilli()}
	if _, known := w.seen[news]; known || !at.After(w.begun) {
		return
	}
	w.seen[news] = struct{}{}
	w.tally.matched(definition, s.ID)
}

// latest is the date of the newest thing in a session.
func (s *watchedSession) latest() time.Time {
	newest := s.LastEvent.CreatedDate
	for _, a := range s.SegmentAssignments {
		newest = latest(newest, a.AssignedDate)
	}
	for _, a := range s.OutcomeAchievements {
		newest = latest(newest, a.AchievedDate)
	}
	return newest
}

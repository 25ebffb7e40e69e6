package chaos

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sojourn/app"
)

// stored is what a server or an export tells of one event.
type stored struct{ session, cookie, kind string }

// found is all that is stored.
type found struct {
	events   map[string][]stored        // by id of the event
	sessions map[string]int             // eventCount by id of the session
	totals   map[string]map[uint64]bool // by cookie: totalEventCount of its events

	followers map[string]followers // by id of the session; of the API only
}

func newFound() *found {
	return &found{
		map[string][]stored{}, map[string]int{}, map[string]map[uint64]bool{}, map[string]followers{},
	}
}

func (f *found) add(id string, s stored, total uint64) {
	f.events[id] = append(f.events[id], s)
	if f.totals[s.cookie] == nil {
		f.totals[s.cookie] = map[uint64]bool{}
	}
	f.totals[s.cookie][total] = true
}

// login gets an access token.
func login(t *testing.T, server string) string {
	t.Helper()
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {app.DevClient}, "client_secret": {app.DevSecret},
	}
	response, err := http.PostForm(server+"/oauth/token", form)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer.Token == "" {
		t.Fatalf("login: %s, %v", response.Status, err)
	}
	return answer.Token
}

// definition refers to a segment or an outcome.
type definition struct{ ID string }

// total is what the API's events and an export's lines call it.
type total struct{ TotalEventCount uint64 }

// readAPI reads all sessions and all their events, page by page.
func readAPI(t *testing.T, server, token string) *found {
	t.Helper()
	f := newFound()
	type session struct {
		ID, Type, CustomerID string
		EventCount           int
		SegmentAssignments   []struct{ Segment definition }
		OutcomeAchievements  []struct{ Outcome definition }
	}
	for s := range pages[session](t, server, token, "/api/v2/sojourn/sessions?state=all&pageSize=200") {
		f.sessions[s.ID] = s.EventCount
		follow := followers{map[string]int{}, map[string]int{}}
		f.followers[s.ID] = follow
		for _, a := range s.SegmentAssignments {
			follow.shown[a.Segment.ID]++
		}
		for _, a := range s.OutcomeAchievements {
			follow.shown[a.Outcome.ID]++
		}
		type event struct {
			ID       string
			WebEvent *total
			AppEvent *total

			SegmentAssignmentEvent *struct{ Segment definition }
			OutcomeAchievedEvent   *struct{ Outcome definition }
		}
		for e := range pages[event](t, server, token, "/api/v2/journey/sessions/"+s.ID+"/events?pageSize=200") {
			switch {
			case e.SegmentAssignmentEvent != nil:
				follow.listed[e.SegmentAssignmentEvent.Segment.ID]++
				continue
			case e.OutcomeAchievedEvent != nil:
				follow.listed[e.OutcomeAchievedEvent.Outcome.ID]++
				continue
			}
			count := e.WebEvent
			if s.Type == "app" {
				count = e.AppEvent
			}
			if count == nil {
				count = &total{} // app events do not tell it
			}
			f.add(e.ID, stored{s.ID, s.CustomerID, s.Type}, count.TotalEventCount)
		}
	}
	return f
}

// pages yields the entities of a listing.
func pages[E any](t *testing.T, server, token, path string) func(yield func(E) bool) {
	return func(yield func(E) bool) {
		for path != "" {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Authorization", "Bearer "+token)
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			var page struct {
				Entities []E
				NextURI  string
			}
			err = json.NewDecoder(response.Body).Decode(&page)
			_ = response.Body.Close()
			if err != nil || response.StatusCode != http.StatusOK {
				t.Fatalf("%s: %s, %v", path, response.Status, err)
			}
			for _, entity := range page.Entities {
				if !yield(entity) {
					return
				}
			}
			path = page.NextURI
		}
	}
}

// readExport reads what `sojourn export` wrote.
func readExport(t *testing.T, text string) *found {
	t.Helper()
	f := newFound()
	for line := range strings.Lines(text) {
		var record struct {
			Record, ID, SessionID, CustomerCookieID, Kind string
			EventCount                                    int
			total
		}
		if err := json.NewDecoder(bytes.NewBufferString(line)).Decode(&record); err != nil {
			t.Fatalf("export: %v in %s", err, line)
		}
		switch record.Record {
		case "event":
			f.add(record.ID, stored{record.SessionID, record.CustomerCookieID, record.Kind}, record.TotalEventCount)
		case "session":
			f.sessions[record.ID] = record.EventCount
		}
	}
	return f
}

// compare tells where what is stored differs from the ledger, which is answered in full.
func (f *found) compare(l *ledger) (problems []string) {
	tell := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	counts, keys := map[string]int{}, map[string]bool{}
	for _, e := range l.events {
		got := f.events[e.id]
		keys[e.cookie+e.kind] = true
		switch {
		case !e.answered:
			tell("event %s was never answered", e.id)
		case len(got) != 1:
			tell("event %s is stored %d times", e.id, len(got))
		case got[0].cookie != e.cookie || got[0].kind != e.kind:
			tell("event %s of %s is stored as %+v", e.id, e.cookie, got[0])
		case e.session != "" && got[0].session != e.session:
			tell("event %s was answered with session %s and is stored in %s", e.id, e.session, got[0].session)
		default:
			counts[got[0].session]++
		}
	}
	if len(f.events) != len(l.events) {
		tell("%d events are stored, %d were sent", len(f.events), len(l.events))
	}
	if len(f.sessions) != len(keys) {
		tell("%d sessions, want one per visitor and kind, which is %d", len(f.sessions), len(keys))
	}
	for id, count := range f.sessions {
		if counts[id] != count {
			tell("session %s counts %d events and has %d", id, count, counts[id])
		}
	}
	return problems
}

// compareTotals does the same for the running numbers that every event was given under its cookie.
func (f *found) compareTotals(l *ledger) (problems []string) {
	sent := map[string]int{}
	for _, e := range l.events {
		sent[e.cookie]++
	}
	for cookie, n := range sent {
		for total := uint64(1); total <= uint64(n); total++ {
			if !f.totals[cookie][total] {
				problems = append(problems, fmt.Sprintf("no event of %s was number %d of %d", cookie, total, n))
				break
			}
		}
	}
	return problems
}

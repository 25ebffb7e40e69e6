package restapi

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sojourn/flow/notify"
	"sojourn/journey"
	"sojourn/web/contract"
)

const everySession = "journey:session:view"

// rows are the sessions that messages tell of: how many events, and where they end.
func rows(t *testing.T, messages []message) (told []contract.SojournLiveRow) {
	t.Helper()
	for _, m := range messages {
		if m.Name == messageSession {
			var row contract.SojournLiveRow
			if err := json.Unmarshal(m.Data, &row); err != nil {
				t.Fatal(err)
			}
			told = append(told, row)
		}
	}
	return told
}

func TestStreamTellsSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLiveHarness(t)
		s := l.open("", l.token(everySession))
		if got := names(s.within(0)); got != "hello" || s.status != 200 ||
			s.header.Get("Content-Type") != "text/event-stream" || s.header.Get("Cache-Control") == "" {
			t.Fatalf("it begins with %q, %d %v", got, s.status, s.header)
		}
		id := l.view("gwen", "00:01")
		first := rows(t, s.within(100*time.Millisecond))
		if len(first) != 1 || first[0].ID != id || first[0].EventCount != 1 || first[0].Page.Title != "Bikes" {
			t.Fatalf("told %+v", first)
		}
		l.view("gwen", "00:02")
		l.view("gwen", "00:03", "/a/b", "/c")
		if early := rows(t, s.within(800*time.Millisecond)); len(early) > 0 {
			t.Errorf("told again within a second: %+v", early)
		}
		messages := withoutMinutes(s.within(300 * time.Millisecond))
		final := rows(t, messages)
		if len(final) != 1 || final[0].EventCount != 3 || final[0].Page.URL != "https://www.velo-shop.example/c" {
			t.Errorf("in the end %+v", final)
		}
		if names(messages) != "session" || messages[0].ID != l.cursor(3) {
			t.Errorf("told %s, cursor %s", names(messages), messages[0].ID)
		}
	})
}

func (l *liveHarness) cursor(at journey.Position) string {
	return notify.Cursor{Log: l.feed.ID(), At: at}.String()
}

func TestStreamTellsMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLiveHarness(t)
		s := l.open("", l.token(everySession))
		l.view("gwen", "00:01")
		l.view("owen", "00:01")
		var minute contract.SojournMinute
		for _, m := range s.within(1500 * time.Millisecond) {
			if m.Name == messageMinute {
				if err := json.Unmarshal(m.Data, &minute); err != nil {
					t.Fatal(err)
				}
			}
		}
		if minute.Web != 2 || minute.Sessions != 2 || minute.Date.String() != "2026-03-02T09:30:00.000Z" {
			t.Errorf("told %+v", minute)
		}
	})
}

func TestStreamOfOneSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLiveHarness(t)
		l.at = l.at.Add(-20 * time.Minute)
		l.defined(segmentsPath, "Looks", asking("", pattern("page_viewed", 2)))
		l.defined(outcomesPath, "Looked", asking("", pattern("page_viewed", 2)))
		l.at = l.at.Add(20 * time.Minute)
		id := l.view("gwen", "29:01")
		l.settle()
		both := l.token(everySession, viewEvents)
		s := l.open("?sessionId="+id, both)
		if got := names(s.within(0)); got != "hello session" {
			t.Fatalf("it begins with %q", got)
		}
		l.view("owen", "29:02")
		l.view("gwen", "29:03")
		messages := s.within(2 * time.Second)
		if got := names(messages); got != "entry entry entry session" {
			t.Fatalf("told %q", got)
		}
		var types []string
		for _, m := range messages[:3] {
			var e contract.Event
			if err := json.Unmarshal(m.Data, &e); err != nil || e.Session.ID != id {
				t.Errorf("%v: %s", err, m.Data)
			}
			types = append(types, e.EventType)
		}
		if fmt.Sprint(types) != fmt.Sprint([]string{typeWebEvent, typeSegmentAssignment, typeOutcomeAchieved}) {
			t.Errorf("entries %v", types)
		}
		if messages[0].ID != "" || messages[1].ID != "" || messages[2].ID != l.cursor(3) {
			t.Errorf("cursors %q %q %q", messages[0].ID, messages[1].ID, messages[2].ID)
		}
		row := rows(t, messages)[0]
		if row.EventCount != 2 || len(row.Segments) != 1 || len(row.Outcomes) != 1 {
			t.Errorf("the session is %+v", row)
		}
		s = l.open("?sessionId="+id, both, "Last-Event-ID", l.cursor(1))
		if got := names(s.within(time.Second)); got != "hello session entry entry entry session" {
			t.Errorf("who comes back is told %q", got)
		}
		s = l.open("?sessionId="+id, l.token(everySession))
		l.view("gwen", "29:05")
		if got := names(s.within(2 * time.Second)); got != "hello session session" {
			t.Errorf("without the right to see events: %q", got)
		}
	})
}

func TestStreamFilters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLiveHarness(t)
		l.world.people.stitching = true
		l.at = l.at.Add(-20 * time.Minute)
		segment := l.defined(segmentsPath, "Twice", asking("", pattern("page_viewed", 2)))[len(segmentsPath)+1:]
		l.at = l.at.Add(20 * time.Minute)
		const traits = `"traits":{"email":"gwen@example.com","givenName":"Gwen","familyName":"Hall"},"createdDate"`
		gwen := l.view("gwen", "29:01", `"createdDate"`, traits)
		contact := l.world.sessions[mustID(t, gwen)].ContactID().String()
		token := l.token(everySession)
		l.settle()
		streams := map[string]*listener{
			"":                                l.open("", token),
			"?type=web":                       l.open("?type=web", token),
			"?type=delivery":                  l.open("?type=delivery", token),
			"?segmentId=" + segment:           l.open("?segmentId="+segment, token),
			"?contactId=" + contact:           l.open("?contactId="+contact, token),
			"?contactId=" + cookie:            l.open("?contactId="+cookie, token),
			"?contactId=" + contact + " name": l.open("?contactId="+contact, l.token(everySession, contactNames)),
		}
		l.view("gwen", "29:02")
		l.view("owen", "29:03")
		l.call("POST", customPath, delivered("sent", 1, ""), l.admin()...)
		for query, want := range map[string]int{
			"": 3, "?type=web": 2, "?type=delivery": 1, "?segmentId=" + segment: 1, "?contactId=" + cookie: 0,
			"?contactId=" + contact: 2, "?contactId=" + contact + " name": 2, // the delivery is to her address
		} {
			told := rows(t, streams[query].within(100*time.Millisecond))
			if len(told) != want {
				t.Errorf("%q is told of %d sessions, want %d", query, len(told), want)
			}
			for _, row := range told {
				named := strings.HasSuffix(query, "name")
				if row.ID == gwen && (row.Contact.ID != contact || (row.Contact.Name == "Gwen Hall") != named) {
					t.Errorf("%q shows %+v", query, row.Contact)
				}
			}
		}
	})
}

func mustID(t *testing.T, text string) journey.ID {
	t.Helper()
	id, err := journey.ParseID(text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestStreamComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLiveHarness(t, func(o *notify.Options) { o.Window = 3 })
		token := l.token(everySession)
		for i, visitor := range []string{"a", "b", "c", "d", "e"} {
			l.view(visitor, fmt.Sprintf("00:%02d", i))
			l.settle()
		}
		for cursor, want := range map[string]string{
			l.cursor(5): "hello", l.cursor(3): "hello session session", l.cursor(2): "hello session session session",
			l.cursor(1): "hello reset", l.cursor(6): "hello reset", "nonsense": "hello reset",
		} {
			if got := names(l.open("?cursor="+cursor, token).within(time.Millisecond)); got != want {
				t.Errorf("from %s: %q, want %q", cursor, got, want)
			}
			got := l.open("?cursor="+l.cursor(5), token, "Last-Event-ID", cursor).within(time.Millisecond)
			if names(got) != want || got[len(got)-1].ID != l.cursor(5) {
				t.Errorf("Last-Event-ID %s: %q up to %s, want %q", cursor, names(got), got[len(got)-1].ID, want)
			}
		}
	})
}

func TestStreamBeatsAndChecksTheToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLiveHarness(t)
		id := l.view("gwen", "00:01")
		l.settle()
		text := l.token(everySession)
		s := l.open("", text)
		one := l.open("?sessionId="+id, l.token(everySession, viewEvents))
		s.within(0)
		if got := names(s.within(streamHeartbeat + time.Second)); got != "heartbeat" {
			t.Errorf("in a silence: %q", got)
		}
		one.within(0)
		l.view("owen", "00:02")
		time.Sleep(time.Second)
		beats := one.within(2 * streamHeartbeat)
		if names(beats) != "heartbeat heartbeat" || beats[1].ID != l.cursor(2) {
			t.Errorf("whom nothing concerns: %q, up to %s", names(beats), beats[1].ID)
		}
		token, err := l.tokens.Check(text)
		l.must(err)
		l.must(l.tokens.Revoke(t.Context(), token))
		if s.within(streamHeartbeat + time.Second); !s.hasEnded() || one.hasEnded() {
			t.Errorf("after the end of a token its stream has ended: %v; another: %v", s.hasEnded(), one.hasEnded())
		}
	})
}

func TestStreamsThatAreTooManyOrTooSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLiveHarness(t, func(o *notify.Options) { o.MaxSubscribers = 2; o.Window = 4 })
		token := l.token(everySession)
		s := l.open("", token)
		l.open("", token).close()
		l.open("", token)
		l.settle()
		a := l.call("GET", "/api/v2/sojourn/stream", "", "Authorization", "Bearer "+token).want(429)
		if a.refusal(contract.TooManyRequests, ""); a.Header.Get("Retry-After") != "10" {
			t.Errorf("retry after %q", a.Header.Get("Retry-After"))
		}
		s.within(0)
		for i := range 10 {
			l.view(fmt.Sprint("visitor", i), "00:01")
		}
		messages := withoutMinutes(s.within(100 * time.Millisecond))
		if names(messages) != "gap" || messages[0].ID != l.cursor(10) {
			t.Errorf("a hub that is too slow: %q", names(messages))
		}
	})
}

func TestStreamEndsAtShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLiveHarness(t)
		token := l.token(everySession)
		s, gone := l.open("", token), l.open("", token)
		before := time.Now()
		if gone.cancel(); !gone.hasEnded() {
			t.Error("the client is gone and its stream goes on")
		}
		if l.stop(); !s.hasEnded() || time.Since(before) > 0 {
			t.Errorf("the stream has ended: %v, after %v", s.hasEnded(), time.Since(before))
		}
		l.call("GET", "/api/v2/sojourn/stream", "", "Authorization", "Bearer "+token).want(503)
	})
}

func TestStreamRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLiveHarness(t)
		const path = "/api/v2/sojourn/stream"
		may := []string{"Authorization", "Bearer " + l.token(everySession)}
		l.call("GET", path, "").want(401)
		l.call("GET", path, "", "Authorization", "Bearer "+l.token(viewEvents)).want(403)
		l.call("GET", path+"?sessionId="+cookie, "", may...).want(404).refusal(contract.NotFound, "")
		l.call("GET", path+"?sessionId=x", "", may...).want(404).refusal(contract.NotFound, "")
		l.call("GET", path+"?segmentId=x", "", may...).want(400).refusal(contract.InvalidValue, "segmentId")
		l.call("GET", path+"?contactId=x", "", may...).want(400).refusal(contract.InvalidValue, "contactId")
		l.call("POST", path, "", may...).want(405)
		l.call("HEAD", path, "", may...).want(200)
		if open, _ := l.hub.Subscribers(); open != 0 {
			t.Errorf("%d streams are left open", open)
		}
	})
	h := newHarness(t, func(o *Options) { o.Live, o.Vitals = Live{}, nil })
	h.call("GET", "/api/v2/sojourn/stream", "", h.admin()...).want(501)
	h.call("GET", "/api/v2/sojourn/live", "", h.admin()...).want(501)
	h.call("GET", "/api/v2/sojourn/health", "", h.admin()...).want(501)
}

// A stream outlives the times that a server gives requests. A connection that says nothing tells when those are over.
func TestStreamOutlivesTheServersTimeouts(t *testing.T) {
	l := newLiveHarness(t)
	server := httptest.NewUnstartedServer(l.api)
	server.Config.ReadTimeout, server.Config.WriteTimeout = 30*time.Millisecond, 30*time.Millisecond
	server.Start()
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", server.URL+"/api/v2/sojourn/stream", nil)
	l.must(err)
	r.Header.Set("Authorization", "Bearer "+l.token(everySession))
	response, err := server.Client().Do(r)
	l.must(err)
	defer response.Body.Close()
	for range 3 {
		silent, err := new(net.Dialer).DialContext(ctx, "tcp", server.Listener.Addr().String())
		l.must(err)
		_, err = io.ReadAll(silent)
		l.must(err)
	}
	id, found := l.view("gwen", "00:01"), false
	for lines := bufio.NewScanner(response.Body); !found && lines.Scan(); {
		found = strings.Contains(lines.Text(), id)
	}
	if !found {
		t.Error("the stream ended before the session was told")
	}
}

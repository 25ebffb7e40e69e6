package chaos

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// The definitions under which everything is sent: a sequence of events of one visit, a segment of the customer, and an
// outcome, with the names of events that they wait for.
const (
	threeCheckouts = `{"displayName":"three checkouts","journey":{"patterns":[{"criteria":[],"count":3,"streamType":"Web",` +
		`"sessionType":"web","eventName":"checkout_started"}]}}`
	chose = `{"displayName":"chose","assignmentExpirationDays":30,"journey":{"patterns":[{"criteria":[],"count":1,` +
		`"streamType":"Web","sessionType":"web","eventName":"product_added"}]}}`
	looked = `{"displayName":"looked","journey":{"patterns":[{"criteria":[],"count":1,"streamType":"Web",` +
		`"sessionType":"web","eventName":"page_viewed"}]}}`
)

// defined are the ids of the definitions.
type defined struct{ threeCheckouts, chose, looked string }

func define(t *testing.T, server, token string) (ids defined) {
	t.Helper()
	for _, d := range []struct {
		path, body string
		id         *string
	}{
		{"segments", threeCheckouts, &ids.threeCheckouts}, {"segments", chose, &ids.chose}, {"outcomes", looked, &ids.looked},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server+"/api/v2/journey/"+d.path,
			strings.NewReader(d.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+token)
		request.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		var made struct{ ID string }
		err = json.NewDecoder(response.Body).Decode(&made)
		_ = response.Body.Close()
		if err != nil || made.ID == "" {
			t.Fatalf("%s: %s, %v", d.path, response.Status, err)
		}
		*d.id = made.ID
	}
	return ids
}

// followers are what a session shows of segments and outcomes, by the id of the definition: in its document, and in
// the list of its events.
type followers struct{ shown, listed map[string]int }

// compareSegments tells where they are not what the answered events make of the definitions.
func (f *found) compareSegments(l *ledger, ids defined) (problems []string) {
	tell := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	events := map[string]map[string]int{} // by session and name
	for _, e := range l.events {
		if got := f.events[e.id]; len(got) == 1 && e.kind == "web" {
			if events[got[0].session] == nil {
				events[got[0].session] = map[string]int{}
			}
			events[got[0].session][e.name]++
		}
	}
	for id, names := range events {
		s := f.followers[id]
		for _, want := range []struct {
			what, definition string
			due              bool
		}{
			{"three checkouts", ids.threeCheckouts, names["checkout_started"] >= 3},
			{"chose", ids.chose, names["product_added"] > 0}, {"looked", ids.looked, names["page_viewed"] > 0},
		} {
			times := 0
			if want.due {
				times = 1
			}
			if s.shown[want.definition] != times {
				tell("session %s with %v shows %q %d times", id, names, want.what, s.shown[want.definition])
			}
			if listed := s.listed[want.definition]; listed != times {
				tell("session %s with %v tells of %q %d times", id, names, want.what, listed)
			}
		}
	}
	return problems
}

package golden

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"sojourn/journey"
)

// Server is what cases are run against.
type Server struct {
	URL        string
	Deployment string          // its id
	Token      func() string   // an access token that may read sessions and events
	SetClock   func(time.Time) // of the server
}

// Start starts a server for one case with a clock that stands at now, and a deployment. It believes
// X-Forwarded-For from this machine and knows the places of the fixture (session.md §8). It ends with the
// test.
type Start func(t *testing.T, now time.Time, d journey.Deployment) Server

// Run plays a case.
func Run(t *testing.T, c Case, start Start) {
	deployment, err := c.Deployment()
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Steps) == 0 {
		t.Fatal("the case has no steps")
	}
	r := run{t: t, matcher: matcher{ids: map[string]string{}}}
	r.Server = start(t, c.Steps[0].received(), deployment)
	for i := range c.Steps {
		r.SetClock(c.Steps[i].received())
		status, answer := r.play(&c.Steps[i])
		if last := i == len(c.Steps)-1; last && c.Expect.Status != 0 {
			r.check("the answer", c.Expect, status, answer)
		} else if status != http.StatusOK {
			t.Fatalf("step %d: %d %s", i+1, status, compact(answer))
		}
	}
	if !c.Now.IsZero() {
		r.SetClock(c.Now)
	}
	sessions := r.sessions(c.Steps)
	if c.Expect.Sessions != nil {
		r.report("the sessions", r.match(any(c.Expect.Sessions), any(sessions)))
	}
	for _, read := range c.Reads {
		status, answer := r.get(r.path(read.Get, sessions))
		r.check(read.Get, read.Expect, status, answer)
	}
}

// run is a case that is being played.
type run struct {
	Server
	matcher
	t *testing.T
}

// play sends a step and returns the answer.
func (r *run) play(s *Step) (int, any) {
	path := r.URL + "/api/v2/journey/deployments/" + r.Deployment + "/"
	if s.Endpoint == "ping" {
		return r.do(http.MethodGet, path+"customers/"+s.CustomerCookieID+"/ping", nil, nil)
	}
	headers := map[string]string{"Content-Type": "application/json", "User-Agent": ""} // "" sends none
	for name, value := range s.Headers {
		headers[name] = value
	}
	if s.RemoteAddr != "" {
		headers["X-Forwarded-For"] = s.RemoteAddr
	}
	return r.do(http.MethodPost, path+s.Endpoint, s.Body, headers)
}

// get reads from the API.
func (r *run) get(path string) (int, any) {
	return r.do(http.MethodGet, r.URL+path, nil, map[string]string{"Authorization": "Bearer " + r.Token()})
}

// do sends a request and returns status and JSON of the answer, nil if it has no body.
func (r *run) do(method, address string, body []byte, headers map[string]string) (int, any) {
	r.t.Helper()
	request, err := http.NewRequestWithContext(r.t.Context(), method, address, bytes.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	document, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	var answer any
	if len(document) > 0 {
		if err := json.Unmarshal(document, &answer); err != nil {
			r.t.Fatalf("%s %s: %v in %s", method, address, err, document)
		}
	}
	return response.StatusCode, answer
}

// check compares an answer.
func (r *run) check(what string, want Expect, status int, answer any) {
	r.t.Helper()
	if status != want.Status {
		r.t.Errorf("%s: status %d, want %d: %s", what, status, want.Status, compact(answer))
		return
	}
	if members, ok := answer.(map[string]any); want.Code != "" && (!ok || members["code"] != want.Code) {
		r.t.Errorf("%s: got %s, want the code %s", what, compact(answer), want.Code)
	}
	if want.Body != nil {
		r.report(what, r.match(want.Body, answer))
	}
}

// report fails the test if there are differences.
func (r *run) report(what string, differences []string) {
	r.t.Helper()
	if len(differences) > 0 {
		r.t.Errorf("%s:\n    %s", what, strings.Join(differences, "\n    "))
	}
}

// sessions reads the sessions of all customers of the steps, oldest first: from the listing and, one by
// one, by id. Both must be the same.
func (r *run) sessions(steps []Step) []any {
	r.t.Helper()
	var all []any
	var customers []string
	for i := range steps {
		customer := cmp.Or(steps[i].CustomerCookieID, steps[i].event().CustomerCookieID)
		if customer == "" || slices.Contains(customers, customer) {
			continue
		}
		customers = append(customers, customer)
		query := url.Values{"state": {"all"}, "pageSize": {"200"}, "customerId": {customer}}
		_, answer := r.get("/api/v2/sojourn/sessions?" + query.Encode())
		listing, _ := answer.(map[string]any)
		entities, _ := listing["entities"].([]any)
		all = append(all, entities...)
	}
	slices.SortFunc(all, func(a, b any) int {
		return cmp.Or(cmp.Compare(member(a, "createdDate"), member(b, "createdDate")),
			cmp.Compare(member(a, "id"), member(b, "id")))
	})
	for _, session := range all {
		status, single := r.get("/api/v2/journey/sessions/" + member(session, "id"))
		same := matcher{ids: map[string]string{}}
		if differences := same.match(session, single); status != http.StatusOK || len(differences) > 0 {
			r.report("a session by id, against the listing", differences)
		}
	}
	return all
}

// path fills the ids of sessions in: $S1 is the first.
func (r *run) path(template string, sessions []any) string {
	for i, session := range sessions {
		template = strings.ReplaceAll(template, "$S"+string(rune('1'+i)), member(session, "id"))
	}
	return template
}

// member is a text of an object; empty if there is none.
func member(object any, name string) string {
	members, _ := object.(map[string]any)
	text, _ := members[name].(string)
	return text
}

package golden

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"reflect"
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
	// Value is what an outcome of a session carries, which the API does not show; nil if nobody can tell.
	Value func(session, outcome journey.ID) string
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
	now := c.Steps[0].received()
	r.Server = start(t, now.Add(-time.Second), deployment)
	r.prepare(&c, now)
	for i := range c.Steps {
		if at := c.Steps[i].received(); at.After(now) { // events that come late do not turn it back
			now = at
		}
		r.SetClock(now)
		want := c.Steps[i].Expect
		if i == len(c.Steps)-1 && c.Expect.Status != 0 {
			want = &c.Expect
		}
		status, answer := r.play(&c.Steps[i])
		if what := fmt.Sprintf("step %d", i+1); want != nil {
			r.check(what, *want, status, answer)
		} else if status != http.StatusOK || refusedSome(answer) {
			t.Fatalf("%s: %d %s", what, status, compact(answer))
		}
	}
	if !c.Now.IsZero() {
		r.SetClock(c.Now)
	}
	r.read(&c)
}

// read compares all that the case expects to be read.
func (r *run) read(c *Case) {
	r.t.Helper()
	sessions := r.sessions(c.Steps)
	if c.Expect.Sessions != nil {
		r.report("the sessions", r.match(any(c.Expect.Sessions), any(sessions)))
	}
	if lists := c.Expect.Lists; lists != nil {
		var told [][]string
		for _, session := range sessions {
			told = append(told, r.told(session))
		}
		if !reflect.DeepEqual(told, lists) {
			r.t.Errorf("the sessions in words:\n got %q\nwant %q", told, lists)
		}
	}
	if len(c.Expect.Values) > 0 {
		r.values(c.Expect.Values, sessions[0])
	}
	for _, read := range c.Reads {
		status, answer := r.pages(r.path(read.Get, sessions), read.Pages)
		r.check(read.Get, read.Expect, status, answer)
	}
}

// pages reads a listing page by page: the first with the entities of all. Of 0 pages it reads the first as it is.
func (r *run) pages(path string, pages int) (int, any) {
	r.t.Helper()
	status, answer := r.get(path)
	listing, _ := answer.(map[string]any)
	if pages == 0 || listing == nil {
		return status, answer
	}
	most, read := max(1, len(entities(listing))), 1
	for next := member(listing, "nextUri"); next != "" && read <= pages; read++ {
		var page any
		if status, page = r.get(next); status != http.StatusOK {
			return status, page
		}
		most = max(most, len(entities(page)))
		listing["entities"] = append(entities(listing), entities(page)...)
		next = member(page, "nextUri")
	}
	delete(listing, "nextUri")
	if all := len(entities(listing)); read != pages || (all+most-1)/most != pages {
		r.t.Errorf("%s: %d entities on %d pages of at most %d, want %d", path, all, read, most, pages)
	}
	return status, answer
}

// run is a case that is being played.
type run struct {
	Server
	matcher
	t *testing.T
}

// refusedSome reports whether a way in that takes many events at once did not take all.
func refusedSome(answer any) bool {
	members, _ := answer.(map[string]any)
	refused, _ := members["refused"].(float64)
	unprocessed, _ := members["unprocessedEntities"].([]any)
	return refused > 0 || len(unprocessed) > 0
}

// play sends a step and returns the answer.
func (r *run) play(s *Step) (int, any) {
	r.t.Helper()
	body := []byte(r.fill(string(s.Body)))
	method, path, _ := strings.Cut(s.Endpoint, " ")
	if !s.request() {
		method, path = http.MethodPost, trustedPaths[s.Endpoint]
	}
	if path != "" {
		return r.do(method, r.URL+r.fill(path), body, map[string]string{
			"Content-Type": "application/json", "Authorization": "Bearer " + r.Token(),
		})
	}
	path = r.URL + "/api/v2/journey/deployments/" + r.Deployment + "/"
	if s.Endpoint == "ping" {
		return r.do(http.MethodGet, path+"customers/"+s.CustomerCookieID+"/ping", nil, nil)
	}
	headers := map[string]string{"Content-Type": "application/json", "User-Agent": ""} // "" sends none
	maps.Copy(headers, s.Headers)
	if s.RemoteAddr != "" {
		headers["X-Forwarded-For"] = s.RemoteAddr
	}
	return r.do(http.MethodPost, path+s.Endpoint, body, headers)
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
	if wanted := cmp.Or(want.Status, http.StatusOK); status != wanted {
		r.t.Errorf("%s: status %d, want %d: %s", what, status, wanted, compact(answer))
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

// sessions reads the sessions that the steps are about, oldest first: from the listing and, one by
// one, by id. Both must be the same.
func (r *run) sessions(steps []Step) []any {
	r.t.Helper()
	var all []any
	var read []string
	for i := range steps {
		name, value := steps[i].listed()
		if value == "" || slices.Contains(read, name+value) {
			continue
		}
		read = append(read, name+value)
		query := url.Values{"state": {"all"}, "pageSize": {"200"}, name: {value}}
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

// path fills the ids in: $S1 is the first session.
func (r *run) path(template string, sessions []any) string {
	for i, session := range sessions {
		template = strings.ReplaceAll(template, "$S"+string(rune('1'+i)), member(session, "id"))
	}
	return r.fill(template)
}

// member is a text of an object; empty if there is none.
func member(object any, name string) string {
	members, _ := object.(map[string]any)
	text, _ := members[name].(string)
	return text
}

func entities(listing any) []any {
	members, _ := listing.(map[string]any)
	all, _ := members["entities"].([]any)
	return all
}

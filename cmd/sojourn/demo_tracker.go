package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"sojourn/cmd/sojourn/shop"
)

// demoTracker sends what trackers send.
type demoTracker struct {
	client     http.Client
	server     string
	deployment string
}

func newDemoTracker(server, deployment string) *demoTracker {
	return &demoTracker{
		client: http.Client{
			Timeout: 10 * time.Second,
			Transport: &http.Transport{
				Proxy:               http.ProxyFromEnvironment,
				MaxIdleConnsPerHost: demoSenders,
			},
		},
		server:     server,
		deployment: deployment,
	}
}

// greet finds out whether a server is there that knows the deployment, as trackers do before they send.
func (t *demoTracker) greet(ctx context.Context) error {
	address := t.server + "/webdeployments/v1/deployments/" + url.PathEscape(t.deployment) + "/config.json"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return fmt.Errorf("the address of the deployment: %w", err)
	}
	response, err := t.client.Do(request)
	if err != nil {
		return errNoServer(t.server, err)
	}
	defer drain(response)
	if response.StatusCode != http.StatusOK {
		return errNoDeployment(t.server, t.deployment, response.StatusCode)
	}
	return nil
}

// send sends one step and counts what came of it. It is not interrupted when the demo ends: what was
// begun is finished.
func (t *demoTracker) send(s shop.Step, tally *demoTally) {
	request, err := t.request(&s)
	if err != nil {
		tally.lost(err)
		return
	}
	sent := time.Now()
	response, err := t.client.Do(request)
	if err != nil {
		tally.lost(err)
		return
	}
	defer drain(response)
	var answer struct {
		Code    string
		Session struct{ ID string }
	}
	if response.StatusCode != http.StatusNoContent {
		if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
			tally.lost(fmt.Errorf("unreadable answer: %w", err))
			return
		}
	}
	if s.Kind == shop.Ping {
		tally.pinged(time.Since(sent), response.StatusCode, answer.Code)
		return
	}
	tally.answered(time.Since(sent), response.StatusCode, answer.Code, answer.Session.ID)
}

// request is a step as HTTP.
func (t *demoTracker) request(s *shop.Step) (*http.Request, error) {
	path := t.server + "/api/v2/journey/deployments/" + url.PathEscape(t.deployment)
	method, document := http.MethodPost, []byte(nil)
	var err error
	switch s.Kind {
	case shop.Ping:
		method = http.MethodGet
		page, title := s.Page()
		query := url.Values{"dl": {page}, "dt": {title}}
		path += "/customers/" + s.Visitor.Cookie + "/ping?" + query.Encode()
	case shop.AppEvent:
		path += "/appevents"
		document, err = s.Body(time.Now())
	default:
		path += "/webevents"
		document, err = s.Body(time.Now())
	}
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(context.Background(), method, path, bytes.NewReader(document))
	if err != nil {
		return nil, err
	}
	header := request.Header
	header.Set("Content-Type", "application/json")
	// Believed by servers that trust this machine as a proxy: the only way to give app users a place.
	header.Set("X-Forwarded-For", s.Visitor.IPAddress)
	if !s.Visitor.UsesApp() {
		header.Set("User-Agent", s.Visitor.UserAgent)
		header.Set("Accept-Language", s.Visitor.AcceptLanguage)
		header.Set("Origin", shop.Origin)
	}
	return request, nil
}

// drain reads the rest of an answer, so that its connection serves again.
func drain(response *http.Response) {
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 1<<20))
	_ = response.Body.Close()
}

// whereToLook is commands that show what became of the traffic, with the client of a development server.
func (t *demoTracker) whereToLook(session string) string {
	text := fmt.Sprintf(
		`  TOKEN=$(curl -s -u sojourn-dev:sojourn-dev -d grant_type=client_credentials %[1]s/oauth/token |
    sed 's/.*"access_token" *: *"\([^"]*\)".*/\1/')
  curl -s -H "Authorization: Bearer $TOKEN" '%[1]s/api/v2/sojourn/sessions?pageSize=5'
`, t.server)
	if session != "" {
		text += fmt.Sprintf("  curl -s -H \"Authorization: Bearer $TOKEN\" '%s/api/v2/journey/sessions/%s/events'\n",
			t.server, session)
	}
	return text
}

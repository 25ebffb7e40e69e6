package golden

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"sojourn/app"
	"sojourn/config"
	"sojourn/flow/enrich"
	"sojourn/journey"
)

// TestWhole runs the cases against the whole server, with its engines and over the network.
func TestWhole(t *testing.T) {
	cases(t, startWhole, every)
}

// startWhole is a Start. Sessions have no contact but what their events name (session.md §8).
func startWhole(t *testing.T, now time.Time, d journey.Deployment) Server {
	t.Helper()
	return startServer(t, now, d, map[string]string{"identity.resolve": "false"})
}

// startServer starts the whole server with settings of its own.
func startServer(t *testing.T, now time.Time, d journey.Deployment, own map[string]string) Server {
	t.Helper()
	all := map[string]string{
		"data": t.TempDir(), "listen": "127.0.0.1:0", "dev": "true", "store.segmentBytes": "1 MiB",
		"index.cacheBytes": "1 MiB", "index.memtableBytes": "1 MiB", "lanes.count": "2",
	}
	maps.Copy(all, own)
	settings, err := config.Load("", nil, all)
	if err != nil {
		t.Fatal(err)
	}
	settings.Proxies.Trusted = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	var at clock
	at.set(now)
	server, err := app.Open(t.Context(), settings, app.Options{Now: at.now, Locator: enrich.Fixture})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", settings.Listen)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	stopped := make(chan error, 1)
	go func() { stopped <- server.Run(ctx, listener) }()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		stop()
		if err := <-stopped; err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	whole := Server{URL: "http://" + listener.Addr().String(), SetClock: at.set}
	whole.Token = func() string { return login(t, whole.URL) }
	whole.Deployment = deploy(t, whole.URL, whole.Token(), d)
	return whole
}

// login gets an access token of the development client.
func login(t *testing.T, server string) string {
	t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}}
	request, err := http.NewRequest(http.MethodPost, server+"/oauth/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(app.DevClient, app.DevSecret)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var answer struct {
		Token string `json:"access_token"`
	}
	send(t, request, &answer)
	return answer.Token
}

// deploy creates the deployment and returns its id.
func deploy(t *testing.T, server, token string, d journey.Deployment) string {
	t.Helper()
	document, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost,
		server+"/api/v2/sojourn/deployments", bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	var answer struct{ ID string }
	send(t, request, &answer)
	return answer.ID
}

// send sends a request that must be answered with 200.
func send(t *testing.T, request *http.Request, answer any) {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var document json.RawMessage
	err = json.NewDecoder(response.Body).Decode(&document)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v: %s", request.URL.Path, response.Status, err, document)
	}
	if err := json.Unmarshal(document, answer); err != nil {
		t.Fatal(err)
	}
}

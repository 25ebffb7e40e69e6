package app

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sojourn/engine/pebble"
	"sojourn/engine/seglog"
)

func TestWhatWasAnsweredIsThereAfterARestart(t *testing.T) {
	c := settings(t, t.TempDir(), nil)
	s := start(t, c)
	session := s.view("visitor-1", "https://shop.example/?utm_source=news")
	if again := s.view("visitor-1", "https://shop.example/cart"); again != session {
		t.Errorf("the second view joined %s, not %s", again, session)
	}
	token := s.devToken()
	path := "/api/v2/journey/sessions/" + session
	_, document := s.ask("GET", path, token, nil)
	_, events := s.ask("GET", path+"/events", token, nil)
	if !strings.Contains(document, `"eventCount":2`) || strings.Count(events, `"page_viewed"`) != 2 {
		t.Fatalf("session %s\nevents %s", document, events)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s = start(t, c)
	if _, got := s.ask("GET", path, token, nil); got != document {
		t.Errorf("session %s\nbefore  %s", got, document)
	}
	if _, got := s.ask("GET", path+"/events", token, nil); got != events {
		t.Errorf("events %s\nbefore %s", got, events)
	}
	if again := s.view("visitor-1", "https://shop.example/order"); again != session {
		t.Errorf("a view after the restart joined %s, not %s", again, session)
	}
}

func TestAnIndexThatIsLostIsComputedAgain(t *testing.T) {
	c := settings(t, t.TempDir(), nil)
	s := start(t, c)
	session := s.view("visitor-1", "https://shop.example/")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(c.Data, "index")); err != nil {
		t.Fatal(err)
	}
	s = start(t, c)
	s.must(http.StatusOK, "GET", "/api/v2/journey/sessions/"+session, s.devToken(), nil, nil)
}

func TestSecondServerOfAFolderIsRefused(t *testing.T) {
	c := settings(t, t.TempDir(), nil)
	start(t, c)
	_, err := Open(t.Context(), c, quiet(t))
	if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "process") {
		t.Errorf("opened twice: %v", err)
	}
}

func TestFirstStartMakesAnAdministrator(t *testing.T) {
	c := settings(t, t.TempDir(), map[string]string{"dev": "false"})
	s := start(t, c)
	file := filepath.Join(c.Data, "admin-client.json")
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	admin, err := ReadCredentials(file)
	if err != nil {
		t.Fatal(err)
	}
	token, status := s.logIn(admin.ClientID, admin.ClientSecret)
	if status != http.StatusOK {
		t.Fatalf("the administrator logs in: %d", status)
	}
	if _, status := s.logIn(DevClient, DevSecret); status != http.StatusUnauthorized {
		t.Errorf("the development client logs in: %d", status)
	}
	var deployment struct{ ID string }
	s.must(http.StatusOK, "POST", "/api/v2/sojourn/deployments", token,
		map[string]any{"name": "Shop", "allowAllDomains": true}, &deployment)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if found := grep(t, c.Data, admin.ClientSecret); !slices.Equal(found, []string{"admin-client.json"}) {
		t.Errorf("the secret stands in %q", found)
	}
	if err := os.Remove(file); err != nil { // as its hint says
		t.Fatal(err)
	}
	s = start(t, c)
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a second administrator: %v", err)
	}
	s.must(http.StatusOK, "GET", "/api/v2/sojourn/deployments/"+deployment.ID, token, nil, nil)
}

// After a crash between the file and the record, the next start goes on from the file.
func TestAdministratorOfABrokenStart(t *testing.T) {
	c := settings(t, t.TempDir(), map[string]string{"dev": "false"})
	written, err := newCredentials(filepath.Join(c.Data, "admin-client.json"))
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, c)
	if _, status := s.logIn(written.ClientID, written.ClientSecret); status != http.StatusOK {
		t.Errorf("the administrator logs in: %d", status)
	}
}

// grep returns the files below a folder that hold the text.
func grep(t *testing.T, dir, text string) (found []string) {
	t.Helper()
	for _, path := range files(t, dir) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(content), text) {
			name, _ := filepath.Rel(dir, path)
			found = append(found, name)
		}
	}
	return found
}

func files(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestDevelopmentThingsAreNotStored(t *testing.T) {
	c := settings(t, t.TempDir(), nil)
	s := start(t, c)
	s.view("visitor-1", "https://shop.example/")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	c.Dev = false
	s = start(t, c)
	if _, status := s.logIn(DevClient, DevSecret); status != http.StatusUnauthorized {
		t.Errorf("the development client logs in: %d", status)
	}
	s.must(http.StatusNotFound, "POST", "/api/v2/journey/deployments/"+DevDeployment+"/webevents", "",
		`{"customerCookieId":"visitor-1","eventName":"page_viewed","createdDate":"2026-01-01T00:00:00.000Z",
		"page":{"url":"https://shop.example/","title":"x"}}`, nil)
}

func TestRevokedTokenStaysRevoked(t *testing.T) {
	c := settings(t, t.TempDir(), nil)
	s := start(t, c)
	token := s.devToken()
	s.must(http.StatusNoContent, "DELETE", "/api/v2/tokens/me", token, nil, nil)
	s.must(http.StatusUnauthorized, "GET", "/api/v2/tokens/me", token, nil, nil)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s = start(t, c)
	s.must(http.StatusUnauthorized, "GET", "/api/v2/tokens/me", token, nil, nil)
}

func TestHealthAndNumbers(t *testing.T) {
	s := start(t, settings(t, t.TempDir(), nil))
	s.view("secret-visitor", "https://shop.example/")
	s.must(http.StatusOK, "GET", "/healthz", "", nil, nil)
	var health Health
	s.must(http.StatusOK, "GET", "/readyz", "", nil, &health)
	if health.Status != statusReady || health.Version != "test" || health.Err() != nil {
		t.Errorf("%+v", health)
	}
	_, numbers := s.ask("GET", "/metrics", "", nil)
	for _, want := range []string{
		`sojourn_events_total{result="accepted"} 1`, "sojourn_log_position 2", "sojourn_lanes_queued 0",
		`sojourn_requests_total{operation="postJourneyDeploymentWebevents",status="200"} 1`, "go_goroutines",
	} {
		if !strings.Contains(numbers, want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	if strings.Contains(numbers, "visitor") || strings.Contains(numbers, "shop.example") {
		t.Error("/metrics holds what a visitor did")
	}
	s.app.draining.Store(true)
	s.must(http.StatusServiceUnavailable, "GET", "/readyz", "", nil, &health)
	if err := health.Err(); err == nil || !strings.Contains(err.Error(), "shutting down") {
		t.Errorf("while draining: %v", err)
	}
}

func TestDamagedLogIsReportedAndLeftAlone(t *testing.T) {
	c := settings(t, t.TempDir(), nil)
	s := start(t, c)
	for range 3 { // groups behind one another: the first is not the torn tail
		s.view("visitor-1", "https://shop.example/")
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	segment := damage(t, c.Data)
	before, err := os.ReadFile(segment)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), c, quiet(t))
	if problem, ok := errors.AsType[*seglog.DamageError](err); !ok || problem.File != segment {
		t.Errorf("opened: %v", err)
	}
	if after, err := os.ReadFile(segment); err != nil || string(after) != string(before) {
		t.Errorf("the segment was changed, %v", err)
	}
	report, err := Check(t.Context(), c, quiet(t), nil)
	if err != nil || len(report.Problems) != 1 || !strings.Contains(report.Problems[0], "damaged") {
		t.Errorf("check: %+v, %v", report.Problems, err)
	}
}

// damage flips a bit in the first chunk of the log and returns the segment.
func damage(t *testing.T, data string) string {
	t.Helper()
	segments, err := filepath.Glob(filepath.Join(data, "log", "*.seg"))
	if err != nil || len(segments) == 0 {
		t.Fatal(segments, err)
	}
	content, err := os.ReadFile(segments[0])
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(content[64:]), "\x00") // anywhere in the first chunk
	content[64+40+min(at, 60)] ^= 0x10
	if err := os.WriteFile(segments[0], content, 0o600); err != nil {
		t.Fatal(err)
	}
	return segments[0]
}

func TestIndexOfAnotherLogIsRefused(t *testing.T) {
	c, other := settings(t, t.TempDir(), nil), settings(t, t.TempDir(), nil)
	for _, each := range []string{c.Data, other.Data} {
		s := start(t, settings(t, each, nil))
		s.view("visitor-1", "https://shop.example/")
		if err := s.stop(); err != nil {
			t.Fatal(err)
		}
	}
	index := filepath.Join(c.Data, "index")
	if err := errors.Join(os.RemoveAll(index), os.Rename(filepath.Join(other.Data, "index"), index)); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), c, quiet(t))
	if !errors.Is(err, pebble.ErrRebuild) || !strings.Contains(err.Error(), "sojourn rebuild") {
		t.Fatalf("opened: %v", err)
	}
	if _, err := Rebuild(t.Context(), c, quiet(t), nil); err != nil {
		t.Fatal(err)
	}
	start(t, c)
}

func TestOperatorIsNotStored(t *testing.T) {
	c := settings(t, t.TempDir(), map[string]string{"dev": "false"})
	o := quiet(t)
	o.Operator = &Credentials{ClientID: "operator", ClientSecret: "for this moment"}
	a, err := Open(t.Context(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, found := a.definitions.clients.Client("operator"); !found {
		t.Error("there is no operator")
	}
	if len(a.definitions.List("client")) != 0 || a.store.log.End() != 1 { // the seed of contacts' ids
		t.Error("the operator was stored")
	}
	if err := a.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(context.Background()); err != nil {
		t.Errorf("a second close: %v", err)
	}
}

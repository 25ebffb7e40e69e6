package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sojourn/config"
	"sojourn/flow/forget"
)

const (
	firstDevice  = "00000001-aaaa-4bbb-8ccc-000000000001"
	secondDevice = "00000002-aaaa-4bbb-8ccc-000000000002"
	stranger     = "00000009-aaaa-4bbb-8ccc-000000000009"
)

// event sends a page view at a date with an e-mail trait, if any, and returns the status and the session.
func (s *server) event(visitor, email, page string, at time.Time) (int, string) {
	s.t.Helper()
	traits := ""
	if email != "" {
		traits = fmt.Sprintf(`,"traits":{"email":{"value":%q,"dataType":"string"}}`, email)
	}
	status, answer := s.ask("POST", "/api/v2/journey/deployments/"+DevDeployment+"/webevents", "", fmt.Sprintf(
		`{"customerCookieId":%q,"eventName":"page_viewed","createdDate":%q,"page":{"url":%q,"title":"A page"}%s}`,
		visitor, at.UTC().Format("2006-01-02T15:04:05.000Z"), page, traits))
	_, rest, _ := strings.Cut(answer, `"session":{"id":"`)
	id, _, _ := strings.Cut(rest, `"`)
	return status, id
}

// mustEvent sends an event that must be taken.
func (s *server) mustEvent(visitor, email, page string) string {
	s.t.Helper()
	status, id := s.event(visitor, email, page, time.Now())
	if status != http.StatusOK || id == "" {
		s.t.Fatalf("an event is answered with %d", status)
	}
	return id
}

// stored returns the files of a folder below a data folder that contain a text.
func stored(t *testing.T, dir, text string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // the store replaces its files
		}
		if err == nil && bytes.Contains(content, []byte(text)) {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// gdpr is a privacy request as it is answered.
type gdpr struct {
	ID, RequestType, Status, ResultsURL string
	Subject                             map[string]any
}

func (s *server) gdpr(token, kind, subject string) gdpr {
	s.t.Helper()
	var made, done gdpr
	s.must(http.StatusOK, "POST", "/api/v2/gdpr/requests", token,
		fmt.Sprintf(`{"requestType":%q,"subject":%s}`, kind, subject), &made)
	if err := s.app.forget.Work(s.t.Context()); err != nil { // or waits for the one in the background
		s.t.Fatal(err)
	}
	s.must(http.StatusOK, "GET", "/api/v2/gdpr/requests/"+made.ID, token, nil, &done)
	return done
}

// twoDevices is identity.md I2 with recognisable pages, and a stranger beside it.
func (s *server) twoDevices() (theirs []string, other string) {
	s.t.Helper()
	theirs = append(theirs,
		s.mustEvent(firstDevice, "Gwen@Example.com", "https://shop.example/secret-bicycle"),
		s.mustEvent(secondDevice, "", "https://shop.example/secret-bicycle"),
		s.mustEvent(secondDevice, "gwen@example.com", "https://shop.example/secret-bicycle"))
	return theirs, s.mustEvent(stranger, "other@example.com", "https://shop.example/nothing")
}

// TestErasure is identity.md I7: the closure of a cookie is the whole merge set, and not a byte is left of it.
func TestErasure(t *testing.T) {
	c := settings(t, t.TempDir(), nil)
	s := start(t, c)
	token := s.devToken()
	theirs, other := s.twoDevices()
	if err := s.app.store.index.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"log", "index"} {
		if len(stored(t, filepath.Join(c.Data, dir), "secret-bicycle")) == 0 {
			t.Errorf("before the erasure there is nothing to be found in %s: the test would show nothing", dir)
		}
	}
	made := s.gdpr(token, "GDPR_DELETE", `{"journeyCustomer":{"type":"cookie","id":"`+secondDevice+`"}}`)
	if made.Status != "COMPLETED" || len(made.Subject) != 0 {
		t.Errorf("the request is %+v", made)
	}
	for _, id := range theirs {
		s.must(http.StatusNotFound, "GET", "/api/v2/journey/sessions/"+id, token, nil, nil)
	}
	s.must(http.StatusOK, "GET", "/api/v2/journey/sessions/"+other, token, nil, nil)
	s.must(http.StatusOK, "GET", "/api/v2/journey/sessions/"+other+"/events", token, nil, nil)
	for address, want := range map[string]int{"gwen@example.com": 0, "other@example.com": 1} {
		var found struct{ Entities []map[string]any }
		s.must(http.StatusOK, "GET", "/api/v2/gdpr/subjects?searchType=EMAIL&searchValue="+address, token, nil, &found)
		if len(found.Entities) != want {
			t.Errorf("contacts of %s: %v", address, found.Entities)
		}
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{firstDevice, secondDevice, "secret-bicycle", "gwen@", "Gwen@"} {
		if files := stored(t, c.Data, text); len(files) > 0 {
			t.Errorf("%q is still in %v", text, files)
		}
	}
	sound(t, c)
}

// sound computes the index anew, and checks the folder: an erasure must leave a log that can be read.
func sound(t *testing.T, c config.Config) {
	t.Helper()
	if _, err := Rebuild(t.Context(), c, quiet(t), nil); err != nil {
		t.Errorf("the index cannot be computed anew: %v", err)
	}
	s := start(t, c)
	defer func() { _ = s.stop() }()
	report, err := s.app.store.index.Check(t.Context(), nil)
	if err != nil || len(report.Problems) > 0 {
		t.Errorf("after the rebuild: %v %v", report.Problems, err)
	}
}

// TestTombstones: what happened before the request does not come back, what happens afterwards starts anew.
func TestTombstones(t *testing.T) {
	c := settings(t, t.TempDir(), nil)
	s := start(t, c)
	token := s.devToken()
	s.twoDevices()
	before := time.Now()
	s.gdpr(token, "GDPR_DELETE", `{"emailAddresses":["GWEN@example.com"]}`)
	late := func(when string) {
		t.Helper()
		for _, visitor := range []string{firstDevice, secondDevice} {
			if status, _ := s.event(visitor, "", "https://shop.example/late", before); status != http.StatusNoContent {
				t.Errorf("%s: a late event is answered with %d", when, status)
			}
		}
		if status, _ := s.event("00000003-aaaa-4bbb-8ccc-000000000003", "gwen@example.com", "https://shop.example/late",
			before); status != http.StatusNoContent {
			t.Errorf("%s: a late event of another device is answered with %d", when, status)
		}
		var batch struct{ Accepted, NotRecorded, Refused int }
		s.must(http.StatusOK, "POST", "/api/v2/sojourn/events", token, fmt.Sprintf(`{"entities":[{"kind":"web",
			"deploymentId":%q,"customerCookieId":%q,"eventName":"page_viewed","createdDate":%q,
			"page":{"url":"https://shop.example/late","title":"A page"}}]}`, DevDeployment, firstDevice,
			before.UTC().Format("2006-01-02T15:04:05.000Z")), &batch)
		if batch.Accepted+batch.Refused > 0 || batch.NotRecorded != 1 {
			t.Errorf("%s: a batch of a late event is answered with %+v", when, batch)
		}
	}
	late("at once")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s = start(t, c)
	late("after a restart")
	if status, id := s.event(firstDevice, "", "https://shop.example/new", time.Now().Add(time.Second)); status != http.StatusOK || id == "" {
		t.Errorf("a new event is answered with %d", status)
	}
	s.must(http.StatusOK, "POST", "/api/v2/gdpr/requests", s.devToken(),
		`{"requestType":"GDPR_EXPORT","subject":{"journeyCustomer":{"type":"cookie","id":"`+firstDevice+`"}}}`, nil)
}

// TestErasureGoesOnAfterARestart breaks an erasure off at each of its steps.
func TestErasureGoesOnAfterARestart(t *testing.T) {
	for _, step := range []string{"asked", "uprooted", "finalizing"} {
		t.Run(step, func(t *testing.T) {
			c := settings(t, t.TempDir(), nil)
			s := start(t, c)
			theirs, other := s.twoDevices()
			if err := s.stop(); err != nil {
				t.Fatal(err)
			}
			// Without Run nothing is done in the background.
			a, err := Open(context.Background(), c, quiet(t))
			if err != nil {
				t.Fatal(err)
			}
			made, err := a.forget.Submit(t.Context(), forget.Draft{
				Type: forget.Delete, Subject: forget.Subject{Emails: []string{"gwen@example.com"}}, By: "test",
			})
			if err != nil {
				t.Fatal(err)
			}
			broken, cancel := context.WithCancel(t.Context())
			if step != "asked" {
				interrupt(a, step, cancel)
				if err := a.forget.Work(broken); err == nil {
					t.Fatal("the erasure was not broken off")
				}
			}
			cancel()
			if err := a.Close(context.Background()); err != nil {
				t.Fatal(err)
			}

			s = start(t, c)
			token := s.devToken()
			if err := s.app.forget.Work(t.Context()); err != nil {
				t.Fatal(err)
			}
			var now gdpr
			s.must(http.StatusOK, "GET", "/api/v2/gdpr/requests/"+made.ID, token, nil, &now)
			if now.Status != "COMPLETED" {
				t.Errorf("the request is %+v", now)
			}
			for _, id := range theirs {
				s.must(http.StatusNotFound, "GET", "/api/v2/journey/sessions/"+id, token, nil, nil)
			}
			s.must(http.StatusOK, "GET", "/api/v2/journey/sessions/"+other, token, nil, nil)
			if err := s.stop(); err != nil {
				t.Fatal(err)
			}
			for _, text := range []string{firstDevice, secondDevice, "secret-bicycle", "gwen@"} {
				if files := stored(t, c.Data, text); len(files) > 0 {
					t.Errorf("%q is still in %v", text, files)
				}
			}
			sound(t, c)
		})
	}
}

// interrupted calls cancel in the middle of an erasure.
type interrupted struct {
	forget.Sessions
	step   string
	cancel context.CancelFunc
}

func (i interrupted) Flush(ctx context.Context) error {
	if i.step == "uprooted" {
		i.cancel()
	}
	return i.Sessions.Flush(ctx)
}

func (i interrupted) Scrub(ctx context.Context, whole bool) error {
	if i.step == "finalizing" {
		i.cancel()
	}
	return i.Sessions.Scrub(ctx, whole)
}

func interrupt(a *App, step string, cancel context.CancelFunc) {
	a.forget, _ = forget.New(forget.Options{
		Definitions: a.definitions, People: a.people, Policy: a.contactPolicy,
		Sessions: interrupted{erasable{sessions{a.store}, a.lanes}, step, cancel}, Log: factLog{a.store},
		NewID: newRequestID,
	})
}

// TestExportAndUpdate fetches what is known of a person, and corrects it.
func TestExportAndUpdate(t *testing.T) {
	s := start(t, settings(t, t.TempDir(), nil))
	token := s.devToken()
	theirs, other := s.twoDevices()
	made := s.gdpr(token, "GDPR_EXPORT", `{"emailAddresses":["gwen@example.com"]}`)
	if made.Status != "COMPLETED" || made.ResultsURL == "" || len(made.Subject) > 0 {
		t.Fatalf("the request is %+v", made)
	}
	status, results := s.ask("GET", made.ResultsURL, token, nil)
	if status != http.StatusOK || !strings.Contains(results, theirs[0]) || !strings.Contains(results, theirs[1]) ||
		!strings.Contains(results, "gwen@example.com") || strings.Contains(results, other) ||
		strings.Count(results, `"eventType"`) != 3 {
		t.Errorf("the results are %d: %s", status, results)
	}
	var updated gdpr
	s.must(http.StatusOK, "POST", "/api/v2/gdpr/requests", token, `{"requestType":"GDPR_UPDATE",
		"subject":{"emailAddresses":["gwen@example.com"]},
		"replacementTerms":[{"type":"EMAIL","existingValue":"gwen@example.com","updatedValue":"new@example.com"}]}`, &updated)
	if err := s.app.forget.Work(t.Context()); err != nil {
		t.Fatal(err)
	}
	var found struct{ Entities []map[string]any }
	for address, want := range map[string]int{"gwen@example.com": 0, "new@example.com": 1} {
		s.must(http.StatusOK, "GET", "/api/v2/gdpr/subjects?searchType=EMAIL&searchValue="+address, token, nil, &found)
		if len(found.Entities) != want {
			t.Errorf("%s: %v", address, found.Entities)
		}
		found.Entities = nil
	}
	for _, body := range []string{
		`{"requestType":"GDPR_DELETE","subject":{}}`,
		`{"requestType":"GDPR_DELETE","subject":{"name":"Gwen"}}`,
		`{"requestType":"GDPR_DELETE","subject":{"journeyCustomer":{"type":"cookie"}}}`,
		`{"requestType":"GDPR_DELETE","subject":{"emailAddresses":["none"]}}`,
		`{"requestType":"GDPR_UPDATE","subject":{"emailAddresses":["a@b.example"]}}`,
		`{"requestType":"NONE","subject":{"emailAddresses":["a@b.example"]}}`,
	} {
		s.must(http.StatusBadRequest, "POST", "/api/v2/gdpr/requests", token, body, nil)
	}
}

// TestRetention moves the clock: what has aged goes, with its part of the log; what is managed stays.
func TestRetention(t *testing.T) {
	c := settings(t, t.TempDir(), nil)
	s := start(t, c)
	token := s.devToken()
	theirs, other := s.twoDevices()
	var made struct{ ID string }
	s.must(http.StatusOK, "POST", "/api/v2/sojourn/deployments", token, `{"name":"shop","allowAllDomains":true}`, &made)
	anonymous := s.mustEvent("00000004-aaaa-4bbb-8ccc-000000000004", "", "https://shop.example/whoever")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	age := func(days int) {
		t.Helper()
		o := quiet(t)
		o.Now = func() time.Time { return time.Now().Add(time.Duration(days) * 24 * time.Hour) }
		a, err := Open(context.Background(), c, o)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.forget.Age(t.Context()); err != nil {
			t.Error(err)
		}
		if err := a.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	status := func(id string) int {
		s := start(t, c)
		defer func() { _ = s.stop() }()
		status, _ := s.ask("GET", "/api/v2/journey/sessions/"+id, s.devToken(), nil)
		return status
	}
	age(119)
	if got := status(anonymous); got != http.StatusOK {
		t.Errorf("an anonymous session is gone too soon: %d", got)
	}
	age(121)
	if got := status(anonymous); got != http.StatusNotFound {
		t.Errorf("an anonymous session stays: %d", got)
	}
	if got := status(other); got != http.StatusOK {
		t.Errorf("the session of a known customer is gone too soon: %d", got)
	}
	age(366)
	for _, id := range append(theirs, other) {
		if got := status(id); got != http.StatusNotFound {
			t.Errorf("session %s stays: %d", id, got)
		}
	}
	for _, text := range []string{"secret-bicycle", "/whoever"} {
		if files := stored(t, c.Data, text); len(files) > 0 {
			t.Errorf("%q is still in %v", text, files)
		}
	}
	sound(t, c)
	s = start(t, c)
	token = s.devToken()
	s.must(http.StatusOK, "GET", "/api/v2/sojourn/deployments/"+made.ID, token, nil, nil)
	var found struct{ Entities []map[string]any }
	s.must(http.StatusOK, "GET", "/api/v2/gdpr/subjects?searchType=EMAIL&searchValue=gwen@example.com", token, nil, &found)
	if len(found.Entities) != 1 {
		t.Errorf("an identified contact was lost with the log: %v", found.Entities)
	}
}

// TestErasureUnderTraffic erases a person who goes on visiting: nothing fails, and the log fits together.
func TestErasureUnderTraffic(t *testing.T) {
	c := settings(t, t.TempDir(), nil)
	s := start(t, c)
	token := s.devToken()
	theirs, _ := s.twoDevices()
	ctx, stop := context.WithCancel(t.Context())
	var visiting sync.WaitGroup
	for _, visitor := range []string{firstDevice, secondDevice, stranger} {
		visiting.Go(func() {
			for ctx.Err() == nil {
				status, _ := s.event(visitor, "gwen@example.com", "https://shop.example/again", time.Now())
				if status != http.StatusOK && status != http.StatusNoContent {
					t.Errorf("an event meanwhile is answered with %d", status)
				}
			}
		})
	}
	made := s.gdpr(token, "GDPR_DELETE", `{"emailAddresses":["gwen@example.com"]}`)
	stop()
	visiting.Wait()
	if made.Status != "COMPLETED" {
		t.Errorf("the request is %+v", made)
	}
	for _, id := range theirs {
		s.must(http.StatusNotFound, "GET", "/api/v2/journey/sessions/"+id, token, nil, nil)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if files := stored(t, c.Data, "secret-bicycle"); len(files) > 0 {
		t.Errorf("there is something left in %v", files)
	}
	sound(t, c)
}

package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"sojourn/app"
	"sojourn/cmd/sojourn/shop"
	"sojourn/config"
)

// devServer is a real development server on an empty folder.
func devServer(t *testing.T) string {
	t.Helper()
	c, err := config.Load("", nil, map[string]string{
		"data": t.TempDir(), "dev": "true", "listen": "127.0.0.1:0", "store.segmentBytes": "4 MiB",
	})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), c, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.Handler())
	t.Cleanup(func() {
		server.Close()
		if err := a.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return server.URL
}

var devCredentials = app.Credentials{ClientID: app.DevClient, ClientSecret: app.DevSecret}

// TestDemoDefinesOnce changes one definition and deletes another: the next demo leaves the first alone and defines
// the second again.
func TestDemoDefinesOnce(t *testing.T) {
	ctx, server := t.Context(), devServer(t)
	define := func() *demoRules {
		t.Helper()
		rules, err := defineRules(ctx, http.DefaultClient, server, devCredentials)
		if err != nil {
			t.Fatal(err)
		}
		return rules
	}
	first := define()
	changed, deleted := first.all[1], first.all[2]
	for _, rule := range first.all {
		if rule.found || rule.id == "" {
			t.Errorf("%+v was found on an empty server", rule)
		}
	}
	of := func(rule demoRule) string { return segmentsPath + "/" + rule.id }
	mine := map[string]any{"description": "mine", "isActive": false}
	for _, err := range []error{
		first.api.call(ctx, http.MethodPatch, of(changed), mine, nil),
		first.api.call(ctx, http.MethodDelete, of(deleted), nil, nil),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	again := define()
	for i, rule := range again.all {
		fresh := rule.name == deleted.name
		if rule.found == fresh || (rule.id == first.all[i].id) == fresh {
			t.Errorf("%+v, at first %+v", rule, first.all[i])
		}
	}
	if text := again.told(); !strings.Contains(text, "5 of them were there") {
		t.Error(text)
	}
	var now struct {
		Description string
		Version     int
	}
	if err := again.api.call(ctx, http.MethodGet, of(changed), nil, &now); err != nil || now.Description != "mine" ||
		now.Version != 2 {
		t.Errorf("the changed one is now %+v, %v", now, err)
	}
	if third := define().told(); !strings.Contains(third, "All of them were there") {
		t.Error(third)
	}
}

// TestVisitorsMeetTheDefinitions plays visits without their pauses: what is defined happens.
func TestVisitorsMeetTheDefinitions(t *testing.T) {
	server := devServer(t)
	tracker := newDemoTracker(server, app.DevDeployment)
	rules, err := defineRules(t.Context(), &tracker.client, server, devCredentials)
	if err != nil {
		t.Fatal(err)
	}
	tally := newDemoTally(time.Now())
	watch, err := newDemoWatch(t.Context(), rules, tally)
	if err != nil {
		t.Fatal(err)
	}
	play(tracker, tally, 250)
	watch.look(t.Context())
	c := tally.counts(time.Now())
	if trouble := watch.trouble(); trouble != "" || c.refused+c.failed > 0 {
		t.Fatal(trouble, c.reasons)
	}
	for _, m := range c.matches {
		if m.count == 0 || m.count > c.sessions/2 {
			t.Errorf("%s matched %d times in %d sessions", m.name, m.count, c.sessions)
		}
	}
	watch.look(t.Context())
	if again := tally.counts(time.Now()); tallied("", again.matches, false) != tallied("", c.matches, false) {
		t.Errorf("looking again counts again: %v, %v", c.matches, again.matches)
	}
	late := newDemoTally(time.Now())
	if watch, err = newDemoWatch(t.Context(), rules, late); err != nil {
		t.Fatal(err)
	}
	watch.look(t.Context())
	if text := tallied("", late.counts(time.Now()).matches, true); strings.ContainsAny(text, "123456789") {
		t.Errorf("what happened before counts: %s", text)
	}
}

// play sends visits, several at a time, each step after the one before.
func play(tracker *demoTracker, tally *demoTally, visits int) {
	opened := shop.New(5)
	queue := make(chan []shop.Step)
	var senders sync.WaitGroup
	for range 32 {
		senders.Go(func() {
			for steps := range queue {
				for _, step := range steps {
					tracker.send(step, tally)
				}
			}
		})
	}
	for range visits {
		visit := opened.Visit()
		var steps []shop.Step
		for step, ok := visit.Next(); ok; step, ok = visit.Next() {
			steps = append(steps, step)
		}
		queue <- steps
	}
	close(queue)
	senders.Wait()
}

// TestDemoTellsTheNews is what stands above the live line.
func TestDemoTellsTheNews(t *testing.T) {
	tally := newDemoTally(time.Now())
	tally.watches([]demoRule{{id: "s", name: "Early bird"}, {id: "o", name: "Sold", outcome: true}})
	var out bytes.Buffer
	display := demoDisplay{out: &out, tally: tally}
	tell := func(n int, id string) {
		for range n {
			tally.matched(id, "session of "+id)
		}
		display.news(tally.counts(time.Now()).matches)
	}
	tell(0, "")
	tell(1, "s")
	tell(0, "")
	tell(2, "o")
	tell(9, "s")
	tell(1, "s") // the eleventh is not worth a line
	tell(15, "s")
	tell(1, "stranger")
	want := "  segment assigned: Early bird (the first one)\n  outcome achieved: Sold (2 so far)\n" +
		"  segment assigned: Early bird (10 so far)\n  segment assigned: Early bird (26 so far)\n"
	if got := out.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	out.Reset()
	display.live = true
	tell(4, "s")
	if got := out.String(); got != "\r\x1b[K  segment assigned: Early bird (30 so far)\n" {
		t.Errorf("live: %q", got)
	}
	if newest := tally.newest(); newest != "session of s" {
		t.Errorf("the newest session is %q", newest)
	}
	out.Reset()
	display.summary()
	for _, want := range []string{"Segments assigned: 30 × Early bird.\n", "Outcomes achieved: 2 × Sold.\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
}

// A segment that a customer brings along to the next session is no news.
func TestDemoCountsACustomersSegmentOnce(t *testing.T) {
	tally := newDemoTally(time.Now())
	rules := []demoRule{{id: "s", name: "Regular"}}
	tally.watches(rules)
	watch := &demoWatch{tally: tally, seen: map[demoNews]struct{}{}}
	at := time.Date(2026, 3, 2, 9, 15, 4, 0, time.UTC)
	session := func(id, customer string, at time.Time) *watchedSession {
		s := &watchedSession{ID: id, CustomerID: customer}
		s.SegmentAssignments = append(s.SegmentAssignments, struct {
			Segment      struct{ ID string }
			AssignedDate time.Time
		}{struct{ ID string }{"s"}, at})
		return s
	}
	for _, s := range []*watchedSession{
		session("1", "Gwen", at), session("1", "Gwen", at), session("2", "Gwen", at), session("3", "Liam", at),
	} {
		watch.count(s)
	}
	watch.begun = at.Add(time.Second)
	watch.count(session("4", "Emma", at)) // before it began
	if n := tally.counts(time.Now()).matches[0].count; n != 2 {
		t.Errorf("it counts %d, want 2", n)
	}
}

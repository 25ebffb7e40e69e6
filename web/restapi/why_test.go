package restapi

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sojourn/journey"
	"sojourn/web/contract"
)

// pattern is a pattern of a journey of web events.
func pattern(name string, count int) string {
	return fmt.Sprintf(`{"criteria":[],"count":%d,"streamType":"Web","sessionType":"web","eventName":"%s"}`, count, name)
}

// asking is the conditions of a definition: a criterion about the session, if there is one, and patterns.
func asking(criterion string, patterns ...string) string {
	context := ""
	if criterion != "" {
		context = `{"criteria":[` + criterion + `]}`
	}
	return `"context":{"patterns":[` + context + `]},"journey":{"patterns":[` + strings.Join(patterns, ",") + `]}`
}

const fromNews = `{"entityType":"visit","key":"mktCampaign.source","operator":"equal","values":["news"]}`

// defined makes a segment or an outcome and returns its path.
func (h *harness) defined(path, name, conditions string) string {
	h.Helper()
	return h.call("POST", path, `{"displayName":"`+name+`",`+conditions+`}`, h.admin()...).made()
}

// explained is the explanation of a session.
func (h *harness) explained(session string) (view contract.SojournSessionExplanation) {
	h.Helper()
	h.call("GET", "/api/v2/sojourn/sessions/"+session+"/explain", "", h.admin()...).want(200).into(&view)
	return view
}

// line is what is told of a definition, on one line.
func line(d contract.SojournDefinitionExplanation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s", d.Kind, d.DisplayName, d.State)
	if d.Gained != nil {
		fmt.Fprintf(&b, ", has it")
		if d.Gained.Event != nil {
			fmt.Fprintf(&b, " by %s", d.Gained.Event.EventName)
		}
		if d.Gained.Value != nil {
			fmt.Fprintf(&b, " worth %v", *d.Gained.Value)
		}
	}
	for _, step := range d.Steps {
		fmt.Fprintf(&b, "; %s", step.Event.EventName)
		if step.Pattern != nil {
			fmt.Fprintf(&b, " %d: %d of %d", *step.Pattern, *step.Hits, *step.Count)
		}
		for _, f := range step.Failed {
			fmt.Fprintf(&b, " %s is %q", f.Key, f.Found)
		}
		if step.Matched {
			fmt.Fprint(&b, " matched")
		}
	}
	for _, lack := range d.Missing {
		fmt.Fprintf(&b, "; %s", lack.Explanation)
	}
	return b.String()
}

func TestExplainDefinitions(t *testing.T) {
	h := newHarness(t)
	h.at = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	h.defined(segmentsPath, "Cart twice", asking("", pattern("cart", 2)))
	h.defined(segmentsPath, "From news, then cart", asking(fromNews, pattern("cart", 1), pattern("look", 1)))
	h.defined(segmentsPath, "From news", asking(fromNews))
	h.defined(segmentsPath, "By hand", asking(""))
	ofApps := strings.NewReplacer("Web", "App", "web", "app").Replace(pattern("cart", 1))
	h.defined(segmentsPath, "Apps", asking("", ofApps))
	inactive := h.defined(segmentsPath, "Inactive", asking("", pattern("cart", 1)))
	unused := h.defined(segmentsPath, "Inactive, never had", asking("", pattern("order", 1)))
	deleted := h.defined(segmentsPath, "Deleted", asking("", pattern("cart", 1)))
	h.defined(outcomesPath, "Cart", asking("", pattern("cart", 1))+
		`,"associatedValueField":{"dataType":"Number","name":"total"}`)

	session := h.webEvent(0).session()
	h.webEvent(1, "page_viewed", "cart", `"createdDate"`, `"attributes":{"total":9.5},"createdDate"`)
	for _, path := range []string{inactive, unused} {
		h.call("PATCH", path, `{"isActive":false}`, h.admin()...).want(200)
	}
	h.call("DELETE", deleted, "", h.admin()...).want(204)
	h.webEvent(2, "page_viewed", "look")

	view := h.explained(session)
	var got []string
	for _, d := range view.Definitions {
		got = append(got, line(d))
	}
	id := strings.TrimPrefix(deleted, segmentsPath+"/")
	want := []string{
		`segment Cart twice running; cart 0: 1 of 2; journey.patterns[0] needs 1 more event.`,
		`segment From news, then cart journeyDone; cart 0: 1 of 1 mktCampaign.source is []; ` +
			`look 1: 1 of 1 mktCampaign.source is []; ` +
			`context.patterns[0].criteria[0] does not hold: mktCampaign.source is missing.`,
		`segment From news notStarted; context.patterns[0].criteria[0] does not hold: mktCampaign.source is missing.`,
		`segment By hand notEvaluated`,
		`segment Apps notEvaluated`,
		`segment Inactive notEvaluated, has it by cart; cart 0: 1 of 1 matched`,
		`outcome Cart matched, has it by cart worth 9.5; cart 0: 1 of 1 matched`,
		`segment ` + id + ` notEvaluated, has it by cart`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if view.ExaminedEventCount != 3 || view.IsCutOff != nil {
		t.Errorf("%d events, cut off %v", view.ExaminedEventCount, view.IsCutOff)
	}
}

// A definition that is newer than the session says that what was before does not count.
func TestExplainSaysSinceWhen(t *testing.T) {
	h := newHarness(t)
	session := h.webEvent(0, "page_viewed", "cart").session()
	h.at = h.at.Add(time.Second)
	h.defined(segmentsPath, "Cart", asking("", pattern("cart", 1)))
	since := contract.TimeOf(h.at)
	d := h.explained(session).Definitions[0]
	if d.State != "notStarted" || d.EvaluatedSince != since || !strings.Contains(d.Explanation, "do not count") {
		t.Errorf("%+v", d)
	}
	h.webEvent(5, "page_viewed", "cart")
	if d = h.explained(session).Definitions[0]; d.State != "matched" || d.Gained == nil || len(d.Steps) != 1 {
		t.Errorf("%+v", d)
	}
}

// The events of a long session are not all looked at, but the state is known.
func TestExplainALongSession(t *testing.T) {
	h := newHarness(t)
	h.at = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	h.defined(segmentsPath, "Cart", asking("", pattern("cart", 1)))
	id, err := journey.ParseID(h.webEvent(0).session())
	h.must(err)
	first := h.world.events[id][0]
	for n := range maxExamined {
		e := *first
		e.Opened, e.Seq, e.Created = false, first.Seq+1+uint64(n), first.Created+journey.Instant(n+1)
		h.world.events[id] = append(h.world.events[id], &e)
	}
	h.world.states[journey.VisitorKey(cookie)].Seq = first.Seq + maxExamined
	h.webEvent(59, "page_viewed", "cart")
	view := h.explained(id.String())
	d := view.Definitions[0]
	if view.ExaminedEventCount != maxExamined || view.IsCutOff == nil || d.State != "matched" || len(d.Steps) != 0 ||
		d.Gained == nil || d.Gained.Event != nil {
		t.Errorf("%d events, %+v", view.ExaminedEventCount, d)
	}
}

// What explain says has matched is what the session has, whatever happens in it.
func TestExplainTellsWhatWasJudged(t *testing.T) {
	h := newHarness(t)
	h.at = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	for i, conditions := range []string{
		asking("", pattern("cart", 2)), asking(fromNews), asking(fromNews, pattern("cart", 1), pattern("order", 1)),
		asking("", pattern("order", 1), pattern("cart", 1)), asking("", pattern("look", 3)),
	} {
		h.defined(segmentsPath, fmt.Sprint("segment ", i), conditions)
		h.defined(outcomesPath, fmt.Sprint("outcome ", i), conditions)
	}
	customer := 0
	rapid.Check(t, func(t *rapid.T) {
		customer++
		own := strings.Replace(cookie, "00000001", fmt.Sprintf("%08d", customer), 1)
		var sessions []string
		for range rapid.IntRange(1, 8).Draw(t, "events") {
			name := rapid.SampledFrom([]string{"page_viewed", "cart", "order", "look"}).Draw(t, "name")
			query := rapid.SampledFrom([]string{"", "", "?utm_source=news", "?utm_source=ads"}).Draw(t, "query")
			second := rapid.IntRange(0, 59).Draw(t, "second")
			session := h.webEvent(second, cookie, own, "page_viewed", name, "/a/b", "/a"+query).session()
			if !slices.Contains(sessions, session) {
				sessions = append(sessions, session)
			}
		}
		for _, session := range sessions {
			id, _ := journey.ParseID(session)
			stored, err := h.world.Session(context.Background(), id)
			h.must(err)
			for _, d := range h.explained(session).Definitions {
				has := hasDefinition(stored, d.ID)
				if (d.State == "matched") != has || (d.Gained != nil) != has {
					t.Fatalf("%s; the session has %v, %v", line(d), stored.Assignments, stored.Achievements)
				}
			}
		}
	})
}

// hasDefinition reports whether the session has the segment or the outcome.
func hasDefinition(s *journey.Session, id string) bool {
	return slices.ContainsFunc(s.Assignments, func(a journey.Assignment) bool { return a.Segment.String() == id }) ||
		slices.ContainsFunc(s.Achievements, func(a journey.Achievement) bool { return a.Outcome.String() == id })
}

package golden

import (
	"net/http"
	"slices"
	"strings"

	"sojourn/journey"
)

// told is a session in words: the names of its events in order, and of what followed from each, behind it: segment1 is
// an assignment of the first segment, outcome1 the first outcome achieved. If it stands behind another event than the
// one that it followed from, it says so: "segment1 by order". What no event of the session brought about stands before
// all: "has segment1". What the list tells and what the session shows must be the same.
func (r *run) told(session any) []string {
	r.t.Helper()
	path := "/api/v2/journey/sessions/" + member(session, "id") + "/events?pageSize=200"
	status, listing := r.get(path)
	if status != http.StatusOK {
		r.t.Fatalf("%s: %d %s", path, status, compact(listing))
	}
	shown := shownDates(session)
	var words []string
	var last string               // event
	events := map[string]string{} // names by id
	for _, entry := range entities(listing) {
		if name := eventName(entry); name != "" {
			last = member(entry, "id")
			words, events[last] = append(words, name), name
			continue
		}
		id, cause := followed(entry), member(entry, "correlationId")
		word := r.nameOf(id)
		if cause != last {
			word += " by " + events[cause]
		}
		words = append(words, word)
		if date := member(entry, "createdDate"); shown[id] != date {
			r.t.Errorf("%s: the session shows it at %q, the list of events at %q", word, shown[id], date)
		}
		delete(shown, id)
	}
	var had []string
	for id := range shown {
		had = append(had, "has "+r.nameOf(id))
	}
	slices.Sort(had)
	return append(had, words...)
}

// eventName is the name of an event; empty for what followed from one.
func eventName(entry any) string {
	members, _ := entry.(map[string]any)
	for _, kind := range []string{"webEvent", "appEvent", "customEvent", "conversationEvent"} {
		if body, found := members[kind]; found {
			return member(body, "eventName")
		}
	}
	return ""
}

// followed is the id of the segment or outcome that an entry is about.
func followed(entry any) string {
	members, _ := entry.(map[string]any)
	assigned, _ := members["segmentAssignmentEvent"].(map[string]any)
	achieved, _ := members["outcomeAchievedEvent"].(map[string]any)
	return member(assigned["segment"], "id") + member(achieved["outcome"], "id")
}

// shownDates are the dates of a session's segments and outcomes, by their ids.
func shownDates(session any) map[string]string {
	members, _ := session.(map[string]any)
	dates := map[string]string{}
	assignments, _ := members["segmentAssignments"].([]any)
	for _, a := range assignments {
		of, _ := a.(map[string]any)
		dates[member(of["segment"], "id")] = member(a, "assignedDate")
	}
	achievements, _ := members["outcomeAchievements"].([]any)
	for _, a := range achievements {
		of, _ := a.(map[string]any)
		dates[member(of["outcome"], "id")] = member(a, "achievedDate")
	}
	return dates
}

// nameOf is the name of a definition's id, or the id.
func (r *run) nameOf(id string) string {
	for name, known := range r.ids {
		if known == id && (strings.HasPrefix(name, "segment") || strings.HasPrefix(name, "outcome")) {
			return name
		}
	}
	return id
}

// values compares what the outcomes of a session carry, where the server can be asked for it.
func (r *run) values(want map[string]string, session any) {
	r.t.Helper()
	if r.Value == nil {
		return
	}
	id, err := journey.ParseID(member(session, "id"))
	if err != nil {
		r.t.Fatal(err)
	}
	for name, value := range want {
		outcome, err := journey.ParseID(r.ids[name])
		if err != nil {
			r.t.Fatalf("%s: %v", name, err)
		}
		if got := r.Value(id, outcome); got != value {
			r.t.Errorf("%s carries %q, want %q", name, got, value)
		}
	}
}

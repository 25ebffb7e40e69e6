package rule_test

import (
	"maps"
	"strings"

	"sojourn/journey/rule"
)

// facts are values by the keys of criteria.
type facts map[string]rule.Value

func textFacts(pairs ...string) facts {
	f := facts{}
	for i := 0; i < len(pairs); i += 2 {
		f[pairs[i]] = rule.Value{Text: pairs[i+1]}
	}
	return f
}

func (f facts) value(key rule.Key, name string) rule.Value {
	return f[strings.Replace(key.String(), "<name>", name, 1)]
}

// visit is a session.
type visit facts

func (v visit) ContextValue(key rule.Key) rule.Value { return facts(v).value(key, "") }

// event is an event.
type event struct {
	sessionType, name string
	facts             facts
}

func (e *event) SessionType() string { return e.sessionType }

func (e *event) EventName() string { return e.name }

func (e *event) JourneyValue(key rule.Key, name string) rule.Value {
	if key == rule.EventName {
		return rule.Value{Text: e.name}
	}
	return e.facts.value(key, name)
}

// moment is an event with what the session was after it.
type moment struct {
	visit visit
	event *event
	fresh bool // the visit is not as it was, or it is the first event
}

// session makes moments of events, with the changes that each makes to the visit.
type session struct {
	visit   visit
	moments []moment
}

func (s *session) add(e *event, changes facts) moment {
	after := maps.Clone(s.visit)
	if after == nil {
		after = visit{}
	}
	fresh := len(s.moments) == 0
	for key, value := range changes {
		if !same(after[key], value) {
			after[key], fresh = value, true
		}
	}
	m := moment{visit: after, event: e, fresh: fresh}
	s.visit, s.moments = after, append(s.moments, m)
	return m
}

func same(a, b rule.Value) bool {
	return a.Text == b.Text && strings.Join(a.List, "\x00") == strings.Join(b.List, "\x00")
}

// keep is what the session stores of steps.
func keep(progress []rule.Progress, steps []rule.Step) []rule.Progress {
	for _, step := range steps {
		known := false
		for i := range progress {
			if progress[i].Rule == step.Rule {
				progress[i], known = step.Progress, true
			}
		}
		if !known {
			progress = append(progress, step.Progress)
		}
	}
	return progress
}

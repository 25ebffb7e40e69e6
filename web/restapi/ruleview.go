package restapi

import (
	"fmt"
	"strconv"
	"strings"

	"sojourn/flow/trial"
	"sojourn/journey"
	"sojourn/journey/rule"
	"sojourn/web/contract"
)

// How a segment or an outcome fares in a session, in the words of the contract.

// stepView is what an event was to a definition.
func stepView(s *trial.Step) contract.SojournRuleStep {
	view := contract.SojournRuleStep{
		Done: s.Done, Matched: s.Matched, ContextHolds: rule.Holds(s.Context), Failed: mapped(s.Failed, findingView),
	}
	if s.Pattern >= 0 {
		view.Pattern, view.Hits, view.Count = &s.Pattern, &s.Hits, &s.Count
	}
	return view
}

func findingView(f rule.Finding) contract.SojournRuleFinding {
	view := contract.SojournRuleFinding{Path: f.Path, Key: f.Key, Found: f.Found.List}
	if f.Found.Text != "" {
		view.Found = []string{f.Found.Text}
	}
	return view
}

// lackView says what is missing, in words and as data.
func lackView(l rule.Lack) contract.SojournRuleLack {
	if l.Pattern < 0 {
		return contract.SojournRuleLack{
			Explanation: fmt.Sprintf("%s does not hold: %s is %s.", l.Path, l.Key, foundText(&l.Found)),
			Criterion:   new(findingView(l.Finding)),
		}
	}
	noun := "events"
	if l.Events == 1 {
		noun = "event"
	}
	return contract.SojournRuleLack{
		Explanation: fmt.Sprintf("journey.patterns[%d] needs %d more %s.", l.Pattern, l.Events, noun),
		Pattern:     &l.Pattern, Events: &l.Events,
	}
}

func foundText(v *rule.Value) string {
	switch {
	case v.IsMissing():
		return "missing"
	case v.Text != "":
		return strconv.Quote(v.Text)
	}
	var all []string
	for _, element := range v.List {
		all = append(all, strconv.Quote(element))
	}
	return strings.Join(all, ", ")
}

// explanationOf says in words how a definition stands.
func explanationOf(e *journey.Evaluated, s *trial.Standing) string {
	undecided := len(s.Missing) == 0
	switch s.State {
	case trial.Matched:
		return "It has matched."
	case trial.NotEvaluated:
		return reasonText(e, s.Reason)
	case trial.Running:
		return "Some of the events that it asks for have come."
	}
	switch {
	case undecided:
		return "All that it asks for holds. The next event of the session decides."
	case s.State == trial.JourneyDone:
		return "All events that it asks for have come, but the session is not as it asks."
	case s.Missing[0].Pattern < 0:
		return "The session is not as it asks."
	}
	return "None of the events that it asks for has come."
}

func reasonText(e *journey.Evaluated, reason trial.Reason) string {
	switch reason {
	case trial.Inactive:
		return "It is inactive."
	case trial.NoCondition:
		return "It has no condition, and is assigned by API only."
	}
	patterns := conditionsOf(e).Journey.Patterns
	return "It asks for events of sessions of the type " + patterns[0].SessionType + "."
}

func conditionsOf(e *journey.Evaluated) *rule.Conditions {
	if e.Segment != nil {
		return &e.Segment.Conditions
	}
	return &e.Outcome.Conditions
}

// amountView is the value of an achievement, nil if it has none.
func amountView(g *trial.Gained) *float64 {
	if value, err := strconv.ParseFloat(g.Value, 64); err == nil {
		return &value
	}
	return nil
}

package rule_test

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"sojourn/journey/rule"
)

// What is drawn is drawn from little, so that rules and events have to do with one another.

// pieces make texts that are the same without regard to case, begin or end alike, or are numbers in many
// forms.
var pieces = []string{"a", "B", "k", "K", "\u212a", "s", "ſ", "É", "é", "/abc", "/ABC", "ßx", "true", "TRUE", "False",
	"5", ".0", "05", "e1", "-", "120", "119.5", "."}

func drawText(t *rapid.T, least int) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), least, 4).Draw(t, "text"), "")
}

var (
	contextKeys = []string{"device.category", "referrer.medium", "browser.version", "authenticated"}
	journeyKeys = []string{"eventName", "page.pathname", "page.url", "attributes.a.value", "attributes.b.value",
		"traits.a.b.value"}
	operators = []string{"", "equal", "notEqual", "containsAll", "containsAny", "notContainsAll", "notContainsAny",
		"startsWith", "endsWith", "greaterThan", "greaterThanOrEqual", "lessThan", "lessThanOrEqual"}
	sessionTypes = []string{"web", "web", "web", "quiz"}
	eventNames   = []string{"one", "two", "One"}
)

func drawFrom(t *rapid.T, list []string) string { return rapid.SampledFrom(list).Draw(t, "of") }

func drawCriterion(t *rapid.T, keys []string) rule.Criterion {
	c := rule.Criterion{Key: drawFrom(t, keys), Operator: drawFrom(t, operators),
		ShouldIgnoreCase: rapid.Bool().Draw(t, "ignore")}
	if slices.Contains(contextKeys, c.Key) {
		c.EntityType = "visit"
	}
	switch numeric := strings.HasSuffix(c.Operator, "Than") || strings.HasSuffix(c.Operator, "OrEqual"); {
	case numeric && c.Key == "browser.version":
		c.Values = []string{drawFrom(t, []string{"120", "120.0", "119.5", "0120.5"})}
	case numeric:
		c.Values = []string{drawFrom(t, []string{"5", "5.0", "-5", "50", ".5e2", "+05"})}
	case c.Key == "eventName":
		c.Values = rapid.SliceOfN(rapid.SampledFrom(append(eventNames, "ONE", "ne", "tw")), 1, 2).Draw(t, "values")
	default:
		for range rapid.IntRange(1, 3).Draw(t, "n") {
			c.Values = append(c.Values, drawText(t, 1))
		}
	}
	return c
}

func drawCriteria(t *rapid.T, least int, keys []string) (criteria []rule.Criterion) {
	for range rapid.IntRange(least, 2).Draw(t, "criteria") {
		criteria = append(criteria, drawCriterion(t, keys))
	}
	return criteria
}

// drawConditions draws what passes Check.
func drawConditions(t *rapid.T) *rule.Conditions {
	c := &rule.Conditions{}
	for range rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "contexts") {
		c.Context.Patterns = append(c.Context.Patterns, rule.ContextPattern{Criteria: drawCriteria(t, 1, contextKeys)})
	}
	streams := map[string]string{"web": "Web", "quiz": "Custom"}
	sessionType := drawFrom(t, sessionTypes)
	for range rapid.IntRange(0, 3).Draw(t, "patterns") {
		p := rule.JourneyPattern{Count: rapid.SampledFrom([]int{1, 1, 2}).Draw(t, "count"), SessionType: sessionType,
			StreamType: streams[sessionType], EventName: drawFrom(t, append(eventNames, "", ""))}
		p.Criteria = drawCriteria(t, 0, journeyKeys)
		if p.EventName == "" && len(p.Criteria) == 0 {
			p.EventName = "one"
		}
		c.Journey.Patterns = append(c.Journey.Patterns, p)
	}
	if problems := rule.Check(c); len(problems) > 0 {
		t.Fatalf("%v", problems)
	}
	return c
}

func drawRules(t *rapid.T, most int) (rules []rule.Rule) {
	for i := range rapid.IntRange(0, most).Draw(t, "rules") {
		r := rule.Rule{ID: uint64(1000 + i), Conditions: drawConditions(t)}
		if rapid.Bool().Draw(t, "valueOf") {
			r.ValueOf = "b"
		}
		rules = append(rules, r)
	}
	return rules
}

// drawValue draws a fact that is like some value of a criterion.
func drawValue(t *rapid.T, typed bool) (v rule.Value) {
	switch kind := rapid.IntRange(0, 9).Draw(t, "kind"); {
	case kind == 0:
		return v
	case typed && kind == 1:
		return rule.Value{Text: drawFrom(t, []string{"true", "false"}), Boolean: true}
	case typed && kind < 5:
		return rule.Value{Text: drawFrom(t, []string{"5", "5.0", "-5.00", "50", "500", "0.5", "5e1"}), Numeric: true}
	case kind == 5:
		for range rapid.IntRange(1, 3).Draw(t, "elements") {
			v.List = append(v.List, drawText(t, 0))
		}
		return v
	}
	return rule.Value{Text: drawText(t, 0)}
}

func drawSession(t *rapid.T) *session {
	s := &session{}
	for range rapid.IntRange(1, 8).Draw(t, "events") {
		e := &event{drawFrom(t, sessionTypes), drawFrom(t, eventNames), facts{}}
		for _, key := range journeyKeys[1:] {
			e.facts[key] = drawValue(t, strings.HasPrefix(key, "attributes."))
		}
		s.add(e, drawChanges(t))
	}
	return s
}

// drawChanges draws what an event changes of the session.
func drawChanges(t *rapid.T) facts {
	changes := facts{}
	for _, key := range contextKeys {
		switch changed := rapid.IntRange(0, 3).Draw(t, "changed") == 0; {
		case !changed:
		case key == "authenticated":
			changes[key] = rule.Value{Text: fmt.Sprint(rapid.Bool().Draw(t, "yes"))}
		case key == "browser.version":
			changes[key] = rule.Value{Text: drawFrom(t, []string{"120", "120.0.0", "119.5", "beta", ""})}
		default:
			changes[key] = drawValue(t, false)
		}
	}
	return changes
}

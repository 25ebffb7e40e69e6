package rule_test

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sojourn/journey/rule"
)

// The specification once more, word for word and without regard to time: what the package must be equal to.

// reference judges one rule over whole sessions.
type reference struct {
	conditions *rule.Conditions
	valueOf    string
}

// outcome is what a session shows of a rule.
type outcome struct {
	matchedAt int // the number of the event, from 1; 0 if it never matched
	value     string
}

// run evaluates segments-outcomes.md §3 and §5.
func (r *reference) run(moments []moment) outcome {
	var value string
	i, n := 0, 0
	patterns := r.conditions.Journey.Patterns
	if r.conditions.IsEmpty() {
		return outcome{}
	}
	for at, m := range moments {
		own := m.event.facts["attributes."+r.valueOf+".value"].Text
		if i < len(patterns) && refCandidate(&patterns[i], m.event) {
			if n++; n == patterns[i].Count {
				i, n = i+1, 0
			}
			if own != "" && r.valueOf != "" {
				value = own
			}
		}
		if i == len(patterns) && refContext(r.conditions.Context.Patterns, m.visit) {
			if own != "" && r.valueOf != "" {
				value = own
			}
			return outcome{at + 1, value}
		}
	}
	return outcome{}
}

func refContext(patterns []rule.ContextPattern, v visit) bool {
	for _, p := range patterns {
		for _, c := range p.Criteria {
			if !refHolds(c, v[c.Key]) {
				return false
			}
		}
	}
	return true
}

func refCandidate(p *rule.JourneyPattern, e *event) bool {
	streams := map[string]string{"web": "Web", "app": "App", "conversation": "Conversation"}
	stream := streams[e.sessionType]
	if stream == "" {
		stream = "Custom"
	}
	if e.sessionType != p.SessionType || stream != p.StreamType || p.EventName != "" && p.EventName != e.name {
		return false
	}
	for _, c := range p.Criteria {
		v := e.facts[c.Key]
		if c.Key == "eventName" {
			v = rule.Value{Text: e.name}
		}
		if !refHolds(c, v) {
			return false
		}
	}
	return true
}

// refHolds is segments-outcomes.md §2.
func refHolds(c rule.Criterion, v rule.Value) bool {
	if positive, negated := strings.CutPrefix(c.Operator, "not"); negated {
		c.Operator = strings.ToLower(positive[:1]) + positive[1:]
		return !refHolds(c, v)
	}
	elements := slices.DeleteFunc(append([]string{v.Text}, v.List...), func(s string) bool { return s == "" })
	ignoreCase := c.ShouldIgnoreCase || v.Boolean || c.Key == "authenticated"
	satisfies := func(test func(a string) bool) bool { return slices.ContainsFunc(elements, test) }
	oneOf := func(test func(a, v string, ignoreCase bool) bool) bool {
		return satisfies(func(a string) bool {
			return slices.ContainsFunc(c.Values, func(v string) bool { return test(a, v, ignoreCase) })
		})
	}
	switch c.Operator {
	case "containsAll":
		return len(elements) > 0 && !slices.ContainsFunc(c.Values, func(v string) bool {
			return !satisfies(func(a string) bool { return refContains(a, v, ignoreCase) })
		})
	case "containsAny":
		return oneOf(refContains)
	case "startsWith":
		return oneOf(refStarts)
	case "endsWith":
		return oneOf(refEnds)
	case "", "equal":
		return oneOf(func(a, value string, ignoreCase bool) bool {
			return refEqual(c.Key, a, value, ignoreCase, v.Numeric)
		})
	}
	return oneOf(func(a, value string, _ bool) bool {
		order, ok := refOrder(c.Key, a, value)
		return ok && map[string]bool{"greaterThan": order > 0, "greaterThanOrEqual": order >= 0, "lessThan": order < 0,
			"lessThanOrEqual": order <= 0}[c.Operator]
	})
}

func refEqual(key, a, value string, ignoreCase, numeric bool) bool {
	if key == "browser.version" || numeric {
		if order, ok := refOrder(key, a, value); ok && order == 0 {
			return true
		}
	}
	return a == value || ignoreCase && strings.EqualFold(a, value)
}

func refContains(a, v string, ignoreCase bool) bool {
	for from := range len(a) + 1 {
		if refStarts(a[from:], v, ignoreCase) {
			return true
		}
	}
	return false
}

func refStarts(a, v string, ignoreCase bool) bool {
	for to := range len(a) + 1 {
		if a[:to] == v || ignoreCase && strings.EqualFold(a[:to], v) {
			return true
		}
	}
	return false
}

func refEnds(a, v string, ignoreCase bool) bool {
	for from := range len(a) + 1 {
		if a[from:] == v || ignoreCase && strings.EqualFold(a[from:], v) {
			return true
		}
	}
	return false
}

var (
	refDecimal = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)
	refVersion = regexp.MustCompile(`^[0-9]+(\.[0-9]+)*$`)
)

func refOrder(key, a, b string) (order int, ok bool) {
	if key == "browser.version" {
		if !refVersion.MatchString(a) || !refVersion.MatchString(b) {
			return 0, false
		}
		return slices.Compare(refParts(a), refParts(b)), true
	}
	if !refDecimal.MatchString(a) || !refDecimal.MatchString(b) {
		return 0, false
	}
	x, isX := new(big.Rat).SetString(a)
	y, isY := new(big.Rat).SetString(b)
	if !isX || !isY {
		return 0, false
	}
	return x.Cmp(y), true
}

// refParts are the numbers of a version, as many as any test has.
func refParts(version string) []int {
	parts := make([]int, 6)
	for i, text := range strings.Split(version, ".") {
		parts[i], _ = strconv.Atoi(text)
	}
	return parts
}

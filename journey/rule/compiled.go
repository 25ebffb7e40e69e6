package rule

import (
	"cmp"
	"slices"
)

// compiled is a rule as it is evaluated.
type compiled struct {
	id          uint64
	valueOf     fact
	sessionType string      // of the events that the journey wants; empty if there is no journey
	patterns    []pattern   // of the journey
	context     []criterion // of all patterns together: all must hold
}

// pattern is a JourneyPattern. Its stream needs no comparison: it follows from the session type
// (segments-outcomes.md §1.4).
type pattern struct {
	eventName string // empty for any
	count     int
	criteria  []criterion
}

func newCompiled(r *Rule) compiled {
	c := compiled{id: r.ID, valueOf: fact{Attribute, r.ValueOf}}
	for i := range r.Conditions.Context.Patterns {
		p := &r.Conditions.Context.Patterns[i]
		c.context = appendCriteria(c.context, p.Criteria, path{part: "context", pattern: i})
	}
	for i := range r.Conditions.Journey.Patterns {
		p := &r.Conditions.Journey.Patterns[i]
		c.sessionType = p.SessionType
		criteria := sorted(appendCriteria(nil, p.Criteria, path{part: "journey", pattern: i}))
		c.patterns = append(c.patterns, pattern{eventName: p.EventName, count: p.Count, criteria: criteria})
	}
	sorted(c.context)
	return c
}

func appendCriteria(list []criterion, criteria []Criterion, at path) []criterion {
	for i := range criteria {
		at.criterion = i
		list = append(list, newCriterion(&criteria[i], at))
	}
	return list
}

func sorted(criteria []criterion) []criterion {
	slices.SortStableFunc(criteria, func(a, b criterion) int { return cmp.Compare(a.cost(), b.cost()) })
	return criteria
}

// isVoid reports whether there is nothing to evaluate: the rule never matches.
func (c *compiled) isVoid() bool { return len(c.patterns) == 0 && len(c.context) == 0 }

// isCandidate reports whether the event counts for the pattern (segments-outcomes.md §3.2).
func (p *pattern) isCandidate(from *source) bool {
	return (p.eventName == "" || p.eventName == from.event.EventName()) && allHold(p.criteria, from)
}

func allHold(criteria []criterion, from *source) bool {
	for i := range criteria {
		if !criteria[i].holds(from) {
			return false
		}
	}
	return true
}

// advance is what an event does to the progress of the rule, and reports whether it does anything. Fresh is
// that of Set.Judge.
func (c *compiled) advance(p Progress, from *source, fresh bool) (Progress, bool) {
	switch {
	case p.Matched || c.isVoid():
		return p, false
	case len(c.patterns) == 0:
		p.Done = true
	}
	met := !p.Done && c.meets(&p, from)
	if !met && (!p.Done || !fresh) {
		return p, false
	}
	p.Matched = p.Done && allHold(c.context, from)
	if !met && !p.Matched {
		return p, false
	}
	p.Rule = c.id
	p.Value = cmp.Or(c.valueIn(from), p.Value)
	return p, true
}

// meets counts the event for the pattern that comes next, if it is a candidate.
func (c *compiled) meets(p *Progress, from *source) bool {
	if int(p.Pattern) >= len(c.patterns) || from.event.SessionType() != c.sessionType {
		return false
	}
	next := &c.patterns[p.Pattern]
	if !next.isCandidate(from) {
		return false
	}
	if p.Hits++; int(p.Hits) >= next.count {
		p.Pattern, p.Hits = p.Pattern+1, 0
	}
	p.Done = int(p.Pattern) == len(c.patterns)
	return true
}

// valueIn returns the value that the event brings for the rule, or "".
func (c *compiled) valueIn(from *source) string {
	if c.valueOf.name == "" {
		return ""
	}
	return from.value(&c.valueOf).Text
}

package rule

import "slices"

// Account tells, event by event, how a rule fares in a session, and why (segments-outcomes.md §2, §3). It is
// slow, for it leaves nothing out, but what it says of a match is what Set.Judge does.
type Account struct {
	rule     compiled
	progress Progress
	context  []Finding // at the last event
}

// Entry is what one event was to a rule.
type Entry struct {
	Context  []Finding   // every criterion about the session, as it is with this event
	Patterns [][]Finding // for each pattern of the journey, all that it asks of an event
	Met      int         // the pattern that the event counted for; -1 if it counted for none
	Hits     int         // of that pattern, with this event
	Count    int         // that it needs
	Matched  bool        // the rule matched with this event
	Progress Progress    // afterwards
}

// Finding is one thing that a rule asks for, and what was found.
type Finding struct {
	Path  string // where it stands, such as journey.patterns[0].criteria[1] or journey.patterns[0].eventName
	Key   string // what it reads: the key of a criterion, or the member itself
	Found Value
	Held  bool
}

// Lack is one thing that keeps a rule from matching: events that a pattern of the journey still waits for, or
// a criterion about the session that does not hold.
type Lack struct {
	Pattern int // of the journey; -1 for a criterion about the session
	Events  int // how many more must meet the pattern, after those of the patterns before
	Finding     // of the criterion
}

// Account begins to tell about a session of which the rule has seen nothing. The conditions must have passed
// Check.
func (r *Rule) Account() *Account {
	a := &Account{rule: newCompiled(r)}
	a.context = a.rule.findContext(&source{})
	return a
}

// Tell judges an event, which is part of the visit already, and tells all about it.
func (a *Account) Tell(visit Visit, event Event) Entry {
	from := source{visit, event}
	a.context = a.rule.findContext(&from)
	e := Entry{Context: a.context, Met: -1}
	for i := range a.rule.patterns {
		e.Patterns = append(e.Patterns, a.rule.findPattern(i, &from))
	}
	after, moved := a.rule.advance(a.progress, &from, true)
	if moved {
		e.met(&a.rule, a.progress, after)
		e.Matched = after.Matched
		a.progress = after
	}
	e.Progress = a.progress
	return e
}

// met notes which pattern the event counted for, by the difference that it made.
func (e *Entry) met(r *compiled, before, after Progress) {
	if before.Done || len(r.patterns) == 0 {
		return
	}
	e.Met, e.Hits, e.Count = int(before.Pattern), int(before.Hits)+1, r.patterns[before.Pattern].count
}

// Holds reports whether all that was asked for was found.
func Holds(findings []Finding) bool {
	return !slices.ContainsFunc(findings, func(f Finding) bool { return !f.Held })
}

// Lacks returns what is missing for a match after the events that were told: first of the journey, then of
// the session, as it was with the last event. It is empty if the rule has matched, and for one without any
// condition, which never will.
func (a *Account) Lacks() (lacks []Lack) {
	if a.progress.Matched {
		return nil
	}
	for i := int(a.progress.Pattern); i < len(a.rule.patterns) && !a.progress.Done; i++ {
		lack := Lack{Pattern: i, Events: a.rule.patterns[i].count}
		if i == int(a.progress.Pattern) {
			lack.Events -= int(a.progress.Hits)
		}
		lacks = append(lacks, lack)
	}
	for _, finding := range a.context {
		if !finding.Held {
			lacks = append(lacks, Lack{Pattern: -1, Finding: finding})
		}
	}
	return lacks
}

func (c *compiled) findContext(from *source) []Finding { return findAll(c.context, from) }

// findPattern finds out about all that decides whether the event is a candidate for a pattern.
func (c *compiled) findPattern(i int, from *source) []Finding {
	p, where := &c.patterns[i], at("journey.patterns", i)
	findings := []Finding{found(where, "sessionType", from.event.SessionType(), c.sessionType)}
	if p.eventName != "" {
		findings = append(findings, found(where, "eventName", from.event.EventName(), p.eventName))
	}
	return append(findings, findAll(p.criteria, from)...)
}

func found(where, member, text, wanted string) Finding {
	return Finding{Path: where + "." + member, Key: member, Found: Value{Text: text}, Held: text == wanted}
}

// findAll evaluates all criteria, and lists them in the order in which they were written.
func findAll(criteria []criterion, from *source) []Finding {
	inOrder := slices.Clone(criteria)
	slices.SortFunc(inOrder, func(a, b criterion) int { return a.path.compare(b.path) })
	findings := make([]Finding, 0, len(criteria))
	for i := range inOrder {
		findings = append(findings, inOrder[i].find(from))
	}
	return findings
}

func (c *criterion) find(from *source) Finding {
	v := from.value(&c.fact)
	return Finding{Path: c.path.String(), Key: c.fact.String(), Found: v, Held: c.holdsFor(&v)}
}

package rule

import (
	"cmp"
	"slices"
)

// Rule is a condition with a name.
type Rule struct {
	ID         uint64 // other than that of every rule with another condition, or that began at another time
	Conditions *Conditions
	ValueOf    string // the attribute whose value goes along, see Progress.Value; empty for none
}

// Set is rules that are judged together. It is never changed.
type Set struct {
	rules    []compiled
	places   map[uint64]int32  // of the rules by ID
	groups   map[string]*group // the journeys, by session type
	contexts index             // the rules without a journey
	print    uint64
}

// group is the journeys of a session type. Each pattern is filed.
type group struct {
	named   map[string]*index // patterns of events with that name
	unnamed index             // patterns of events with any name
}

// NewSet compiles rules, whose conditions passed Check. The order is that of the steps that Judge returns.
func NewSet(rules []Rule) *Set {
	s := &Set{places: map[uint64]int32{}, groups: map[string]*group{}}
	digest := newHash().uint(uint64(len(rules)))
	for i := range rules {
		s.rules = append(s.rules, newCompiled(&rules[i]))
		s.places[rules[i].ID] = int32(i)
		s.file(&s.rules[i], int32(i))
		digest = digest.uint(rules[i].ID).text(rules[i].ValueOf)
	}
	s.print = max(uint64(digest), 1)
	s.finish()
	return s
}

func (s *Set) file(c *compiled, place int32) {
	switch {
	case c.isVoid():
		return
	case len(c.patterns) == 0:
		s.contexts.fileUnder(c.context, place)
		return
	}
	g := s.groups[c.sessionType]
	if g == nil {
		g = &group{named: map[string]*index{}}
		s.groups[c.sessionType] = g
	}
	for i := range c.patterns {
		g.file(&c.patterns[i], place)
	}
}

func (g *group) file(p *pattern, place int32) {
	names := p.names()
	if names == nil {
		g.unnamed.fileUnder(p.criteria, place)
	}
	for _, name := range names {
		if g.named[name] == nil {
			g.named[name] = &index{}
		}
		g.named[name].fileUnder(p.criteriaButName(), place)
	}
}

// names returns the names that the events of the pattern can have; nil if that cannot be told.
func (p *pattern) names() []string {
	if p.eventName != "" {
		return []string{p.eventName}
	}
	for i := range p.criteria {
		if c := &p.criteria[i]; c.fact.key == EventName && c.operator == equal && !c.negated && !c.ignoreCase {
			return c.values
		}
	}
	return nil
}

// criteriaButName returns the criteria that tell apart events of one name.
func (p *pattern) criteriaButName() []criterion {
	return slices.DeleteFunc(slices.Clone(p.criteria), func(c criterion) bool { return c.fact.key == EventName })
}

func (s *Set) finish() {
	s.contexts.finish()
	for _, g := range s.groups {
		g.unnamed.finish()
		for _, named := range g.named {
			named.finish()
		}
	}
}

// Print is a number that tells sets apart: equal for sets of equal rules, never 0.
func (s *Set) Print() uint64 { return s.print }

// wordsOnStack is room for the marks of 1,024 rules.
const wordsOnStack = 16

// Judge appends what an event does to the rules of a session to steps, in the order of the rules. The event
// is part of the visit already. Progress is that of the session, in any order; it is not changed.
//
// Fresh says that the context may hold now where it did not when the session was judged last: because the
// event opened the session or changed what context criteria read of it, or because the session was judged
// last by another set or never. It may be set at any time, for judging a context again changes nothing but
// the time that it takes.
//
// Value in a step's progress is that of the newest event that met a pattern of the rule and has the attribute
// Rule.ValueOf; the event with which the rule matches counts as one of those, also if only the context
// changed (segments-outcomes.md §5).
//
// Nothing is allocated but what steps needs, unless there are more than 1,024 rules, or a text of more than
// 1,024 bytes is compared without regard to case.
func (s *Set) Judge(steps []Step, visit Visit, event Event, progress []Progress, fresh bool) []Step {
	var room [wordsOnStack]uint64
	marked := marks(room[:])
	if words := wordsFor(len(s.rules)); words <= wordsOnStack {
		marked = marked[:words]
	} else {
		marked = make(marks, words)
	}
	from := source{visit, event}
	if g := s.groups[event.SessionType()]; g != nil {
		g.mark(&from, marked)
	}
	if fresh {
		s.contexts.mark(&from, marked)
		s.markDone(progress, marked)
	}
	if n := marked.count(); n > 0 {
		return s.judgeMarked(steps, &from, progress, fresh, marked)
	}
	return steps
}

func (g *group) mark(from *source, m marks) {
	if named := g.named[from.event.EventName()]; named != nil {
		named.mark(from, m)
	}
	g.unnamed.mark(from, m)
}

// markDone adds the rules that only wait for their context.
func (s *Set) markDone(progress []Progress, m marks) {
	for i := range progress {
		if p := &progress[i]; p.Done && !p.Matched {
			if place, ok := s.places[p.Rule]; ok {
				m.add([]int32{place})
			}
		}
	}
}

// fewMarks is how many rules have their progress searched one by one; of more it is quicker to go through the
// progress.
const fewMarks = 8

func (s *Set) judgeMarked(steps []Step, from *source, progress []Progress, fresh bool, marked marks) []Step {
	known := len(steps)
	if marked.count() > fewMarks {
		steps = s.judgeBegun(steps, from, progress, fresh, marked)
		progress = nil
	}
	for place, ok := marked.first(); ok; place, ok = marked.first() {
		at := slices.IndexFunc(progress, func(p Progress) bool { return p.Rule == s.rules[place].id })
		var begun Progress
		if at >= 0 {
			begun = progress[at]
		}
		steps = s.judge(steps, place, begun, from, fresh)
	}
	slices.SortFunc(steps[known:], func(a, b Step) int { return cmp.Compare(a.Index, b.Index) })
	return steps
}

// judgeBegun judges those of the marked rules that have progress, and takes them out.
func (s *Set) judgeBegun(steps []Step, from *source, progress []Progress, fresh bool, marked marks) []Step {
	for i := range progress {
		if place, ok := s.places[progress[i].Rule]; ok && marked.take(place) {
			steps = s.judge(steps, place, progress[i], from, fresh)
		}
	}
	return steps
}

func (s *Set) judge(steps []Step, place int32, p Progress, from *source, fresh bool) []Step {
	if after, moved := s.rules[place].advance(p, from, fresh); moved {
		return append(steps, Step{Index: int(place), Progress: after})
	}
	return steps
}

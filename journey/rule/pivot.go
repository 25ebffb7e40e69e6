package rule

import (
	"math"
	"slices"
	"strings"
)

// A rule is filed under the criterion that the fewest others share, as far as they are known yet, so that
// what everything has in common (the host of a shop) soon gives way to what tells things apart (the path of a
// page). What is filed under a criterion must be found whenever the criterion holds; that it is found more
// often costs only time.

// What a way of filing costs at an event, in rules that are evaluated in vain.
const (
	newFactCost  = 1    // one more fact to read at each event
	gramCost     = 4    // a pass over a text
	presenceCost = 1000 // little is told apart by a fact being there: better anything else
)

// pivot is handles of a fact of which one is there if the criterion holds.
type pivot struct {
	fact    fact
	handles []handle
	cost    int
}

// fileUnder files a rule that needs all of the criteria to hold.
func (x *index) fileUnder(criteria []criterion, rule int32) {
	best := pivot{cost: math.MaxInt}
	for i := range criteria {
		if p, ok := x.pivot(&criteria[i]); ok && p.cost < best.cost {
			best = p
		}
	}
	if best.handles == nil {
		x.always = appendPlace(x.always, rule)
	}
	for _, h := range best.handles {
		x.file(best.fact, h, rule)
	}
}

// pivot returns how rules with the criterion can be filed, if they can: what is negated holds of almost
// anything.
func (x *index) pivot(c *criterion) (p pivot, ok bool) {
	if c.negated || c.fact.key == NoKey {
		return p, false
	}
	p.fact = c.fact
	switch {
	case c.operator == equal && c.fact.key != BrowserVersion: // versions are equal in many forms
		p.handles = wholes(c)
	case c.operator.findsText():
		p.handles, p.cost = x.parts(c), gramCost
	}
	if p.handles == nil {
		p.handles, p.cost = []handle{{kind: anything}}, presenceCost
	}
	for _, h := range p.handles {
		p.cost += len(x.list(c.fact, h))
	}
	if !slices.ContainsFunc(x.facts, func(f factIndex) bool { return f.fact == c.fact }) {
		p.cost += newFactCost
	}
	// Every event has a name.
	return p, c.fact.key != EventName || p.handles[0].kind != anything
}

// wholes returns the handles of what equals one of the values.
func wholes(c *criterion) (handles []handle) {
	kind, values := whole, c.values
	if c.mayFold() {
		kind, values = wholeFolded, c.folded
	}
	for _, value := range values {
		handles = append(handles, handle{kind, uint64(newHash().text(value))})
	}
	for i := range c.numbers {
		handles = append(handles, handle{number, c.numbers[i].hash()})
	}
	return handles
}

// parts returns the handles of what contains the values, all or one of them; none if a value is too short for
// that.
func (x *index) parts(c *criterion) (handles []handle) {
	kind, values := gram, c.values
	if c.mayFold() {
		kind, values = gramFolded, c.folded
	}
	rarest, load := handle{}, math.MaxInt
	for _, value := range values {
		h, n := x.rarestGram(c.fact, kind, value)
		switch {
		case n == math.MaxInt && c.operator != containsAll:
			return nil
		case n < load:
			rarest, load = h, n
		}
		handles = append(handles, h)
	}
	switch {
	case load == math.MaxInt:
		return nil
	case c.operator == containsAll:
		return []handle{rarest}
	}
	return handles
}

// gramsTried bounds how much of a value is looked at for a rare gram.
const gramsTried = 128

// rarestGram returns the gram of a value with the fewest rules, the last of those, for texts begin more alike
// than they end; math.MaxInt if the value has none.
func (x *index) rarestGram(f fact, kind kind, value string) (rarest handle, load int) {
	load = math.MaxInt
	value = value[max(0, len(value)-gramsTried):]
	for gram := range grams(value) {
		h := handle{kind, uint64(gram)}
		if n := len(x.list(f, h)); n <= load {
			rarest, load = h, n
		}
	}
	return rarest, load
}

// mayFold reports whether an event may have to be folded for the comparison: also if it has a boolean there,
// which the values could be about.
func (c *criterion) mayFold() bool {
	return c.ignoreCase || slices.ContainsFunc(c.folded, isOfBoolean)
}

func isOfBoolean(folded string) bool {
	return strings.Contains("true", folded) || strings.Contains("false", folded)
}

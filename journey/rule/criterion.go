package rule

import (
	"slices"
	"strings"
)

// criterion is a Criterion as it is evaluated (segments-outcomes.md §2).
type criterion struct {
	fact       fact
	operator   operator
	negated    bool
	ignoreCase bool
	values     []string
	folded     []string  // the values, folded
	numbers    []decimal // those of the values that are numbers
	path       path      // where it stands in the conditions
}

func newCriterion(c *Criterion, at path) criterion {
	compiled := criterion{fact: parseKey(c.Key), values: c.Values, path: at}
	compiled.operator, compiled.negated = parseOperator(c.Operator)
	compiled.ignoreCase = c.ShouldIgnoreCase || compiled.fact.key == Authenticated
	for _, value := range c.Values {
		compiled.folded = append(compiled.folded, foldValue(value))
		if number, ok := parseDecimal(value); ok {
			compiled.numbers = append(compiled.numbers, number)
		}
	}
	return compiled
}

// holds reports whether the fact fulfils the criterion.
func (c *criterion) holds(from *source) bool {
	v := from.value(&c.fact)
	return c.holdsFor(&v)
}

// holdsFor reports whether the criterion holds if the fact is v. A fact that is missing fulfils what is
// negated.
func (c *criterion) holdsFor(v *Value) bool {
	if v.IsMissing() {
		return c.negated
	}
	return c.fulfils(v) != c.negated
}

// fulfils evaluates the positive operator: of a list, some element must fulfil it, or all together contain
// all.
func (c *criterion) fulfils(v *Value) bool {
	if c.operator == containsAll {
		return c.containsAll(v)
	}
	if len(v.List) == 0 {
		return c.fulfilledBy(v.Text, v)
	}
	return slices.ContainsFunc(v.List, func(element string) bool { return c.fulfilledBy(element, v) })
}

// fulfilledBy evaluates an operator that one value is enough for. The text is that of v, or an element of its
// list.
func (c *criterion) fulfilledBy(text string, v *Value) bool {
	switch {
	case c.fact.key == BrowserVersion && c.fulfilledByVersion(text):
		return true
	case c.operator.isNumeric():
		return c.fact.key != BrowserVersion && c.fulfilledByNumber(text)
	case c.operator == equal && v.Numeric && c.fulfilledByNumber(text):
		return true
	}
	if c.ignoresCaseOf(v) {
		return c.anyFolded(text)
	}
	return c.any(text, c.values)
}

func (c *criterion) any(text string, values []string) bool {
	for _, value := range values {
		if c.operator.compares(text, value) {
			return true
		}
	}
	return false
}

func (c *criterion) anyFolded(text string) bool {
	var room foldRoom
	return c.any(fold(text, &room), c.folded)
}

func (c *criterion) ignoresCaseOf(v *Value) bool { return c.ignoreCase || v.Boolean }

func (c *criterion) fulfilledByNumber(text string) bool {
	number, ok := parseDecimal(text)
	return ok && slices.ContainsFunc(c.numbers, func(d decimal) bool { return c.admits(number.compare(&d)) })
}

func (c *criterion) fulfilledByVersion(text string) bool {
	if !isVersion(text) {
		return false
	}
	for _, value := range c.values {
		if isVersion(value) && c.admits(compareVersions(text, value)) {
			return true
		}
	}
	return false
}

func (c *criterion) admits(order int) bool {
	return c.operator.admits(order) || c.operator == equal && order == 0
}

// containsAll reports whether every value is in the text, or in some element of the list: not necessarily the
// same.
func (c *criterion) containsAll(v *Value) bool {
	left := uint64(1)<<len(c.values) - 1
	if len(v.List) == 0 {
		return c.without(left, v.Text, v) == 0
	}
	for _, element := range v.List {
		left = c.without(left, element, v)
	}
	return left == 0
}

// without takes those of the values that the text contains out of a set of them.
func (c *criterion) without(left uint64, text string, v *Value) uint64 {
	if c.ignoresCaseOf(v) {
		return c.withoutFolded(left, text)
	}
	return without(left, text, c.values)
}

func (c *criterion) withoutFolded(left uint64, text string) uint64 {
	var room foldRoom
	return without(left, fold(text, &room), c.folded)
}

func without(left uint64, text string, values []string) uint64 {
	for i, value := range values {
		if bit := uint64(1) << i; left&bit != 0 && strings.Contains(text, value) {
			left &^= bit
		}
	}
	return left
}

// cost orders criteria: first what is cheap to evaluate and seldom holds.
func (c *criterion) cost() int {
	cost := len(c.values)
	switch {
	case c.operator == equal && !c.negated:
	case c.operator.isNumeric():
		cost += 100
	case !c.operator.findsText():
		cost += 200
	default:
		cost += 300
	}
	if c.ignoreCase {
		cost += 50
	}
	if c.negated {
		cost += 400
	}
	return cost
}

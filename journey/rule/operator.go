package rule

import "strings"

// operator is how a fact is compared with values (segments-outcomes.md §1.4, §2). Those that negate another
// one are not among them: a criterion has the positive one, and a flag.
type operator uint8

const (
	noOperator operator = iota
	equal
	containsAll
	containsAny
	startsWith
	endsWith
	greaterThan
	greaterThanOrEqual
	lessThan
	lessThanOrEqual
)

var operatorNames = [...]string{
	equal: "equal", containsAll: "containsAll", containsAny: "containsAny",
	startsWith: "startsWith", endsWith: "endsWith",
	greaterThan: "greaterThan", greaterThanOrEqual: "greaterThanOrEqual",
	lessThan: "lessThan", lessThanOrEqual: "lessThanOrEqual",
}

// operatorList is all that may be written, as it stands in a reason.
const operatorList = "containsAll, containsAny, notContainsAll, notContainsAny, equal, notEqual, greaterThan, " +
	"greaterThanOrEqual, lessThan, lessThanOrEqual, startsWith or endsWith"

func (o operator) String() string { return operatorNames[o] }

// parseOperator returns the operator of a name, or the one that the name negates; noOperator if there is
// none. No name is equal.
func parseOperator(name string) (o operator, negated bool) {
	switch name {
	case "", "equal":
		return equal, false
	case "notEqual":
		return equal, true
	case "notContainsAll":
		return containsAll, true
	case "notContainsAny":
		return containsAny, true
	}
	for o := containsAll; o <= lessThanOrEqual; o++ {
		if o.String() == name {
			return o, false
		}
	}
	return noOperator, false
}

// isNumeric reports whether the operator compares numbers, and knows one value only.
func (o operator) isNumeric() bool { return o >= greaterThan }

// findsText reports whether a text that fulfils the operator has the value in it.
func (o operator) findsText() bool { return o >= containsAll && o <= endsWith }

// compares reports whether a text fulfils the operator with one value. It is for operators about texts.
func (o operator) compares(text, value string) bool {
	switch o {
	case equal:
		return text == value
	case containsAll, containsAny:
		return strings.Contains(text, value)
	case startsWith:
		return strings.HasPrefix(text, value)
	case endsWith:
		return strings.HasSuffix(text, value)
	}
	return false
}

// admits reports whether an order between a fact and a value (negative, 0 or positive) fulfils the operator.
// It is for numeric operators.
func (o operator) admits(order int) bool {
	switch o {
	case greaterThan:
		return order > 0
	case greaterThanOrEqual:
		return order >= 0
	case lessThan:
		return order < 0
	case lessThanOrEqual:
		return order <= 0
	}
	return false
}

package agent

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of what is derived from an expression: beyond them a set is given up, which costs speed
// only.
const (
	maxExact   = 64  // strings that part of an expression can be
	maxClause  = 256 // literals of a clause
	minLiteral = 2   // bytes of a literal worth looking for
)

// need is what is known of the texts that part of an expression matches, in folded form
// (foldLiteral).
type need struct {
	exact   []string   // all that the part can be; nil if too many or unknown
	clauses [][]string // of each, one literal must occur in the text; used where exact is nil
}

// required returns what a text must contain for the expression to match it: of each clause, one
// literal. Nothing if nothing is certain.
func required(tree *syntax.Regexp) [][]string { return analyse(tree).settled() }

// settled gives up exactness: what it leaves are clauses.
func (n need) settled() [][]string {
	if n.exact == nil {
		return n.clauses
	}
	if slices.ContainsFunc(n.exact, func(s string) bool { return len(s) < minLiteral }) {
		return nil
	}
	return [][]string{n.exact}
}

func analyse(tree *syntax.Regexp) need {
	switch tree.Op {
	case syntax.OpLiteral:
		return analyseLiteral(tree)
	case syntax.OpCharClass:
		return analyseClass(tree)
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return need{exact: nothing}
	case syntax.OpCapture:
		return analyse(tree.Sub[0])
	case syntax.OpQuest:
		if sub := analyse(tree.Sub[0]); sub.exact != nil {
			return bounded(append(slices.Clone(sub.exact), ""))
		}
	case syntax.OpPlus:
		return need{clauses: analyse(tree.Sub[0]).settled()}
	case syntax.OpRepeat:
		if tree.Min > 0 {
			return need{clauses: analyse(tree.Sub[0]).settled()}
		}
	case syntax.OpConcat:
		return analyseSequence(nothing, tree.Sub)
	case syntax.OpAlternate:
		return analyseAlternate(nothing, tree.Sub)
	}
	return need{}
}

func analyseLiteral(tree *syntax.Regexp) need {
	literal, ok := foldLiteral(string(tree.Rune), tree.Flags&syntax.FoldCase != 0)
	if !ok {
		return need{}
	}
	return need{exact: []string{literal}}
}

// analyseClass takes small classes as alternatives: [Ss] is one letter once case is gone.
func analyseClass(tree *syntax.Regexp) need {
	var exact []string
	for i := 0; i < len(tree.Rune); i += 2 {
		if tree.Rune[i+1]-tree.Rune[i] > 10 {
			return need{}
		}
		for r := tree.Rune[i]; r <= tree.Rune[i+1]; r++ {
			// The parser has put the other cases of a letter into the class already.
			literal, ok := foldLiteral(string(r), false)
			if !ok {
				return need{}
			}
			exact = append(exact, literal)
		}
	}
	return bounded(exact)
}

// bounded makes a need of a set of strings if it is small enough to be of use.
func bounded(exact []string) need {
	slices.Sort(exact)
	exact = slices.Compact(exact)
	if len(exact) == 0 || len(exact) > maxExact {
		return need{}
	}
	return need{exact: exact}
}

// analyseSequence joins neighbours into longer literals as long as all their combinations are few.
// head is what can stand before the sequence, part of the same literals.
func analyseSequence(head []string, subs []*syntax.Regexp) need {
	run := head   // what the neighbours so far can be
	whole := true // run is still the whole sequence
	var clauses [][]string
	for _, sub := range subs {
		var next need
		if branches := alternatives(sub); branches != nil {
			if next = analyseAlternate(run, branches); next.exact != nil {
				run = next.exact
				continue
			}
			run = nothing // the clauses hold it already
		} else if next = analyse(sub); next.exact != nil {
			if joined := bounded(product(run, next.exact)); joined.exact != nil {
				run = joined.exact
				continue
			}
		}
		whole = false
		clauses = append(clauses, need{exact: run}.settled()...)
		clauses = append(clauses, next.clauses...)
		if run = next.exact; run == nil {
			run = nothing
		}
	}
	if whole {
		return need{exact: run}
	}
	return need{clauses: append(clauses, need{exact: run}.settled()...)}
}

// nothing is what can stand where nothing stands.
var nothing = []string{""}

// alternatives returns the alternatives of an expression that has some. The parser takes common
// beginnings out, W(?:ire|eb): without the head, the literals would be short.
func alternatives(tree *syntax.Regexp) []*syntax.Regexp {
	for tree.Op == syntax.OpCapture {
		tree = tree.Sub[0]
	}
	if tree.Op == syntax.OpAlternate {
		return tree.Sub
	}
	return nil
}

func product(heads, tails []string) []string {
	if len(heads)*len(tails) > 4*maxExact {
		return nil
	}
	joined := make([]string, 0, len(heads)*len(tails))
	for _, head := range heads {
		for _, tail := range tails {
			joined = append(joined, head+tail)
		}
	}
	return joined
}

// analyseAlternate unites the alternatives; where they are not exact, one clause holds the
// choicest clause of each. head is as in analyseSequence.
func analyseAlternate(head []string, branches []*syntax.Regexp) need {
	var exact, union []string
	allExact, allNeed := true, true
	for _, branch := range branches {
		sequence := []*syntax.Regexp{branch}
		if branch.Op == syntax.OpConcat {
			sequence = branch.Sub
		}
		next := analyseSequence(head, sequence)
		exact = append(exact, next.exact...)
		allExact = allExact && next.exact != nil
		if clauses := next.settled(); len(clauses) > 0 {
			union = append(union, clauses[choicest(clauses)]...)
		} else {
			allNeed = false
		}
	}
	if allExact {
		if n := bounded(exact); n.exact != nil {
			return n
		}
	}
	if !allNeed || len(union) > maxClause {
		return need{}
	}
	slices.Sort(union)
	return need{clauses: [][]string{slices.Compact(union)}}
}

// foldLiteral brings a literal into the form in which texts are searched: ASCII letters in lower
// case. It fails for letters beyond ASCII that match in other cases too.
func foldLiteral(literal string, anyCase bool) (string, bool) {
	if anyCase && strings.ContainsFunc(literal, func(r rune) bool {
		return r >= utf8.RuneSelf && unicode.SimpleFold(r) != r
	}) {
		return "", false
	}
	return asciiLower(foldSpecials(literal)), true
}

// foldSpecials replaces the two characters that match an ASCII letter when case is ignored.
func foldSpecials(text string) string {
	const longS, kelvin = "\u017f", "\u212a"
	if strings.Contains(text, longS) || strings.Contains(text, kelvin) {
		return strings.NewReplacer(longS, "s", kelvin, "k").Replace(text)
	}
	return text
}

func asciiLower(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

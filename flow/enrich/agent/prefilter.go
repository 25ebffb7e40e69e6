package agent

import "slices"

// ruleList is a list of rules in order, with an index from literals to the rules that need them.
type ruleList struct {
	rules   []*rule
	clauses [][]clause // of each rule; all must be met
	always  []int32    // rules that need no literal
	byWord  [][]int32  // rules whose choicest clause has the word, up to the last word of the list
}

// clause is a set of words of which one must occur.
type clause []word

func newRuleList(
	definitions []definition, parts func(definition) []string, words *dictionary,
) (*ruleList, error) {
	l := &ruleList{clauses: make([][]clause, len(definitions))}
	for i, d := range definitions {
		r, tree, err := newRule(d, parts(d))
		if err != nil {
			return nil, err
		}
		l.rules = append(l.rules, r)
		needs := required(tree)
		if len(needs) == 0 {
			l.always = append(l.always, int32(i))
			continue
		}
		for _, literals := range needs {
			l.clauses[i] = append(l.clauses[i], words.clause(literals))
		}
		for _, w := range l.clauses[i][choicest(needs)] {
			l.file(w, int32(i))
		}
	}
	return l, nil
}

// file notes a rule under a word of its choicest clause.
func (l *ruleList) file(w word, rule int32) {
	if missing := int(w) + 1 - len(l.byWord); missing > 0 {
		l.byWord = append(l.byWord, make([][]int32, missing)...)
	}
	l.byWord[w] = append(l.byWord[w], rule)
}

// filed returns the rules under a word.
func (l *ruleList) filed(w word) []int32 {
	if int(w) >= len(l.byWord) {
		return nil
	}
	return l.byWord[w]
}

// choicest returns the clause that the fewest agents will meet: by a rule of thumb, the one whose
// shortest literal is longest, for long literals are rare ones; but every agent has some words.
func choicest(needs [][]string) int {
	common := []string{
		"mozilla/", "android", "linux", "mobile", "safari", "applewebkit", "chrome", "version/", "build/", "windows",
	}
	best, bestScore := 0, -1
	for i, literals := range needs {
		score := len(slices.MinFunc(literals, func(a, b string) int { return len(a) - len(b) }))
		if slices.ContainsFunc(literals, func(s string) bool { return slices.Contains(common, s) }) {
			score = 1
		}
		if score > bestScore {
			best, bestScore = i, score
		}
	}
	return best
}

// first returns the parts of the first rule that matches, given the words that occur in the agent.
func (l *ruleList) first(agent string, found *occurrences) []string {
	candidates := append(found.scratch[:0], l.always...)
	for _, w := range found.words {
		for _, i := range l.filed(w) {
			if found.meet(l.clauses[i]) {
				candidates = append(candidates, i)
			}
		}
	}
	slices.Sort(candidates)
	found.scratch = candidates
	for n, i := range candidates {
		if n > 0 && candidates[n-1] == i {
			continue
		}
		if parts := l.rules[i].match(agent); parts != nil {
			return parts
		}
	}
	return nil
}

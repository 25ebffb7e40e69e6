// Package agent reads user agents by ua-parser's rules: which browser, which operating system,
// which device (enrichment.md §1).
//
// The rules are about 1,200 regular expressions in three lists; in each list the first one that
// matches decides. Trying them one after the other costs half a millisecond for an agent that
// nothing matches, so most are ruled out before any is run:
//
//   - literals.go derives from the syntax tree of an expression what a text must contain for the
//     expression to match it: clauses, of each of which one literal must occur.
//   - automaton.go finds in one pass over the agent which literals occur (Aho-Corasick).
//   - prefilter.go keeps, in order, the expressions of which every clause is met. Only these run.
//
// The result is the same as that of plain evaluation, which the tests compare on some thousand
// agents. Expressions are compiled when first needed, so starting costs only the derivation.
//
// The rule set itself is data of the module github.com/ua-parser/uap-go, pinned by go.mod.
package agent

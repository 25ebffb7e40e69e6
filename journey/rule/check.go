package rule

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// Problem is what is wrong with a condition.
type Problem struct {
	Code   Code
	Field  string // JSON path, such as journey.patterns[0].count
	Reason string // goes on from the field: "must be 1 to 100"
}

// Code is the kind of a problem, in the words of the API (segments-outcomes.md §1.5).
type Code string

// The codes.
const (
	Missing Code = "missing.required.property"
	Invalid Code = "invalid.value"
	Limit   Code = "limit.exceeded"
)

// What is refused as too costly (segments-outcomes.md §1.2). An event is compared with one pattern of a
// journey at most, and with the whole context: MaxAllValues bounds both.
const (
	MaxPatterns  = 20   // of the context, and of the journey
	MaxCriteria  = 20   // of a pattern
	MaxValues    = 50   // of a criterion
	MaxAllValues = 1000 // of a definition
	MaxLength    = 1024 // of a value, in characters; of an event's name and a session type too
	MaxCount     = 100  // of a pattern (§1.5)
)

// Check applies segments-outcomes.md §1.2 to §1.5 and returns all that is wrong, in the order of the members.
// What stands beyond a limit is not looked at.
func Check(c *Conditions) []Problem {
	k := &checker{}
	k.contextPatterns(c.Context.Patterns)
	k.journeyPatterns(c.Journey.Patterns)
	return k.problems
}

// checker collects problems.
type checker struct {
	problems []Problem
	values   int // of the definition so far
}

func (k *checker) report(code Code, field, reason string, args ...any) {
	k.problems = append(k.problems, Problem{code, field, fmt.Sprintf(reason, args...)})
}

// within reports a list that is too long, and returns how much of it is to be checked.
func (k *checker) within(limit, length int, field string) int {
	if length > limit {
		k.report(Limit, field, "must be at most %d", limit)
	}
	return min(length, limit)
}

func (k *checker) contextPatterns(patterns []ContextPattern) {
	const field = "context.patterns"
	for i := range k.within(MaxPatterns, len(patterns), field) {
		criteria := at(field, i) + ".criteria"
		if len(patterns[i].Criteria) == 0 {
			k.report(Missing, criteria, "must have at least one element")
		}
		k.criteria(criteria, patterns[i].Criteria, true)
	}
}

func (k *checker) journeyPatterns(patterns []JourneyPattern) {
	const field = "journey.patterns"
	for i := range k.within(MaxPatterns, len(patterns), field) {
		p := &patterns[i]
		k.journeyPattern(at(field, i), p)
		if first := patterns[0].SessionType; p.SessionType != "" && first != "" && p.SessionType != first {
			k.report(Invalid, at(field, i)+".sessionType", "must be that of the first pattern, %s", first)
		}
	}
}

func (k *checker) journeyPattern(field string, p *JourneyPattern) {
	if len(p.Criteria) == 0 && p.EventName == "" {
		k.report(Invalid, field, "must have criteria or an eventName")
	}
	k.criteria(field+".criteria", p.Criteria, false)
	switch {
	case p.Count == NoCount:
		k.report(Missing, field+".count", "is required")
	case p.Count < 1 || p.Count > MaxCount:
		k.report(Invalid, field+".count", "must be 1 to %d", MaxCount)
	}
	k.stream(field, p.StreamType, p.SessionType)
	k.length(field+".eventName", p.EventName)
}

// builtIn are the session types that have a stream of their own (segments-outcomes.md §1.4).
var builtIn = map[string]string{"Web": "web", "App": "app", "Conversation": "conversation"}

const custom = "Custom" // the stream of all other session types

func (k *checker) stream(field, stream, session string) {
	wanted, isBuiltIn := builtIn[stream]
	switch {
	case stream == "":
		k.report(Missing, field+".streamType", "is required")
	case !isBuiltIn && stream != custom:
		k.report(Invalid, field+".streamType", "must be Web, App, Custom or Conversation")
	}
	switch {
	case session == "":
		k.report(Missing, field+".sessionType", "is required")
	case isBuiltIn && session != wanted:
		k.report(Invalid, field+".sessionType", "must be %s with the streamType %s", wanted, stream)
	case stream == custom && isBuiltInSession(session):
		k.report(Invalid, field+".sessionType", "must be that of a custom session type with the streamType Custom")
	}
	k.length(field+".sessionType", session)
}

func isBuiltInSession(session string) bool {
	return slices.Contains([]string{"web", "app", "conversation"}, session)
}

// length refuses texts that are too long.
func (k *checker) length(field, text string) {
	if len(text) > MaxLength && utf8.RuneCountInString(text) > MaxLength {
		k.report(Limit, field, "must have at most %d characters", MaxLength)
	}
}

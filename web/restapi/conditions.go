package restapi

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"sojourn/journey/rule"
	"sojourn/web/contract"
)

// What segments and outcomes have in common: their conditions and some texts (segments-outcomes.md §1).

// Limits of definitions, in characters. That of other texts the spec leaves open.
const (
	maxDisplayName = 256
	maxDescription = 4000
	maxExternal    = 256
)

// flawed refuses a definition for all that is wrong with it, nil if nothing is. The first problem is the message.
func flawed(problems []rule.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	first := problems[0]
	e := contract.InvalidField(contract.Code(first.Code), first.Field, first.Reason)
	e.Details = nil
	for _, p := range problems {
		e.Details = append(e.Details, contract.Detail{ErrorCode: string(p.Code), FieldName: p.Field})
	}
	return e
}

// flaws collects what is wrong with a definition.
type flaws []rule.Problem

func (f *flaws) add(code rule.Code, field, reason string) {
	*f = append(*f, rule.Problem{Code: code, Field: field, Reason: reason})
}

// required checks a text that must be there, and be no longer than so many characters after trimming.
func (f *flaws) required(field, text string, most int) {
	switch n := utf8.RuneCountInString(strings.TrimSpace(text)); {
	case text == "":
		f.add(rule.Missing, field, "is required")
	case n == 0 || n > most:
		f.add(rule.Invalid, field, fmt.Sprintf("must have 1 to %d characters that are not all spaces", most))
	}
}

// described checks the texts that every definition has.
func (f *flaws) described(displayName, description string) {
	f.required("displayName", displayName, maxDisplayName)
	if utf8.RuneCountInString(description) > maxDescription {
		f.add(rule.Invalid, "description", fmt.Sprintf("must have at most %d characters", maxDescription))
	}
}

func contextView(c rule.Context) contract.Context {
	return contract.Context{Patterns: mapped(c.Patterns, func(p rule.ContextPattern) contract.ContextPattern {
		return contract.ContextPattern{Criteria: mapped(p.Criteria, contextCriterionView)}
	})}
}

func contextCriterionView(c rule.Criterion) contract.EntityTypeCriteria {
	return contract.EntityTypeCriteria{
		Key: c.Key, Values: c.Values, Operator: c.Operator, ShouldIgnoreCase: c.ShouldIgnoreCase,
		EntityType: c.EntityType,
	}
}

func journeyView(j rule.Journey) contract.Journey {
	return contract.Journey{Patterns: mapped(j.Patterns, func(p rule.JourneyPattern) contract.JourneyPattern {
		return contract.JourneyPattern{
			Criteria: mapped(p.Criteria, criterionView),
			Count:    p.Count, StreamType: p.StreamType, SessionType: p.SessionType, EventName: p.EventName,
		}
	})}
}

func criterionView(c rule.Criterion) contract.Criteria {
	return contract.Criteria{
		Key: c.Key, Values: c.Values, Operator: c.Operator, ShouldIgnoreCase: c.ShouldIgnoreCase,
	}
}

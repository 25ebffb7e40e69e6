package app

import (
	"encoding/json"
	"fmt"

	"sojourn/flow/define"
	"sojourn/journey"
)

// policyNouns are what a policy is made of beside the settings.
var policyNouns = []journey.Noun{journey.SessionTypeNoun, journey.SegmentNoun, journey.OutcomeNoun}

// policyWith completes the settings with all session types (session.md §5), segments and outcomes that are defined.
// It is computed again with every change of one; the lanes take it from their next batch on.
func policyWith(settings journey.Policy) func(define.Listing) (*journey.Policy, error) {
	return func(listing define.Listing) (*journey.Policy, error) {
		types, err := decodeAll[journey.SessionType](listing(journey.SessionTypeNoun))
		if err != nil {
			return nil, err
		}
		evaluated, err := evaluated(listing)
		if err != nil {
			return nil, err
		}
		policy := settings.WithSessionTypes(types).WithRules(journey.NewRules(evaluated))
		return &policy, nil
	}
}

// evaluated are the segments, then the outcomes, each in the order of creation (segments-outcomes.md §3.4).
func evaluated(listing define.Listing) (all []journey.Evaluated, err error) {
	for _, noun := range []journey.Noun{journey.SegmentNoun, journey.OutcomeNoun} {
		for _, d := range listing(noun) {
			of, err := journey.DecodeEvaluated(d)
			if err != nil {
				return nil, err
			}
			all = append(all, of)
		}
	}
	return all, nil
}

// decodeAll reads stored bodies.
func decodeAll[T any](definitions []journey.Definition) ([]T, error) {
	all := make([]T, len(definitions))
	for i, d := range definitions {
		if err := json.Unmarshal(d.Body, &all[i]); err != nil {
			return nil, fmt.Errorf("%s %s: %w", d.Noun, d.ID, err)
		}
	}
	return all, nil
}

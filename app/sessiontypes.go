package app

import (
	"encoding/json"
	"fmt"

	"sojourn/journey"
)

// policyWith completes the settings with all session types that are defined (session.md §5). It is computed again
// with every change of one; the lanes take it from their next batch on.
func policyWith(settings journey.Policy) func([]journey.Definition) (*journey.Policy, error) {
	return func(definitions []journey.Definition) (*journey.Policy, error) {
		types := make([]journey.SessionType, len(definitions))
		for i, d := range definitions {
			if err := json.Unmarshal(d.Body, &types[i]); err != nil {
				return nil, fmt.Errorf("session type %s: %w", d.ID, err)
			}
		}
		policy := settings.WithSessionTypes(types)
		return &policy, nil
	}
}

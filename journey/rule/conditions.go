package rule

import (
	"math"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Conditions is the two-part condition of a definition, as it is written and read back.
type Conditions struct {
	Context Context `json:"context"`
	Journey Journey `json:"journey"`
}

// Context is what must hold of the session: every pattern, and of each every criterion.
type Context struct {
	Patterns []ContextPattern `json:"patterns"`
}

// ContextPattern is criteria about the session, all of which must hold.
type ContextPattern struct {
	Criteria []Criterion `json:"criteria"`
}

// Journey is what must have happened in the session: the patterns, one after the other.
type Journey struct {
	Patterns []JourneyPattern `json:"patterns"`
}

// JourneyPattern is met by Count events of a stream, each of which fulfils every criterion.
type JourneyPattern struct {
	Criteria    []Criterion `json:"criteria"`
	Count       int         `json:"count"` // 1 to MaxCount; NoCount where JSON had none
	StreamType  string      `json:"streamType"`
	SessionType string      `json:"sessionType"`
	EventName   string      `json:"eventName,omitempty"`
}

// Criterion compares one fact with values.
type Criterion struct {
	Key              string   `json:"key"`
	Values           []string `json:"values"`
	Operator         string   `json:"operator"` // empty means equal
	ShouldIgnoreCase bool     `json:"shouldIgnoreCase"`
	EntityType       string   `json:"entityType,omitempty"` // of context criteria: visit
}

// NoCount is the count of a pattern that was read from JSON without one. It is not 0, which can be sent, and
// which is another problem (segments-outcomes.md §1.5).
const NoCount = math.MinInt32

// UnmarshalJSONFrom reads the pattern and notes whether there was a count.
func (p *JourneyPattern) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	type plain JourneyPattern
	read := plain{Count: NoCount}
	if err := json.UnmarshalDecode(from, &read); err != nil {
		return err
	}
	*p = JourneyPattern(read)
	return nil
}

// IsEmpty reports whether there is neither a criterion nor a journey pattern. Such a condition never matches
// by itself (segments-outcomes.md §3.3).
func (c *Conditions) IsEmpty() bool {
	for i := range c.Context.Patterns {
		if len(c.Context.Patterns[i].Criteria) > 0 {
			return false
		}
	}
	return len(c.Journey.Patterns) == 0
}

// Complete writes the defaults in: operators that are empty become equal, lists of patterns and criteria that
// are nil become empty, so that they are always present in JSON (segments-outcomes.md §1.1, §1.4). It changes
// nothing about what matches, and nothing that was given. Values that are nil stay so: that they are missing
// is for Check to say.
func Complete(c *Conditions) {
	c.Context.Patterns = present(c.Context.Patterns)
	for i := range c.Context.Patterns {
		completeCriteria(&c.Context.Patterns[i].Criteria)
	}
	c.Journey.Patterns = present(c.Journey.Patterns)
	for i := range c.Journey.Patterns {
		completeCriteria(&c.Journey.Patterns[i].Criteria)
	}
}

func completeCriteria(criteria *[]Criterion) {
	*criteria = present(*criteria)
	for i := range *criteria {
		if c := &(*criteria)[i]; c.Operator == "" {
			c.Operator = equal.String()
		}
	}
}

func present[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

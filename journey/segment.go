package journey

import "sojourn/journey/rule"

// Scope is to whom a segment is assigned (segments-outcomes.md §4.1).
type Scope string

// The scopes.
const (
	SessionScope  Scope = "Session"
	CustomerScope Scope = "Customer"
)

// Segment is the body of a segment's definition, under SegmentNoun (segments-outcomes.md §1.1).
type Segment struct {
	DisplayName          string `json:"displayName"`
	Description          string `json:"description,omitempty"`
	IsActive             bool   `json:"isActive"`
	Color                string `json:"color"`
	ShouldDisplayToAgent bool   `json:"shouldDisplayToAgent"`
	Scope                Scope  `json:"scope"`
	rule.Conditions
	ExternalSegment          *ExternalSegment `json:"externalSegment,omitempty"`
	AssignmentExpirationDays int              `json:"assignmentExpirationDays,omitempty"`
	Span
}

// ExternalSegment says which segment of another system it is.
type ExternalSegment struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Source string `json:"source"` // AdobeExperiencePlatform or Custom
}

// Outcome is the body of an outcome's definition, under OutcomeNoun (segments-outcomes.md §1.2).
type Outcome struct {
	DisplayName string `json:"displayName"`
	Description string `json:"description,omitempty"`
	IsActive    bool   `json:"isActive"`
	IsPositive  bool   `json:"isPositive"`
	rule.Conditions
	AssociatedValueField *AssociatedValueField `json:"associatedValueField,omitempty"`
	Span
}

// AssociatedValueField is the attribute whose value an achievement carries (segments-outcomes.md §5).
type AssociatedValueField struct {
	DataType string `json:"dataType"` // Number or Integer
	Name     string `json:"name"`
}

// Span is since when a definition is evaluated as it is: events before do not count, and what sessions had shown of
// it before is dropped (segments-outcomes.md §3.4). It begins anew when the conditions change or the definition is
// activated.
type Span struct {
	Epoch int     `json:"epoch"` // the version of the definition with which it began
	Since Instant `json:"since"` // when that was
}

// MaxAssignmentDays bounds assignmentExpirationDays.
const MaxAssignmentDays = 3650

// DefaultAssignmentDays is how long a customer-wide assignment lasts that names no days (segments-outcomes.md §4.1).
const DefaultAssignmentDays = 365

// Lasts is how long a customer holds the segment, in milliseconds.
func (s *Segment) Lasts() Instant {
	days := s.AssignmentExpirationDays
	if days == 0 {
		days = DefaultAssignmentDays
	}
	return Instant(days) * 24 * 60 * 60 * 1000
}

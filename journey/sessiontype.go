package journey

import "slices"

// SessionType is what an admin says about the sessions of one type (events.md §5.2). It is a
// definition, under SessionTypeNoun. Custom types need none: an unseen one behaves like
// NewSessionType. The types web, app and conversation can have one too, for their projections.
type SessionType struct {
	Type              string      `json:"type"`
	DisplayName       string      `json:"displayName,omitempty"`
	Icon              string      `json:"icon,omitempty"`
	Color             string      `json:"color,omitempty"`
	DisplayAttributes []string    `json:"displayAttributes,omitempty"` // session attributes on a card, in order
	Projections       []Projector `json:"projections,omitempty"`
	EndEventNames     []string    `json:"endEventNames,omitempty"` // events that end a session; custom types only
	InactivitySeconds uint32      `json:"inactivitySeconds"`       // without events, until it ends; custom types only
}

// DefaultInactivity is the inactivity, in seconds, that ends a custom session (session.md §6.4).
const DefaultInactivity = 30 * 24 * 60 * 60

// NewSessionType returns a type as it appears on the fly.
func NewSessionType(name string) SessionType {
	return SessionType{Type: name, InactivitySeconds: DefaultInactivity}
}

// MaxTypeName bounds the length of a custom type's name.
const MaxTypeName = 64

// IsCustomType reports whether a text can be the type of a custom session: lower-case letters, digits and
// underscores, beginning with a letter, and not the name of another kind (events.md §5.2).
func IsCustomType(name string) bool {
	if name == "" || len(name) > MaxTypeName {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if letter := 'a' <= c && c <= 'z'; !letter && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return name != Web.String() && name != App.String() && name != Conversation.String()
}

// typeRules is what the settings say about one type, ready for use.
type typeRules struct {
	projectors []Projector
	ends       []string
	inactivity uint32
}

// WithSessionTypes returns the policy with these types in place of all that it knew, their
// projections included.
func (p Policy) WithSessionTypes(types []SessionType) Policy {
	p.types = make(map[string]*typeRules, len(types))
	for _, t := range types {
		rules := p.rulesOf(t.Type)
		rules.ends = t.EndEventNames
		if t.InactivitySeconds > 0 {
			rules.inactivity = t.InactivitySeconds
		}
		rules.projectors = append(rules.projectors, t.Projections...)
	}
	return p
}

// WithProjectors returns the policy with these projections in place of all that it knew, and no
// other rules for session types. Web, app and conversation sessions project nothing unless it is
// configured (session.md §5).
func (p Policy) WithProjectors(projectors []Projector) Policy {
	p.types = make(map[string]*typeRules)
	for _, projector := range projectors {
		rules := p.rulesOf(projector.SessionType)
		rules.projectors = append(rules.projectors, projector)
	}
	return p
}

// rulesOf returns the rules of a type, adding the default ones if there are none.
func (p *Policy) rulesOf(name string) *typeRules {
	rules := p.types[name]
	if rules == nil {
		rules = &typeRules{inactivity: DefaultInactivity}
		p.types[name] = rules
	}
	return rules
}

// unseen are the rules of a type that nobody has defined.
var unseen = typeRules{inactivity: DefaultInactivity}

// of returns the rules for an event's session.
func (p *Policy) of(e *Event) *typeRules {
	if rules := p.types[e.SessionType()]; rules != nil {
		return rules
	}
	return &unseen
}

// rules returns the settings that shape the event's session.
func (p *Policy) rules(e *Event) VisitRules {
	switch e.Kind {
	case Conversation:
		return VisitRules{Timeout: ConversationTimeout}
	case Custom:
		return VisitRules{Timeout: p.of(e).inactivity}
	}
	return p.Visit
}

// ends reports whether the event ends its session: because it says so, or because of its name.
func (p *Policy) ends(e *Event) bool {
	return e.Custom != nil && (e.Custom.EndSession || slices.Contains(p.of(e).ends, e.Name))
}

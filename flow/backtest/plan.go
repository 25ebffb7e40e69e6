package backtest

import (
	"slices"

	"sojourn/journey"
	"sojourn/journey/rule"
)

// plan is the definition, and what of the log can concern it.
type plan struct {
	set  *rule.Set
	rule uint64 // its ID

	// Of the journey. Without one, the sessions of all types are concerned.
	sessionType string
	kind        journey.Kind
	names       []string // the events that can count; nil for all
	counts      bool     // there is a journey

	// Of the context.
	fields        []field
	groups        []group // of the fields, each once
	places        [rule.Authenticated + 1]int
	authenticated bool // it is read
	touches       bool // some group of the fields can change with each event
}

// field is a value that context criteria read of a visit.
type field struct {
	key   rule.Key
	group group
}

// group is facts that events bring together: with a new one, all values of the old one go.
type group uint8

// The groups.
const (
	noGroup     group = iota
	originGroup       // campaign and referrer
	deviceGroup
	browserGroup
	geolocationGroup
	organizationGroup
)

var groupRanges = [...]struct {
	first, last rule.Key
	group       group
}{
	{rule.DeviceCategory, rule.DeviceOSFamily, deviceGroup},
	{rule.BrowserFamily, rule.BrowserVersion, browserGroup},
	{rule.CampaignSource, rule.CampaignNetwork, originGroup},
	{rule.CountryName, rule.PostalCode, geolocationGroup},
	{rule.IPOrganization, rule.IPOrganization, organizationGroup},
	{rule.ReferrerURL, rule.ReferrerHostname, originGroup},
}

func groupOf(key rule.Key) group {
	for _, of := range groupRanges {
		if of.first <= key && key <= of.last {
			return of.group
		}
	}
	return noGroup
}

func newPlan(definition *journey.Evaluated) *plan {
	of := definition.Rule()
	of.ValueOf = "" // only whether it matches counts here
	p := &plan{set: rule.NewSet([]rule.Rule{of}), rule: of.ID}
	p.readJourney(of.Conditions.Journey.Patterns)
	for i := range of.Conditions.Context.Patterns {
		for _, criterion := range of.Conditions.Context.Patterns[i].Criteria {
			p.readContext(criterion.Key)
		}
	}
	return p
}

func (p *plan) readJourney(patterns []rule.JourneyPattern) {
	if len(patterns) == 0 {
		return
	}
	p.counts, p.sessionType = true, patterns[0].SessionType
	if p.kind = journey.ParseKind(p.sessionType); p.kind == journey.KindNone {
		p.kind = journey.Custom
	}
	for i := range patterns {
		p.names = append(p.names, patterns[i].EventName)
	}
	if slices.Contains(p.names, "") {
		p.names = nil
	}
}

// readContext notes that the context is read by that key.
func (p *plan) readContext(name string) {
	for key := rule.NoKey + 1; key < rule.Authenticated; key++ {
		if key.String() == name {
			p.readField(field{key, groupOf(key)})
		}
	}
	p.authenticated = p.authenticated || name == rule.Authenticated.String()
}

func (p *plan) readField(f field) {
	if slices.Contains(p.fields, f) {
		return
	}
	p.fields = append(p.fields, f)
	p.places[f.key] = len(p.fields)
	p.touches = p.touches || f.group != originGroup
	if !slices.Contains(p.groups, f.group) {
		p.groups = append(p.groups, f.group)
	}
}

// concerns reports whether the event's session is of the right kind, by its head. See also isOfType.
func (p *plan) concerns(e *journey.Accepted) bool { return !p.counts || e.Kind == p.kind }

// isOfType reports whether the event's session is of the right type: custom sessions are of many types.
func (p *plan) isOfType(e *journey.Accepted) bool {
	return !p.counts || e.SessionType() == p.sessionType
}

// mayCount reports whether the journey can count the event, by its name.
func (p *plan) mayCount(e *journey.Accepted) bool {
	return p.counts && (p.names == nil || slices.Contains(p.names, e.Name))
}

// readsContext reports whether sessions are told apart by more than their events.
func (p *plan) readsContext() bool { return p.authenticated || len(p.fields) > 0 }

// follows reports whether sessions of that kind are remembered from their first event on: for their context, or since
// not each of their events names the customer.
func (p *plan) follows(kind journey.Kind) bool { return p.readsContext() || !kind.IsVisit() }

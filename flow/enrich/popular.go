package enrich

import (
	"cmp"
	"slices"

	"sojourn/journey"
)

// commonAgent is how many events must have brought a user agent before it counts as common, so that it tells nothing
// of anybody.
const commonAgent = 16

// Agent is a user agent and what it tells.
type Agent struct {
	UserAgent string
	Browser   *journey.Browser // in a language that came with it
	Device    *journey.Device
	Events    uint32 // that brought it since it is remembered
}

// CommonAgents returns the user agents that many events brought, the most common first, at most limit.
func (e *Enricher) CommonAgents(limit int) []Agent {
	var agents []Agent
	for _, p := range e.agents.profiles.values() {
		events := p.events.Load()
		if events < commonAgent {
			continue
		}
		agents = append(agents, Agent{
			UserAgent: p.userAgent, Browser: p.anyBrowser(), Device: p.device, Events: events,
		})
	}
	slices.SortFunc(agents, func(a, b Agent) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), cmp.Compare(a.UserAgent, b.UserAgent))
	})
	return agents[:min(limit, len(agents))]
}

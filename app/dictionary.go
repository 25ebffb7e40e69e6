package app

import (
	"slices"

	"sojourn/flow/enrich"
	"sojourn/journey"
	"sojourn/journey/codec"
)

// dictionaryAgents is about as many user agents as a dictionary of the log has place for.
const dictionaryAgents = 150

// dictionary returns what records of the log are likely to contain, the likeliest last: the user agents that many
// events brought, and what they tell, as they stand in records. It holds nothing that is somebody's own.
func (a *App) dictionary() []byte {
	enricher := a.enricher.Load()
	if enricher == nil {
		return nil
	}
	var b []byte
	for _, agent := range slices.Backward(enricher.CommonAgents(dictionaryAgents)) {
		b = appendAgent(b, agent)
	}
	return b
}

func appendAgent(b []byte, a enrich.Agent) []byte {
	return codec.AppendRecord(b, &journey.Accepted{Event: journey.Event{
		Kind: journey.Web, Browser: a.Browser, Device: a.Device, UserAgent: a.UserAgent,
	}})
}

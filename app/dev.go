package app

import (
	"encoding/json"
	"fmt"

	"sojourn/journey"
	"sojourn/web/auth"
)

// What a server for trying and testing knows from the start (-dev).
const (
	DevDeployment = "11111111-1111-4111-8111-111111111111"
	DevClient     = "sojourn-dev"
	DevSecret     = "sojourn-dev" //nolint:gosec // known to everybody: only this machine reaches such a server
)

// devDefinitions are the deployment and the client of a development server. They exist in memory only:
// a folder that was used with -dev has no known secret in it.
func devDefinitions(now journey.Instant) ([]journey.Definition, error) {
	shop := journey.NewDeployment("Development")
	shop.AllowAllDomains = true
	shop.AllowedDomains = []string{}
	tracking := &shop.JourneyEvents.TrackingSettings
	tracking.SearchQueryParameters, tracking.ExcludedQueryParameters = []string{}, []string{}
	deployment, err := fixed(journey.DeploymentNoun, DevDeployment, shop, now)
	if err != nil {
		return nil, err
	}
	client, err := fixed(journey.ClientNoun, DevClient, administrator(DevClient, "Development", DevSecret), now)
	return []journey.Definition{deployment, client}, err
}

// administrator is a client that may do everything.
func administrator(id, name, secret string) auth.Client {
	return auth.Client{
		ID: id, Name: name, Permissions: []string{"*:*:*"}, SecretHash: auth.HashSecret(secret),
	}
}

// fixed makes the only version of a thing that is not stored.
func fixed(noun journey.Noun, id string, thing any, now journey.Instant) (journey.Definition, error) {
	body, err := json.Marshal(thing)
	if err != nil {
		return journey.Definition{}, fmt.Errorf("%s %s: %w", noun, id, err)
	}
	return journey.Definition{Noun: noun, ID: id, Version: 1, Created: now, Modified: now, Body: body}, nil
}

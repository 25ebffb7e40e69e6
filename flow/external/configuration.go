package external

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"

	"sojourn/journey"
)

// ConfigurationNoun is the noun under which configurations are stored.
const ConfigurationNoun journey.Noun = "externalconfiguration"

// Configuration says which system sends events of which schema (events.md §5.3). Once made, it is never
// changed.
type Configuration struct {
	ID               string          `json:"-"`
	Name             string          `json:"name"`
	Description      string          `json:"description"`
	DivisionID       string          `json:"divisionId"`
	SchemaID         string          `json:"schemaId"`
	Source           string          `json:"source"` // immutable
	DateLastModified journey.Instant `json:"-"`
	sessionType      string          // made of Source
}

// SessionType is the type of the sessions that the events of the source make.
func (c *Configuration) SessionType() string { return c.sessionType }

// DecodeConfiguration reads a stored configuration.
func DecodeConfiguration(d journey.Definition) (*Configuration, error) {
	c := &Configuration{}
	if err := json.Unmarshal(d.Body, c); err != nil {
		return nil, fmt.Errorf("external: stored configuration %s: %w", d.ID, err)
	}
	c.ID, c.DateLastModified = d.ID, d.Modified
	if fault := c.complete(); fault != nil {
		return nil, fmt.Errorf("external: stored configuration %s: %w", d.ID, fault)
	}
	return c, nil
}

func (c *Configuration) encode() ([]byte, error) {
	body, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("external: store a configuration: %w", err)
	}
	return body, nil
}

// parseConfiguration reads the public model CreateExternalEventsConfigurationRequest.
func parseConfiguration(body []byte) (*Configuration, *journey.Fault) {
	c := &Configuration{}
	if fault := decode(body, c); fault != nil {
		return nil, fault
	}
	if fault := c.complete(); fault != nil {
		return nil, fault
	}
	return c, nil
}

// complete checks the members by themselves and adds what follows from them.
func (c *Configuration) complete() *journey.Fault {
	for _, m := range []struct {
		name string
		text *string
		most int
	}{
		{"name", &c.Name, maxName},
		{"description", &c.Description, maxDescription},
		{"divisionId", &c.DivisionID, maxReference},
		{"schemaId", &c.SchemaID, maxReference},
		{"source", &c.Source, maxSource},
	} {
		*m.text = strings.TrimSpace(*m.text)
		if fault := checkText(m.name, *m.text, 1, m.most); fault != nil {
			return fault
		}
	}
	if c.sessionType = SessionType(c.Source); c.sessionType == "" {
		return journey.Invalid("source", "must have a letter or a digit of ASCII: it names the sessions")
	}
	return nil
}

// configurationPatch is the public model UpdateExternalEventsConfigurationRequest, and what a client might
// send besides.
type configurationPatch struct {
	Name        *string `json:"name"`
	Description *string `json:"description"`
	Source      *string `json:"source"`
}

// patched returns the configuration with the members of a patch in place of its own.
func (c *Configuration) patched(body []byte) (*Configuration, *journey.Fault) {
	var patch configurationPatch
	if fault := decode(body, &patch); fault != nil {
		return nil, fault
	}
	if patch.Source != nil && strings.TrimSpace(*patch.Source) != c.Source {
		return nil, journey.Invalid("source", "cannot be changed")
	}
	next := *c
	if patch.Name != nil {
		next.Name = *patch.Name
	}
	if patch.Description != nil {
		next.Description = *patch.Description
	}
	if fault := next.complete(); fault != nil {
		return nil, fault
	}
	return &next, nil
}

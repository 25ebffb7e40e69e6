package external

import (
	"context"

	"sojourn/journey"
)

// ConfigurationState is a configuration with what is true of it at the moment.
type ConfigurationState struct {
	*Configuration
	DivisionIDActive bool // the division exists
	SchemaActive     bool // the schema exists and is enabled: only then events are taken
}

// ListConfigurations returns the configurations in the order of listings (api.md §4.1).
func (s *Service) ListConfigurations() []ConfigurationState {
	all := listed(s.options.Definitions.List(ConfigurationNoun), s.options.Configurations.Get)
	states := make([]ConfigurationState, len(all))
	for i, c := range all {
		states[i] = s.state(c)
	}
	return states
}

// Configuration returns the configuration of that id.
func (s *Service) Configuration(id string) (ConfigurationState, error) {
	c, found := s.options.Configurations.Get(id)
	if !found {
		return ConfigurationState{}, missing("configuration")
	}
	return s.state(c), nil
}

func (s *Service) state(c *Configuration) ConfigurationState {
	return ConfigurationState{
		Configuration: c, DivisionIDActive: s.options.HasDivision(c.DivisionID), SchemaActive: s.schemaOf(c) != nil,
	}
}

// schemaOf returns the enabled schema of a configuration, or nil.
func (s *Service) schemaOf(c *Configuration) *Schema {
	if schema, found := s.options.Schemas.Get(c.SchemaID); found && schema.Current().Enabled {
		return schema
	}
	return nil
}

// CreateConfiguration stores a new configuration of a body that is the public model
// CreateExternalEventsConfigurationRequest. Its division must exist, and its schema must be enabled.
func (s *Service) CreateConfiguration(ctx context.Context, body []byte) (ConfigurationState, error) {
	c, fault := parseConfiguration(body)
	if fault != nil {
		return ConfigurationState{}, fault
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	switch state := s.state(c); {
	case !state.DivisionIDActive:
		return ConfigurationState{}, journey.Invalid("divisionId", "must be the id of a division")
	case !state.SchemaActive:
		return ConfigurationState{}, journey.Invalid("schemaId", "must be the id of an enabled schema")
	}
	stored, err := c.encode()
	if err != nil {
		return ConfigurationState{}, err
	}
	d, err := s.options.Definitions.Create(ctx, ConfigurationNoun, s.options.NewID().String(), stored)
	if err != nil {
		return ConfigurationState{}, err
	}
	return s.Configuration(d.ID)
}

// UpdateConfiguration changes name and description, as the public model
// UpdateExternalEventsConfigurationRequest asks. The source cannot be changed.
func (s *Service) UpdateConfiguration(
	ctx context.Context, id string, body []byte,
) (ConfigurationState, error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	old, err := s.Configuration(id)
	if err != nil {
		return ConfigurationState{}, err
	}
	next, fault := old.patched(body)
	if fault != nil {
		return ConfigurationState{}, fault
	}
	_, err = s.options.Definitions.Update(ctx, ConfigurationNoun, id, 0, func([]byte) ([]byte, error) {
		return next.encode()
	})
	if err != nil {
		return ConfigurationState{}, err
	}
	return s.Configuration(id)
}

// DeleteConfiguration deletes a configuration. What its events became stays.
func (s *Service) DeleteConfiguration(ctx context.Context, id string) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	if _, err := s.Configuration(id); err != nil {
		return err
	}
	return s.options.Definitions.Delete(ctx, ConfigurationNoun, id)
}

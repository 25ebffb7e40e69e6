package external

import (
	"context"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// ListSchemas returns the schemas in the order of listings (api.md §4.1).
func (s *Service) ListSchemas() []*Schema {
	return listed(s.options.Definitions.List(SchemaNoun), s.options.Schemas.Get)
}

// Schema returns the schema of that id.
func (s *Service) Schema(id string) (*Schema, error) {
	schema, found := s.options.Schemas.Get(id)
	if !found {
		return nil, missing("schema")
	}
	return schema, nil
}

// SchemaVersion returns one version of a schema; the number is a text of the path.
func (s *Service) SchemaVersion(id, number string) (*Version, error) {
	schema, err := s.Schema(id)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(number)
	if err != nil {
		return nil, journey.Invalid("versionId", "must be a number")
	}
	version, found := schema.Numbered(n)
	if !found {
		return nil, missing("version of the schema")
	}
	return version, nil
}

// CreateSchema stores a new schema, enabled, of a body that is the public model JourneyJsonSchemaRequest. by
// is the id of who creates it, or empty.
func (s *Service) CreateSchema(ctx context.Context, body []byte, by string) (*Schema, error) {
	validator, document, fault := compileDocument(body)
	if fault != nil {
		return nil, fault
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	if fault := s.checkAmong("", validator); fault != nil {
		return nil, fault
	}
	stored, err := encodeVersions([]Version{{
		Version: 1, Enabled: true, DateCreated: s.now(), CreatedBy: by, Document: document,
	}})
	if err != nil {
		return nil, err
	}
	d, err := s.options.Definitions.Create(ctx, SchemaNoun, s.options.NewID().String(), stored)
	if err != nil {
		return nil, err
	}
	return s.Schema(d.ID)
}

// schemaUpdate is the public model JourneySchemaUpdateRequest.
type schemaUpdate struct {
	Version    *int           `json:"version"`
	Enabled    *bool          `json:"enabled"`
	JSONSchema jsontext.Value `json:"jsonSchema"`
}

// UpdateSchema stores the next version of a schema, of a body that is the public model
// JourneySchemaUpdateRequest. Its version must be that of the newest, else the fault is VersionConflict.
func (s *Service) UpdateSchema(ctx context.Context, id string, body []byte, by string) (*Schema, error) {
	var update schemaUpdate
	if fault := decode(body, &update); fault != nil {
		return nil, fault
	}
	switch {
	case update.Version == nil:
		return nil, journey.Invalid("version", "is required")
	case update.Enabled == nil:
		return nil, journey.Invalid("enabled", "is required")
	case len(update.JSONSchema) == 0:
		return nil, journey.Invalid("jsonSchema", "is required")
	}
	validator, document, fault := compileDocument(update.JSONSchema)
	if fault != nil {
		return nil, inside("jsonSchema", fault)
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	old, err := s.Schema(id)
	if err != nil {
		return nil, err
	}
	if fault := s.checkNext(old, *update.Version, *update.Enabled, validator); fault != nil {
		return nil, fault
	}
	// The store's own version is not asked: whatever else counts it up, the number of the schema decides.
	_, err = s.options.Definitions.Update(ctx, SchemaNoun, id, 0, func([]byte) ([]byte, error) {
		return encodeVersions(append(slices.Clip(old.Versions), Version{
			Version: old.Current().Version + 1, Enabled: *update.Enabled,
			DateCreated: s.now(), CreatedBy: by, Document: document,
		}))
	})
	if err != nil {
		return nil, err
	}
	return s.Schema(id)
}

// checkNext applies the rules for a next version.
func (s *Service) checkNext(old *Schema, version int, enabled bool, next *Validator) *journey.Fault {
	switch current := old.Current().Version; {
	case version != current:
		return &journey.Fault{Code: VersionConflict, Field: "version",
			Reason: "does not match the current version, which is " + strconv.Itoa(current)}
	case len(old.Versions) == MaxVersions:
		return &journey.Fault{Code: journey.BadRequest, Reason: "the schema has as many versions as it can have"}
	}
	if fault := old.validator.checkSuccessor(next); fault != nil {
		return inside("jsonSchema", fault)
	}
	if !enabled {
		return nil
	}
	if fault := s.checkAmong(old.ID, next); fault != nil {
		return inside("jsonSchema", fault)
	}
	return nil
}

// DeleteSchema deletes a schema with all its versions. Configurations that name it take no more events.
func (s *Service) DeleteSchema(ctx context.Context, id string) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	if _, err := s.Schema(id); err != nil {
		return err
	}
	return s.options.Definitions.Delete(ctx, SchemaNoun, id)
}

// checkAmong checks a schema that is to be enabled against the others that are: there must be room for
// it, and no two may have one title, nor titles that give events one name.
func (s *Service) checkAmong(id string, v *Validator) *journey.Fault {
	enabled := 0
	for _, other := range s.ListSchemas() {
		if other.ID == id || !other.Current().Enabled {
			continue
		}
		enabled++
		if other.validator.eventName == v.eventName {
			return &journey.Fault{Code: Conflict, Field: "title",
				Reason: "gives events the name " + v.eventName + ", as the enabled schema " + other.ID + " does"}
		}
	}
	if enabled >= MaxEventTypes {
		return &journey.Fault{Code: journey.BadRequest,
			Reason: "there can be at most " + strconv.Itoa(MaxEventTypes) + " enabled schemas"}
	}
	return nil
}

// compileDocument compiles a document and returns it in its shortest form.
func compileDocument(source []byte) (*Validator, jsontext.Value, *journey.Fault) {
	validator, fault := compile(source)
	if fault != nil {
		return nil, nil, fault
	}
	document := jsontext.Value(slices.Clone(source))
	if err := document.Compact(); err != nil {
		return nil, nil, malformed("")
	}
	return validator, document, nil
}

// inside puts the field of a fault below another.
func inside(field string, fault *journey.Fault) *journey.Fault {
	moved := *fault
	moved.Field = field
	if fault.Field != "" {
		moved.Field = field + "." + fault.Field
	}
	return &moved
}

package restapi

import (
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/flow/external"
	"sojourn/web/contract"
)

// The schemas of external events and the types that they are built from (events.md §5.3).

const externalSchemaURI = "/api/v2/journey/externalevents/schemas"

// externalSchema is the public model JourneyExternalEventsSchema, with the document as it was sent: the model knows
// few of the keywords.
type externalSchema struct {
	ID          string                    `json:"id"`
	Version     int                       `json:"version"`
	Enabled     bool                      `json:"enabled"`
	DateCreated contract.Time             `json:"dateCreated"`
	CreatedBy   *contract.DomainEntityRef `json:"createdBy,omitzero"`
	JSONSchema  jsontext.Value            `json:"jsonSchema"`
	SelfURI     string                    `json:"selfUri"`
}

// externalSchemas is the public model JourneyExternalEventsSchemaListing.
type externalSchemas struct {
	Total    int              `json:"total"`
	Entities []externalSchema `json:"entities"`
	SelfURI  string           `json:"selfUri"`
}

func externalSchemaView(id string, v *external.Version, uri string) externalSchema {
	view := externalSchema{
		ID: id, Version: v.Version, Enabled: v.Enabled, DateCreated: contract.Time(v.DateCreated),
		JSONSchema: v.Document, SelfURI: uri,
	}
	if v.CreatedBy != "" {
		view.CreatedBy = &contract.DomainEntityRef{ID: v.CreatedBy}
	}
	return view
}

func answerSchema(w http.ResponseWriter, s *external.Schema) error {
	return answerJSON(w, externalSchemaView(s.ID, s.Current(), externalSchemaURI+"/"+s.ID))
}

// schemaID returns the id of the schema that the path names, which may not exist.
func schemaID(r *request) (string, error) {
	id, err := r.id("schemaId", "schema")
	return id.String(), err
}

// schemaOf returns the schema that the path names.
func (a *api) schemaOf(r *request) (*external.Schema, error) {
	id, err := schemaID(r)
	if err != nil {
		return nil, err
	}
	return a.External.Schema(id)
}

func (a *api) getExternalSchemas(w http.ResponseWriter, _ *request) error {
	listing := externalSchemas{Entities: []externalSchema{}, SelfURI: externalSchemaURI}
	for _, s := range a.External.ListSchemas() {
		listing.Entities = append(listing.Entities, externalSchemaView(s.ID, s.Current(), externalSchemaURI+"/"+s.ID))
	}
	listing.Total = len(listing.Entities)
	return answerJSON(w, listing)
}

func (a *api) postExternalSchema(w http.ResponseWriter, r *request) error {
	body, err := r.plainBody()
	if err != nil {
		return err
	}
	defer body.release()
	s, err := a.External.CreateSchema(r.Context(), body.Bytes(), r.caller().Client.ID)
	if err != nil {
		return err
	}
	return answerSchema(w, s)
}

func (a *api) getExternalSchema(w http.ResponseWriter, r *request) error {
	s, err := a.schemaOf(r)
	if err != nil {
		return err
	}
	return answerSchema(w, s)
}

func (a *api) putExternalSchema(w http.ResponseWriter, r *request) error {
	id, err := schemaID(r)
	if err != nil {
		return err
	}
	body, err := r.plainBody()
	if err != nil {
		return err
	}
	defer body.release()
	s, err := a.External.UpdateSchema(r.Context(), id, body.Bytes(), r.caller().Client.ID)
	if err != nil {
		return err
	}
	return answerSchema(w, s)
}

func (a *api) deleteExternalSchema(w http.ResponseWriter, r *request) error {
	id, err := schemaID(r)
	if err != nil {
		return err
	}
	if err := a.External.DeleteSchema(r.Context(), id); err != nil {
		return err
	}
	return answerNothing(w)
}

func versionURI(id string, v *external.Version) string {
	return externalSchemaURI + "/" + id + "/versions/" + itoa(v.Version)
}

func (a *api) getExternalSchemaVersions(w http.ResponseWriter, r *request) error {
	s, err := a.schemaOf(r)
	if err != nil {
		return err
	}
	listing := externalSchemas{
		Total: len(s.Versions), Entities: []externalSchema{}, SelfURI: externalSchemaURI + "/" + s.ID + "/versions",
	}
	for i := range s.Versions {
		v := &s.Versions[i]
		listing.Entities = append(listing.Entities, externalSchemaView(s.ID, v, versionURI(s.ID, v)))
	}
	return answerJSON(w, listing)
}

func (a *api) getExternalSchemaVersion(w http.ResponseWriter, r *request) error {
	id, err := schemaID(r)
	if err != nil {
		return err
	}
	v, err := a.External.SchemaVersion(id, r.parameter("versionId"))
	if err != nil {
		return err
	}
	return answerJSON(w, externalSchemaView(id, v, versionURI(id, v)))
}

// coreType is the public model Coretype.
type coreType struct {
	ID string `json:"id"`
	external.CoreType
	SelfURI string `json:"selfUri"`
}

func coreTypeView(t external.CoreType) coreType {
	return coreType{ID: t.Name, CoreType: t, SelfURI: externalSchemaURI + "/coretypes/" + t.Name}
}

// coreTypes is the public model CoretypeListing.
type coreTypes struct {
	Total    int        `json:"total"`
	Entities []coreType `json:"entities"`
	SelfURI  string     `json:"selfUri"`
}

func (a *api) getCoreTypes(w http.ResponseWriter, _ *request) error {
	all := mapped(external.CoreTypes(), coreTypeView)
	return answerJSON(w, coreTypes{Total: len(all), Entities: all, SelfURI: externalSchemaURI + "/coretypes"})
}

func (a *api) getCoreType(w http.ResponseWriter, r *request) error {
	name := r.parameter("coreTypeName")
	t, found := external.CoreTypeNamed(name)
	if !found {
		return notFound("core type", name)
	}
	return answerJSON(w, coreTypeView(t))
}

// schemaLimits is the public model SchemaQuantityLimits.
type schemaLimits struct {
	ID string `json:"id"`
	external.Limits
	SelfURI string `json:"selfUri"`
}

func (a *api) getSchemaLimits(w http.ResponseWriter, _ *request) error {
	limits := external.SchemaLimits()
	return answerJSON(w, schemaLimits{ID: limits.Name, Limits: limits, SelfURI: externalSchemaURI + "/limits"})
}

package restapi

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"sojourn/web/contract"
)

const (
	externalPath = "/api/v2/journey/externalevents"
	orderSchema  = `{"$schema":"http://json-schema.org/draft-04/schema#","title":"Order Placed","required":["sku"],
		"properties":{"sku":{"allOf":[{"$ref":"#/definitions/identifier"}],"title":"SKU"},
			"pieces":{"allOf":[{"$ref":"#/definitions/integer"}]}}}`
)

// TestExternalEvents: a schema, a configuration, events of which some are taken, and the sessions that they make.
func TestExternalEvents(t *testing.T) {
	h := newHarness(t)
	var schema contract.JourneyExternalEventsSchema
	h.call("POST", externalPath+"/schemas", orderSchema, h.admin()...).want(200).into(&schema)
	if schema.Version == nil || *schema.Version != 1 || !*schema.Enabled || schema.CreatedBy == nil ||
		schema.SelfURI != externalPath+"/schemas/"+schema.ID || schema.JSONSchema.Title != "Order Placed" {
		t.Fatalf("schema %+v", schema)
	}
	created := fmt.Sprintf(`{"name":"Shop","description":"The shop","divisionId":%q,"schemaId":%q,"source":"Velo Shop"}`,
		homeDivision, schema.ID)
	var configuration contract.ExternalEventsConfiguration
	h.call("POST", externalPath+"/configurations", created, h.admin()...).want(200).into(&configuration)
	if !configuration.DivisionIDActive || !configuration.SchemaActive || configuration.Source != "Velo Shop" {
		t.Fatalf("configuration %+v", configuration)
	}
	at := externalPath + "/configurations/" + strings.ToUpper(configuration.ID)
	event := func(sku string) string {
		return fmt.Sprintf(`{"id":"5a1d3f60-7f0e-4e7e-9a68-3f3f0c1f9e01","dateCreated":"2026-03-02T09:00:00.000Z",
			"identifiers":{"externalIds":[{"value":"c-17","externalSourceId":"crm"}]},"attributes":{%s}}`, sku)
	}
	var answer contract.ExternalEventsResponse
	h.call("POST", at+"/events", `{"entities":[`+event(`"sku":"b-1"`)+`,`+event(`"pieces":1`)+`]}`, h.admin()...).
		want(200).into(&answer)
	if len(answer.UnprocessedEntities) != 1 || answer.UnprocessedEntities[0].OriginalRequestIndex != 1 ||
		answer.UnprocessedEntities[0].IsRetryable || !strings.Contains(answer.UnprocessedEntities[0].ErrorMessage, "sku") {
		t.Errorf("unprocessed %+v", answer.UnprocessedEntities)
	}
	var listing contract.SessionListing
	h.call("GET", "/api/v2/sojourn/sessions?type=velo_shop", "", h.admin()...).want(200).into(&listing)
	if len(listing.Entities) != 1 || listing.Entities[0].EventCount != 1 {
		t.Errorf("sessions %+v", listing.Entities)
	}
	h.call("PATCH", at, `{"source":"other"}`, h.admin()...).want(400).refusal(contract.InvalidValue, "source")
	h.call("PATCH", at, `{"name":"The shop"}`, h.admin()...).want(200).into(&configuration)
	h.call("GET", at, "", h.admin()...).want(200).into(&configuration)
	if configuration.Name != "The shop" {
		t.Errorf("name %q", configuration.Name)
	}
	h.call("DELETE", at, "", h.admin()...).want(204)
	h.call("GET", at, "", h.admin()...).want(404)
	h.call("POST", at+"/events", `{"entities":[]}`, h.admin()...).want(404)
	h.call("GET", externalPath+"/configurations/x", "", h.admin()...).want(404)
	h.call("POST", at+"/events", "", "Authorization", "Bearer "+h.token("journey:event:add")).want(403)
}

func TestExternalConfigurationPages(t *testing.T) {
	h := newHarness(t)
	var schema contract.JourneyExternalEventsSchema
	h.call("POST", externalPath+"/schemas", orderSchema, h.admin()...).want(200).into(&schema)
	for i := range 21 {
		h.call("POST", externalPath+"/configurations", fmt.Sprintf(
			`{"name":"c%d","description":"d","divisionId":%q,"schemaId":%q,"source":"s"}`, i, homeDivision, schema.ID),
			h.admin()...).want(200)
	}
	for query, want := range map[string]int{"": 20, "?pageSize=0": 20, "?pageNumber=2": 1, "?pageSize=200": 21} {
		var listing contract.ExternalEventsConfigurationListing
		h.call("GET", externalPath+"/configurations"+query, "", h.admin()...).want(200).into(&listing)
		if len(listing.Entities) != want || *listing.Total != 21 {
			t.Errorf("%q: %d of %d", query, len(listing.Entities), *listing.Total)
		}
	}
	h.call("GET", externalPath+"/configurations?pageSize=x", "", h.admin()...).want(400).refusal(contract.InvalidValue, "pageSize")
	h.call("POST", externalPath+"/configurations", fmt.Sprintf(
		`{"name":"c","description":"d","divisionId":%q,"schemaId":%q,"source":"s"}`, cookie, schema.ID),
		h.admin()...).want(400).refusal(contract.InvalidValue, "divisionId")
}

func TestExternalSchemas(t *testing.T) {
	h := newHarness(t)
	var schema contract.JourneyExternalEventsSchema
	h.call("POST", externalPath+"/schemas", orderSchema, h.admin()...).want(200).into(&schema)
	h.call("POST", externalPath+"/schemas", orderSchema, h.admin()...).want(409).refusal(contract.Conflict, "title")
	h.call("POST", externalPath+"/schemas", `{"title":7}`, h.admin()...).want(400)
	at := externalPath + "/schemas/" + schema.ID
	update := func(version int, document string) answered {
		t.Helper()
		return h.call("PUT", at, fmt.Sprintf(`{"version":%d,"enabled":true,"jsonSchema":%s}`, version, document), h.admin()...)
	}
	update(2, orderSchema).want(409).refusal(contract.VersionConflict, "version")
	update(1, strings.Replace(orderSchema, `["sku"]`, `["sku","pieces"]`, 1)).
		want(400).refusal(contract.InvalidValue, "jsonSchema.required[1]")
	update(1, orderSchema).want(200)
	var versions, all contract.JourneyExternalEventsSchemaListing
	h.call("GET", at+"/versions", "", h.admin()...).want(200).into(&versions)
	h.call("GET", externalPath+"/schemas", "", h.admin()...).want(200).into(&all)
	if *versions.Total != 2 || *all.Total != 1 || *all.Entities[0].Version != 2 {
		t.Errorf("versions %+v, all %+v", versions, all)
	}
	var read struct {
		JSONSchema json.RawMessage `json:"jsonSchema"`
	}
	h.call("GET", at+"/versions/1", "", h.admin()...).want(200).into(&read)
	if !strings.Contains(string(read.JSONSchema), `"title":"SKU"`) {
		t.Errorf("the document lost something: %s", read.JSONSchema)
	}
	h.call("GET", at+"/versions/3", "", h.admin()...).want(404)
	h.call("GET", at+"/versions/x", "", h.admin()...).want(400).refusal(contract.InvalidValue, "versionId")

	var types contract.CoretypeListing
	h.call("GET", externalPath+"/schemas/coretypes", "", h.admin()...).want(200).into(&types)
	for _, typ := range types.Entities {
		h.call("GET", typ.SelfURI, "", h.admin()...).want(200)
	}
	h.call("GET", externalPath+"/schemas/coretypes/shoe", "", h.admin()...).want(404)
	h.call("GET", externalPath+"/schemas/limits", "", h.admin()...).want(200)
	if int(*types.Total) != len(types.Entities) || *types.Total == 0 {
		t.Errorf("%d core types", *types.Total)
	}
	h.call("DELETE", at, "", h.admin()...).want(204)
	h.call("GET", at, "", h.admin()...).want(404)
}

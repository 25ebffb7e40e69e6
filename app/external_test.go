package app

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestBusinessSystem: schemas and configurations outlive a restart; events are counted, and belong to a contact.
func TestBusinessSystem(t *testing.T) {
	const path = "/api/v2/journey/externalevents"
	data := t.TempDir()
	s := start(t, settings(t, data, nil))
	token := s.devToken()
	var home, schema, configuration struct{ ID string }
	s.must(http.StatusOK, "GET", "/api/v2/authorization/divisions/home", token, nil, &home)
	s.must(http.StatusOK, "POST", path+"/schemas", token, `{"$schema":"http://json-schema.org/draft-04/schema#",
		"title":"Order Placed","properties":{"sku":{"allOf":[{"$ref":"#/definitions/identifier"}]}}}`, &schema)
	s.must(http.StatusOK, "POST", path+"/configurations", token, map[string]string{
		"name": "Shop", "description": "The shop", "divisionId": home.ID, "schemaId": schema.ID, "source": "Velo Shop",
	}, &configuration)
	send := func(id string) {
		t.Helper()
		body := fmt.Sprintf(`{"entities":[{"id":%q,"dateCreated":%q,"attributes":{"sku":"b-1"},
			"identifiers":{"externalIds":[{"value":"c-17","externalSourceId":"crm"}]}}]}`,
			id, time.Now().UTC().Format("2006-01-02T15:04:05.000Z"))
		var answer struct{ UnprocessedEntities []any }
		s.must(http.StatusOK, "POST", path+"/configurations/"+configuration.ID+"/events", s.devToken(), body, &answer)
		if len(answer.UnprocessedEntities) > 0 {
			t.Errorf("unprocessed %v", answer.UnprocessedEntities)
		}
	}
	send("5a1d3f60-7f0e-4e7e-9a68-3f3f0c1f9e01")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s = start(t, settings(t, data, nil))
	send("5a1d3f60-7f0e-4e7e-9a68-3f3f0c1f9e02")
	var owner struct{ ID string }
	s.must(http.StatusOK, "POST", "/api/v2/externalcontacts/identifierlookup", s.devToken(),
		`{"type":"ExternalId","value":"c-17"}`, &owner)
	var listing struct{ Entities []struct{ Type string } }
	s.must(http.StatusOK, "GET", "/api/v2/externalcontacts/contacts/"+owner.ID+"/journey/sessions", s.devToken(), nil, &listing)
	if len(listing.Entities) == 0 || listing.Entities[0].Type != "velo_shop" {
		t.Errorf("sessions %+v", listing)
	}
	if _, metrics := s.ask("GET", "/metrics", "", nil); !strings.Contains(metrics, `result="accepted"} 1`) {
		t.Errorf("the event is not counted:\n%s", metrics)
	}
}

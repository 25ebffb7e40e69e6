package restapi

import (
	"strings"
	"testing"

	"sojourn/web/contract"
)

const outcomesPath = "/api/v2/journey/outcomes"

// ordered is an outcome with everything that can be sent (segments-outcomes.md §6, E9).
const ordered = `{"displayName":"Order","description":"She paid","isActive":false,"isPositive":false,
	"context":{"patterns":[]},"journey":{"patterns":[{"criteria":[
		{"key":"eventName","operator":"equal","values":["order"],"shouldIgnoreCase":false}],
		"count":1,"streamType":"Web","sessionType":"web"}]},
	"associatedValueField":{"dataType":"Number","name":"total"}}`

func TestOutcome(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	h.call("POST", outcomesPath, ordered, admin...).holds(ordered)
	h.shelf.all[len(h.shelf.all)-1].ID = cookie // for the golden file
	path := outcomesPath + "/" + cookie
	h.call("GET", path, "", admin...).holds(ordered).golden("outcome")

	const pattern = `"journey":{"patterns":[{"criteria":[],"count":1,"streamType":"Web","sessionType":"web","eventName":"a"}]}`
	h.call("POST", outcomesPath, `{"displayName":"Bare","scope":"Session","color":"red",`+pattern+`}`, admin...).
		holds(`{"description":null,"isActive":true,"isPositive":true,"version":1,"context":{"patterns":[]},
		"associatedValueField":null,"scope":null,"color":null,"shouldDisplayToAgent":null}`)

	h.call("PATCH", path, `{"isPositive":null,"isActive":null,"associatedValueField":null,"description":null,"version":1}`, admin...).
		holds(`{"isPositive":true,"isActive":true,"associatedValueField":null,"description":null,"version":2}`)
	h.call("PATCH", path, `{"associatedValueField":{"dataType":"Integer","name":"n"}}`, admin...).
		holds(`{"associatedValueField":{"dataType":"Integer","name":"n"},"displayName":"Order"}`)
	h.call("PATCH", path, `{"associatedValueField":{"name":"n"}}`, admin...).want(400).
		refusal(contract.MissingRequiredProperty, "associatedValueField.dataType")
	h.call("PATCH", path, `{"displayName":null}`, admin...).want(400).refusal(contract.MissingRequiredProperty, "displayName")
	h.call("PATCH", path, `{"journey":null}`, admin...).want(400).refusal(contract.InvalidValue, "context")
	h.call("PATCH", path, `{"version":2}`, admin...).want(409).refusal(contract.VersionConflict, "")

	h.call("DELETE", path, "", admin...).want(204)
	for _, method := range []string{"GET", "DELETE", "PATCH"} {
		h.call(method, path, "{}", admin...).want(404).refusal(contract.NotFound, "")
	}
	h.call("GET", segmentsPath+"/"+cookie, "", admin...).want(404)
	h.call("POST", outcomesPath, ordered, h.bearer("journey:segment:*")...).want(403)
}

func TestOutcomesThatCannotBe(t *testing.T) {
	h := newHarness(t)
	for change, want := range map[string]struct {
		code  contract.Code
		field string
	}{
		`"displayName":"Order"->"displayName":""`:                  {contract.MissingRequiredProperty, "displayName"},
		`"displayName":"Order"->"displayName":"  "`:                {contract.InvalidValue, "displayName"},
		`"isPositive":false->"isPositive":"false"`:                 {contract.InvalidValue, "isPositive"},
		`"dataType":"Number",->`:                                   {contract.MissingRequiredProperty, "associatedValueField.dataType"},
		`"dataType":"Number"->"dataType":"number"`:                 {contract.InvalidValue, "associatedValueField.dataType"},
		`,"name":"total"->`:                                        {contract.MissingRequiredProperty, "associatedValueField.name"},
		`"name":"total"->"name":"a.b"`:                             {contract.InvalidValue, "associatedValueField.name"},
		`"associatedValueField":{->"associatedValueField":7,"x":{`: {contract.InvalidValue, "associatedValueField"},
	} {
		old, now, _ := strings.Cut(change, "->")
		h.call("POST", outcomesPath, strings.Replace(ordered, old, now, 1), h.admin()...).want(400).refusal(want.code, want.field)
	}
	for _, empty := range []string{`{"displayName":"A"}`, `{"displayName":"A","context":{"patterns":[{"criteria":[]}]},"journey":{}}`} {
		h.call("POST", outcomesPath, empty, h.admin()...).want(400).refusal(contract.InvalidValue, "context")
	}
}

package restapi

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"sojourn/journey"
	"sojourn/web/contract"
)

const segmentsPath = "/api/v2/journey/segments"

// bothParts is a segment with conditions of both kinds and everything else that can be sent.
const bothParts = `{"displayName":"Hot leads","description":"They look often","isActive":true,"color":"#00fF7a",
	"shouldDisplayToAgent":true,"assignmentExpirationDays":1,
	"context":{"patterns":[{"criteria":[
		{"key":"geolocation.postalCode","values":["3000","2000"],"operator":"equal","shouldIgnoreCase":true,"entityType":"visit"},
		{"key":"geolocation.region","values":["sth"],"operator":"containsAll","shouldIgnoreCase":true,"entityType":"visit"}]},
		{"criteria":[{"key":"device.type","values":["iPhone"],"operator":"notEqual","shouldIgnoreCase":false,"entityType":"visit"}]}]},
	"journey":{"patterns":[{"criteria":[
		{"key":"page.hostname","values":["b.example"," a.example "],"operator":"containsAny","shouldIgnoreCase":false},
		{"key":"attributes.bleki.value","values":["Blabla"],"operator":"notContainsAll","shouldIgnoreCase":true}],
		"count":2,"streamType":"Web","sessionType":"web","eventName":"EventName"},
		{"criteria":[{"key":"page.title","values":["x"],"operator":"startsWith","shouldIgnoreCase":false}],
		"count":1,"streamType":"Web","sessionType":"web"}]}}`

// parsed decodes an object.
func parsed(t *testing.T, object string) (m map[string]any) {
	t.Helper()
	if err := json.Unmarshal([]byte(object), &m); err != nil {
		t.Fatalf("%v: %s", err, object)
	}
	return m
}

// holds checks that the answer has the members of an object, each as it is there; null means that it has none.
func (a answered) holds(object string) answered {
	a.Helper()
	var got, want map[string]any
	a.want(200).into(&got)
	a.must(json.Unmarshal([]byte(object), &want))
	for name, value := range want {
		if !reflect.DeepEqual(got[name], value) {
			a.Errorf("%s is %v, want %v: %s", name, got[name], value, a.Raw)
		}
		if _, there := got[name]; there && value == nil {
			a.Errorf("%s is there: %s", name, a.Raw)
		}
	}
	return a
}

func TestSegment(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	path := h.call("POST", segmentsPath, bothParts, admin...).holds(bothParts).made()
	h.shelf.all[len(h.shelf.all)-1].ID = cookie // for the golden file
	path, id := segmentsPath+"/"+cookie, strings.TrimPrefix(path, segmentsPath+"/")
	h.call("GET", path, "", admin...).holds(bothParts).golden("segment")
	h.call("GET", segmentsPath+"/"+strings.ToUpper(cookie), "", admin...).want(200)
	h.call("GET", segmentsPath+"/"+id, "", admin...).want(404).refusal(contract.NotFound, "")
	h.call("GET", segmentsPath+"/vip", "", admin...).want(404)

	h.call("POST", segmentsPath, `{"displayName":"Bare","id":"x","version":7,"createdDate":"x","selfUri":"x","unknown":[],
		"epoch":9,"since":9,"context":null,"journey":{"patterns":null}}`, admin...).
		holds(`{"displayName":"Bare","description":null,"isActive":true,"color":"#008000","shouldDisplayToAgent":false,
		"version":1,"context":{"patterns":[]},"journey":{"patterns":[]},"externalSegment":null,
		"assignmentExpirationDays":null,"unknown":null,"epoch":null,"since":null,"scope":"Customer"}`)
	h.call("POST", segmentsPath, `{"displayName":"Zero","assignmentExpirationDays":0,"description":""}`, admin...).
		holds(`{"assignmentExpirationDays":null,"description":null}`)
	h.call("POST", segmentsPath, `{"displayName":"Defaults","context":{"patterns":[{"criteria":[
		{"key":"device.type","values":["a"],"entityType":"visit"}]}]},
		"journey":{"patterns":[{"count":1,"streamType":"Web","sessionType":"web","eventName":"a"}]}}`, admin...).
		holds(`{"context":{"patterns":[{"criteria":[
		{"key":"device.type","values":["a"],"entityType":"visit","operator":"equal","shouldIgnoreCase":false}]}]},
		"journey":{"patterns":[{"criteria":[],"count":1,"streamType":"Web","sessionType":"web","eventName":"a"}]},
		"scope":"Session"}`)

	h.call("DELETE", path, "", admin...).want(204)
	for _, method := range []string{"GET", "DELETE", "PATCH"} {
		h.call(method, path, "{}", admin...).want(404).refusal(contract.NotFound, "")
	}
}

func TestPatchSegment(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	path := h.call("POST", segmentsPath, bothParts, admin...).made()
	h.at = h.at.Add(time.Minute)
	patch := func(body, want string) {
		t.Helper()
		h.call("PATCH", path, body, admin...).holds(want)
	}
	patch(`{"displayName":"Other","isActive":false,"version":1}`,
		`{"displayName":"Other","isActive":false,"version":2,"description":"They look often","color":"#00fF7a"}`)
	patch(`{}`, `{"version":3}`)
	patch(`{"context":{"patterns":[]}}`, `{"context":{"patterns":[]},"assignmentExpirationDays":1}`)
	patch(`{"description":null,"color":null,"isActive":null,"shouldDisplayToAgent":null,"assignmentExpirationDays":null,
		"journey":null,"context":null,"externalSegment":null,"version":null}`,
		`{"description":null,"color":"#008000","isActive":true,"shouldDisplayToAgent":false,
		"assignmentExpirationDays":null,"journey":{"patterns":[]},"context":{"patterns":[]},"displayName":"Other"}`)
	for _, version := range []string{"1", "0", "-3", "99"} {
		conflict := h.call("PATCH", path, `{"version":`+version+`}`, admin...).want(409).refusal(contract.VersionConflict, "")
		if !strings.Contains(string(conflict.Raw), "does not match the current version") {
			t.Errorf("%s", conflict.Raw)
		}
	}
	h.call("PATCH", path, `{"displayName":null}`, admin...).want(400).refusal(contract.MissingRequiredProperty, "displayName")
	h.call("PATCH", path, `{"version":"1"}`, admin...).want(400).refusal(contract.InvalidValue, "version")
	h.call("PATCH", path, `{"color":"red"}`, admin...).want(400).refusal(contract.InvalidValue, "color")
	h.call("PATCH", path, ``, admin...).want(400).refusal(contract.BadRequest, "")
	patch(`{}`, `{"version":6}`) // what was refused has no effect
}

func TestScope(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	const context = `"context":{"patterns":[{"criteria":[{"key":"device.type","values":["a"],"entityType":"visit"}]}]}`
	for members, scope := range map[string]string{
		``:                               "Customer",
		`,` + context:                    "Session",
		`,"scope":"Session",` + context:  "Session",
		`,"scope":"Customer",` + context: "Customer",
		`,"scope":"Session"`:             "Customer",
		`,"assignmentExpirationDays":1,` + context:              "Customer",
		`,"externalSegment":{"id":"a","name":"A"},` + context:   "Customer",
		`,"context":{"patterns":[]},"journey":{"patterns":[]}`:  "Customer",
		`,"assignmentExpirationDays":0,"scope":null,` + context: "Session",
	} {
		path := h.call("POST", segmentsPath, `{"displayName":"A"`+members+`}`, admin...).holds(`{"scope":"` + scope + `"}`).made()
		// It stays what it is, whatever is changed.
		for _, patch := range []string{`{"assignmentExpirationDays":5,` + context + `}`,
			`{"scope":"` + scope + `","assignmentExpirationDays":null}`, `{"scope":null}`} {
			h.call("PATCH", path, patch, admin...).holds(`{"scope":"` + scope + `"}`)
		}
		other := map[string]string{"Customer": "Session", "Session": "Customer"}[scope]
		h.call("PATCH", path, `{"scope":"`+other+`"}`, admin...).want(400).refusal(contract.InvalidValue, "scope")
	}
	h.call("POST", segmentsPath, `{"displayName":"A","scope":"Visit"}`, admin...).want(400).refusal(contract.InvalidValue, "scope")
}

func TestExternalSegment(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	post := func(external string) answered {
		t.Helper()
		return h.call("POST", segmentsPath, `{"displayName":"A","assignmentExpirationDays":30,"externalSegment":`+external+`}`, admin...)
	}
	vip := post(`{"id":"vip","name":"VIP"}`).holds(`{"externalSegment":{"id":"vip","name":"VIP","source":"Custom"}}`).made()
	post(`{"id":"vip","name":"VIP","source":"AdobeExperiencePlatform"}`).want(200)
	taken := post(`{"id":"vip","name":"Other","source":"Custom"}`).want(409).refusal(contract.Conflict, "externalSegment.id")
	if !strings.Contains(string(taken.Raw), strings.TrimPrefix(vip, segmentsPath+"/")) {
		t.Errorf("does not say whose it is: %s", taken.Raw)
	}
	for external, field := range map[string]string{
		`{"name":"a"}`:         "id",
		`{"id":"a"}`:           "name",
		`{"id":"","name":"a"}`: "id",
	} {
		post(external).want(400).refusal(contract.MissingRequiredProperty, "externalSegment."+field)
	}
	for external, field := range map[string]string{
		`{"id":" ","name":"a"}`:                                "externalSegment.id",
		`{"id":"` + strings.Repeat("a", 257) + `","name":"a"}`: "externalSegment.id",
		`{"id":"a","name":"a","source":"custom"}`:              "externalSegment.source",
		`{"id":7,"name":"a"}`:                                  "externalSegment.id",
		`"vip"`:                                                "externalSegment",
	} {
		post(external).want(400).refusal(contract.InvalidValue, field)
	}

	patch := func(external string) answered {
		t.Helper()
		return h.call("PATCH", vip, `{"externalSegment":`+external+`}`, admin...)
	}
	patch(`{"name":"Very important"}`).holds(`{"externalSegment":{"id":"vip","name":"Very important","source":"Custom"}}`)
	patch(`{"id":"vip","source":"Custom"}`).holds(`{"externalSegment":{"id":"vip","name":"Very important","source":"Custom"}}`)
	patch(`{}`).want(200)
	patch(`{"id":"other"}`).want(400).refusal(contract.InvalidValue, "externalSegment.id")
	patch(`{"source":"AdobeExperiencePlatform"}`).want(400).refusal(contract.InvalidValue, "externalSegment.source")
	patch(`{"name":null}`).want(400).refusal(contract.MissingRequiredProperty, "externalSegment.name")
	patch(`null`).want(400).refusal(contract.InvalidValue, "externalSegment")
	patch(`[]`).want(400).refusal(contract.InvalidValue, "externalSegment")
	bare := h.call("POST", segmentsPath, `{"displayName":"A"}`, admin...).made()
	h.call("PATCH", bare, `{"externalSegment":{}}`, admin...).holds(`{"externalSegment":null}`)
	h.call("PATCH", bare, `{"externalSegment":{"name":"a"}}`, admin...).want(400).refusal(contract.InvalidValue, "externalSegment")

	h.call("DELETE", vip, "", admin...).want(204)
	post(`{"id":"vip","name":"VIP"}`).want(200)
}

// span is since when the only definition of the noun counts.
func (h *harness) span(noun journey.Noun) (s journey.Span) {
	h.Helper()
	h.must(json.Unmarshal(h.shelf.List(noun)[0].Body, &s))
	return s
}

// A span begins anew when other events count than before (segments-outcomes.md §3.4).
func TestSpan(t *testing.T) {
	for path, noun := range map[string]journey.Noun{segmentsPath: journey.SegmentNoun, outcomesPath: journey.OutcomeNoun} {
		h := newHarness(t)
		admin := h.admin()
		const pattern = `{"criteria":[],"count":%d,"streamType":"Web","sessionType":"web","eventName":"a"}`
		conditions := func(count int) string { return `"journey":{"patterns":[` + fmt.Sprintf(pattern, count) + `]}` }
		path = h.call("POST", path, `{"displayName":"A",`+conditions(1)+`}`, admin...).made()
		want := journey.Span{Epoch: 1, Since: journey.InstantOf(h.at)}
		if got := h.span(noun); got != want {
			t.Errorf("created: %v, want %v", got, want)
		}
		for i, row := range []struct {
			patch string
			anew  bool
		}{
			{`{"displayName":"B","description":"C"}`, false},
			{`{` + conditions(1) + `}`, false},
			{`{"journey":{"patterns":[{"shouldIgnore":1,"count":1,"streamType":"Web","sessionType":"web","eventName":"a"}]},
				"context":null}`, false}, // the same in other words
			{`{` + conditions(2) + `}`, true},
			{`{"isActive":false}`, false},
			{`{"isActive":false}`, false},
			{`{"isActive":true}`, true},
			{`{"isActive":null}`, false},
			{`{"context":{"patterns":[{"criteria":[{"key":"device.type","values":["a"],"entityType":"visit"}]}]}}`, true},
			{`{"epoch":77,"since":"2020-01-01T00:00:00.000Z"}`, false},
		} {
			h.at = h.at.Add(time.Minute)
			h.call("PATCH", path, row.patch, admin...).want(200)
			if row.anew {
				want = journey.Span{Epoch: i + 2, Since: journey.InstantOf(h.at)}
			}
			if got := h.span(noun); got != want {
				t.Errorf("%s: after %s: %v, want %v", noun, row.patch, got, want)
			}
		}
	}
}

func TestSegmentPermissions(t *testing.T) {
	h := newHarness(t)
	path := h.call("POST", segmentsPath, `{"displayName":"A"}`, h.admin()...).made()
	for _, row := range []struct{ method, path, permission string }{
		{"GET", segmentsPath, "view"}, {"GET", path, "view"}, {"POST", segmentsPath, "add"}, {"PATCH", path, "edit"},
		{"DELETE", path, "delete"},
	} {
		const body = `{"displayName":"B"}`
		h.call(row.method, row.path, body).want(401)
		h.call(row.method, row.path, body, h.bearer("journey:outcome:*")...).want(403)
		if a := h.call(row.method, row.path, body, h.bearer("journey:segment:"+row.permission)...); a.Code >= 300 {
			t.Errorf("%s %s with %s: %d %s", row.method, row.path, row.permission, a.Code, a.Raw)
		}
	}
}

// What the acceptance tests of the Terraform provider demand (segments-outcomes.md §7).
func TestWhatTerraformDemands(t *testing.T) {
	for path, create := range map[string]string{
		segmentsPath: bothParts,
		outcomesPath: `{"displayName":"Order","isPositive":false,"journey":{"patterns":[{"criteria":[
			{"key":"eventName","values":["order"],"operator":"equal","shouldIgnoreCase":false}],
			"count":1,"streamType":"Web","sessionType":"web"}]}}`,
	} {
		h := newHarness(t)
		admin := h.admin()
		made := h.call("POST", path, create, admin...).holds(create).made()
		h.call("GET", made, "", admin...).holds(create)

		// The conditions are exchanged, and what is no longer asked for is sent as null.
		change := parsed(t, create)
		change["journey"] = map[string]any{"patterns": []any{}}
		change["context"] = parsed(t, bothParts)["context"]
		change["isActive"], change["description"] = false, nil
		if path == outcomesPath {
			change["associatedValueField"] = nil
		}
		encoded, err := json.Marshal(change)
		h.must(err)
		patch := string(encoded)
		h.call("PATCH", made, patch, admin...).holds(patch)
		first := h.call("GET", made, "", admin...).holds(patch)
		h.call("PATCH", made, patch, admin...).want(200)
		second := h.call("GET", made, "", admin...).holds(patch)
		before, after := parsed(t, string(first.Raw)), parsed(t, string(second.Raw))
		maps.DeleteFunc(before, func(name string, _ any) bool { return slices.Contains([]string{"version", "modifiedDate"}, name) })
		for name, value := range before {
			if !reflect.DeepEqual(after[name], value) {
				t.Errorf("%s: %s differs after the same change: %v, then %v", path, name, value, after[name])
			}
		}

		// The data source looks through all pages.
		for _, query := range []string{"?pageSize=100&pageNumber=1&isActive=true", "?pageSize=0&pageNumber=0&isActive=false"} {
			listing := parsed(t, string(h.call("GET", path+query, "", admin...).want(200).Raw))
			for _, member := range []string{"pageCount", "pageNumber", "entities"} {
				if listing[member] == nil {
					t.Errorf("%s%s has no %s", path, query, member)
				}
			}
		}
		h.call("DELETE", made, "", admin...).want(204)
		h.call("GET", made, "", admin...).want(404).refusal(contract.NotFound, "")
	}

	h := newHarness(t)
	h.call("POST", segmentsPath, `{"displayName":"A","assignmentExpirationDays":1}`, h.admin()...).
		want(400).refusal(contract.InvalidValue, "assignmentExpirationDays")
}

package restapi

import (
	"strings"
	"testing"

	"sojourn/web/contract"
)

const sessionTypes = "/api/v2/sojourn/sessiontypes"

func TestSessionTypes(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	h.call("POST", sessionTypes, `{"type":"delivery","displayName":"Delivery","icon":"truck","color":"#1f77b4",
		"displayAttributes":["orderId","carrier"],"endEventNames":["delivery_completed"],
		"projections":[{"eventName":"*","eventAttribute":"price","sessionAttribute":"total","function":"sum",
			"displayName":"Total","displayOrder":2}]}`,
		admin...).want(200).golden("sessiontype")
	h.call("GET", sessionTypes+"/delivery", "", admin...).want(200).golden("sessiontype")

	var changed contract.SojournSessionType
	h.call("PATCH", sessionTypes+"/delivery",
		`{"version":1,"inactivitySeconds":3600,"projections":null,"color":"teal"}`, admin...).want(200).into(&changed)
	if changed.Version != 2 || *changed.InactivitySeconds != 3600 || changed.Projections != nil || changed.Icon != "truck" {
		t.Errorf("%+v", changed)
	}
	h.call("PATCH", sessionTypes+"/delivery", `{"version":1}`, admin...).want(409).refusal(contract.VersionConflict, "")
	h.call("PATCH", sessionTypes+"/delivery", `{"type":"parcel"}`, admin...).want(400).refusal(contract.InvalidValue, "type")
	h.call("PATCH", sessionTypes+"/delivery", `{"type":"delivery","inactivitySeconds":null}`, admin...).want(200).into(&changed)
	if *changed.InactivitySeconds != 30*24*60*60 {
		t.Errorf("the default is %d", *changed.InactivitySeconds)
	}

	h.call("POST", sessionTypes, `{"type":"web","projections":[{"eventName":"order","eventAttribute":"id",
		"sessionAttribute":"order"}]}`, admin...).want(200).into(&changed)
	if function := changed.Projections[0].Function; function != "last" {
		t.Errorf("the default function is %q", function)
	}
	h.call("PATCH", sessionTypes+"/web", `{"displayName":"Visit"}`, admin...).want(200)
	var listing contract.SojournSessionTypeListing
	h.call("GET", sessionTypes+"?sortBy=-type&pageSize=1", "", admin...).want(200).into(&listing)
	if listing.Total != 2 || len(listing.Entities) != 1 || listing.Entities[0].Type != "web" ||
		listing.Entities[0].InactivitySeconds != nil {
		t.Errorf("%+v", listing)
	}

	h.call("DELETE", sessionTypes+"/delivery", "", admin...).want(204)
	h.call("GET", sessionTypes+"/delivery", "", admin...).want(404)
	h.call("PATCH", sessionTypes+"/delivery", `{}`, admin...).want(404)
	h.call("GET", sessionTypes, "", "Authorization", "Bearer "+h.token("sojourn:deployment:view")).want(403)
}

func TestSessionTypesThatCannotBe(t *testing.T) {
	h := newHarness(t)
	projection := func(member, value string) string {
		text := `{"eventName":"*","eventAttribute":"a","sessionAttribute":"b","function":"last"}`
		p := `{"` + member + `":` + value
		for _, other := range strings.Split(strings.Trim(text, "{}"), ",") {
			if !strings.HasPrefix(other, `"`+member+`"`) {
				p += "," + other
			}
		}
		return `"projections":[` + p + `}]`
	}
	for _, row := range []struct{ members, field string }{
		{`"type":"Delivery"`, "type"},
		{`"type":"` + strings.Repeat("a", 65) + `"`, "type"},
		{`"type":7`, "type"},
		{`"type":"x","displayName":"` + strings.Repeat("a", 256) + `"`, "displayName"},
		{`"type":"x","color":"url(x)"`, "color"},
		{`"type":"x","color":"#12345"`, "color"},
		{`"type":"x","displayAttributes":"a"`, "displayAttributes"},
		{`"type":"x","displayAttributes":["a.b"]`, "displayAttributes[0]"},
		{`"type":"x","displayAttributes":["a","a"]`, "displayAttributes[1]"},
		{`"type":"x","displayAttributes":["` + strings.Repeat(`a","`, 100) + `a"]`, "displayAttributes"},
		{`"type":"x","endEventNames":["a b"]`, "endEventNames[0]"},
		{`"type":"conversation","endEventNames":["a"]`, "endEventNames"},
		{`"type":"web","inactivitySeconds":60`, "inactivitySeconds"},
		{`"type":"x","inactivitySeconds":59`, "inactivitySeconds"},
		{`"type":"x","inactivitySeconds":31536001`, "inactivitySeconds"},
		{`"type":"x","inactivitySeconds":-1`, "inactivitySeconds"},
		{`"type":"x","inactivitySeconds":"60"`, "inactivitySeconds"},
		{`"type":"x",` + projection("function", `"median"`), "projections[0].function"},
		{`"type":"x",` + projection("function", `""`), "projections[0].function"},
		{`"type":"x",` + projection("eventName", `"a b"`), "projections[0].eventName"},
		{`"type":"x",` + projection("eventAttribute", `""`), "projections[0].eventAttribute"},
		{`"type":"x",` + projection("sessionAttribute", `"9"`), "projections[0].sessionAttribute"},
		{`"type":"x",` + projection("sessionType", `"y"`), "projections[0].sessionType"},
		{`"type":"x","projections":[{"eventName":"a","eventAttribute":"a","sessionAttribute":"b","function":"last"},` +
			`{"eventName":"b","eventAttribute":"a","sessionAttribute":"b","function":"list"}]`, "projections[1].function"},
	} {
		h.call("POST", sessionTypes, "{"+row.members+"}", h.admin()...).want(400).refusal(contract.InvalidValue, row.field)
	}
	h.call("POST", sessionTypes, `{}`, h.admin()...).want(400).refusal(contract.MissingRequiredProperty, "type")
	h.call("POST", sessionTypes, `[]`, h.admin()...).want(400)
}

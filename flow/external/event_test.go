package external_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sojourn/flow/external"
	"sojourn/journey"
)

func TestMapping(t *testing.T) {
	e, err := order(t).Event([]byte(eventText(`
		"sku":"B-7","state":"paid","when":"2026-03-02T08:59:00Z","day":"2026-03-02","link":"https://velo.example/7",
		"pieces":2.0,"total":12,"gift":true,"note":null,"tags":["red","new"],"code":"IE","other":1.50,"more":-0`)),
		veloShop(t, "Velo-Shop (EU)"))
	if err != nil {
		t.Fatal(err)
	}
	if e.ID.String() != bikeEvent || !e.IDGiven || e.Kind != journey.Custom {
		t.Errorf("event %s of kind %s", e.ID, e.Kind)
	}
	if e.Name != "Order_Placed" || e.Custom.Type != "velo_shop_eu" || e.Created.String() != "2026-03-02T09:00:00.000Z" {
		t.Errorf("%s in %s at %s", e.Name, e.Custom.Type, e.Created)
	}
	if e.Customer != "c-17" || e.CustomerIDType() != "externalId" || e.Custom.ExternalID != "crm:c-17:2026-03-02" {
		t.Errorf("customer %s %s, session %s", e.CustomerIDType(), e.Customer, e.Custom.ExternalID)
	}
	var got []string
	for _, a := range e.Attributes {
		got = append(got, fmt.Sprintf("%s %s %s", a.Name, a.Type, a.Value))
	}
	want := []string{
		"code string IE", "day string 2026-03-02", "gift boolean true", "link string https://velo.example/7",
		"more integer 0", "other number 1.5", "pieces integer 2", "sku string B-7", "state string paid",
		"total number 12", "when string 2026-03-02T08:59:00Z",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if lists := fmt.Sprint(e.Custom.Lists); lists != "[{tags string [red new]}]" {
		t.Errorf("lists %s", lists)
	}
}

// A schema that has sessionId lets the sender name the session; others do not read it.
func TestSessions(t *testing.T) {
	plain := compiled(t, schemaText("Plain", ""))
	for _, test := range []struct {
		why        string
		v          *external.Validator
		attributes string
		want       string
	}{
		{"named", order(t), `"sku":"a","sessionId":"s-1"`, "s-1"},
		{"not named", order(t), `"sku":"a"`, "crm:c-17:2026-03-02"},
		{"named by null", order(t), `"sku":"a","sessionId":null`, "crm:c-17:2026-03-02"},
		{"named by nothing", order(t), `"sku":"a","sessionId":""`, "crm:c-17:2026-03-02"},
		{"not in the schema", plain, `"sessionId":"s-1"`, "crm:c-17:2026-03-02"},
	} {
		t.Run(test.why, func(t *testing.T) {
			e, err := test.v.Event([]byte(eventText(test.attributes)), veloShop(t, "shop"))
			if err != nil {
				t.Fatal(err)
			}
			if e.Custom.ExternalID != test.want {
				t.Errorf("session %q, want %q", e.Custom.ExternalID, test.want)
			}
		})
	}
}

func TestTheDayOfASessionIsUTC(t *testing.T) {
	source := strings.Replace(eventText(`"sku":"a"`), "2026-03-02T09:00:00.000Z", "2026-03-02T00:30:00+0100", 1)
	e, err := order(t).Event([]byte(source), veloShop(t, "shop"))
	if err != nil {
		t.Fatal(err)
	}
	if e.Custom.ExternalID != "crm:c-17:2026-03-01" {
		t.Errorf("session %q", e.Custom.ExternalID)
	}
}

// The forms are those of events.md §4.4.
func TestDates(t *testing.T) {
	v, c := compiled(t, schemaText("t", "")), veloShop(t, "shop")
	for text, want := range map[string]string{
		"2026-03-02T09:00:00Z":                "2026-03-02T09:00:00.000Z",
		"2026-03-02T09:00:00.1239Z":           "2026-03-02T09:00:00.123Z",
		"2026-03-02T09:00:00.123456789+00:00": "2026-03-02T09:00:00.123Z",
		"2026-03-02T09:00:00+0130":            "2026-03-02T07:30:00.000Z",
		"2026-03-02T09:00:00.5":               "2026-03-02T09:00:00.500Z",
		"2026-03-02T09:00:00,5Z":              "",
		"2026-03-02T9:00:00.00Z":              "",
		"2026-03-02 09:00:00Z":                "",
		"2026-03-02T09:00:60Z":                "",
		"2026-02-29T09:00:00Z":                "",
		"2026-03-02T09:00:00.1234567891Z":     "",
		"2026-03-02":                          "",
		"yesterday":                           "",
	} {
		got := ""
		if e, err := v.Event([]byte(strings.Replace(eventText(""), "2026-03-02T09:00:00.000Z", text, 1)), c); err == nil {
			got = e.Created.String()
		}
		if got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

func TestAttributesThatTheSchemaDoesNotAdmit(t *testing.T) {
	strict := strings.Replace(schemaText("t", `"a":{}`), `"title"`, `"additionalProperties":false,"title"`, 1)
	_, err := compiled(t, strict).Event([]byte(eventText(`"c":1,"b":1,"a":1`)), veloShop(t, "shop"))
	wantFault(t, err, "attributes.b", "not in the schema")
}

func TestEventIDs(t *testing.T) {
	v, one, two := order(t), veloShop(t, "one"), veloShop(t, "two")
	two.ID = "c2"
	id := func(text string, c *external.Configuration) journey.ID {
		e, err := v.Event([]byte(strings.Replace(eventText(`"sku":"a"`), bikeEvent, text, 1)), c)
		if err != nil {
			t.Fatal(err)
		}
		return e.ID
	}
	if first, again := id("order-1", one), id("order-1", one); first != again {
		t.Error("a repeat has another id")
	}
	if id("order-1", one) == id("order-2", one) || id("order-1", one) == id("order-1", two) {
		t.Error("two events have one id")
	}
}

func TestEventsThatAreRefused(t *testing.T) {
	replace := func(old, new string) string { return strings.Replace(eventText(`"sku":"a"`), old, new, 1) }
	many := func(n int) string {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprintf(`"a%d":1`, i)
		}
		return strings.Join(list, ",")
	}
	for _, test := range []struct{ why, source, field, reason string }{
		{"no object", `7`, "", "object"},
		{"no JSON", `{"id":`, "", "well-formed"},
		{"too large", `{"id":"` + strings.Repeat("x", external.MaxEventSize) + `"}`, "", "64 KiB"},
		{"an id of another type", replace(`"`+bikeEvent+`"`, `7`), "id", "type"},
		{"no id", replace(bikeEvent, ""), "id", "required"},
		{"a long id", replace(bikeEvent, strings.Repeat("i", 256)), "id", "255"},
		{"no date", replace(`"dateCreated"`, `"date"`), "dateCreated", "required"},
		{"a date that is none", replace("2026-03-02T09", "2026-02-30T09"), "dateCreated", "date"},
		{"no customer", replace(`{"value":"c-17","externalSourceId":"crm"}`, ""), "identifiers.externalIds", "one entry"},
		{"a customer without value", replace("c-17", "  "), "identifiers.externalIds[0].value", "required"},
		{"a customer without source", replace("crm", ""), "identifiers.externalIds[0].externalSourceId", "required"},
		{"a long customer", replace("c-17", strings.Repeat("c", 245)), "identifiers.externalIds[0]", "243"},
		{"no attributes", replace(`"attributes"`, `"a"`), "attributes", "required"},
		{"attributes that are a list", replace(`{"sku":"a"}`, `[]`), "attributes", "object"},
		{"a required field", eventText(``), "attributes.sku", "is required"},
		{"a required field that is null", eventText(`"sku":null,"code":7`), "attributes.code", "a string"},
		{"a number in place of a text", eventText(`"sku":7`), "attributes.sku", "a string"},
		{"a text in place of a number", eventText(`"sku":"a","pieces":"2"`), "attributes.pieces", "whole number"},
		{"a fraction", eventText(`"sku":"a","pieces":2.5`), "attributes.pieces", "whole number"},
		{"too many", eventText(`"sku":"a","pieces":25`), "attributes.pieces", "at most 24"},
		{"too few", eventText(`"sku":"a","pieces":0`), "attributes.pieces", "at least 1"},
		{"too long", eventText(`"sku":"abcdefghijklm"`), "attributes.sku", "12 characters"},
		{"a core limit", eventText(`"sku":"a","sessionId":"` + strings.Repeat("s", 101) + `"`), "attributes.sessionId", "100 characters"},
		{"not a choice", eventText(`"sku":"a","state":"lost"`), "attributes.state", "listed"},
		{"not the pattern", eventText(`"sku":"a","code":"ie"`), "attributes.code", "pattern"},
		{"no day", eventText(`"sku":"a","day":"2026-02-30"`), "attributes.day", "date"},
		{"no moment", eventText(`"sku":"a","when":"2026-03-02"`), "attributes.when", "date-time"},
		{"no address", eventText(`"sku":"a","link":"javascript:1"`), "attributes.link", "pattern"},
		{"not true or false", eventText(`"sku":"a","gift":"yes"`), "attributes.gift", "true or false"},
		{"four tags", eventText(`"sku":"a","tags":["a","b","c","d"]`), "attributes.tags", "3 entries"},
		{"a tag that is a number", eventText(`"sku":"a","tags":["a",1]`), "attributes.tags[1]", "a string"},
		{"an object", eventText(`"sku":"a","x":{}`), "attributes.x", "scalar"},
		{"a list of two types", eventText(`"sku":"a","x":[1,"a"]`), "attributes.x[1]", "same type"},
		{"a list with null", eventText(`"sku":"a","x":[1,null]`), "attributes.x[1]", "null"},
		{"a list of lists", eventText(`"sku":"a","x":[[1]]`), "attributes.x[0]", "scalar"},
		{"a long list", eventText(`"sku":"a","x":[` + strings.Repeat("1,", 100) + `1]`), "attributes.x", "100 entries"},
		{"too deep", eventText(`"sku":"a","x":[[[[1]]]]`), "attributes.x[0][0][0]", "deep"},
		{"a name", eventText(`"sku":"a","b c":1`), "attributes.b c", "not allowed"},
		{"a name twice", eventText(`"sku":"a","sku":"b"`), "", "repeated"},
		{"51 attributes", eventText(`"sku":"a",` + many(50)), "attributes", "50"},
		{"a huge number", eventText(`"sku":"a","x":1e999999999`), "attributes.x", "usual size"},
		{"a number of no size", eventText(`"sku":"a","x":1e-999999999`), "attributes.x", "usual size"},
		{"many digits", eventText(`"sku":"a","x":` + strings.Repeat("9", 101)), "attributes.x", "100 digits"},
		{"a text without end", eventText(`"sku":"a","x":"` + strings.Repeat("x", 8<<10+1) + `"`), "attributes.x", "8192"},
	} {
		t.Run(test.why, func(t *testing.T) {
			_, err := order(t).Event([]byte(test.source), veloShop(t, "shop"))
			wantFault(t, err, test.field, test.reason)
		})
	}
}

func TestNumbersAreWrittenAsTheirType(t *testing.T) {
	v := compiled(t, schemaText("t", `"i":{"type":"integer"},"n":{"type":"number"},"l":{"type":"array","items":{"type":"number"}}`))
	for _, test := range []struct{ attribute, want string }{
		{`"i":1e3`, "integer 1000"}, {`"i":-12.0`, "integer -12"}, {`"i":-0.0`, "integer 0"},
		{`"n":1000000000000000000000`, "number 1e+21"}, {`"n":0.0000001`, "number 1e-7"}, {`"n":-0`, "number 0"},
		{`"x":5`, "integer 5"}, {`"x":5.0`, "number 5"}, {`"x":9007199254740993`, "integer 9007199254740993"},
	} {
		e, err := v.Event([]byte(eventText(test.attribute)), veloShop(t, "shop"))
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Attributes[0].Type.String() + " " + e.Attributes[0].Value; got != test.want {
			t.Errorf("%s is %s, want %s", test.attribute, got, test.want)
		}
	}
	e, err := v.Event([]byte(eventText(`"l":[1,2.5],"m":[1,2.5],"k":[]`)), veloShop(t, "shop"))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(e.Custom.Lists); got != "[{k string []} {l number [1 2.5]} {m number [1 2.5]}]" {
		t.Errorf("lists %s", got)
	}
}

func TestLongTextsAreCut(t *testing.T) {
	v := compiled(t, schemaText("t", ""))
	e, err := v.Event([]byte(eventText(`"x":"`+strings.Repeat("é", 1025)+`"`)), veloShop(t, "shop"))
	if err != nil {
		t.Fatal(err)
	}
	if e.Attributes[0].Value != strings.Repeat("é", 1024) {
		t.Errorf("%d bytes are left", len(e.Attributes[0].Value))
	}
}

func TestNames(t *testing.T) {
	for source, want := range map[string]string{
		"Velo Shop": "velo_shop", "web": "source_web", "7-Eleven": "source_7_eleven", "  a--b  ": "a_b", "日本": "",
		"Case": "case", "conversation!": "source_conversation", "ÄB": "b", strings.Repeat("a", 99): strings.Repeat("a", 64),
	} {
		if got := external.SessionType(source); got != want {
			t.Errorf("SessionType(%q) = %q, want %q", source, got, want)
		}
	}
	for title, want := range map[string]string{
		"Order Placed": "Order_Placed", "a:b-c": "a_b_c", "…": "", "7 up": "7_up",
	} {
		if got := external.EventName(title); got != want {
			t.Errorf("EventName(%q) = %q, want %q", title, got, want)
		}
	}
}

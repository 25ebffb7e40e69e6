package contract

import (
	"fmt"
	"strings"
	"testing"
)

func newSchemas(t testing.TB) *Schemas {
	t.Helper()
	schemas, err := NewSchemas()
	if err != nil {
		t.Fatal(err)
	}
	return schemas
}

func TestValidate(t *testing.T) {
	const event = `{"id":"1","eventName":"a","createdDate":"2026-03-02T09:15:04.000Z"}`
	cases := []struct{ name, model, value, want string }{
		{"good", "SessionLastEvent", event, ""},
		{"array of models", "SessionLastEvent[]", "[" + event + "]", ""},
		{"bare string", "string", `"Complete"`, ""},
		{"no body", "", "", ""},
		{"body where none belongs", "", "{}", "$: has a body where none belongs"},
		{"no JSON", "SessionLastEvent", "{", "$: is not JSON: "},
		{"two values", "SessionLastEvent", event + event, "$: is not JSON: "},
		{"member twice", "AddressableEntityRef", `{"id":"1","id":"2"}`, "duplicate"},
		{"not an object", "SessionLastEvent", "[]", "$: is array, want object"},
		{"null", "SessionLastEvent", "null", "$: is null"},
		{"missing", "SessionLastEvent", `{"eventName":"a","createdDate":"2026-03-02T09:15:04.000Z"}`, "$.id: is missing"},
		{"null member", "AddressableEntityRef", `{"id":null}`, "$.id: is null"},
		{"unknown member", "AddressableEntityRef", `{"nickname":"x"}`, "$.nickname: is not in the contract"},
		{"wrong type", "AddressableEntityRef", `{"id":7}`, "$.id: is number, want string"},
		{"object for text", "AddressableEntityRef", `{"id":{}}`, "$.id: is object, want string"},
		{"date with offset", "SessionLastEvent", strings.Replace(event, "Z", "+00:00", 1),
			`$.createdDate: is "2026-03-02T09:15:04.000+00:00", not a date as YYYY-MM-DDTHH:mm:ss.SSSZ`},
		{"date that is none", "SessionLastEvent", strings.Replace(event, "03-02", "02-30", 1),
			`$.createdDate: is "2026-02-30T09:15:04.000Z", not a date as YYYY-MM-DDTHH:mm:ss.SSSZ`},
		{"array", "EventListing", `{"entities":{}}`, "$.entities: is object, want array"},
		{"path", "SessionListing", `{"entities":[{"lastPage":{"url":1}}]}`, "$.entities[0].lastPage.url: is number, want string"},
		{"map", "Session", `{"attributes":{"a":{"dataType":"string","value":1}}}`, "$.attributes.a.value: is number, want string"},
		{"map of text", "ErrorBody", `{"messageParams":{"a":1}}`, "$.messageParams.a: is number, want string"},
		{"enum", "Referrer", `{"medium":"carrier pigeon"}`, `$.medium: is "carrier pigeon", not one of internal`},
		{"integer", "ErrorBody", `{"status":1.5}`, "$.status: is 1.5, not an integer"},
		{"32 bits", "ErrorBody", `{"status":2147483648}`, "$.status: is 2147483648, not an integer of 32 bits"},
		{"64 bits", "Limit", `{"value":9223372036854775808}`, "not an integer of 64 bits"},
		{"boolean as text", "Session", `{"authenticated":"true"}`, "$.authenticated: is string, want boolean"},
		{"boolean", "ErrorBody", `{"message":true}`, "$.message: is true, want string"},
		{"anything", "OpenActionProperties", `{"configurationFields":{"a":[1,{"b":2}]}}`, ""},
		{"recursive", "ErrorBody", `{"errors":[{"errors":[{"code":1}]}]}`, "$.errors[0].errors[0].code: is number, want string"},
		{"too many items", "SojournTrackingSettings", `{"ipFilters":[` + strings.Repeat(`{},`, 10) + `{}]}`, "$.ipFilters: has 11 items, at most 10"},
		{"no such model", "Nothing", `{}`, "should be a Nothing"},
	}
	schemas := newSchemas(t)
	for _, c := range cases {
		found := schemas.Validate(c.model, []byte(c.value))
		if c.want == "" && len(found) > 0 {
			t.Errorf("%s: %v", c.name, found)
		}
		if got := fmt.Sprint(found); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func FuzzValidate(f *testing.F) {
	f.Add("SessionListing", []byte(`{"entities":[{"id":"1"}]}`))
	f.Add("ErrorBody", []byte(`{"errors":[{"errors":[]}]}`))
	f.Add("string[]", []byte(`["a",null]`))
	schemas := newSchemas(f)
	f.Fuzz(func(t *testing.T, model string, data []byte) { schemas.Validate(model, data) })
}

func BenchmarkAppendJSON(b *testing.B) {
	session := Session{ID: "0f3c9b1e-5d0b-4f0e-9a51-2c7c5a9d6e10", Type: "web", CreatedDate: 1772442904000}
	var buffer []byte
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if buffer, err = AppendJSON(buffer[:0], session); err != nil {
			b.Fatal(err)
		}
	}
}

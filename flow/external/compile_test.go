package external_test

import (
	"fmt"
	"strings"
	"testing"

	"sojourn/flow/external"
)

func TestSchemasThatAreTaken(t *testing.T) {
	for name, document := range map[string]string{
		"all core types":               schemaText("Order Placed", orderProperties, "sku"),
		"no fields":                    schemaText("Heartbeat", ""),
		"an empty required":            `{"$schema":"http://json-schema.org/draft-04/schema#","title":"t","required":[],"properties":{}}`,
		"without the hash":             `{"$schema":"http://json-schema.org/draft-04/schema","title":"t","properties":{}}`,
		"by https":                     `{"$schema":"https://json-schema.org/draft-04/schema#","title":"t","properties":{}}`,
		"a field named id":             schemaText("t", `"id":{"type":"string"}`),
		"own definitions":              strings.Replace(schemaText("t", `"a":{"$ref":"#/definitions/mine"}`), `"title"`, `"definitions":{"mine":{"type":"integer"}},"title"`, 1),
		"50 fields":                    schemaText("t", fields(external.MaxAttributes)),
		"a list of numbers":            schemaText("t", `"a":{"type":"array","items":{"type":"number"}}`),
		"no other attributes":          strings.Replace(schemaText("t", `"a":{}`), `"title"`, `"additionalProperties":false,"title"`, 1),
		"choice of two forms":          schemaText("t", `"a":{"anyOf":[{"type":"string"},{"type":"integer"}]}`),
		"patterns of different fields": schemaText("t", `"a":{"pattern":"x{200}"},"b":{"pattern":"x{200}"},"c":{"pattern":"x{200}"}`),
		"unknown keywords":             schemaText("t", `"a":{"type":"string","x-order":3}`),
		"a patterned property":         strings.Replace(schemaText("t", ""), `"title"`, `"patternProperties":{"^x_":{"type":"string"}},"title"`, 1),
	} {
		t.Run(name, func(t *testing.T) { compiled(t, document) })
	}
}

// fields are so many properties of core type text.
func fields(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(`"f%d":{"allOf":[{"$ref":"#/definitions/text"}]}`, i)
	}
	return strings.Join(list, ",")
}

// doubling are definitions of which each applies the next one twice: cheap to write, 2^n to run.
func doubling(n int) string {
	list := make([]string, 0, n)
	for i := range n - 1 {
		list = append(list, fmt.Sprintf(`"d%d":{"allOf":[{"$ref":"#/definitions/d%d"},{"$ref":"#/definitions/d%d"}]}`, i, i+1, i+1))
	}
	return strings.Join(append(list, fmt.Sprintf(`"d%d":{"type":"string"}`, n-1)), ",")
}

// numbers are different numbers.
func numbers(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("%d.5", i)
	}
	return strings.Join(list, ",")
}

func TestSchemasThatAreRefused(t *testing.T) {
	with := func(members string) string {
		return strings.Replace(schemaText("t", `"a":{"$ref":"#/definitions/d0"}`), `"title"`, members+`,"title"`, 1)
	}
	property := func(schema string) string { return schemaText("t", `"a":`+schema) }
	for _, test := range []struct{ why, document, field, reason string }{
		{"no JSON", `{`, "", "well-formed"},
		{"no object", `[]`, "", "object"},
		{"more behind it", schemaText("t", "") + "{}", "", "well-formed"},
		{"a name twice", `{"title":"a","title":"b"}`, "", "repeated"},
		{"bytes that are no text", "{\"title\":\"\xff\"}", "title", "well-formed"},
		{"too large", strings.Repeat(" ", external.MaxSchema+1), "", "32 KiB"},
		{"too deep", property(strings.Repeat(`{"not":`, 40) + "{}" + strings.Repeat("}", 40)), "properties.a.not.not.not.not.not.not.not.not.not.not.not", "too deep"},
		{"no draft", `{"title":"t","properties":{}}`, "$schema", "draft-04"},
		{"another draft", `{"$schema":"http://json-schema.org/draft-07/schema#","title":"t","properties":{}}`, "$schema", "draft-04"},
		{"no title", `{"$schema":"http://json-schema.org/draft-04/schema#","properties":{}}`, "title", "required"},
		{"a title of no use", schemaText("!?", ""), "title", "letter"},
		{"a long title", schemaText(strings.Repeat("t", 256), ""), "title", "255"},
		{"no properties", `{"$schema":"http://json-schema.org/draft-04/schema#","title":"t"}`, "properties", "object"},
		{"51 fields", schemaText("t", fields(51)), "properties", "50"},
		{"a field name", schemaText("t", `"a.b":{}`), "properties.a.b", "not allowed"},
		{"a long field name", schemaText("t", `"`+strings.Repeat("n", 51)+`":{}`), "properties." + strings.Repeat("n", 51), "not allowed"},
		{"a field that is no schema", property(`7`), "properties.a", "object"},
		{"a type that is none", property(`{"type":"text"}`), "properties.a.type", "form"},
		{"a negative length", property(`{"minLength":-1}`), "properties.a.minLength", "at least 0"},
		{"an object", property(`{"type":"object"}`), "properties.a", "scalar"},
		{"lists of lists", property(`{"type":"array","items":{"type":"array"}}`), "properties.a", "scalar"},
		{"required of nothing", schemaText("t", `"a":{}`, "b"), "required[0]", "one of the properties"},
		{"an id", property(`{"id":"http://evil.example/"}`), "properties.a.id", "draft-04"},
		{"a later keyword", property(`{"const":1}`), "properties.a.const", "draft-04"},
		{"a schema below", property(`{"$schema":"http://json-schema.org/draft-07/schema#"}`), "properties.a.$schema", "top"},
		{"a remote reference", property(`{"$ref":"http://evil.example/schema"}`), "properties.a.$ref", "#/definitions/"},
		{"a file", property(`{"$ref":"file:///etc/passwd"}`), "properties.a.$ref", "#/definitions/"},
		{"the draft itself", property(`{"$ref":"http://json-schema.org/draft-04/schema#"}`), "properties.a.$ref", "#/definitions/"},
		{"the document itself", property(`{"$ref":"#"}`), "properties.a.$ref", "#/definitions/"},
		{"a detour", property(`{"$ref":"#/definitions/text/allOf/0"}`), "properties.a.$ref", "#/definitions/"},
		{"nowhere", property(`{"$ref":"#/definitions/d0"}`), "properties.a.$ref", "does not exist"},
		{"a reference that is a number", property(`{"$ref":7}`), "properties.a.$ref", "#/definitions/"},
		{"a reference at the top", strings.Replace(schemaText("t", ""), `"title"`, `"$ref":"#/definitions/text","title"`, 1), "$ref", "top"},
		{"a circle of one", with(`"definitions":{"d0":{"$ref":"#/definitions/d0"}}`), "definitions.d0.$ref", "back to itself"},
		{"a circle of two", with(`"definitions":{"d0":{"not":{"$ref":"#/definitions/d1"}},"d1":{"items":{"$ref":"#/definitions/d0"}}}`), "definitions.d1.items.$ref", "back to itself"},
		{"a core type again", with(`"definitions":{"d0":{},"text":{}}`), "definitions.text", "core type"},
		{"a bomb", with(`"definitions":{` + doubling(40) + `}`), "definitions.d26", "too much"},
		{"many listed values", property(`{"enum":[` + strings.Repeat("0,", 1000) + `0]}`), "properties.a.enum", "1000"},
		{"a costly pattern", property(`{"type":"string","pattern":"(x{10}){60}"}`), "properties.a.pattern", "too much"},
		{"a long pattern", property(`{"type":"string","pattern":"` + strings.Repeat("x", 257) + `"}`), "properties.a.pattern", "256"},
		{"much for each entry", property(`{"type":"array","items":{"allOf":[` + strings.Repeat(`{"type":"string"},`, 200) + `{}]}}`), "properties.a", "too much"},
		{"much for each attribute", strings.Replace(schemaText("t", ""), `"title"`, `"additionalProperties":{"enum":[`+numbers(1000)+`,1000,1001]},"title"`, 1), "additionalProperties.enum", "1000 entries"},
		{"a fault in a list", property(`{"type":"array","items":{"minLength":"x"}}`), "properties.a.items.minLength", "whole number"},
		{"expressions in events", property(`{"type":"string","format":"regex"}`), "properties.a.format", "regex"},
		{"patterns that one text meets", property(`{"allOf":[` + strings.Repeat(`{"pattern":"x{200}"},`, 2) + `{"pattern":"y{200}"}]}`), "properties.a", "too much"},
		{"look-ahead", property(`{"type":"string","pattern":"(?=x)"}`), "properties.a.pattern", "look-around"},
		{"a number of a size", property(`{"minimum":1e999999999}`), "properties.a.minimum", "usual size"},
		{"a number of no size", property(`{"multipleOf":1e-999999999}`), "properties.a.multipleOf", "usual size"},
		{"a division by zero", property(`{"multipleOf":0}`), "properties.a.multipleOf", "greater than 0"},
		{"beyond a core type", property(`{"allOf":[{"$ref":"#/definitions/text"}],"maxLength":101}`), "properties.a.maxLength", "from 1 to 100"},
		{"beyond the items of one", property(`{"allOf":[{"$ref":"#/definitions/tag"}],"items":{"minLength":0}}`), "properties.a.items.minLength", "from 1 to 100"},
		{"an enum of nothing", property(`{"allOf":[{"$ref":"#/definitions/enum"}]}`), "properties.a.enum", "required"},
		{"a long description", property(`{"description":"` + strings.Repeat("d", 1001) + `"}`), "properties.a.description", "1000"},
	} {
		t.Run(test.why, func(t *testing.T) {
			_, err := external.Compile([]byte(test.document))
			wantFault(t, err, test.field, test.reason)
		})
	}
}

func TestCoreTypes(t *testing.T) {
	seen := map[string]bool{}
	for _, core := range external.CoreTypes() {
		seen[core.Name] = true
		named, found := external.CoreTypeNamed(core.Name)
		if !found || named.Schema.Title != core.Schema.Title {
			t.Errorf("%s is not found by its name", core.Name)
		}
		if core.Schema.Type[len(core.Schema.Type)-1] != "null" {
			t.Errorf("%s does not take null", core.Name)
		}
	}
	if len(seen) != 11 {
		t.Errorf("%d core types, want 11", len(seen))
	}
	if _, found := external.CoreTypeNamed("blob"); found {
		t.Error("there is a blob")
	}
	if limits := external.SchemaLimits(); limits.MaxNumberOfSchemasPerOrg != 20 || limits.MaxNumberOfFieldsPerSchema != 50 {
		t.Errorf("limits %+v, want 20 types of 50 fields", limits)
	}
}

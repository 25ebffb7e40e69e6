package ingest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"sojourn/journey"
)

func TestValueForms(t *testing.T) {
	for raw, want := range map[string]journey.Attribute{
		// bare scalars
		`"red"`:                   {Type: journey.String, Value: "red"},
		`""`:                      {Type: journey.String, Value: ""},
		`"a\"\u00e9\n"`:           {Type: journey.String, Value: "a\"é\n"},
		`12`:                      {Type: journey.Integer, Value: "12"},
		`-0`:                      {Type: journey.Integer, Value: "0"},
		`-12`:                     {Type: journey.Integer, Value: "-12"},
		`12345678901234567890123`: {Type: journey.Integer, Value: "12345678901234567890123"},
		`12.50`:                   {Type: journey.Number, Value: "12.5"},
		`1e3`:                     {Type: journey.Number, Value: "1000"},
		`1E-7`:                    {Type: journey.Number, Value: "1e-7"},
		`1e21`:                    {Type: journey.Number, Value: "1e+21"},
		`0.000001`:                {Type: journey.Number, Value: "0.000001"},
		`-0.0`:                    {Type: journey.Number, Value: "0"},
		`1e-400`:                  {Type: journey.Number, Value: "0"},
		`true`:                    {Type: journey.Boolean, Value: "true"},
		`false`:                   {Type: journey.Boolean, Value: "false"},
		// typed
		`{"dataType":"string","value":"x"}`:                 {Type: journey.String, Value: "x"},
		`{"value":"x","dataType":"string"}`:                 {Type: journey.String, Value: "x"},
		`{"dataType":"string","value":5}`:                   {Type: journey.String, Value: "5"},
		`{"dataType":"string","value":1.50}`:                {Type: journey.String, Value: "1.5"},
		`{"dataType":"string","value":true}`:                {Type: journey.String, Value: "true"},
		`{"dataType":"integer","value":"007"}`:              {Type: journey.Integer, Value: "7"},
		`{"dataType":"integer","value":"-00"}`:              {Type: journey.Integer, Value: "0"},
		`{"dataType":"integer","value":12.0}`:               {Type: journey.Integer, Value: "12"},
		`{"dataType":"number","value":"3"}`:                 {Type: journey.Number, Value: "3"},
		`{"dataType":"number","value":"00.10"}`:             {Type: journey.Number, Value: "0.1"},
		`{"dataType":"boolean","value":"TRUE"}`:             {Type: journey.Boolean, Value: "true"},
		`{"dataType":"boolean","value":false}`:              {Type: journey.Boolean, Value: "false"},
		`{"dataType":"integer","value":1,"x":[{}]}`:         {Type: journey.Integer, Value: "1"},
		`{"x":"dataType","value":"1","dataType":"integer"}`: {Type: journey.Integer, Value: "1"},
		// dropped
		`null`:                               {},
		`{"dataType":"string","value":null}`: {},
	} {
		want.Name = "a"
		wanted := []journey.Attribute{want, {Name: "z", Type: journey.String, Value: "end"}}
		if want.Type == journey.TypeNone {
			wanted = wanted[1:]
		}
		var reader valueReader
		got, fault := reader.read([]byte(`{"a":`+raw+`, "z":"end"}`), &attributeRule)
		if fault != nil || !reflect.DeepEqual(got, wanted) {
			t.Errorf("%s: got %v, %v; want %v", raw, got, fault, wanted)
		}
	}
}

func TestRefusedValues(t *testing.T) {
	for _, raw := range []string{
		`[]`, `[1,2]`, `{}`, `{"value":1}`, `{"dataType":"integer"}`, `{"dataType":"date","value":"2026-01-01"}`,
		`{"dataType":"String","value":"x"}`, `{"dataType":null,"value":"x"}`, `{"dataType":5,"value":"x"}`,
		`{"dataType":"string","value":{}}`, `{"dataType":"string","value":[]}`,
		`{"dataType":"boolean","value":"yes"}`, `{"dataType":"boolean","value":1}`, `{"dataType":"boolean","value":""}`,
		`{"dataType":"integer","value":"1.0"}`, `{"dataType":"integer","value":1.5}`, `{"dataType":"integer","value":"+1"}`,
		`{"dataType":"integer","value":" 1"}`, `{"dataType":"integer","value":""}`, `{"dataType":"integer","value":"-"}`,
		`{"dataType":"integer","value":true}`, `{"dataType":"integer","value":"１"}`,
		`{"dataType":"number","value":"NaN"}`, `{"dataType":"number","value":"Infinity"}`, `{"dataType":"number","value":"0x1"}`,
		`{"dataType":"number","value":"1_0"}`, `{"dataType":"number","value":"1,5"}`, `{"dataType":"number","value":".5"}`,
		`{"dataType":"number","value":"5."}`, `{"dataType":"number","value":"1e"}`, `1e400`, `{"dataType":"number","value":-1e400}`,
		strings.Repeat("9", maxDigits+1),
	} {
		var reader valueReader
		got, fault := reader.read([]byte(`{"a":`+raw+`}`), &attributeRule)
		if fault == nil || fault.Code != journey.InvalidValue || fault.Field != "attributes.a" {
			t.Errorf("%s: got %v, %v", raw, got, fault)
		}
	}
}

func TestLongStringsAreCutBetweenCharacters(t *testing.T) {
	for _, raw := range []string{`"%s"`, `{"dataType":"string","value":"%s"}`} {
		for _, character := range []string{"a", "é", "🚲"} {
			var reader valueReader
			long := strings.Repeat(character, maxValueLength)
			got, fault := reader.read(fmt.Appendf(nil, `{"a":`+raw+`}`, long+character), &attributeRule)
			if fault != nil || got[0].Value != long {
				t.Errorf("%s of %s: got %d bytes, %v; want %d", raw, character, len(got[0].Value), fault, len(long))
			}
		}
	}
}

func TestValueNames(t *testing.T) {
	for name, ok := range map[string][2]bool{ // as attribute, as trait
		"a": {true, true}, "_a-9": {true, true}, strings.Repeat("a", 50): {true, true},
		strings.Repeat("a", 51): {}, "": {}, "9a": {}, "-a": {}, ".a": {}, "a b": {}, "é": {},
		"address.city": {false, true},
	} {
		for i, rule := range []*valueRule{&attributeRule, &traitRule} {
			var reader valueReader
			_, fault := reader.read(fmt.Appendf(nil, `{%q:1}`, name), rule)
			if (fault == nil) != ok[i] {
				t.Errorf("%s %q: %v", rule.field, name, fault)
			}
		}
	}
	var reader valueReader
	got, fault := reader.read([]byte(`{"\u0061\u005fb":1}`), &attributeRule)
	if fault != nil || got[0].Name != "a_b" {
		t.Errorf("escaped name: got %v, %v", got, fault)
	}
}

func TestValueCounts(t *testing.T) {
	for _, rule := range []*valueRule{&attributeRule, &traitRule} {
		var all []string
		for i := range rule.most {
			all = append(all, fmt.Sprintf(`"a%d":%d,"n%d":null`, i, i, i)) // null counts for nothing
		}
		var reader valueReader
		document := strings.Join(all, ",")
		got, fault := reader.read([]byte("{"+document+"}"), rule)
		if fault != nil || len(got) != rule.most {
			t.Errorf("%s: got %d, %v", rule.field, len(got), fault)
		}
		_, fault = reader.read([]byte("{"+document+`,"more":1}`), rule)
		if fault == nil || fault.Field != rule.field {
			t.Errorf("one more of %s: %v", rule.field, fault)
		}
	}
}

package external

import (
	"encoding/json"
	"slices"

	"sojourn/journey"
)

// fieldKind is what a schema says about the type of a field.
type fieldKind uint8

const (
	anyField fieldKind = iota // the form of the value decides
	textField
	integerField
	numberField
	booleanField
	listField
	objectField
)

var fieldKinds = map[string]fieldKind{
	"string": textField, "integer": integerField, "number": numberField, "boolean": booleanField,
	"array": listField, "object": objectField,
}

// field is the type of an attribute.
type field struct {
	kind    fieldKind
	entries fieldKind // of a list
}

// field finds the type of a schema: its own, that of the core type it refers to, or that of what it is
// all of. References do not go in a circle here, for the document was weighed.
func (d *document) field(value any) field {
	schema, _ := value.(map[string]any)
	if reference, given := schema["$ref"]; given {
		name, _ := definitionName(reference)
		return d.field(d.root["definitions"].(map[string]any)[name])
	}
	f := field{kind: kindOf(schema["type"])}
	if items, ok := schema["items"].(map[string]any); ok {
		f.entries = d.field(items).kind
	}
	all, _ := schema["allOf"].([]any)
	for _, part := range all {
		inherited := d.field(part)
		if f.kind == anyField {
			f.kind = inherited.kind
		}
		if f.entries == anyField {
			f.entries = inherited.entries
		}
	}
	return f
}

// kindOf reads a type, or a list of types. Null is left out: null values are dropped (events.md §4.2).
func kindOf(value any) fieldKind {
	if name, ok := value.(string); ok {
		return fieldKinds[name]
	}
	names, _ := value.([]any)
	var kinds []fieldKind
	for _, name := range names {
		if name, _ := name.(string); name != "null" {
			kinds = append(kinds, fieldKinds[name])
		}
	}
	slices.Sort(kinds)
	kinds = slices.Compact(kinds)
	switch {
	case len(kinds) == 1:
		return kinds[0]
	case slices.Equal(kinds, []fieldKind{integerField, numberField}):
		return numberField
	}
	return anyField
}

// checkCore checks that a field which is of a core type keeps to the limits of that type.
func checkCore(path string, property map[string]any) *journey.Fault {
	all, _ := property["allOf"].([]any)
	for _, part := range all {
		reference, _ := part.(map[string]any)
		name, _ := definitionName(reference["$ref"])
		core, found := CoreTypeNamed(name)
		if !found {
			continue
		}
		if fault := checkLimits(path, property, core.ValidationLimits); fault != nil {
			return fault
		}
		items, _ := property["items"].(map[string]any)
		if fault := checkLimits(member(path, "items"), items, core.ItemValidationLimits); fault != nil {
			return fault
		}
		if name == "enum" && property["enum"] == nil {
			return journey.Invalid(member(path, "enum"), "is required")
		}
	}
	return nil
}

// checkLimits compares the values of keywords with what they may be.
func checkLimits(path string, schema map[string]any, limits map[string]Range) *journey.Fault {
	for keyword := range sortedKeys(limits) {
		number, ok := schema[keyword].(json.Number)
		if !ok {
			continue // if it is there, draft-04's own schema refuses it
		}
		limit, value := limits[keyword], rational(number)
		if value.Cmp(rational(number64(limit.Min))) < 0 || value.Cmp(rational(number64(limit.Max))) > 0 {
			return journey.Invalid(member(path, keyword), "must be from %d to %d", limit.Min, limit.Max)
		}
	}
	return nil
}

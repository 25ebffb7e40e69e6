package external

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"sojourn/journey"
)

// CoreType is a type of field that schemas are built from, as {"allOf":[{"$ref":"#/definitions/text"}]}.
// It is the public model Coretype, but for id, which is the name, and selfUri.
type CoreType struct {
	Name                 string           `json:"name"`
	Version              int              `json:"version"`
	DateCreated          journey.Instant  `json:"dateCreated"`
	Schema               CoreSchema       `json:"schema"`
	Current              bool             `json:"current"`
	ValidationFields     []string         `json:"validationFields"`           // keywords that a field may add
	ValidationLimits     map[string]Range `json:"validationLimits,omitempty"` // of those keywords' values
	ItemValidationFields []string         `json:"itemValidationFields,omitempty"`
	ItemValidationLimits map[string]Range `json:"itemValidationLimits,omitempty"`
}

// CoreSchema says what a core type's values look like; the public model Schema.
type CoreSchema struct {
	Title       string     `json:"title"`
	Description string     `json:"description"`
	Type        []string   `json:"type"`
	Items       *CoreItems `json:"items,omitempty"`
	Pattern     string     `json:"pattern,omitempty"`
	format      string     // checked besides
}

// CoreItems says what the entries of a list look like; the public model Items.
type CoreItems struct {
	Type    string `json:"type"`
	Pattern string `json:"pattern,omitempty"`
}

// Range is what the value of a keyword may be, both ends included.
type Range struct {
	Min int64 `json:"min"`
	Max int64 `json:"max"`
}

// The keywords that core types limit.
const (
	minLength = "minLength"
	maxLength = "maxLength"
	minItems  = "minItems"
	maxItems  = "maxItems"
	minimum   = "minimum"
	maximum   = "maximum"
)

// maxSafe is the greatest integer that every JSON reader keeps exactly.
const maxSafe = 1<<53 - 1

// coreTypesSince is the day from which the core types are as they are.
const coreTypesSince journey.Instant = 1_767_225_600_000 // 2026-01-01

// CoreTypes returns the core types in the order of the listing. Their names and limits are those of
// the public API's schemas elsewhere.
func CoreTypes() []CoreType {
	span := map[string]Range{minimum: {-maxSafe, maxSafe}, maximum: {-maxSafe, maxSafe}}
	text := func(name, title, description string, most int64) CoreType {
		return coreType(name, CoreSchema{
			Title: title, Description: description, Type: orNull("string"),
		}, map[string]Range{minLength: {0, most}, maxLength: {1, most}})
	}
	url := text("url", "URL", "An absolute web address.", 200)
	url.Schema.Pattern, url.Schema.format = "^[Hh][Tt][Tt][Pp][Ss]?://", "uri"
	enum := coreType("enum", CoreSchema{
		Title: "Enum", Description: "One of the texts that the field lists.", Type: orNull("string"),
	}, nil)
	enum.ValidationFields = []string{"enum"}
	tag := coreType("tag", CoreSchema{
		Title: "Tag", Description: "A list of short texts.",
		Type: orNull("array"), Items: &CoreItems{Type: "string"},
	}, map[string]Range{minItems: {0, 10}, maxItems: {1, 10}})
	tag.ItemValidationFields = []string{minLength, maxLength}
	tag.ItemValidationLimits = map[string]Range{minLength: {1, 100}, maxLength: {1, 100}}
	return []CoreType{
		text("text", "Text", "A short text.", 100),
		text("longtext", "Long text", "A longer text.", 1000),
		url,
		text("identifier", "Identifier", "A text that identifies something.", 100),
		enum,
		coreType("date", CoreSchema{
			Title: "Date", Description: "A day, as 2026-03-02.", Type: orNull("string"),
			Pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", format: "date",
		}, nil),
		coreType("datetime", CoreSchema{
			Title: "Date and time", Description: "A moment, as 2026-03-02T09:15:00.000Z.", Type: orNull("string"),
			Pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]", format: "date-time",
		}, nil),
		coreType("integer", CoreSchema{
			Title: "Integer", Description: "A whole number.", Type: orNull("integer"),
		}, span),
		coreType("number", CoreSchema{
			Title: "Number", Description: "A number.", Type: orNull("number"),
		}, span),
		coreType("checkbox", CoreSchema{
			Title: "Checkbox", Description: "True or false.", Type: orNull("boolean"),
		}, nil),
		tag,
	}
}

func coreType(name string, schema CoreSchema, limits map[string]Range) CoreType {
	return CoreType{
		Name: name, Version: 1, DateCreated: coreTypesSince, Schema: schema, Current: true,
		ValidationFields: slices.AppendSeq([]string{}, sortedKeys(limits)), ValidationLimits: limits,
	}
}

func sortedKeys[V any](m map[string]V) func(func(string) bool) {
	return slices.Values(slices.Sorted(maps.Keys(m)))
}

func orNull(name string) []string { return []string{name, "null"} }

// CoreTypeNamed returns the core type of that name.
func CoreTypeNamed(name string) (CoreType, bool) {
	for _, t := range CoreTypes() {
		if t.Name == name {
			return t, true
		}
	}
	return CoreType{}, false
}

// definition is the core type as a draft-04 schema, with its limits as they are if a field adds none.
func (t *CoreType) definition() map[string]any {
	d := map[string]any{"type": anyList(t.Schema.Type)}
	if t.Schema.Pattern != "" {
		d["pattern"] = t.Schema.Pattern
	}
	if t.Schema.format != "" {
		d["format"] = t.Schema.format
	}
	if t.Schema.Items != nil {
		items := map[string]any{"type": t.Schema.Items.Type}
		bound(items, t.ItemValidationLimits)
		d["items"] = items
	}
	bound(d, t.ValidationLimits)
	return d
}

// bound adds the widest limits to a schema.
func bound(schema map[string]any, limits map[string]Range) {
	for keyword, limit := range limits {
		value := limit.Min
		if keyword == maxLength || keyword == maxItems || keyword == maximum {
			value = limit.Max
		}
		schema[keyword] = number64(value)
	}
}

func anyList(texts []string) []any {
	list := make([]any, len(texts))
	for i, text := range texts {
		list[i] = text
	}
	return list
}

func number64(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }

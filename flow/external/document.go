package external

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"sojourn/journey"
)

// document is a schema document that was read and found affordable (events.md §5.3).
type document struct {
	root     map[string]any // with the core types among its definitions
	title    string
	required []string
	fields   map[string]field
}

// readDocument reads a schema document and checks all that draft-04's own schema does not. The paths of
// faults begin at the document.
func readDocument(source []byte) (*document, *journey.Fault) {
	if len(source) > MaxSchema {
		return nil, &journey.Fault{Code: journey.TooLarge, Reason: "must have at most 32 KiB"}
	}
	r := reader{depth: maxSchemaDepth, text: MaxSchema, elements: maxChoices, values: MaxSchema}
	value, fault := r.readJSON(source, "")
	if fault != nil {
		return nil, fault
	}
	root, ok := value.(map[string]any)
	if !ok {
		return nil, &journey.Fault{Code: journey.BadRequest, Reason: "must be a JSON object"}
	}
	d := &document{root: root}
	for _, check := range []func() *journey.Fault{
		d.checkHead, d.checkRequired, d.define, d.checkProperties, d.weigh, d.readFields,
	} {
		if fault := check(); fault != nil {
			return nil, fault
		}
	}
	return d, nil
}

// The forms in which the draft names itself.
var draft04 = []string{
	"http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-04/schema",
	"https://json-schema.org/draft-04/schema#", "https://json-schema.org/draft-04/schema",
}

// checkHead checks what describes the schema.
func (d *document) checkHead() *journey.Fault {
	dialect, _ := d.root["$schema"].(string)
	if !slices.Contains(draft04, dialect) {
		return journey.Invalid("$schema", "must be %s: no other draft is supported", draft04[0])
	}
	d.root["$schema"] = draft04[0]
	if _, given := d.root["$ref"]; given {
		return journey.Invalid("$ref", "must not stand at the top of the document")
	}
	if kind, given := d.root["type"]; given && kind != "object" {
		return journey.Invalid("type", "must be object")
	}
	d.title, _ = d.root["title"].(string)
	d.title = strings.TrimSpace(d.title)
	if fault := checkText("title", d.title, 1, maxTitle); fault != nil {
		return fault
	}
	if EventName(d.title) == "" {
		return journey.Invalid("title", "must have a letter or a digit of ASCII: it names the events")
	}
	return checkOptionalText("description", d.root["description"], maxDescription)
}

// checkRequired reads the names of required fields. Draft-04 knows no empty list of them, clients do.
func (d *document) checkRequired() *journey.Fault {
	value, given := d.root["required"]
	if !given {
		return nil
	}
	list, ok := value.([]any)
	if !ok {
		return journey.Invalid("required", "must be an array")
	}
	properties, _ := d.root["properties"].(map[string]any)
	for i, one := range list {
		name, ok := one.(string)
		if _, found := properties[name]; !ok || !found {
			return journey.Invalid(entry("required", i), "must be the name of one of the properties")
		}
		d.required = append(d.required, name)
	}
	if len(list) == 0 {
		delete(d.root, "required")
	}
	return nil
}

// define adds the core types to the definitions of the document.
func (d *document) define() *journey.Fault {
	definitions := map[string]any{}
	if value, given := d.root["definitions"]; given {
		own, ok := value.(map[string]any)
		if !ok {
			return journey.Invalid("definitions", "must be an object")
		}
		definitions = own
	}
	for name := range sortedKeys(definitions) {
		if !isFieldName(name) {
			return journey.Invalid(member("definitions", name), "is a name that is not allowed")
		}
	}
	for _, core := range CoreTypes() {
		if _, given := definitions[core.Name]; given {
			return journey.Invalid(member("definitions", core.Name), "is the name of a core type")
		}
		definitions[core.Name] = core.definition()
	}
	d.root["definitions"] = definitions
	return nil
}

// checkProperties checks the names and descriptions of the fields, and what they add to core types.
func (d *document) checkProperties() *journey.Fault {
	properties, ok := d.root["properties"].(map[string]any)
	if !ok {
		return journey.Invalid("properties", "must be an object")
	}
	if len(properties) > MaxAttributes {
		return journey.Invalid("properties", "must have at most %d members", MaxAttributes)
	}
	for name := range sortedKeys(properties) {
		path := member("properties", name)
		if !isFieldName(name) {
			return journey.Invalid(path, "is not allowed: a name has at most %d letters, digits, _ and -", maxFieldName)
		}
		property, ok := properties[name].(map[string]any)
		if !ok {
			return journey.Invalid(path, "must be an object")
		}
		if fault := cmp.Or(
			checkOptionalText(member(path, "title"), property["title"], maxFieldTitle),
			checkOptionalText(member(path, "description"), property["description"], maxDescription),
			checkCore(path, property),
		); fault != nil {
			return fault
		}
	}
	return nil
}

// weigh bounds the cost of the document. Definitions that nothing refers to are weighed as well.
func (d *document) weigh() *journey.Fault {
	definitions := d.root["definitions"].(map[string]any)
	s := scale{definitions: definitions, weighed: map[string]weight{}, open: map[string]bool{}}
	for name := range sortedKeys(definitions) {
		if _, fault := s.follow(member("definitions", name), "#/definitions/"+name); fault != nil {
			return fault
		}
	}
	_, fault := s.weigh("", d.root)
	return fault
}

// readFields finds out what type each field has.
func (d *document) readFields() *journey.Fault {
	properties := d.root["properties"].(map[string]any)
	d.fields = make(map[string]field, len(properties))
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		f := d.field(properties[name])
		if f.kind == objectField || f.kind == listField && (f.entries == objectField || f.entries == listField) {
			return journey.Invalid(member("properties", name), "must be a scalar or a list of scalars")
		}
		d.fields[name] = f
	}
	return nil
}

// isFieldName reports whether an attribute can have that name (events.md §4.2).
func isFieldName(name string) bool {
	if name == "" || len(name) > maxFieldName {
		return false
	}
	for i := range len(name) {
		c := name[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_'
		if !letter && (i == 0 || c != '-' && (c < '0' || c > '9')) {
			return false
		}
	}
	return true
}

// checkText bounds a text in characters.
func checkText(path, text string, least, most int) *journey.Fault {
	switch n := utf8.RuneCountInString(text); {
	case n == 0 && least > 0:
		return journey.Invalid(path, "is required")
	case n > most:
		return journey.Invalid(path, "must have at most %d characters", most)
	}
	return nil
}

func checkOptionalText(path string, value any, most int) *journey.Fault {
	if value == nil {
		return nil
	}
	text, ok := value.(string)
	if !ok {
		return journey.Invalid(path, "must be a string")
	}
	return checkText(path, text, 0, most)
}

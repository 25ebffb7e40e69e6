package contract

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/web/contract/internal/source"
)

// Schemas checks JSON against the models of the contract, as strictly as our own answers
// are meant to be: required members are there, no member is null or unknown, enum values
// are the contract's, dates have the one form that every client reads.
type Schemas struct {
	models map[string][]source.Field
}

// Violation is one thing that is wrong, and where: a path such as entities[0].page.url.
type Violation struct{ Path, Reason string }

func (v Violation) String() string { return v.Path + ": " + v.Reason }

// NewSchemas reads the models.
func NewSchemas() (*Schemas, error) {
	c, err := source.Parse(contractJSON)
	if err != nil {
		return nil, err
	}
	return &Schemas{c.Models}, nil
}

// Validate returns everything that keeps data from being one value of the model, in the
// order of their paths. The model is named as in an Operation: a trailing [] means an
// array of it, "string" a bare JSON string, and "" no body at all.
func (s *Schemas) Validate(model string, data []byte) []Violation {
	if model == "" {
		if len(data) > 0 {
			return []Violation{{"$", "has a body where none belongs"}}
		}
		return nil
	}
	value := jsontext.Value(data)
	if !value.IsValid() { // nor is it if a member is there twice
		var reason any
		return []Violation{{"$", fmt.Sprint("is not JSON: ", json.Unmarshal(data, &reason))}}
	}
	check := checker{models: s.models}
	check.value("$", source.Field{Type: model}, value)
	slices.SortFunc(check.found, func(a, b Violation) int { return strings.Compare(a.Path, b.Path) })
	return check.found
}

type checker struct {
	models map[string][]source.Field
	found  []Violation
}

func (c *checker) fault(path, format string, args ...any) {
	c.found = append(c.found, Violation{path, fmt.Sprintf(format, args...)})
}

// value checks one value against the type of a field.
func (c *checker) value(path string, field source.Field, value jsontext.Value) {
	if item, isArray := strings.CutSuffix(field.Type, "[]"); isArray {
		field = source.Field{Type: "array", Items: item}
	}
	kind := value.Kind()
	if kind == 'n' {
		c.fault(path, "is null")
		return
	}
	switch field.Type {
	case "object": // anything
	case "array":
		c.array(path, field, value)
	case "map":
		for name, member := range c.members(path, value) {
			c.value(path+"."+name, source.Field{Type: field.Values}, member)
		}
	case "string", "integer", "number", "boolean":
		if want := kindOf[field.Type]; kind != want && !(want == 't' && kind == 'f') {
			c.fault(path, "is %s, want %s", kindName(kind), field.Type)
			return
		}
		c.scalar(path, field, value)
	default:
		c.model(path, field.Type, value)
	}
}

var kindOf = map[string]jsontext.Kind{"string": '"', "integer": '0', "number": '0', "boolean": 't'}

func kindName(kind jsontext.Kind) string {
	switch kind {
	case '{':
		return "object"
	case '[':
		return "array"
	}
	return kind.String() // string, number, true, false
}

func (c *checker) array(path string, field source.Field, value jsontext.Value) {
	var items []jsontext.Value
	if json.Unmarshal(value, &items) != nil {
		c.fault(path, "is %s, want array", kindName(value.Kind()))
		return
	}
	if field.MaxItems > 0 && len(items) > field.MaxItems {
		c.fault(path, "has %d items, at most %d are allowed", len(items), field.MaxItems)
	}
	for i, item := range items {
		c.value(path+"["+strconv.Itoa(i)+"]", source.Field{Type: field.Items}, item)
	}
}

func (c *checker) model(path, name string, value jsontext.Value) {
	fields, known := c.models[name]
	if !known {
		c.fault(path, "should be a %s, which the contract does not have", name)
		return
	}
	members := c.members(path, value)
	if members == nil {
		return
	}
	for _, field := range fields {
		member, given := members[field.Name]
		delete(members, field.Name)
		switch {
		case given:
			c.value(path+"."+field.Name, field, member)
		case field.Required:
			c.fault(path+"."+field.Name, "is missing")
		}
	}
	for name := range members {
		c.fault(path+"."+name, "is not in the contract")
	}
}

// members takes an object apart; nil if it is none.
func (c *checker) members(path string, value jsontext.Value) map[string]jsontext.Value {
	var members map[string]jsontext.Value
	if json.Unmarshal(value, &members) != nil {
		c.fault(path, "is %s, want object", kindName(value.Kind()))
		return nil
	}
	return members
}

var dateTimePattern = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`)

// scalar checks what a value of the right kind says.
func (c *checker) scalar(path string, field source.Field, value jsontext.Value) {
	switch field.Type {
	case "string":
		c.text(path, field, value)
	case "integer":
		bits := 64
		if field.Format == "int32" {
			bits = 32
		}
		if _, err := strconv.ParseInt(string(value), 10, bits); err != nil {
			c.fault(path, "is %s, not an integer of %d bits", value, bits)
		}
	}
}

func (c *checker) text(path string, field source.Field, value jsontext.Value) {
	var text string
	if err := json.Unmarshal(value, &text); err != nil {
		c.fault(path, "is no text: %v", err)
		return
	}
	switch {
	case len(field.Enum) > 0 && !slices.Contains(field.Enum, text):
		c.fault(path, "is %q, not one of %s", text, strings.Join(field.Enum, ", "))
	case field.Format == "date-time":
		var t Time
		if !dateTimePattern.MatchString(text) || t.UnmarshalText([]byte(text)) != nil {
			c.fault(path, "is %q, not a date as YYYY-MM-DDTHH:mm:ss.SSSZ", text)
		}
	}
}

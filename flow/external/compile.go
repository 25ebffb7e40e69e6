package external

import (
	"errors"
	"fmt"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"sojourn/journey"
)

// Validator is a compiled schema. It is safe for concurrent use.
type Validator struct {
	schema    *jsonschema.Schema
	fields    map[string]field
	required  []string
	title     string
	eventName string
}

// Compile checks a schema document, JSON Schema draft-04, and makes it ready for every event. The error
// is a *journey.Fault; its field begins at the document, such as properties.size.pattern.
func Compile(source []byte) (*Validator, error) {
	v, fault := compile(source)
	if fault != nil {
		return nil, fault
	}
	return v, nil
}

// address is where the document pretends to be from. No reference can lead elsewhere.
const address = "urn:sojourn:external-event"

func compile(source []byte) (*Validator, *journey.Fault) {
	d, fault := readDocument(source)
	if fault != nil {
		return nil, fault
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft4)
	compiler.UseLoader(nothing{})
	compiler.UseRegexpEngine(compilePattern)
	if err := compiler.AddResource(address, d.root); err != nil {
		return nil, unusable(err)
	}
	schema, err := compiler.Compile(address)
	if err != nil {
		return nil, unusable(err)
	}
	return &Validator{
		schema: schema, fields: d.fields, required: d.required, title: d.title, eventName: EventName(d.title),
	}, nil
}

// unusable tells why the compiler takes no document.
func unusable(err error) *journey.Fault {
	if whole, ok := errors.AsType[*jsonschema.SchemaValidationError](err); ok {
		err = whole.Err
	}
	if invalid, ok := errors.AsType[*jsonschema.ValidationError](err); ok {
		return explain(invalid, "")
	}
	return &journey.Fault{Code: journey.InvalidValue, Reason: "is no JSON Schema draft-04 that can be used"}
}

// nothing is a loader for which there are no other documents, on disk or anywhere.
type nothing struct{}

func (nothing) Load(url string) (any, error) {
	return nil, fmt.Errorf("external: %s is not loaded", url)
}

// Title returns the title of the schema, without surrounding space.
func (v *Validator) Title() string { return v.title }

// EventName returns the name that events of this schema have in their sessions.
func (v *Validator) EventName() string { return v.eventName }

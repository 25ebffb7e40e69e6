package main

import (
	"bytes"
	"fmt"
	"go/format"
	"strings"

	"sojourn/web/contract/internal/source"
)

// renderTypes writes the wire types of everything that built operations speak of, and of
// the error body, which any operation may answer.
func renderTypes(c *source.Contract) ([]byte, error) {
	roots := []string{"ErrorBody"}
	for _, op := range c.Operations {
		if c.IsBuilt(op) {
			roots = append(roots, op.Request, op.Response)
		}
	}
	b := bytes.NewBufferString(generatedHeader)
	for _, name := range c.Reachable(roots...) {
		writeType(b, name, c.Models[name])
	}
	return format.Source(b.Bytes())
}

func writeType(b *bytes.Buffer, name string, fields []source.Field) {
	fmt.Fprintf(b, "// %s is the model of that name.\ntype %s struct {\n", name, name)
	for _, field := range fields {
		if field.Description != "" {
			fmt.Fprintf(b, "// %s\n", field.Description)
		}
		fmt.Fprintf(b, "%s %s `json:\"%s\"`\n", goName(field.Name), fieldType(field), jsonTag(field))
	}
	b.WriteString("}\n\n")
	for _, field := range fields {
		if len(field.Enum) > 0 {
			writeEnum(b, name, field)
		}
	}
}

func writeEnum(b *bytes.Buffer, model string, field source.Field) {
	prefix := model + goName(field.Name)
	fmt.Fprintf(b, "// The values of %s.%s.\nconst (\n", model, goName(field.Name))
	for _, value := range field.Enum {
		fmt.Fprintf(b, "%s%s = %q\n", prefix, goName(value), value)
	}
	b.WriteString(")\n\n")
}

// fieldType is the Go type of a member. An optional number, boolean or model is a pointer,
// for its zero value says something; an optional text, date, array or map is absent when
// zero. (An empty array that is not nil is written.)
func fieldType(f source.Field) string {
	switch f.Type {
	case "array":
		return "[]" + scalarType(f.Items, "")
	case "map":
		return "map[string]" + scalarType(f.Values, "")
	}
	typ := scalarType(f.Type, f.Format)
	if f.Required || typ == "string" || typ == "Time" || typ == "any" {
		return typ
	}
	return "*" + typ
}

func scalarType(name, format string) string {
	if item, isArray := strings.CutSuffix(name, "[]"); isArray {
		return "[]" + scalarType(item, "")
	}
	switch name {
	case "string":
		if format == "date-time" {
			return "Time"
		}
		return "string"
	case "integer":
		if format == "int64" {
			return "int64"
		}
		return "int"
	case "number":
		return "float64"
	case "boolean":
		return "bool"
	case "object":
		return "any"
	}
	return name
}

func jsonTag(f source.Field) string {
	if f.Required {
		return f.Name
	}
	return f.Name + ",omitzero"
}

package main

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/web/contract/internal/source"
)

// object is a JSON object. Its members are written in the order of their names, which
// makes the document the same each time.
type object = map[string]any

const intro = "Sojourn speaks the public Journey API and adds operations of its own, below " +
	"/api/v2/sojourn. Operations that are not built yet answer 501 in the error shape."

// renderOpenAPI writes the contract as an OpenAPI 3.0.3 document.
func renderOpenAPI(c *source.Contract) ([]byte, error) {
	paths := object{}
	for _, op := range c.Operations {
		methods, ok := paths[op.Path].(object)
		if !ok {
			methods = object{}
			paths[op.Path] = methods
		}
		methods[strings.ToLower(op.Method)] = openOperation(op, c.IsBuilt(op))
	}
	schemas := object{}
	for name, fields := range c.Models {
		schemas[name] = openModel(fields)
	}
	return json.Marshal(object{
		"openapi": "3.0.3",
		"info":    object{"title": "Sojourn", "version": "2", "description": intro},
		"servers": []object{{"url": "/"}},
		"tags":    openTags(c),
		"paths":   paths,
		"components": object{
			"schemas": schemas,
			"responses": object{"Error": object{
				"description": "Refused or failed. The body tells why.",
				"content":     jsonContent(reference("ErrorBody")),
			}},
			"securitySchemes": object{
				"oauth": object{"type": "oauth2", "flows": object{
					"clientCredentials": object{ //nolint:gosec // the name of a flow
						"tokenUrl": "/oauth/token", "scopes": object{}}}},
				"client": object{"type": "http", "scheme": "basic"},
			},
		},
	}, json.Deterministic(true), jsontext.WithIndent(" "))
}

func openTags(c *source.Contract) []object {
	var tags []object
	for _, op := range c.Operations {
		known := func(t object) bool { return t["name"] == tag(op) }
		if !slices.ContainsFunc(tags, known) {
			tags = append(tags, object{"name": tag(op)})
		}
	}
	return tags
}

func openOperation(op source.Operation, built bool) object {
	success := object{"description": "Success."}
	if op.Response != "" {
		success["content"] = object{cmp.Or(op.ResponseEncoding, "application/json"): object{
			"schema": typeSchema(op.Response, "")}}
	}
	o := object{
		"operationId": op.ID,
		"summary":     summary(op),
		"description": description(op, built),
		"tags":        []string{tag(op)},
		"security":    security(op),
		"responses": object{
			strconv.Itoa(op.Success[0]): success,
			"default":                   object{"$ref": "#/components/responses/Error"},
		},
	}
	if op.Deprecated {
		o["deprecated"] = true
	}
	if params := openParams(op); len(params) > 0 {
		o["parameters"] = params
	}
	if op.Request != "" {
		content := object{}
		for _, mediaType := range mediaTypes(op) {
			content[mediaType] = object{"schema": typeSchema(op.Request, "")}
		}
		o["requestBody"] = object{"required": op.RequestRequired, "content": content}
	}
	return o
}

func description(op source.Operation, built bool) string {
	parts := []string{"Tier " + op.Tier + "."}
	if op.Ours {
		parts = append(parts, "Sojourn's own.")
	}
	if !built {
		parts = append(parts, "Not built yet: answers 501 not.implemented.")
	}
	if len(op.Permissions) > 0 {
		all := " Needs "
		if op.PermissionMode == "any" {
			all = " Needs any of "
		}
		parts = append(parts, strings.TrimSpace(all)+" "+strings.Join(op.Permissions, ", ")+".")
	}
	return strings.Join(parts, " ")
}

func security(op source.Operation) []object {
	oauth := object{"oauth": []string{}}
	switch op.Auth {
	case "bearer":
		return []object{oauth}
	case "optional":
		return []object{{}, oauth}
	case "basic":
		return []object{{"client": []string{}}}
	}
	return []object{}
}

// openParams leaves headers out that the security scheme already says.
func openParams(op source.Operation) []object {
	var params []object
	for _, p := range op.Params {
		if p.In == "header" {
			continue
		}
		schema := typeSchema(p.Type, p.Format)
		values := schema
		if p.Type == "array" {
			values = typeSchema(p.Items, "")
			schema["items"] = values
		}
		if len(p.Enum) > 0 {
			values["enum"] = p.Enum
		}
		if p.Default != nil {
			schema["default"] = p.Default
		}
		if p.Max > 0 && p.Type == "integer" {
			schema["maximum"] = p.Max
		}
		if p.MaxItems > 0 {
			schema["maxItems"] = p.MaxItems
		}
		param := object{"name": p.Name, "in": p.In, "required": p.Required, "schema": schema}
		if p.Type == "array" {
			param["style"], param["explode"] = "form", false // a,b
		}
		params = append(params, param)
	}
	return params
}

func openModel(fields []source.Field) object {
	properties := object{}
	var required []string
	for _, f := range fields {
		properties[f.Name] = openField(f)
		if f.Required {
			required = append(required, f.Name)
		}
	}
	model := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		model["required"] = required
	}
	return model
}

func openField(f source.Field) object {
	schema := typeSchema(f.Type, f.Format)
	switch f.Type {
	case "array":
		schema["items"] = typeSchema(f.Items, "")
	case "map":
		schema = object{"type": "object", "additionalProperties": typeSchema(f.Values, "")}
	}
	if len(f.Enum) > 0 {
		schema["enum"] = f.Enum
	}
	if f.MaxItems > 0 {
		schema["maxItems"] = f.MaxItems
	}
	extra := object{}
	if f.ReadOnly {
		extra["readOnly"] = true
	}
	if f.Description != "" {
		extra["description"] = f.Description
	}
	if _, isRef := schema["$ref"]; isRef && len(extra) > 0 { // nothing may stand beside a $ref
		extra["allOf"] = []object{schema}
		return extra
	}
	for name, value := range extra {
		schema[name] = value
	}
	return schema
}

func typeSchema(name, format string) object {
	if item, isArray := strings.CutSuffix(name, "[]"); isArray {
		return object{"type": "array", "items": typeSchema(item, "")}
	}
	switch name {
	case "string", "integer", "number", "boolean", "object", "array":
		schema := object{"type": name}
		if format != "" {
			schema["format"] = format
		}
		return schema
	}
	return reference(name)
}

func reference(model string) object {
	return object{"$ref": "#/components/schemas/" + model}
}

func jsonContent(schema object) object {
	return object{"application/json": object{"schema": schema}}
}

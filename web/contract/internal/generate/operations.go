package main

import (
	"bytes"
	"fmt"
	"go/format"
	"strings"

	"sojourn/web/contract/internal/source"
)

const generatedHeader = `// Code generated from contract.json by internal/generate; DO NOT EDIT.

package contract

`

// authNames are the Go constants of the ways to authenticate.
var authNames = map[string]string{
	"bearer": "Bearer", "optional": "Optional", "basic": "Basic", "open": "Open",
}

// renderOperations writes the table of all operations, in the order of contract.json.
func renderOperations(c *source.Contract) ([]byte, error) {
	b := bytes.NewBufferString(generatedHeader)
	b.WriteString("// operations is the contract's table, by tier and path.\nvar operations = []Operation{\n")
	for _, op := range c.Operations {
		writeOperation(b, op, c.IsBuilt(op))
	}
	b.WriteString("}\n")
	return format.Source(b.Bytes())
}

func writeOperation(b *bytes.Buffer, op source.Operation, built bool) {
	fmt.Fprintf(b, "{\nID: %q, Tier: %q, Tag: %q, Method: %q,\nPath: %q,\n",
		op.ID, op.Tier, tag(op), op.Method, op.Path)
	fmt.Fprintf(b, "Auth: %s, Success: %d,", authNames[op.Auth], op.Success[0])
	for _, flag := range []struct {
		name string
		set  bool
	}{
		{"AnyPermission", op.PermissionMode == "any"}, {"RequestRequired", op.RequestRequired}, {"Built", built},
		{"Ours", op.Ours}, {"Deprecated", op.Deprecated}, {"Preview", op.Preview},
	} {
		if flag.set {
			fmt.Fprintf(b, "%s: true,", flag.name)
		}
	}
	b.WriteByte('\n')
	if len(op.Permissions) > 0 {
		fmt.Fprintf(b, "Permissions: %#v,\n", op.Permissions)
	}
	if op.Request != "" {
		fmt.Fprintf(b, "Request: %q, MediaTypes: %#v,\n", op.Request, mediaTypes(op))
	}
	if op.Response != "" {
		fmt.Fprintf(b, "Response: %q,\n", op.Response)
	}
	if len(op.Params) > 0 {
		b.WriteString("Params: []Param{\n")
		for _, p := range op.Params {
			writeParam(b, p)
		}
		b.WriteString("},\n")
	}
	b.WriteString("},\n")
}

func writeParam(b *bytes.Buffer, p source.Param) {
	fmt.Fprintf(b, "{Name: %q, In: %q, Type: %q", p.Name, p.In, p.Type)
	for _, text := range []struct{ name, value string }{
		{"Items", p.Items}, {"Format", p.Format}, {"Default", defaultText(p)},
	} {
		if text.value != "" {
			fmt.Fprintf(b, ", %s: %q", text.name, text.value)
		}
	}
	if p.Required {
		b.WriteString(", Required: true")
	}
	if len(p.Enum) > 0 {
		fmt.Fprintf(b, ", Enum: %#v", p.Enum)
	}
	if p.Max > 0 {
		fmt.Fprintf(b, ", Max: %d", p.Max)
	}
	if p.MaxItems > 0 {
		fmt.Fprintf(b, ", MaxItems: %d", p.MaxItems)
	}
	b.WriteString("},\n")
}

// defaultText is a parameter's default as it would stand in a query.
func defaultText(p source.Param) string { return strings.Trim(string(p.Default), `"`) }

func mediaTypes(op source.Operation) []string {
	if op.RequestEncoding == "" {
		return []string{"application/json"}
	}
	return strings.Split(op.RequestEncoding, ", ")
}

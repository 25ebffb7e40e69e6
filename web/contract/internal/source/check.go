package source

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var pathParam = regexp.MustCompile(`\{(\w+)\}`)

func (c *Contract) check() error {
	routes := make(map[string]string)
	ids := make(map[string]bool)
	for _, op := range c.Operations {
		route := op.Method + " " + op.Path
		if ids[op.ID] || routes[route] != "" {
			return fmt.Errorf("operation %s (%s) is there twice", op.ID, route)
		}
		ids[op.ID], routes[route] = true, op.ID
		if err := c.checkOperation(op); err != nil {
			return fmt.Errorf("operation %s: %w", op.ID, err)
		}
	}
	for _, id := range c.Built.Except {
		if !ids[id] {
			return fmt.Errorf("built.except names no operation: %s", id)
		}
	}
	return c.checkModels()
}

func (c *Contract) checkOperation(op Operation) error {
	if !slices.Contains([]string{"bearer", "optional", "basic", "open"}, op.Auth) {
		return fmt.Errorf("unknown auth %q", op.Auth)
	}
	if len(op.Success) != 1 {
		return fmt.Errorf("want one success status, have %d", len(op.Success))
	}
	for _, typ := range []string{op.Request, op.Response} {
		if typ != "" && typ != "string" && c.Models[strings.TrimSuffix(typ, "[]")] == nil {
			return fmt.Errorf("no model %s", typ)
		}
	}
	for _, found := range pathParam.FindAllStringSubmatch(op.Path, -1) {
		declared := func(p Param) bool { return p.In == "path" && p.Name == found[1] }
		if !slices.ContainsFunc(op.Params, declared) {
			return fmt.Errorf("path parameter %s is not declared", found[1])
		}
	}
	return nil
}

func (c *Contract) checkModels() error {
	for name, fields := range c.Models {
		seen := make(map[string]bool)
		for _, field := range fields {
			if seen[field.Name] {
				return fmt.Errorf("model %s: member %s is there twice", name, field.Name)
			}
			seen[field.Name] = true
			for _, typ := range []string{field.Type, field.Items, field.Values} {
				if err := c.checkType(typ); err != nil {
					return fmt.Errorf("model %s: member %s: %w", name, field.Name, err)
				}
			}
		}
	}
	return nil
}

func (c *Contract) checkType(typ string) error {
	switch strings.TrimSuffix(typ, "[]") {
	case "", "string", "integer", "number", "boolean", "array", "map", "object":
		return nil
	}
	if c.Models[strings.TrimSuffix(typ, "[]")] == nil {
		return fmt.Errorf("no type or model %s", typ)
	}
	return nil
}

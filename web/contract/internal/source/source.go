// Package source reads contract.json, the one hand-written form of the HTTP contract.
//
// The file lists operations (called endpoints there) and models. Most of it is the public
// contract of the Journey API; what Sojourn adds is marked as ours. The generator and the
// schema check both start from here, so neither can know a contract of its own.
package source

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Contract is the whole file.
type Contract struct {
	Source     map[string]string  `json:"source"`
	Counts     map[string]int     `json:"counts"` // of what is not ours
	Ours       map[string]int     `json:"ours"`
	Built      Built              `json:"built"`
	Operations []Operation        `json:"endpoints"`
	Models     map[string][]Field `json:"models"`
}

// Built tells which operations are answered; all others answer 501.
type Built struct {
	Tiers  []string `json:"tiers"`
	Except []string `json:"except"` // operation ids of those tiers that are not
}

// Operation is one method of one path.
type Operation struct {
	ID               string   `json:"id"`
	Ours             bool     `json:"ours"`
	Tier             string   `json:"tier"`
	Method           string   `json:"method"`
	Path             string   `json:"path"`
	Auth             string   `json:"auth"` // bearer, optional, basic, open
	Permissions      []string `json:"permissions"`
	PermissionMode   string   `json:"permissionMode"` // "any": one of them suffices
	Success          []int    `json:"success"`
	Request          string   `json:"request"` // a model, a model with [], or empty
	RequestRequired  bool     `json:"requestRequired"`
	RequestEncoding  string   `json:"requestEncoding"` // media types, comma separated; empty is JSON
	Response         string   `json:"response"`
	ResponseEncoding string   `json:"responseEncoding"` // media type; empty is JSON
	Summary          string   `json:"summary"`
	Deprecated       bool     `json:"deprecated"`
	Preview          bool     `json:"preview"`
	Params           []Param  `json:"params"`
}

// Param is a parameter in the path, the query or a header.
type Param struct {
	Name     string         `json:"name"`
	In       string         `json:"in"`
	Type     string         `json:"type"`
	Items    string         `json:"items"`
	Format   string         `json:"format"`
	Required bool           `json:"required"`
	Default  jsontext.Value `json:"default"`
	Enum     []string       `json:"enum"`
	Max      int            `json:"max"`
	MaxItems int            `json:"maxItems"`
}

// Field is a member of a model. Its type is a JSON type, "map" (with Values), "array"
// (with Items) or the name of a model.
type Field struct {
	Name        string   `json:"name"`
	Type        string   `json:"type"`
	Items       string   `json:"items"`
	Values      string   `json:"values"`
	Format      string   `json:"format"`
	Required    bool     `json:"required"`
	ReadOnly    bool     `json:"readOnly"`
	Enum        []string `json:"enum"`
	MaxItems    int      `json:"maxItems"`
	Description string   `json:"description"`
}

// Parse reads the file and refuses one that contradicts itself: a reference to a model
// that is not there, an id or a route given twice, a path parameter not declared.
func Parse(data []byte) (*Contract, error) {
	c := new(Contract)
	if err := json.Unmarshal(data, c); err != nil {
		return nil, fmt.Errorf("contract: %w", err)
	}
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("contract: %w", err)
	}
	return c, nil
}

// IsBuilt reports whether the operation is answered.
func (c *Contract) IsBuilt(op Operation) bool {
	return slices.Contains(c.Built.Tiers, op.Tier) && !slices.Contains(c.Built.Except, op.ID)
}

// Reachable returns the names of all models that the given ones are made of, sorted.
func (c *Contract) Reachable(roots ...string) []string {
	seen := make(map[string]bool)
	var visit func(typ string)
	visit = func(typ string) {
		name := strings.TrimSuffix(typ, "[]")
		fields, isModel := c.Models[name]
		if !isModel || seen[name] {
			return
		}
		seen[name] = true
		for _, field := range fields {
			visit(field.Type)
			visit(field.Items)
			visit(field.Values)
		}
	}
	for _, root := range roots {
		visit(root)
	}
	names := make([]string, 0, len(seen))
	for name := range seen {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

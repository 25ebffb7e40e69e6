package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"sojourn/web/contract/internal/source"
)

//go:embed page.html.tmpl
var pageTemplate string

// A pageTier is a chapter of the page, a pageTag a section of it.
type pageTier struct {
	Name, Title string
	Tags        []*pageTag
}

type pageTag struct {
	Name       string
	Operations []pageOperation
}

type pageOperation struct {
	source.Operation
	Summary    string
	Built      bool
	MediaTypes string
	Params     []pageParam
}

type pageParam struct {
	source.Param
	Default string
}

// pageModel is a model with its name.
type pageModel struct {
	Name   string
	Fields []source.Field
}

// renderPage writes the page that shows the contract to people. It needs no server: the
// style sheet and the script are files beside it.
func renderPage(c *source.Contract) ([]byte, error) {
	functions := template.FuncMap{
		"anchor": func(model string) string { return strings.TrimSuffix(model, "[]") },
		"isModel": func(name string) bool {
			return c.Models[strings.TrimSuffix(name, "[]")] != nil
		},
		"join": strings.Join,
	}
	page, err := template.New("page").Funcs(functions).Parse(pageTemplate)
	if err != nil {
		return nil, err
	}
	models := make([]pageModel, 0, len(c.Models))
	for _, name := range slices.Sorted(maps.Keys(c.Models)) {
		models = append(models, pageModel{name, c.Models[name]})
	}
	built := 0
	for _, op := range c.Operations {
		if c.IsBuilt(op) {
			built++
		}
	}
	var b bytes.Buffer
	err = page.Execute(&b, map[string]any{
		"Intro": intro, "Tiers": pageTiers(c), "Models": models,
		"Count": len(c.Operations), "Built": built,
	})
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	return b.Bytes(), nil
}

// pageTiers groups the operations: ours first, then tier by tier, by tag within.
func pageTiers(c *source.Contract) []*pageTier {
	ours := &pageTier{Name: "Sojourn", Title: "Batches, session listing, deployments, clients"}
	tiers := []*pageTier{ours}
	for _, name := range slices.Sorted(maps.Keys(tierTitles)) {
		tiers = append(tiers, &pageTier{Name: name, Title: tierTitles[name]})
	}
	for _, op := range c.Operations {
		tier := ours
		if !op.Ours {
			tier = tiers[slices.IndexFunc(tiers, func(t *pageTier) bool { return t.Name == op.Tier })]
		}
		group := tier.group(tag(op))
		group.Operations = append(group.Operations, newPageOperation(op, c.IsBuilt(op)))
	}
	return tiers
}

func (t *pageTier) group(name string) *pageTag {
	for _, group := range t.Tags {
		if group.Name == name {
			return group
		}
	}
	group := &pageTag{Name: name}
	t.Tags = append(t.Tags, group)
	return group
}

func newPageOperation(op source.Operation, built bool) pageOperation {
	page := pageOperation{Operation: op, Summary: summary(op), Built: built}
	page.MediaTypes = strings.Join(mediaTypes(op), " or ")
	for _, p := range op.Params {
		page.Params = append(page.Params, pageParam{p, defaultText(p)})
	}
	return page
}

// AsField gives a parameter the form that the template shows types from.
func (p pageParam) AsField() source.Field {
	return source.Field{Type: p.Type, Items: p.Items, Format: p.Format}
}

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"sojourn/app"
	"sojourn/cmd/sojourn/shop"
)

// demoRule is a segment or an outcome of the shop on the server.
type demoRule struct {
	id, name string
	outcome  bool
	found    bool // it was there: this demo did not define it
}

// demoRules are all of them, and the way to what they do.
type demoRules struct {
	api   *api
	all   []demoRule
	logIn func(context.Context) error // again, when the token has run out
}

// The collections of definitions.
const (
	segmentsPath = "/api/v2/journey/segments"
	outcomesPath = "/api/v2/journey/outcomes"
)

// defineRules sees to it that the server has the segments and outcomes of the shop. One that has the name of one of
// them is taken for it and left as it is: a person may have changed it.
func defineRules(ctx context.Context, client *http.Client, server string, c app.Credentials) (*demoRules, error) {
	wanted, err := shop.NewDefinitions()
	if err != nil {
		return nil, err
	}
	r := &demoRules{api: &api{base: server, http: client}}
	r.logIn = func(ctx context.Context) error { return r.api.logIn(ctx, c) }
	if err := r.logIn(ctx); err != nil {
		return nil, err
	}
	for _, of := range []struct {
		path    string
		outcome bool
		wanted  []shop.Definition
	}{{segmentsPath, false, wanted.Segments}, {outcomesPath, true, wanted.Outcomes}} {
		known, err := r.known(ctx, of.path)
		if err != nil {
			return nil, err
		}
		for _, definition := range of.wanted {
			rule := demoRule{name: definition.Name, outcome: of.outcome}
			if rule.id, rule.found = known[definition.Name]; !rule.found {
				if rule.id, err = r.define(ctx, of.path, definition); err != nil {
					return nil, err
				}
			}
			r.all = append(r.all, rule)
		}
	}
	return r, nil
}

// known are the definitions of a collection: their ids by their names.
func (r *demoRules) known(ctx context.Context, path string) (map[string]string, error) {
	ids := map[string]string{}
	for entity, err := range (&managed{path: path}).all(ctx, r.api) {
		var definition struct{ ID, DisplayName string }
		if err == nil {
			err = json.Unmarshal(entity, &definition)
		}
		if err != nil {
			return nil, err
		}
		ids[definition.DisplayName] = definition.ID
	}
	return ids, nil
}

// define defines one and returns its id.
func (r *demoRules) define(ctx context.Context, path string, definition shop.Definition) (string, error) {
	var made struct{ ID string }
	if err := r.api.call(ctx, http.MethodPost, path, definition.Body, &made); err != nil {
		return "", fmt.Errorf("define %s: %w", definition.Name, err)
	}
	return made.ID, nil
}

// told says what is defined, for whoever starts the demo.
func (r *demoRules) told() string {
	var segments, outcomes []string
	found := 0
	for _, rule := range r.all {
		if rule.found {
			found++
		}
		if rule.outcome {
			outcomes = append(outcomes, rule.name)
		} else {
			segments = append(segments, rule.name)
		}
	}
	text := fmt.Sprintf("Its visitors are told apart by segments: %s.\nIts goals are outcomes: %s.\n",
		strings.Join(segments, ", "), strings.Join(outcomes, ", "))
	switch found {
	case 0:
		return text
	case len(r.all):
		return text + "All of them were there; they are left as they are.\n"
	}
	return text + fmt.Sprintf("%d of them were there; they are left as they are.\n", found)
}

// undefined says why there are none.
func undefined(err error) string {
	return fmt.Sprintf("It has no segments and outcomes: %v.\n"+
		"Name an OAuth client with -credentials FILE, or leave them out with -no-definitions.\n", err)
}

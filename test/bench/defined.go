//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"sojourn/test/bench/internal/load"
)

// defined is the definitions of a server.
type defined struct {
	target             *target
	segments, outcomes definitions
}

// definitions are those of one kind: the first ones of a list of requests.
type definitions struct {
	path     string
	requests []json.RawMessage
	ids      []string // of those that there are
}

// newDefined begins with none.
func newDefined(t *target) (d *defined, err error) {
	d = &defined{target: t}
	d.segments.path, d.outcomes.path = "/api/v2/journey/segments", "/api/v2/journey/outcomes"
	most := settings[len(settings)-1]
	if d.segments.requests, err = load.Segments(most.Segments); err == nil {
		d.outcomes.requests, err = load.Outcomes(most.Outcomes)
	}
	return d, err
}

// become creates or deletes definitions until there are so many.
func (d *defined) become(ctx context.Context, segments, outcomes int) error {
	if err := d.target.define(ctx, &d.segments, segments); err != nil {
		return err
	}
	return d.target.define(ctx, &d.outcomes, outcomes)
}

// define does so for one kind.
func (t *target) define(ctx context.Context, d *definitions, n int) error {
	for len(d.ids) < n {
		var made struct{ ID string }
		err := t.PostJSON(ctx, d.path, t.token, d.requests[len(d.ids)], func(body io.Reader) error {
			return json.NewDecoder(body).Decode(&made)
		})
		if err != nil {
			return fmt.Errorf("define %s: %w", d.requests[len(d.ids)], err)
		}
		d.ids = append(d.ids, made.ID)
	}
	for last := len(d.ids) - 1; last >= n; last-- {
		if err := t.Delete(ctx, d.path+"/"+d.ids[last], t.token); err != nil {
			return err
		}
		d.ids = d.ids[:last]
	}
	return nil
}

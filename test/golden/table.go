package golden

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"time"
)

// table is a file of many small cases about one event, which is varied.
type table struct {
	Name   string
	Config json.RawMessage
	Now    time.Time                  // when the first step arrives
	Base   map[string]json.RawMessage // the event
	Named  map[string]members         // definitions by name
	Cases  []row
}

// members is a JSON object by its members.
type members = map[string]json.RawMessage

// row is a case of a table.
type row struct {
	Why         string
	Whole       bool
	Override    members // of the only event, unless there are steps
	Definitions Definitions
	Steps       []Step // their bodies override members of the base
	Expect      Expect
}

// parse reads a file. The key is empty for the only case of a file.
func parse(content []byte) (map[string]Case, error) {
	var t table
	if err := json.Unmarshal(content, &t); err != nil {
		return nil, err
	}
	if t.Base == nil {
		var c Case
		err := json.Unmarshal(content, &c)
		return map[string]Case{"": c}, err
	}
	cases := map[string]Case{}
	for _, row := range t.Cases {
		c, err := t.of(&row)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", row.Why, err)
		}
		if _, twice := cases[row.Why]; twice {
			return nil, fmt.Errorf("%s: it is there twice", row.Why)
		}
		cases[row.Why] = c
	}
	return cases, nil
}

// of is the case of a row.
func (t *table) of(row *row) (c Case, err error) {
	c = Case{Name: t.Name, Why: row.Why, Whole: row.Whole, Config: t.Config, Expect: row.Expect}
	if len(row.Steps) == 0 {
		c.Steps = []Step{{At: t.Now}}
		err = t.complete(&c.Steps[0], row.Override)
	} else {
		c.Steps, err = t.steps(row.Steps)
	}
	if err == nil {
		c.Definitions, err = t.definitions(row.Definitions)
	}
	return c, err
}

// steps completes the steps of a row: each arrives a minute after the one before, and an event is a second old,
// unless they say otherwise.
func (t *table) steps(steps []Step) ([]Step, error) {
	now := t.Now
	for i := range steps {
		s := &steps[i]
		if s.At.IsZero() {
			s.At = now
		}
		now = s.At.Add(time.Minute)
		if s.request() {
			continue
		}
		override := members{}
		if len(s.Body) > 0 {
			if err := json.Unmarshal(s.Body, &override); err != nil {
				return nil, err
			}
		}
		if override["createdDate"] == nil {
			created, err := json.Marshal(s.At.Add(-time.Second))
			if err != nil {
				return nil, err
			}
			override["createdDate"] = created
		}
		if err := t.complete(s, override); err != nil {
			return nil, err
		}
	}
	return steps, nil
}

// complete makes the step an event: the base but for some members.
func (t *table) complete(s *Step, override members) (err error) {
	body := maps.Clone(t.Base)
	maps.Copy(body, override)
	s.Body, err = json.Marshal(body)
	s.Endpoint = cmp.Or(s.Endpoint, "webevents")
	s.RemoteAddr = cmp.Or(s.RemoteAddr, "203.0.113.24")
	if s.Headers == nil {
		s.Headers = map[string]string{"User-Agent": browser} // without one it would be a bot
	}
	return err
}

const browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 " +
	"(KHTML, like Gecko) Chrome/122.0.6261.112 Safari/537.36"

// definitions completes those definitions that are like one that the table names.
func (t *table) definitions(d Definitions) (Definitions, error) {
	for _, list := range [][]json.RawMessage{d.Segments, d.Outcomes} {
		for i := range list {
			var own struct{ Like string }
			if err := json.Unmarshal(list[i], &own); err != nil {
				return d, err
			}
			if own.Like == "" {
				continue
			}
			named, found := t.Named[own.Like]
			if !found {
				return d, fmt.Errorf("the table names no definition %q", own.Like)
			}
			body := maps.Clone(named)
			body["displayName"] = json.RawMessage(`"` + own.Like + `"`)
			if err := json.Unmarshal(list[i], &body); err != nil { // over what is there
				return d, err
			}
			delete(body, "like")
			encoded, err := json.Marshal(body)
			if err != nil {
				return d, err
			}
			list[i] = encoded
		}
	}
	return d, nil
}

package golden

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sojourn/journey"
)

// Case is one example.
type Case struct {
	Name   string
	Why    string
	Config json.RawMessage
	Given  Given
	Steps  []Step
	Now    time.Time
	Expect Expect
	Reads  []Read
}

// Given is what there is before the first step.
type Given struct {
	// WebSession is a web session by another visitor. The server gives it an id of its own, which then
	// stands for this one wherever it occurs.
	WebSession struct{ ID, CustomerID string }
}

// Step is one request to a way in.
type Step struct {
	At               time.Time // the server's clock at receipt; zero: the date of the event
	Endpoint         string    // webevents, appevents, ping, ingest/genesys or customevents
	RemoteAddr       string
	Headers          map[string]string
	Body             json.RawMessage
	CustomerCookieID string // of a ping
}

// Expect is what is to be read.
type Expect struct {
	Status   int    // of the answer to the last step; 0: 200, whatever the body
	Code     string // of a refusal
	Body     any
	Sessions []any
}

// Read is one request to the API and its answer.
type Read struct {
	Get    string // path and query
	Expect Expect
}

// table is a file of many small cases.
type table struct {
	Base  map[string]json.RawMessage
	Cases []struct {
		Why      string
		Override map[string]json.RawMessage
		Expect   Expect
	}
}

// Load reads all cases of a folder, by the name of the file and, in a table, of the case.
func Load(folder string) (map[string]Case, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("golden: %w", err)
	}
	cases := map[string]Case{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("golden: %w", err)
		}
		read, err := parse(content)
		if err != nil {
			return nil, fmt.Errorf("golden: %s: %w", file, err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		for sub, c := range read {
			cases[strings.TrimSuffix(name+"/"+sub, "/")] = c
		}
	}
	return cases, nil
}

// parse reads a file. The key is empty for the only case of a file.
func parse(content []byte) (map[string]Case, error) {
	var c Case
	var t table
	if err := json.Unmarshal(content, &c); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(content, &t); err != nil {
		return nil, err
	}
	if t.Base == nil {
		return map[string]Case{"": c}, nil
	}
	cases := map[string]Case{}
	for _, row := range t.Cases {
		body := maps.Clone(t.Base)
		maps.Copy(body, row.Override)
		document, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		step := Step{
			At: c.Now, Endpoint: "webevents", RemoteAddr: "203.0.113.24", Body: document,
			Headers: map[string]string{"User-Agent": browser}, // without one it would be a bot
		}
		cases[row.Why] = Case{Name: c.Name, Why: row.Why, Config: c.Config, Steps: []Step{step}, Expect: row.Expect}
	}
	return cases, nil
}

const browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 " +
	"(KHTML, like Gecko) Chrome/122.0.6261.112 Safari/537.36"

// The endpoints of trusted senders, below /api/v2.
var trustedPaths = map[string]string{
	"ingest/genesys": "/api/v2/sojourn/ingest/genesys",
	"customevents":   "/api/v2/journey/customevents",
}

// event is what the runner must know of a body.
type event struct {
	CustomerCookieID string
	CreatedDate      time.Time
	SessionType      string
	Entities         []struct{ SessionType string }
	EventBody        struct{ EventTime int64 }
}

func (s *Step) event() event {
	var e event
	_ = json.Unmarshal(s.Body, &e) // what cannot be read is the server's to refuse
	return e
}

// received is the server's clock when the step arrives.
func (s *Step) received() time.Time {
	e := s.event()
	switch {
	case !s.At.IsZero():
		return s.At
	case e.EventBody.EventTime > 0:
		return time.UnixMilli(e.EventBody.EventTime).UTC()
	}
	return e.CreatedDate
}

// listed is the parameter by which the listing of sessions finds those of a step.
func (s *Step) listed() (name, value string) {
	switch e := s.event(); {
	case s.Endpoint == "ingest/genesys":
		return "type", journey.Conversation.String()
	case len(e.Entities) > 0:
		return "type", e.Entities[0].SessionType
	case s.Endpoint == "customevents":
		return "type", e.SessionType
	default:
		return "customerId", cmp.Or(s.CustomerCookieID, e.CustomerCookieID)
	}
}

// Deployment is the one that the case needs: it admits every domain, unless the case says otherwise.
// Keys that are no setting are an error.
func (c *Case) Deployment() (journey.Deployment, error) {
	d := journey.NewDeployment(c.Name)
	d.AllowAllDomains = true
	if len(c.Config) == 0 {
		return d, nil
	}
	settings := struct {
		*journey.Deployment
		*journey.TrackingSettings
	}{&d, &d.JourneyEvents.TrackingSettings}
	decoder := json.NewDecoder(strings.NewReader(string(c.Config)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&settings); err != nil {
		return d, fmt.Errorf("golden: config: %w", err)
	}
	return d, nil
}

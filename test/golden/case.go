package golden

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sojourn/journey"
)

// Case is one example.
type Case struct {
	Name        string
	Why         string
	Whole       bool // it needs contacts, which the fold alone has not
	Config      json.RawMessage
	Given       Given
	Definitions Definitions
	Steps       []Step
	Now         time.Time
	Expect      Expect
	Reads       []Read
}

// Given is what there is before the first step.
type Given struct {
	// WebSession is a web session by another visitor. The server gives it an id of its own, which then
	// stands for this one wherever it occurs.
	WebSession struct{ ID, CustomerID string }
	// Contacts are created through the API; $contact1 is the id of the first.
	Contacts []json.RawMessage
}

// Definitions are what events are evaluated against, as they are posted before the first step. $segment1 is the id of
// the first segment, $outcome1 of the first outcome.
type Definitions struct {
	Segments []json.RawMessage
	Outcomes []json.RawMessage
}

// Step is one request: to a way in, or any other of the API.
type Step struct {
	At time.Time // the server's clock at receipt; zero: the date of the event, or that of the step before
	// Endpoint is webevents, appevents, ping, ingest/genesys or customevents; or method and path of another request.
	Endpoint         string
	RemoteAddr       string
	Headers          map[string]string
	Body             json.RawMessage
	CustomerCookieID string  // of a ping
	Expect           *Expect // of the answer; nil: 200, whatever the body
}

// Expect is what is to be read.
type Expect struct {
	Status   int    // of an answer; 0: 200, and of the last step's whatever the body
	Code     string // of a refusal
	Body     any
	Sessions []any
	Lists    [][]string        // of the sessions' events in words, see run.told
	Values   map[string]string // that the outcomes of the first session carry
}

// Read is one request to the API and its answer.
type Read struct {
	Get    string // path and query
	Pages  int    // how many pages it has: the answer is the first, with the entities of all; 0: it is not turned over
	Expect Expect
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

// request reports whether the step is none of the ways in.
func (s *Step) request() bool { return strings.Contains(s.Endpoint, " ") }

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

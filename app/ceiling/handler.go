package ceiling

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// event is the body of a web or app event, and of an entry of a batch (events.md §1.1, §2.1, §3.1), decoded
// the way flow/ingest does: into fields, but for the maps, which it reads later.
type event struct {
	Kind             string         `json:"kind"`
	DeploymentID     string         `json:"deploymentId"`
	ID               string         `json:"id"`
	IPAddress        string         `json:"ipAddress"`
	CustomerCookieID string         `json:"customerCookieId"`
	EventName        string         `json:"eventName"`
	CreatedDate      string         `json:"createdDate"`
	UserAgentString  string         `json:"userAgentString"`
	ReferrerURL      string         `json:"referrerUrl"`
	SearchQuery      string         `json:"searchQuery"`
	ExternalID       string         `json:"externalId"`
	ScreenName       string         `json:"screenName"`
	Page             *page          `json:"page"`
	App              *application   `json:"app"`
	Attributes       jsontext.Value `json:"attributes"`
	Traits           jsontext.Value `json:"traits"`
}

type page struct {
	URL   string `json:"url"`
	Title string `json:"title"`
	Lang  string `json:"lang"`
}

type application struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	Version   string `json:"version"`
}

var errIncomplete = errors.New("an event without cookie, name or date")

// request is the memory that a request needs, kept between requests.
type request struct {
	body  bytes.Buffer
	event event
}

var requests = sync.Pool{New: func() any { return new(request) }}

// decode reads one event.
func (r *request) decode(body []byte) error {
	r.event = event{Attributes: r.event.Attributes[:0], Traits: r.event.Traits[:0]}
	if err := json.Unmarshal(body, &r.event, jsontext.AllowInvalidUTF8(true)); err != nil {
		return err
	}
	if r.event.CustomerCookieID == "" || r.event.EventName == "" || r.event.CreatedDate == "" {
		return errIncomplete
	}
	return nil
}

// maxBody bounds a request as Sojourn does.
const maxBody = 8 << 20

// ServeHTTP implements http.Handler. It knows the three ways in that the benchmark uses.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	in := requests.Get().(*request)
	defer requests.Put(in)
	in.body.Reset()
	if _, err := in.body.ReadFrom(io.LimitReader(r.Body, maxBody)); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer := []byte("{}")
	switch {
	case strings.HasSuffix(r.URL.Path, "/webevents"), strings.HasSuffix(r.URL.Path, "/appevents"):
		if err := in.decode(in.body.Bytes()); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("X-Sojourn-Event-Id", r.Header.Get("X-Sojourn-Event-Id"))
	case r.URL.Path == "/api/v2/sojourn/events":
		accepted := 0
		for line := range bytes.Lines(in.body.Bytes()) {
			if err := in.decode(line); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			accepted++
		}
		answer = append(strconv.AppendInt([]byte(`{"accepted":`), int64(accepted), 10), '}')
	default:
		http.NotFound(w, r)
		return
	}
	if err := s.writer.append(in.body.Bytes()); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(answer) // what can fail is a client gone away
}

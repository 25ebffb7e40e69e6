package external

import (
	"context"
	"errors"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// Request is a request to take events (the public model ExternalEventsRequest).
type Request struct {
	ConfigurationID string
	Body            []byte     // not kept
	CorrelationID   journey.ID // zero for a new one
}

// Unprocessed is an event that was not taken; the public model UnprocessedExternalEvent.
type Unprocessed struct {
	Event                jsontext.Value `json:"event"` // as it was sent
	OriginalRequestIndex int            `json:"originalRequestIndex"`
	IsRetryable          bool           `json:"isRetryable"` // the same event may be taken later
	ErrorMessage         string         `json:"errorMessage"`
	StatusCode           int            `json:"statusCode"`
}

// Ingest takes the events of a request and returns those that it did not take, by index; never nil. An
// error is a *journey.Fault and means that nothing was taken: no such configuration, none of its
// schemas is enabled, or the body as a whole is wrong.
func (s *Service) Ingest(ctx context.Context, r Request) ([]Unprocessed, error) {
	c, found := s.options.Configurations.Get(r.ConfigurationID)
	if !found {
		return nil, missing("configuration")
	}
	schema := s.schemaOf(c)
	if schema == nil {
		return nil, &journey.Fault{
			Code: journey.BadRequest, Reason: "the schema of the configuration is not enabled",
		}
	}
	entries, fault := parseEntries(r.Body)
	if fault != nil {
		return nil, fault
	}
	b := batch{entries: entries, unprocessed: []Unprocessed{}}
	received, correlation := s.now(), r.CorrelationID
	if correlation.IsZero() {
		correlation = s.options.NewID()
	}
	for i, source := range entries {
		e, fault := schema.validator.event(source, c)
		if fault != nil {
			b.refuse(i, fault)
			continue
		}
		e.Received, e.CorrelationID = received, correlation
		b.events, b.places = append(b.events, e), append(b.places, i)
	}
	b.submit(ctx, s.options.Intake)
	slices.SortFunc(b.unprocessed, func(x, y Unprocessed) int {
		return x.OriginalRequestIndex - y.OriginalRequestIndex
	})
	return b.unprocessed, nil
}

// parseEntries reads the body as a whole.
func parseEntries(body []byte) ([]jsontext.Value, *journey.Fault) {
	if len(body) > MaxBody {
		return nil, &journey.Fault{Code: journey.TooLarge, Reason: "must have at most 2 MiB"}
	}
	var request struct {
		Entities []jsontext.Value `json:"entities"`
	}
	if fault := decode(body, &request); fault != nil {
		return nil, fault
	}
	switch n := len(request.Entities); {
	case request.Entities == nil:
		return nil, journey.Invalid("entities", "is required")
	case n > MaxBatch:
		return nil, journey.Invalid("entities", "must have at most %d entries", MaxBatch)
	}
	return request.Entities, nil
}

// batch is a request on its way.
type batch struct {
	entries     []jsontext.Value
	events      []*journey.Event
	places      []int // of the events among the entries
	unprocessed []Unprocessed
}

// submit hands the events on and notes which were not taken.
func (b *batch) submit(ctx context.Context, intake Intake) {
	if len(b.events) == 0 {
		return
	}
	_, errs := intake.SubmitAll(ctx, b.events)
	for i, err := range errs {
		if err == nil {
			continue
		}
		fault, ok := errors.AsType[*journey.Fault](err)
		if !ok {
			fault = &journey.Fault{Code: journey.Unavailable, Reason: "the event could not be taken; try again"}
		}
		b.refuse(b.places[i], fault)
	}
}

// refuse notes an event that was not taken.
func (b *batch) refuse(place int, fault *journey.Fault) {
	status, isRetryable := statusOf(fault.Code)
	b.unprocessed = append(b.unprocessed, Unprocessed{
		Event: b.entries[place], OriginalRequestIndex: place,
		IsRetryable: isRetryable, ErrorMessage: fault.Error(), StatusCode: status,
	})
}

// statusOf returns the status that an event alone would have been answered with (events.md §1).
func statusOf(code journey.FaultCode) (status int, isRetryable bool) {
	switch code {
	case journey.Unavailable:
		return 503, true
	case journey.TooMany:
		return 429, true
	case journey.TooLarge:
		return 413, false
	}
	return 400, false
}

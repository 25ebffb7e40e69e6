package ingest

import (
	"context"
	"fmt"

	"sojourn/journey"
)

// Previewed is an event that did not come in.
type Previewed struct {
	Event     *journey.Event // nil: it would not be recorded
	DateField string         // the member of the entry that the intake calls createdDate
}

// Preview makes of an entry the event that it would be if it came in at a moment, checked and enriched, and submits
// nothing. An entry is one of a batch of web and app events (events.md §1.1), or a custom event with the kind custom
// (§5.2), or an envelope of Genesys Cloud with the kind conversation (§6.1). What brings no date has that of the
// moment. An error is a *journey.Fault, or that of WebSessions.
func (s *Service) Preview(ctx context.Context, entry []byte, at journey.Instant) (Previewed, error) {
	var given struct {
		Kind string `json:"kind"`
	}
	if fault := decode(entry, &given); fault != nil {
		return Previewed{}, fault
	}
	in := input{
		idField: "id", trusted: true, batch: true, correlation: s.options.NewID(), received: at, assumed: at,
	}
	switch journey.ParseKind(given.Kind) {
	case journey.Web, journey.App:
		return s.previewVisit(entry, &in)
	case journey.Custom:
		return previewed(s.customEvent(entry, &in))
	case journey.Conversation:
		return s.previewConversation(ctx, entry, &in)
	}
	return Previewed{}, journey.Invalid("kind", "must be web, app, custom or conversation")
}

// previewVisit makes a web or app event. Its deployment is a member like others here, so that one that is not there is
// an invalid value.
func (s *Service) previewVisit(entry []byte, in *input) (Previewed, error) {
	w := s.workspace()
	defer w.release()
	event, fault := s.prepareEntry(entry, in, w)
	if fault != nil && fault.Code == journey.NotFound {
		fault = journey.Invalid("deploymentId", "must be that of a deployment that takes events")
	}
	if event != nil {
		event = new(*event) // the workspace serves others from here on
	}
	return previewed(event, fault)
}

func (s *Service) previewConversation(ctx context.Context, entry []byte, in *input) (Previewed, error) {
	var l letter
	prepared, err := s.conversation(ctx, &l, entry, in)
	if err != nil {
		return Previewed{}, fmt.Errorf("ingest: preview: %w", err)
	}
	p, err := previewed(prepared.event, prepared.fault)
	p.DateField = l.at + "eventBody.eventTime"
	return p, err
}

// previewed joins the two in one answer; a fault that is nil is no error.
func previewed(event *journey.Event, fault *journey.Fault) (Previewed, error) {
	if fault != nil {
		return Previewed{}, fault
	}
	return Previewed{Event: event, DateField: "createdDate"}, nil
}

package ingest

import (
	"context"
	"errors"
	"fmt"

	"sojourn/journey"
)

// The limits of custom events that a request holds.
const (
	MaxCustomEvents = 100
	maxCustomEntry  = 256 << 10 // bytes of one of them
)

// CustomRequest is custom events as they arrived over HTTP: one, or {"entities":[…]} (events.md §5.2).
type CustomRequest struct {
	Body          []byte // not kept
	CorrelationID journey.ID
}

// CustomAnswer tells what became of the events, each in the order of the request.
type CustomAnswer struct {
	Receipts []journey.Receipt
	Errors   []IndexedFault // of those not taken; code service.unavailable says that one may be, later
}

// CustomEvents takes custom events. An error that is or wraps a *journey.Fault other than
// service.unavailable means that nothing was taken: the body is unreadable, or its only event is refused.
// After any other some may have been.
func (s *Service) CustomEvents(ctx context.Context, r CustomRequest) (CustomAnswer, error) {
	entries, alone, fault := splitFew(r.Body, MaxCustomEvents, false)
	if fault != nil {
		return CustomAnswer{}, fault
	}
	if r.CorrelationID.IsZero() {
		r.CorrelationID = s.options.NewID()
	}
	taken := customBatch{faults: make([]*journey.Fault, len(entries))}
	for i, entry := range entries {
		event, fault := s.customEvent(entry, &input{correlation: r.CorrelationID, received: s.now()})
		if taken.faults[i] = fault; fault == nil {
			taken.events, taken.places = append(taken.events, event), append(taken.places, i)
		}
	}
	if err := taken.submit(ctx, s.options.Intake); err != nil {
		return CustomAnswer{}, err
	}
	if alone && taken.faults[0] != nil {
		return CustomAnswer{}, taken.faults[0]
	}
	return taken.answer(), nil
}

// customEvent checks one event; in is what the request says of it.
func (s *Service) customEvent(entry []byte, in *input) (*journey.Event, *journey.Fault) {
	if len(entry) > maxCustomEntry {
		return nil, errTooLarge("must have at most 256 KiB")
	}
	var body customBody
	if fault := decode(entry, &body); fault != nil {
		return nil, fault
	}
	w := s.workspace()
	defer w.release()
	c := checker{values: &w.values, strictNames: s.options.StrictNames}
	e := c.custom(&body, in)
	if c.fault != nil {
		return nil, c.fault
	}
	if !e.IDGiven {
		e.ID = s.options.NewID()
	}
	e.CorrelationID = in.correlation
	return e, nil
}

// customBatch is the events of a request on their way.
type customBatch struct {
	events   []*journey.Event  // that passed the checks
	places   []int             // of each in the request
	receipts []journey.Receipt // of each that was taken; the zero receipt of others
	faults   []*journey.Fault  // by place in the request
}

// submit hands the events to the intake, and then what the taken ones say about conversations.
func (b *customBatch) submit(ctx context.Context, intake Intake) error {
	if len(b.events) == 0 {
		return nil
	}
	receipts, errs := intake.SubmitAll(ctx, b.events)
	b.receipts = receipts
	if failed, err := b.note(errs, b.places); failed == len(b.events) {
		return fmt.Errorf("ingest: submit: %w", err)
	}
	var linked []*journey.Event
	var places []int
	for i := range receipts {
		if b.faults[b.places[i]] != nil {
			continue
		}
		// The stored event tells, so that a repeat makes up for what a failure left out.
		if link := receipts[i].Event.CaseAssociation(); link != nil {
			linked, places = append(linked, link), append(places, b.places[i])
		}
	}
	if len(linked) == 0 {
		return nil
	}
	_, errs = intake.SubmitAll(ctx, linked)
	_, _ = b.note(errs, places) // told with each entry
	return nil
}

// note keeps what the intake said against events. It returns how many could not be stored, for no fault of theirs,
// and the last reason.
func (b *customBatch) note(errs []error, places []int) (failed int, last error) {
	for i, place := range places {
		if errs[i] == nil {
			continue
		}
		fault, isFault := errors.AsType[*journey.Fault](errs[i])
		if !isFault {
			fault = &journey.Fault{Code: journey.Unavailable, Reason: "the event could not be stored; try again"}
		}
		if fault.Code == journey.Unavailable {
			failed, last = failed+1, errs[i]
		}
		b.faults[place] = fault
	}
	return failed, last
}

// answer sorts the taken from the others.
func (b *customBatch) answer() (answer CustomAnswer) {
	for i, place := range b.places {
		if b.faults[place] == nil {
			answer.Receipts = append(answer.Receipts, b.receipts[i])
		}
	}
	for i, fault := range b.faults {
		if fault != nil {
			answer.Errors = append(answer.Errors, IndexedFault{Index: i, Fault: fault})
		}
	}
	return answer
}

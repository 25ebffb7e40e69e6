package restapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/flow/trial"
	"sojourn/journey"
	"sojourn/web/contract"
)

// maxTriedEvents bounds the events of one try.
const maxTriedEvents = 100

// postRulesTry answers POST /sojourn/rules/try: how a definition that is not stored would fare with events that are not
// stored either. They go through the same checks, enrichment and steps as if they came in.
func (a *api) postRulesTry(w http.ResponseWriter, r *request) error {
	draft, err := r.ruleDraft()
	if err != nil {
		return err
	}
	definition, err := a.evaluated(draft)
	if err != nil {
		return err
	}
	events, err := a.previewed(r.Context(), draft.Events)
	if err != nil {
		return err
	}
	result, err := trial.Run(definition, *a.policy(), events.all)
	if refused, ok := errors.AsType[*trial.RefusedError](err); ok {
		err = events.refused(refused)
	}
	if err != nil {
		return err
	}
	return answerJSON(w, tryView(&definition, &result))
}

// policy is how events are judged now.
func (a *api) policy() *journey.Policy {
	if a.Policy != nil {
		return a.Policy()
	}
	policy := journey.DefaultPolicy()
	return &policy
}

// previews are the events of a try.
type previews struct {
	all   []*journey.Event // nil for one that would not be recorded
	dates []string         // where each has its date
}

// previewed checks and enriches events as if they came in one second after the other.
func (a *api) previewed(ctx context.Context, entries []jsontext.Value) (*previews, error) {
	const member = "events"
	switch {
	case entries == nil:
		return nil, contract.InvalidField(contract.MissingRequiredProperty, member, "is required")
	case len(entries) > maxTriedEvents:
		reason := fmt.Sprintf("must be at most %d", maxTriedEvents)
		return nil, contract.InvalidField(contract.LimitExceeded, member, reason)
	}
	p, now := new(previews), a.now()
	for i, entry := range entries {
		event, err := a.Ingest.Preview(ctx, entry, now+journey.Instant(i)*1000)
		if err != nil {
			return nil, below(err, eventAt(i))
		}
		p.all, p.dates = append(p.all, event.Event), append(p.dates, event.DateField)
	}
	return p, nil
}

func eventAt(i int) string { return fmt.Sprintf("events[%d]", i) }

// refused names the member at fault as the request has it.
func (p *previews) refused(e *trial.RefusedError) error {
	return below(renamed(e.Fault, "createdDate", p.dates[e.Index]), eventAt(e.Index))
}

// tryView is what a try has told.
func tryView(definition *journey.Evaluated, result *trial.Result) contract.SojournRuleTryResponse {
	view := contract.SojournRuleTryResponse{Events: mapped(result.Events, triedEventView)}
	for number := range result.Sessions {
		view.Sessions = append(view.Sessions, triedSessionView(definition, number, &result.Sessions[number]))
	}
	return view
}

func triedEventView(e trial.Tried) contract.SojournTriedEvent {
	view := contract.SojournTriedEvent{Index: e.Index, Result: string(e.Outcome)}
	if e.Session >= 0 {
		view.Session = &e.Session
	}
	if e.Step != nil {
		event := e.Step.Event
		view.EventName, view.CreatedDate, view.Opened = event.Name, contract.Time(event.Created), &event.Opened
		view.Step = new(stepView(e.Step))
	}
	return view
}

func triedSessionView(definition *journey.Evaluated, number int, s *trial.Session) contract.SojournTriedSession {
	view := contract.SojournTriedSession{
		Number: number, Type: s.Type(), CustomerID: s.Customer, CustomerIDType: s.CustomerIDType(),
		EventCount: int(s.Events), State: string(s.State), Explanation: explanationOf(definition, &s.Standing),
		Missing: mapped(s.Missing, lackView),
	}
	if s.MatchedBy >= 0 {
		view.MatchedBy = &s.MatchedBy
	}
	if s.Gained != nil {
		view.Value = amountView(s.Gained)
	}
	return view
}

package restapi

import (
	"context"

	"sojourn/flow/trial"
	"sojourn/journey"
	"sojourn/web/contract"
)

// maxExamined bounds the events of a session that are looked at for the steps of its definitions.
const maxExamined = 10_000

// explainDefinitions adds how segments and outcomes fare in the session, step by step (segments-outcomes.md §3).
func (a *api) explainDefinitions(
	ctx context.Context, s *journey.Session, view *contract.SojournSessionExplanation,
) error {
	events, cut, err := a.examined(ctx, s)
	if err != nil {
		return err
	}
	view.ExaminedEventCount = len(events)
	if cut {
		view.IsCutOff = new(true)
	}
	w := why{session: s, gains: trial.Gains(s, events)}
	definitions, err := a.concerning(&w)
	if err != nil {
		return err
	}
	for i, standing := range trial.Explain(s, events, definitions) {
		view.Definitions = append(view.Definitions, w.explain(&definitions[i], &standing))
	}
	view.Definitions = append(view.Definitions, w.ofDeleted(definitions)...)
	return nil
}

// examined are the events of a session that can have done something to definitions, and whether there are more. A
// session of which no definition has seen anything needs none.
func (a *api) examined(ctx context.Context, s *journey.Session) (events []*journey.Accepted, cut bool, err error) {
	if len(s.Progress)+len(s.Assignments)+len(s.Achievements) == 0 {
		return nil, false, nil
	}
	for e, err := range a.eventsOf(ctx, s.ID) {
		switch {
		case err != nil:
			return nil, false, err
		case len(events) == maxExamined:
			return events, true, nil
		}
		events = append(events, e)
	}
	return events, false, nil
}

// why explains the definitions of a session.
type why struct {
	session *journey.Session
	gains   map[journey.ID]*trial.Gained
}

// concerning are the definitions that are evaluated, and those that the session has, in the order of evaluation.
func (a *api) concerning(w *why) ([]journey.Evaluated, error) {
	var all []journey.Evaluated
	for _, noun := range []journey.Noun{journey.SegmentNoun, journey.OutcomeNoun} {
		for _, d := range a.Definitions.List(noun) {
			e, err := journey.DecodeEvaluated(d)
			if err != nil {
				return nil, err
			}
			if e.IsActive() || w.gains[e.ID] != nil {
				all = append(all, e)
			}
		}
	}
	return all, nil
}

// explain tells how a definition fares.
func (w *why) explain(e *journey.Evaluated, s *trial.Standing) contract.SojournDefinitionExplanation {
	view := contract.SojournDefinitionExplanation{
		ID: e.ID.String(), State: string(s.State), Explanation: explanationOf(e, s),
		Gained: gainView(w.gains[e.ID]), Missing: mapped(s.Missing, lackView),
	}
	var since journey.Instant
	if e.Segment != nil {
		view.Kind, view.DisplayName = contract.SojournDefinitionExplanationKindSegment, e.Segment.DisplayName
		view.SelfURI, since = segmentURI+view.ID, e.Segment.Since
	} else {
		view.Kind, view.DisplayName = contract.SojournDefinitionExplanationKindOutcome, e.Outcome.DisplayName
		view.SelfURI, since = outcomeURI+view.ID, e.Outcome.Since
	}
	if e.IsActive() {
		view.EvaluatedSince = contract.Time(since)
		if s.State != trial.NotEvaluated && s.State != trial.Matched && w.session.First.At < since {
			view.Explanation += " Events that were accepted before it was as it is do not count."
		}
	}
	for i := range s.Steps {
		step := stepView(&s.Steps[i])
		step.Event = eventRef(s.Steps[i].Event)
		view.Steps = append(view.Steps, step)
	}
	if s.Omitted > 0 {
		view.StepsOmitted = &s.Omitted
	}
	return view
}

// gainView is what a session has of a definition, nil for nothing.
func gainView(g *trial.Gained) *contract.SojournDefinitionGain {
	if g == nil {
		return nil
	}
	view := &contract.SojournDefinitionGain{Date: contract.Time(g.At), Carried: g.Carried, Value: amountView(g)}
	if g.By != nil {
		view.Event = eventRef(g.By)
	}
	return view
}

// ofDeleted are what the session has of definitions that are not among those that exist, in the order of the session.
func (w *why) ofDeleted(existing []journey.Evaluated) (views []contract.SojournDefinitionExplanation) {
	known := make(map[journey.ID]bool, len(existing))
	for i := range existing {
		known[existing[i].ID] = true
	}
	add := func(id journey.ID, kind, uri string) {
		if known[id] {
			return
		}
		views = append(views, contract.SojournDefinitionExplanation{
			ID: id.String(), SelfURI: uri + id.String(), Kind: kind, DisplayName: id.String(),
			Gained: gainView(w.gains[id]),
			State:  contract.SojournDefinitionExplanationStateNotEvaluated, Explanation: "It was deleted.",
		})
	}
	for _, a := range w.session.Assignments {
		add(a.Segment, contract.SojournDefinitionExplanationKindSegment, segmentURI)
	}
	for i := range w.session.Achievements {
		add(w.session.Achievements[i].Outcome, contract.SojournDefinitionExplanationKindOutcome, outcomeURI)
	}
	return views
}

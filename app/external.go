package app

import (
	"context"
	"fmt"

	"sojourn/flow/define"
	"sojourn/flow/external"
	"sojourn/journey"
)

// external opens the way in for the events of business systems (events.md §5.3).
func (a *App) external(homeDivision string) (*external.Service, error) {
	schemas, err := define.NewTable(a.definitions.Store, external.SchemaNoun, external.DecodeSchema)
	if err != nil {
		return nil, fmt.Errorf("schemas of external events: %w", err)
	}
	configurations, err := define.NewTable(
		a.definitions.Store, external.ConfigurationNoun, external.DecodeConfiguration)
	if err != nil {
		return nil, fmt.Errorf("configurations of external events: %w", err)
	}
	return external.New(external.Options{
		Definitions: a.definitions, Schemas: schemas, Configurations: configurations,
		Intake:      businessIntake{gate{a.lanes, a.forget, a.people}, countedIngest{metrics: a.metrics}},
		HasDivision: func(id string) bool { return id == homeDivision }, Now: a.options.Now,
	}), nil
}

// businessIntake takes the events of business systems and counts what became of them. One that would bring back what
// was erased is not recorded, and its sender is not told (identity.md §7).
type businessIntake struct {
	gate
	counted countedIngest
}

// SubmitAll implements external.Intake.
func (b businessIntake) SubmitAll(ctx context.Context, events []*journey.Event) ([]journey.Receipt, []error) {
	receipts, errs := b.gate.SubmitAll(ctx, events)
	for i, err := range errs {
		switch {
		case buried(err):
			errs[i] = nil
			b.counted.count(fromElsewhere, notRecorded, 1)
		case err != nil:
			b.counted.refused(fromElsewhere, err)
		case receipts[i].Repeated:
			b.counted.count(fromElsewhere, repeated, 1)
		default:
			b.counted.count(fromElsewhere, accepted, 1)
		}
	}
	return receipts, errs
}

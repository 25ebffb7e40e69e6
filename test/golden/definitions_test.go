package golden

import (
	"context"
	"iter"
	"testing"
	"time"

	"sojourn/flow/define"
	"sojourn/flow/ingest"
	"sojourn/journey"
	"sojourn/web/auth"
)

// definitions is one deployment, one client that may do everything, and what the case defines.
type definitions struct {
	*define.Store
	deployment *ingest.Deployment
}

// openDefinitions begins with nothing but the deployment. The policy follows all changes.
func openDefinitions(
	t *testing.T, deployment *ingest.Deployment, now func() time.Time,
) (definitions, *define.View[journey.Policy]) {
	t.Helper()
	store, err := define.Open(t.Context(), define.Options{
		Log: forgetful{}, Index: forgetful{}, Mark: forgetful{}, Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	policy, err := define.NewView(store, policyOf, journey.SegmentNoun, journey.OutcomeNoun)
	if err != nil {
		t.Fatal(err)
	}
	return definitions{Store: store, deployment: deployment}, policy
}

// policyOf is the usual settings with the segments and outcomes that are defined.
func policyOf(listing define.Listing) (*journey.Policy, error) {
	var all []journey.Evaluated
	for _, noun := range []journey.Noun{journey.SegmentNoun, journey.OutcomeNoun} {
		for _, d := range listing(noun) {
			evaluated, err := journey.DecodeEvaluated(d)
			if err != nil {
				return nil, err
			}
			all = append(all, evaluated)
		}
	}
	policy := journey.DefaultPolicy().WithRules(journey.NewRules(all))
	return &policy, nil
}

// forgetful is the log, the index and the mark of definitions that nobody opens again.
type forgetful struct{}

func (forgetful) Append(context.Context, [][]byte) (journey.Position, error) { return 1, nil }

func (forgetful) Definitions(context.Context) iter.Seq2[*journey.Definition, error] {
	return func(func(*journey.Definition, error) bool) {}
}

func (forgetful) Define(context.Context, journey.Position, []*journey.Definition) error { return nil }

func (forgetful) Done(journey.Position, journey.Position) {}

func (forgetful) Low() journey.Position { return 1 }

func (d definitions) Deployment(id journey.ID) (*ingest.Deployment, bool) {
	return d.deployment, id == d.deployment.ID
}

func (definitions) Provider(journey.ID) (auth.Provider, bool) { return auth.Provider{}, false }

func (definitions) Client(id string) (auth.Client, bool) {
	return auth.Client{ID: id, Permissions: []string{"*:*:*"}}, id == clientID
}

type noRevocations struct{}

func (noRevocations) Revoked(journey.ID) bool { return false }

func (noRevocations) Revoke(context.Context, journey.ID, time.Time) error { return nil }

package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sojourn/flow/define"
	"sojourn/flow/enrich"
	"sojourn/flow/ingest"
	"sojourn/journey"
	"sojourn/web/auth"
)

// definitions is the stored definitions, and what the stream and the guard read of them.
type definitions struct {
	*define.Store
	deployments deployments
	clients     clients
	revocations *revocations
	policy      *define.View[journey.Policy] // with session types, segments and outcomes in it
}

// openDefinitions reads the definitions. fixed are those that exist in memory only; settings is the policy without
// any session types.
func openDefinitions(
	ctx context.Context, s *store, fixed []journey.Definition, settings journey.Policy, now func() time.Time,
) (*definitions, error) {
	kept, err := define.Open(ctx, define.Options{
		Log: s.log, Index: s.index, Mark: s.mark, Now: now, Fixed: fixed,
		Expired: func(d journey.Definition) bool { return revocationIsOver(d, now()) },
	})
	if err != nil {
		return nil, err
	}
	d := &definitions{Store: kept}
	if d.deployments.table, err = define.NewTable(kept, journey.DeploymentNoun, compileDeployment); err != nil {
		return nil, err
	}
	if d.clients.table, err = define.NewTable(kept, journey.ClientNoun, decodeClient); err != nil {
		return nil, err
	}
	if d.revocations, err = openRevocations(kept, now); err != nil {
		return nil, err
	}
	if d.policy, err = define.NewView(kept, policyWith(settings), policyNouns...); err != nil {
		return nil, err
	}
	return d, nil
}

// deployments implements ingest.Deployments.
type deployments struct {
	table *define.Table[*ingest.Deployment]
}

func (d deployments) Deployment(id journey.ID) (*ingest.Deployment, bool) {
	return d.table.Get(id.String())
}

func compileDeployment(d journey.Definition) (*ingest.Deployment, error) {
	id, err := journey.ParseID(d.ID)
	if err != nil {
		return nil, fmt.Errorf("deployment id %q: %w", d.ID, err)
	}
	compiled := &ingest.Deployment{ID: id}
	if err := json.Unmarshal(d.Body, &compiled.Deployment); err != nil {
		return nil, fmt.Errorf("deployment %s: %w", d.ID, err)
	}
	if compiled.Settings, err = enrich.Compile(compiled.Deployment); err != nil {
		return nil, err // a fault that names the field
	}
	return compiled, nil
}

// clients implements auth.Clients.
type clients struct {
	table    *define.Table[auth.Client]
	operator *auth.Client // see Options.Operator; nil for none
}

func (c clients) Client(id string) (auth.Client, bool) {
	if c.operator != nil && id == c.operator.ID {
		return *c.operator, true
	}
	return c.table.Get(id)
}

func decodeClient(d journey.Definition) (client auth.Client, err error) {
	if err = json.Unmarshal(d.Body, &client); err != nil {
		return client, fmt.Errorf("client %s: %w", d.ID, err)
	}
	client.ID = d.ID
	return client, nil
}

package restapi

import (
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json"

	"sojourn/journey"
	"sojourn/web/contract"
)

// deployment reads a stored deployment.
func deployment(d journey.Definition) (body journey.Deployment, err error) {
	if err = json.Unmarshal(d.Body, &body); err != nil {
		return body, fmt.Errorf("restapi: stored deployment %s: %w", d.ID, err)
	}
	return body, nil
}

// deploymentOf returns the definition that the path names.
func (a *api) deploymentOf(r *request) (journey.Definition, error) {
	id, err := r.id("deploymentId", "deployment")
	if err != nil {
		return journey.Definition{}, err
	}
	d, found := a.Definitions.Get(journey.DeploymentNoun, id.String())
	if !found {
		return journey.Definition{}, notFound("deployment", id.String())
	}
	return d, nil
}

func answerDeployment(w http.ResponseWriter, d journey.Definition) error {
	view, err := deploymentView(d)
	if err != nil {
		return err
	}
	return answerJSON(w, view)
}

func (a *api) getDeployment(w http.ResponseWriter, r *request) error {
	d, err := a.deploymentOf(r)
	if err != nil {
		return err
	}
	return answerDeployment(w, d)
}

// deploymentFields are what the listing can be sorted by.
var deploymentFields = fields[contract.SojournDeployment]{
	"id":                    byText(func(d contract.SojournDeployment) string { return d.ID }),
	"name":                  byText(func(d contract.SojournDeployment) string { return d.Name }),
	"version":               by(func(d contract.SojournDeployment) int { return d.Version }),
	"createdDate":           by(func(d contract.SojournDeployment) contract.Time { return d.CreatedDate }),
	"modifiedDate":          by(func(d contract.SojournDeployment) contract.Time { return d.ModifiedDate }),
	"ipAnonymization":       byText(func(d contract.SojournDeployment) string { return d.IPAnonymization }),
	"allowAllDomains":       byFlag(func(d contract.SojournDeployment) bool { return d.AllowAllDomains }),
	"enabled":               byFlag(func(d contract.SojournDeployment) bool { return d.Enabled }),
	"dropBots":              byFlag(func(d contract.SojournDeployment) bool { return d.DropBots }),
	"respectPrivacySignals": byFlag(func(d contract.SojournDeployment) bool { return d.RespectPrivacySignals }),
}

func (a *api) getDeployments(w http.ResponseWriter, r *request) error {
	q := r.query()
	p, err := q.page()
	if err != nil {
		return err
	}
	all, err := views(a.Definitions.List(journey.DeploymentNoun), deploymentView)
	if err != nil {
		return err
	}
	if err := sortBy(q, all, deploymentFields); err != nil {
		return err
	}
	entities, info := cutPage(r, q, p, all)
	return answerJSON(w, contract.SojournDeploymentListing{
		Entities: entities, PageSize: info.size, PageNumber: info.number, PageCount: info.count,
		Total: info.total, SelfURI: info.self, FirstURI: info.first, LastURI: info.last,
		NextURI: info.next, PreviousURI: info.previous,
	})
}

func (a *api) postDeployment(w http.ResponseWriter, r *request) error {
	given, err := r.members()
	if err != nil {
		return err
	}
	body, err := deploymentFrom(members{}.merge(given))
	if err != nil {
		return err
	}
	d, err := a.Definitions.Create(r.Context(), journey.DeploymentNoun, newID(), body)
	if err != nil {
		return err
	}
	return answerDeployment(w, d)
}

func (a *api) patchDeployment(w http.ResponseWriter, r *request) error {
	patch, err := r.members()
	if err != nil {
		return err
	}
	d, err := a.deploymentOf(r)
	if err != nil {
		return err
	}
	version, err := patch.version()
	if err != nil {
		return err
	}
	d, err = a.Definitions.Update(r.Context(), journey.DeploymentNoun, d.ID, version,
		func(old []byte) ([]byte, error) {
			stored, err := parseMembers(old)
			if err != nil {
				return nil, fmt.Errorf("restapi: stored deployment %s is damaged", d.ID)
			}
			return deploymentFrom(stored.merge(patch))
		})
	if err != nil {
		return err
	}
	return answerDeployment(w, d)
}

func (a *api) deleteDeployment(w http.ResponseWriter, r *request) error {
	d, err := a.deploymentOf(r)
	if err != nil {
		return err
	}
	if err := a.Definitions.Delete(r.Context(), journey.DeploymentNoun, d.ID); err != nil {
		return err
	}
	return answerNothing(w)
}

// deploymentFrom makes what is stored of what was asked for; what was not gets its default.
func deploymentFrom(m members) ([]byte, error) {
	body := journey.NewDeployment("")
	if err := m.into(&body); err != nil {
		return nil, err
	}
	if err := checkDeployment(&body); err != nil {
		return nil, err
	}
	return json.Marshal(body, json.Deterministic(true))
}

// views turns definitions into wire types.
func views[T any](definitions []journey.Definition, view func(journey.Definition) (T, error)) ([]T, error) {
	all := make([]T, 0, len(definitions))
	for _, d := range definitions {
		v, err := view(d)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

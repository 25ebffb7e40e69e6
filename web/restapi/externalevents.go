package restapi

import (
	"net/http"

	"sojourn/flow/external"
	"sojourn/web/auth"
	"sojourn/web/contract"
)

// The events of business systems: who sends them, and the events themselves (events.md §5.3).

const externalConfigurationURI = "/api/v2/journey/externalevents/configurations/"

// externalPageSize is the usual page size of configurations (api.md §4.1).
const externalPageSize = 20

func externalConfigurationView(s external.ConfigurationState) contract.ExternalEventsConfiguration {
	return contract.ExternalEventsConfiguration{
		ID: s.ID, Name: s.Name, Description: s.Description,
		DivisionID: s.DivisionID, DivisionIDActive: s.DivisionIDActive,
		SchemaID: s.SchemaID, SchemaActive: s.SchemaActive, Source: s.Source,
		DateLastModified: contract.Time(s.DateLastModified),
		SelfURI:          externalConfigurationURI + s.ID,
	}
}

func (a *api) getExternalConfigurations(w http.ResponseWriter, r *request) error {
	q := r.query()
	p, err := q.page()
	if err != nil {
		return err
	}
	if n, _ := q.count("pageSize"); n == 0 {
		p.size = externalPageSize
	}
	shown, info := cutPage(r, q, p, a.External.ListConfigurations())
	entities := make([]contract.ExternalEventsConfiguration, len(shown))
	for i, state := range shown {
		entities[i] = externalConfigurationView(state)
	}
	return answerJSON(w, contract.ExternalEventsConfigurationListing{
		Entities: entities, PageSize: &info.size, PageNumber: &info.number, PageCount: &info.count,
		Total: &info.total, SelfURI: info.self, FirstURI: info.first, LastURI: info.last,
		NextURI: info.next, PreviousURI: info.previous,
	})
}

// externalConfiguration returns the id of the configuration that the path names, which may not exist.
func externalConfiguration(r *request, parameter string) (string, error) {
	id, err := r.id(parameter, "configuration")
	return id.String(), err
}

func (a *api) getExternalConfiguration(w http.ResponseWriter, r *request) error {
	id, err := externalConfiguration(r, "configId")
	if err != nil {
		return err
	}
	state, err := a.External.Configuration(id)
	if err != nil {
		return err
	}
	return answerJSON(w, externalConfigurationView(state))
}

func (a *api) postExternalConfiguration(w http.ResponseWriter, r *request) error {
	body, err := r.plainBody()
	if err != nil {
		return err
	}
	defer body.release()
	state, err := a.External.CreateConfiguration(r.Context(), body.Bytes())
	if err != nil {
		return err
	}
	return answerJSON(w, externalConfigurationView(state))
}

func (a *api) patchExternalConfiguration(w http.ResponseWriter, r *request) error {
	id, err := externalConfiguration(r, "configId")
	if err != nil {
		return err
	}
	body, err := r.plainBody()
	if err != nil {
		return err
	}
	defer body.release()
	state, err := a.External.UpdateConfiguration(r.Context(), id, body.Bytes())
	if err != nil {
		return err
	}
	return answerJSON(w, externalConfigurationView(state))
}

func (a *api) deleteExternalConfiguration(w http.ResponseWriter, r *request) error {
	id, err := externalConfiguration(r, "configId")
	if err != nil {
		return err
	}
	if err := a.External.DeleteConfiguration(r.Context(), id); err != nil {
		return err
	}
	return answerNothing(w)
}

// externalAnswer is the public model ExternalEventsResponse, with the events as they were sent: those that were
// refused need not be of any model.
type externalAnswer struct {
	Unprocessed []external.Unprocessed `json:"unprocessedEntities"`
}

func (a *api) postExternalEvents(w http.ResponseWriter, r *request) error {
	id, err := externalConfiguration(r, "configurationId")
	if err != nil {
		return err
	}
	body, err := r.plainBody()
	if err != nil {
		return err
	}
	defer body.release()
	unprocessed, err := a.External.Ingest(r.Context(), external.Request{
		ConfigurationID: id, Body: body.Bytes(), CorrelationID: auth.CorrelationID(w.Header()),
	})
	if err != nil {
		return err
	}
	return answerJSON(w, externalAnswer{unprocessed})
}

package restapi

import (
	"net/http"
	"strconv"
	"strings"

	"sojourn/journey"
	"sojourn/web/contract"
)

// getConfig answers with the document that trackers read before they send (events.md §2.3): any page may
// read it, for a minute it need not be asked again. IP filters are nobody's business outside.
func (a *api) getConfig(w http.ResponseWriter, r *request) error {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	d, err := a.configured(r)
	if err != nil {
		return err
	}
	body, err := deployment(d)
	if err != nil {
		return err
	}
	if !body.Enabled {
		return notFound("deployment", d.ID)
	}
	events := journeyEventsView(&body.JourneyEvents)
	events.TrackingSettings.IPFilters = nil
	w.Header().Set("Cache-Control", "public, max-age=60")
	return answerJSON(w, contract.SojournDeploymentConfig{
		ID:                    d.ID,
		Version:               strconv.Itoa(d.Version),
		Status:                contract.SojournDeploymentConfigStatusActive,
		RespectPrivacySignals: body.RespectPrivacySignals,
		JourneyEvents:         events,
	})
}

// configured returns the deployment whose configuration is asked for. The older trackers know the organisation
// instead: its id stands for its first deployment (tracking-sdk.md §1).
func (a *api) configured(r *request) (journey.Definition, error) {
	d, err := a.deploymentOf(r)
	if err != nil && strings.EqualFold(r.parameter("deploymentId"), a.Organization.ID) {
		if all := a.Definitions.List(journey.DeploymentNoun); len(all) > 0 {
			return all[0], nil
		}
	}
	return d, err
}

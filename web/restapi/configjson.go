package restapi

import (
	"net/http"
	"strconv"

	"sojourn/web/contract"
)

// getConfig answers with the document that trackers read before they send (events.md §2.3): any page may
// read it, for a minute it need not be asked again. IP filters are nobody's business outside.
func (a *api) getConfig(w http.ResponseWriter, r *request) error {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	d, err := a.deploymentOf(r)
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

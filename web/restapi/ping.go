package restapi

import (
	"net/http"

	"sojourn/flow/ingest"
	"sojourn/web/auth"
	"sojourn/web/contract"
)

// getPing answers the ping of a visitor who is still there (events.md §3.5). There are no actions yet.
func (a *api) getPing(w http.ResponseWriter, r *request) error {
	q := r.query()
	if _, err := q.count("sinceLastBeaconMilliseconds"); err != nil {
		return err
	}
	ponged, err := a.Ingest.Ping(r.Context(), ingest.PingRequest{
		DeploymentID:     r.parameter("deploymentId"),
		CustomerCookieID: r.parameter("customerCookieId"),
		Location:         q.Get("dl"),
		AppNamespace:     q.Get("appNamespace"),
		SessionID:        q.Get("sessionId"),
		Origin:           r.Header.Get("Origin"),
		Peer:             a.ClientAddr(r.Request),
		Trusted:          auth.Trusted(r.Context()),
	})
	if err != nil {
		return err
	}
	return answerJSON(w, contract.DeploymentPing{
		Actions:                  []contract.DeploymentWebAction{},
		PollIntervalMilliseconds: &ponged.PollIntervalMilliseconds,
	})
}

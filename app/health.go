package app

import (
	"encoding/json"
	"errors"
	"net/http"
)

// Health is what /readyz answers: whether the server can take events, and if not, why.
type Health struct {
	Status  string   `json:"status"` // ready or unavailable
	Version string   `json:"version"`
	Reasons []string `json:"reasons,omitempty"`
}

const (
	statusReady       = "ready"
	statusUnavailable = "unavailable"
)

// health looks at the parts that can fail on their own.
func (a *App) health() Health {
	var reasons []string
	if a.draining.Load() {
		reasons = append(reasons, "the server is shutting down")
	}
	if err := a.lanes.Err(); err != nil {
		reasons = append(reasons, "events are not taken until a restart: "+err.Error())
	}
	if err := a.store.index.Err(); err != nil {
		reasons = append(reasons, "the index cannot be written: "+err.Error())
	}
	if len(reasons) > 0 {
		return Health{Status: statusUnavailable, Version: a.options.Version, Reasons: reasons}
	}
	return Health{Status: statusReady, Version: a.options.Version}
}

// readyz tells a load balancer whether to send requests here.
func (a *App) readyz(w http.ResponseWriter, _ *http.Request) {
	health := a.health()
	w.Header().Set("Content-Type", "application/json")
	if health.Status != statusReady {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(health) // the reader may be gone
}

// healthz tells a supervisor that the process is up.
func healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}

// Err is nil as long as events can be taken.
func (h Health) Err() error {
	var errs []error
	for _, reason := range h.Reasons {
		errs = append(errs, errors.New(reason))
	}
	return errors.Join(errs...)
}

package ingest

import (
	"context"
	"fmt"
	"net/netip"

	"sojourn/flow/enrich"
	"sojourn/journey"
)

// PingRequest is a ping as it arrived over HTTP (events.md §3.5).
type PingRequest struct {
	DeploymentID     string // from the path
	CustomerCookieID string // from the path
	Location         string // query dl: page URL or screen name
	AppNamespace     string // query
	SessionID        string // query; empty if absent
	Origin           string // header; empty if absent
	Peer             netip.Addr
	Trusted          bool
}

// Ponged answers a ping.
type Ponged struct {
	PollIntervalMilliseconds int // StopPinging if nothing is there to be kept alive
	Session                  journey.ID
}

// How soon the next ping is due, in milliseconds.
const (
	PingInterval = 30_000
	StopPinging  = -1
)

// Ping keeps a visitor's session from being away. It counts nothing and opens nothing. Errors are as
// those of Event.
func (s *Service) Ping(ctx context.Context, r PingRequest) (Ponged, error) {
	if err := s.limitAddress(r.Peer, r.Trusted); err != nil {
		return Ponged{}, err
	}
	ping, fault := s.checkPing(&r)
	if fault != nil {
		return Ponged{}, fault
	}
	deployment := enabled(s.options.Deployments, r.DeploymentID)
	switch {
	case deployment == nil:
		return Ponged{}, errNoDeployment()
	case !deployment.JourneyEvents.Enabled:
		return Ponged{PollIntervalMilliseconds: StopPinging}, nil
	case !r.Trusted && !deployment.admitsPing(&r):
		return Ponged{}, errDomain()
	case r.Peer.IsValid() && deployment.Settings.Filtered(r.Peer):
		return Ponged{PollIntervalMilliseconds: StopPinging}, nil
	}
	if err := s.limitCookie(r.CustomerCookieID); err != nil {
		return Ponged{}, err
	}
	pong, err := s.options.Intake.Ping(ctx, ping)
	if err != nil {
		return Ponged{}, fmt.Errorf("ingest: ping: %w", err)
	}
	if pong.Session.IsZero() {
		return Ponged{PollIntervalMilliseconds: StopPinging}, nil
	}
	return Ponged{PollIntervalMilliseconds: PingInterval, Session: pong.Session}, nil
}

// checkPing reads the parameters.
func (s *Service) checkPing(r *PingRequest) (journey.Ping, *journey.Fault) {
	ping := journey.Ping{Customer: r.CustomerCookieID, Preferred: journey.Web, Received: s.now()}
	if !isCookie(r.CustomerCookieID) {
		return ping, journey.Invalid("customerCookieId", "must be a UUID or an id of a former tracker")
	}
	if r.SessionID != "" {
		id, err := journey.ParseID(r.SessionID)
		if err != nil {
			return ping, journey.Invalid("sessionId", "must be a UUID")
		}
		ping.Session = id
	}
	if r.AppNamespace != "" {
		ping.Preferred = journey.App
	}
	return ping, nil
}

// admitsPing applies the allowed domains. A ping that tells neither where it comes from nor which page
// it is about is let through: it can do no more than keep a session alive whose cookie it knows.
func (d *Deployment) admitsPing(r *PingRequest) bool {
	if r.AppNamespace != "" {
		return d.admitsApp(r.AppNamespace)
	}
	host, isPage := enrich.URLHost(r.Location)
	return r.Origin == "" && !isPage || d.admitsWeb(r.Origin, host)
}

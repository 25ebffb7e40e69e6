package ingest

import (
	"net/netip"

	"sojourn/flow/enrich"
	"sojourn/journey"
)

// input is an event before it is checked, from whichever way in.
type input struct {
	kind           journey.Kind
	body           []byte
	deployment     string // id
	scanned        bool   // the body is read into the workspace already
	id             string // given by the sender; empty for none
	idField        string // where it stood
	address        netip.Addr
	origin         string
	userAgent      string // of the request
	acceptLanguage string
	trusted        bool
	batch          bool // an entry of a batch (events.md §1.1)
	history        bool
	authenticated  bool
	externalID     string
	correlation    journey.ID
	received       journey.Instant
	assumed        journey.Instant // the date of an event that brings none; 0 if it has to
}

// draft is an event that is checked but not enriched.
type draft struct {
	event    journey.Event
	traces   enrich.Traces
	pageHost string // web
}

// prepare checks and enriches an event: steps 2 to 9 of the package comment. Without an error, no event
// means that it is deliberately not recorded. The event is the workspace's until that is reset.
func (s *Service) prepare(in *input, w *workspace) (*journey.Event, error) {
	if len(in.body) > MaxBody {
		return nil, errTooLarge("must have at most 64 KiB")
	}
	d, fault := s.check(in, w)
	if fault != nil {
		return nil, fault
	}
	deployment, tracked, fault := s.deployment(in.deployment)
	if fault != nil {
		return nil, fault
	}
	if !tracked {
		return nil, nil
	}
	if !in.trusted && !deployment.admits(d, in.origin) {
		return nil, errDomain()
	}
	if s.drops(deployment, d, in.batch) {
		return nil, nil
	}
	if !in.batch {
		if err := s.limitCookie(d.event.Customer); err != nil {
			return nil, err
		}
	}
	d.event.Deployment = deployment.ID
	s.identify(in, &d.event)
	s.options.Enricher.Enrich(&d.traces, deployment.Settings, &d.event)
	return &d.event, nil
}

// deployment returns the deployment of that id, and whether it tracks at all.
func (s *Service) deployment(text string) (d *Deployment, tracked bool, fault *journey.Fault) {
	if id, err := journey.ParseID(text); err == nil {
		if d, ok := s.options.Deployments.Deployment(id); ok && d.Enabled {
			return d, d.JourneyEvents.Enabled, nil
		}
	}
	return nil, false, &journey.Fault{Code: journey.NotFound, Reason: "no such deployment"}
}

// admits applies the allowed domains.
func (d *Deployment) admits(event *draft, origin string) bool {
	if event.event.Kind == journey.App {
		return d.admitsApp(event.event.App.Namespace)
	}
	return d.admitsWeb(origin, event.pageHost)
}

// drops reports whether the deployment does not want the event recorded: its address is filtered, or a
// bot sent it. Only in a batch may the user agent be unknown (events.md §1.1).
func (s *Service) drops(d *Deployment, event *draft, batch bool) bool {
	if ip := event.traces.IP; ip.IsValid() && d.Settings.Filtered(ip) {
		return true
	}
	userAgent := event.traces.UserAgent
	return d.DropBots && event.event.Kind == journey.Web &&
		!(batch && userAgent == "") && s.options.Enricher.IsBot(userAgent)
}

// identify gives the event its ids.
func (s *Service) identify(in *input, e *journey.Event) {
	if !e.IDGiven {
		e.ID = s.options.NewID()
	}
	e.CorrelationID = in.correlation
	if in.correlation.IsZero() {
		e.CorrelationID = s.options.NewID()
	}
}

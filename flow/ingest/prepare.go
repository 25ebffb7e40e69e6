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
	deployment := w.deployments.of(in.deployment, s.options.Deployments)
	if deployment == nil {
		return nil, errNoDeployment()
	}
	if !deployment.JourneyEvents.Enabled {
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

// enabled returns the deployment of that id, nil if there is none that takes events.
func enabled(all Deployments, text string) *Deployment {
	if id, err := journey.ParseID(text); err == nil {
		if d, ok := all.Deployment(id); ok && d.Enabled {
			return d
		}
	}
	return nil
}

func errNoDeployment() *journey.Fault {
	return &journey.Fault{Code: journey.NotFound, Reason: "no such deployment"}
}

// lastDeployment is the deployment that was asked for last: the entries of a batch are nearly always of one.
type lastDeployment struct {
	text  string
	found *Deployment
}

// of returns what enabled does.
func (l *lastDeployment) of(text string, all Deployments) *Deployment {
	if l.found == nil || l.text != text {
		l.text, l.found = text, enabled(all, text)
	}
	return l.found
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
	return d.DropBots && event.event.Kind == journey.Web &&
		!(batch && event.traces.UserAgent == "") && s.options.Enricher.IsBot(&event.traces)
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

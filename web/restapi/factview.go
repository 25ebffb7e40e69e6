package restapi

import (
	"sojourn/flow/enrich"
	"sojourn/journey"
	"sojourn/web/contract"
)

// The parts that sessions and events share, as session.md §3 writes them. A part that is not there is nil.

func sessionURI(id journey.ID) string { return "/api/v2/journey/sessions/" + id.String() }

// Where what sessions refer to is found (session.md §3.1, §3.15).
const (
	contactURI      = "/api/v2/externalcontacts/contacts/"
	conversationURI = "/api/v2/conversations/"
	queueURI        = "/api/v2/routing/queues/"
	userURI         = "/api/v2/users/"
	caseURI         = "/api/v2/casemanagement/cases/"
)

// refView refers to what has that id below a URI; nil for none.
func refView(uri, id string) *contract.AddressableEntityRef {
	if id == "" {
		return nil
	}
	return &contract.AddressableEntityRef{ID: id, SelfURI: uri + id}
}

// size is a measure that is absent when it is 0.
func size(n int32) *int {
	if n == 0 {
		return nil
	}
	return new(int(n))
}

// required returns what a pointer points to, for members that must be written. That there always is
// something is seen to when an event comes in.
func required[T any](p *T) (value T) {
	if p != nil {
		value = *p
	}
	return value
}

// browserView needs the device for the deprecated isMobile (session.md §3.6).
func browserView(b *journey.Browser, d *journey.Device) *contract.Browser {
	if b == nil {
		return nil
	}
	view := &contract.Browser{
		Family: b.Family, Version: b.Version, Lang: b.Lang, Fingerprint: b.Fingerprint,
		ViewHeight: size(b.ViewHeight), ViewWidth: size(b.ViewWidth),
		FeaturesFlash:  b.Features&journey.FeatureFlash != 0,
		FeaturesJava:   b.Features&journey.FeatureJava != 0,
		FeaturesPdf:    b.Features&journey.FeaturePDF != 0,
		FeaturesWebrtc: b.Features&journey.FeatureWebRTC != 0,
	}
	if d != nil {
		view.IsMobile = new(d.IsMobile)
	}
	return view
}

func deviceView(d *journey.Device) *contract.Device {
	if d == nil {
		return nil
	}
	return &contract.Device{
		Category: d.Category.String(), Type: d.Type, IsMobile: d.IsMobile,
		ScreenHeight: size(d.ScreenHeight), ScreenWidth: size(d.ScreenWidth), ScreenDensity: size(d.ScreenDensity),
		Fingerprint: d.Fingerprint, OSFamily: d.OSFamily, OSVersion: d.OSVersion, Manufacturer: d.Manufacturer,
	}
}

func placeView(g *journey.Geolocation) *contract.JourneyGeolocation {
	if g == nil {
		return nil
	}
	view := &contract.JourneyGeolocation{
		Country: g.Country, CountryName: g.CountryName, Locality: g.Locality, PostalCode: g.PostalCode,
		Region: g.Region, RegionName: g.RegionName, Source: g.Source, Timezone: g.Timezone,
	}
	if g.Located {
		view.Latitude, view.Longitude = &g.Latitude, &g.Longitude
	}
	return view
}

func pageView(p *journey.Page) *contract.JourneyPage {
	if p == nil {
		return nil
	}
	return &contract.JourneyPage{
		URL: p.URL, Title: p.Title, Domain: p.Domain, Fragment: p.Fragment, Hostname: p.Hostname,
		Keywords: p.Keywords, Lang: p.Lang, Pathname: p.Pathname, QueryString: p.QueryString,
		Breadcrumb: enrich.Breadcrumb(p.Pathname),
	}
}

// campaignView leaves out one without any value (session.md §3.10).
func campaignView(c *journey.Campaign) *contract.JourneyCampaign {
	if c == nil || *c == (journey.Campaign{}) {
		return nil
	}
	return &contract.JourneyCampaign{
		Content: c.Content, Medium: c.Medium, Name: c.Name, Source: c.Source, Term: c.Term,
		ClickID: c.ClickID, Network: c.Network,
	}
}

func referrerView(r *journey.Referrer) *contract.Referrer {
	if r == nil {
		return nil
	}
	return &contract.Referrer{
		URL: r.URL, Domain: r.Domain, Hostname: r.Hostname, Keywords: r.Keywords, Pathname: r.Pathname,
		QueryString: r.QueryString, Fragment: r.Fragment, Name: r.Name, Medium: r.Medium.String(),
	}
}

func appView(a *journey.Application) *contract.JourneyApp {
	if a == nil {
		return nil
	}
	return new(contract.JourneyApp(*a))
}

func libraryView(l *journey.SDKLibrary) *contract.SdkLibrary {
	if l == nil {
		return nil
	}
	return new(contract.SdkLibrary(*l))
}

func networkView(n *journey.Network) *contract.NetworkConnectivity {
	if n == nil {
		return nil
	}
	return new(contract.NetworkConnectivity(*n))
}

// attributesView is never nil: events write theirs even when there are none (session.md §1).
func attributesView(attributes []journey.Attribute) map[string]contract.CustomEventAttribute {
	view := make(map[string]contract.CustomEventAttribute, len(attributes))
	for _, a := range attributes {
		view[a.Name] = contract.CustomEventAttribute{DataType: a.Type.String(), Value: a.Value}
	}
	return view
}

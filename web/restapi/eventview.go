package restapi

import (
	"sojourn/journey"
	"sojourn/web/contract"
)

// eventView is an entry of a session's list of events (events.md §7).
func eventView(e *journey.Accepted) contract.Event {
	view := contract.Event{
		ID:             e.ID.String(),
		CorrelationID:  e.CorrelationID.String(),
		CustomerID:     e.Customer,
		CustomerIDType: journey.CustomerIDTypeCookie,
		CreatedDate:    contract.Time(e.Created),
		Session: contract.EventSession{
			ID: e.Session.String(), SelfURI: sessionURI(e.Session), Type: e.Kind.String(),
		},
	}
	switch e.Type() {
	case journey.WebEventType:
		view.EventType, view.WebEvent = typeWebEvent, webEventView(e)
	case journey.AppEventType:
		view.EventType, view.AppEvent = typeAppEvent, appEventView(e)
	}
	return view
}

func webEventView(e *journey.Accepted) *contract.WebEvent {
	return &contract.WebEvent{
		EventName:          e.Name,
		TotalEventCount:    int(e.TotalEvents),
		TotalPageviewCount: int(e.TotalPageviews),
		Page:               required(pageView(e.Page)),
		UserAgentString:    e.UserAgent,
		Browser:            required(browserView(e.Browser, e.Device)),
		Device:             required(deviceView(e.Device)),
		Geolocation:        placeView(e.Geolocation),
		IPAddress:          e.IPAddress,
		IPOrganization:     e.IPOrg,
		MktCampaign:        campaignView(e.Campaign),
		Referrer:           referrerView(e.Referrer),
		Attributes:         attributesView(e.Attributes),
		Traits:             attributesView(e.Traits),
		SearchQuery:        e.SearchQuery,
		Authenticated:      e.Authenticated,
	}
}

func appEventView(e *journey.Accepted) *contract.AppEvent {
	return &contract.AppEvent{
		EventName:           e.Name,
		ScreenName:          e.ScreenName,
		App:                 required(appView(e.App)),
		Device:              required(deviceView(e.Device)),
		IPAddress:           e.IPAddress,
		IPOrganization:      e.IPOrg,
		Geolocation:         placeView(e.Geolocation),
		SDKLibrary:          libraryView(e.SDK),
		NetworkConnectivity: networkView(e.Network),
		MktCampaign:         campaignView(e.Campaign),
		SearchQuery:         e.SearchQuery,
		Attributes:          attributesView(e.Attributes),
		Traits:              attributesView(e.Traits),
	}
}

package restapi

import (
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
	"sojourn/web/contract"
)

// entryHead is what every entry of a session's list of events has.
func entryHead(e *journey.Entry) contract.Event {
	event := e.Event
	return contract.Event{
		ID:             e.ID().String(),
		CorrelationID:  e.Cause().String(),
		CustomerID:     event.Customer,
		CustomerIDType: event.CustomerIDType(),
		CreatedDate:    contract.Time(e.Place.At),
		Session: contract.EventSession{
			ID: event.Session.String(), SelfURI: sessionURI(event.Session), Type: event.SessionType(),
		},
	}
}

// eventView is the entry of an event itself (events.md §7).
func eventView(e *journey.Accepted) contract.Event {
	entry := e.Entry()
	view := entryHead(&entry)
	switch e.Type() {
	case journey.WebEventType:
		view.EventType, view.WebEvent = typeWebEvent, webEventView(e)
	case journey.AppEventType:
		view.EventType, view.AppEvent = typeAppEvent, appEventView(e)
	case journey.ConversationEventType:
		view.EventType, view.ConversationEvent = typeConversationEvent, conversationEventView(e)
	case journey.CustomEventType:
		view.EventType, view.CustomEvent = typeCustomEvent, customEventView(e)
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

// conversationEventView shows the event as it came in. What a case says about its conversation came in another
// form (events.md §5.2), so its facts stand in for it.
func conversationEventView(e *journey.Accepted) *contract.SojournConversationEvent {
	view := &contract.SojournConversationEvent{EventName: e.Name, Body: jsontext.Value(e.Conversation.Body)}
	if len(e.Conversation.Body) > 0 {
		return view
	}
	body := map[string]string{"conversationId": e.Conversation.ID}
	if link := e.Conversation.Case; link != nil {
		body["caseEntityId"] = link.ID
		if link.Reference != "" {
			body["caseReference"] = link.Reference
		}
	}
	view.Body = body
	return view
}

func customEventView(e *journey.Accepted) *contract.SojournCustomEvent {
	lists := make(map[string]contract.CustomEventAttributeList, len(e.Custom.Lists))
	for _, list := range e.Custom.Lists {
		lists[list.Name] = contract.CustomEventAttributeList{DataType: list.Type.String(), Values: list.Values}
	}
	return &contract.SojournCustomEvent{
		EventName:      e.Name,
		Attributes:     attributesView(e.Attributes),
		AttributeLists: lists,
		Traits:         attributesView(e.Traits),
	}
}

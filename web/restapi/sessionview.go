package restapi

import (
	"context"
	"strconv"

	"sojourn/journey"
	"sojourn/web/contract"
)

// SessionView is the document of a session as the API shows it at a moment (session.md §2), but for contacts that were
// merged since: it shows the one that the session was stitched to.
func SessionView(s *journey.Session, now journey.Instant) contract.Session {
	view := contract.Session{
		ID:                s.ID.String(),
		CustomerID:        s.Customer,
		CustomerIDType:    s.CustomerIDType(),
		Type:              s.Type(),
		DurationInSeconds: new(int(s.Duration())),
		EventCount:        int(s.Events),
		LastEvent: contract.SessionLastEvent{
			ID: s.LastEvent.ID.String(), EventName: s.LastEvent.Name, CreatedDate: contract.Time(s.Newest.At),
		},
		Authenticated: s.Authenticated,
		DivisionIDs:   s.Divisions(),
		SelfURI:       sessionURI(s.ID),
		CreatedDate:   contract.Time(s.First.At),
		EndedDate:     contract.Time(s.EndedAt(now)),
	}
	if s.Contact != nil {
		view.ExternalContact = refView(contactURI, s.Contact.ID.String())
	}
	addProjections(&view, s.Attributes)
	addSegments(&view, s)
	switch {
	case s.Visit != nil:
		addVisit(&view, s)
	case s.Conversation != nil:
		addConversation(&view, s.Conversation)
	case s.Custom != nil:
		addCustom(&view, s.Custom)
	}
	return view
}

// sessionView is SessionView with the canonical contact (identity.md §4) and the words that the clients of this server
// know.
func (a *api) sessionView(ctx context.Context, s *journey.Session, now journey.Instant) (contract.Session, error) {
	view := SessionView(s, now)
	shown, err := a.shownContact(ctx, s)
	if err != nil {
		return view, err
	}
	view.ExternalContact = contactRef(shown)
	if a.SeedEnums && s.Conversation != nil {
		view.LastUserDisconnectType = s.Conversation.Disconnect.Value.Seed().String()
	}
	return view, nil
}

// contactRef refers to a contact; nil for none.
func contactRef(id journey.ID) *contract.AddressableEntityRef {
	if id.IsZero() {
		return nil
	}
	return refView(contactURI, id.String())
}

// addVisit adds what web and app sessions carry.
func addVisit(view *contract.Session, s *journey.Session) {
	v := s.Visit
	if v.ShortID != 0 {
		view.ShortID = strconv.FormatUint(uint64(v.ShortID), 10)
	}
	view.AwayDate = contract.Time(s.AwayAt())
	view.IdleDate = contract.Time(s.IdleAt())
	view.Device = deviceView(v.Device.Value)
	view.Geolocation = placeView(v.Geolocation.Value)
	view.IPAddress = v.IPAddress.Value
	view.IPOrganization = v.IPOrg.Value
	view.MktCampaign = campaignView(v.Origin.Campaign)
	view.Referrer = referrerView(v.Origin.Referrer)
	view.SDKLibrary = libraryView(v.SDK.Value)
	for _, search := range v.Searches {
		view.SearchTerms = append(view.SearchTerms, search.Term)
	}
	switch s.Kind {
	case journey.Web:
		view.Browser = browserView(v.Browser.Value, v.Device.Value)
		view.LastPage = pageView(v.Page.Value)
		view.UserAgentString = v.UserAgent.Value
		view.PageviewCount = new(int(v.Views))
	case journey.App:
		view.App = appView(v.App.Value)
		view.NetworkConnectivity = networkView(v.Network.Value)
		view.LastScreen = v.ScreenName.Value
		view.ScreenviewCount = new(int(v.Views))
	}
}

// addProjections adds the session attributes (session.md §5).
func addProjections(view *contract.Session, projections []journey.Projection) {
	for i := range projections {
		p := &projections[i]
		if scalar, ok := p.Scalar(); ok {
			if view.Attributes == nil {
				view.Attributes = make(map[string]contract.CustomEventAttribute)
			}
			view.Attributes[p.Name] = contract.CustomEventAttribute{DataType: scalar.Type.String(), Value: scalar.Value}
		}
		if dataType, values, ok := p.AsList(); ok {
			if view.AttributeLists == nil {
				view.AttributeLists = make(map[string]contract.CustomEventAttributeList)
			}
			view.AttributeLists[p.Name] = contract.CustomEventAttributeList{DataType: dataType.String(), Values: values}
		}
	}
}

package journey

// FieldSource says which event set a field of a session. The event is the one of the session with that
// date and sequence.
type FieldSource struct {
	Field string // the name in the session's JSON form (session.md §2)
	Stamp Stamp
}

// FieldSources lists the fields of the session that one event has set, and which. Fields that all
// events make together, such as eventCount, are not among them; nor is authenticated, which the first
// event of a signed-in customer has set. A field made of several values is listed once for each.
func (s *Session) FieldSources() []FieldSource {
	list := sources{{"createdDate", s.First}, {"lastEvent", s.Newest}}
	if s.Contact != nil {
		list.add("externalContact", s.Contact.Stamp)
	}
	switch {
	case s.Conversation != nil:
		s.Conversation.sources(&list)
	case s.Custom != nil:
		s.Custom.sources(&list, s.Newest)
	case s.Visit != nil:
		s.Visit.sources(&list)
	}
	for i := range s.Attributes {
		s.Attributes[i].sources(&list)
	}
	return list
}

// sources is a list that takes no fields that are not set.
type sources []FieldSource

func (l *sources) add(field string, stamp Stamp) {
	if !stamp.IsZero() {
		*l = append(*l, FieldSource{Field: field, Stamp: stamp})
	}
}

func (v *Visit) sources(list *sources) {
	if v.Origin.Campaign != nil {
		list.add("mktCampaign", v.Origin.Stamp)
	}
	if v.Origin.Referrer != nil {
		list.add("referrer", v.Origin.Stamp)
	}
	list.add("browser", v.Browser.Stamp)
	list.add("device", v.Device.Stamp)
	list.add("userAgentString", v.UserAgent.Stamp)
	list.add("ipAddress", v.IPAddress.Stamp)
	list.add("ipOrganization", v.IPOrg.Stamp)
	list.add("geolocation", v.Geolocation.Stamp)
	list.add("lastPage", v.Page.Stamp)
	list.add("lastScreen", v.ScreenName.Stamp)
	list.add("app", v.App.Stamp)
	list.add("sdkLibrary", v.SDK.Stamp)
	list.add("networkConnectivity", v.Network.Stamp)
	for i := range v.Searches {
		list.add("searchTerms", v.Searches[i].Stamp)
	}
}

func (c *CustomSession) sources(list *sources, newest Stamp) {
	list.add("customerId", c.Customer.Stamp)
	list.add("externalUrl", c.ExternalURL.Stamp)
	list.add("caseEntity", c.CaseEntity.Stamp)
	list.add("caseReference", c.CaseReference.Stamp)
	list.add("caseStatus", c.CaseStatus.Stamp)
	if c.End == newest {
		list.add("endedDate", c.End)
	}
}

func (c *ConversationSession) sources(list *sources) {
	list.add("customerId", c.Customer.Stamp)
	list.add("originatingDirection", c.Direction.Stamp)
	list.add("conversationSubject", c.Subject.Stamp)
	list.add("lastConnectedQueue", c.Queue.Stamp)
	list.add("lastConnectedUser", c.LastConnectedUser().Stamp)
	if _, _, shown := c.LastDisposition(); shown {
		list.add("lastUserDisposition", c.Disposition.Stamp)
	}
	list.add("lastUserDisconnectType", c.Disconnect.Stamp)
	list.add("lastAcdOutcome", c.AcdOutcome.Stamp)
	list.add("endedDate", c.Left())
	for i := range c.Channels {
		list.add("conversationChannels", c.Channels[i].Stamp)
	}
	for i := range c.Divisions {
		list.add("divisionIds", c.Divisions[i].Stamp)
	}
	for i := range c.Cases {
		list.add("caseAssociations", c.Cases[i].Stamp)
	}
}

// sources lists the event that set a session attribute. Of what is counted, added or compared, that
// is the newest event that took part.
func (a *Projection) sources(list *sources) {
	switch a.Function {
	case List, All:
		for i := range a.Values {
			list.add("attributeLists."+a.Name, a.Values[i].Stamp)
		}
	case First:
		list.add("attributes."+a.Name, a.Oldest)
	default:
		if _, shown := a.Scalar(); shown {
			list.add("attributes."+a.Name, a.Newest)
		}
	}
}

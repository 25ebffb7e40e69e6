package codec

import (
	"fmt"

	"sojourn/journey"
)

// eventLine is an event record as JSON: the members of the event as the API names them
// (events.md §7, session.md §3), then what was decided about it.
type eventLine struct {
	Record        string          `json:"record"`
	ID            journey.ID      `json:"id"`
	IDGiven       bool            `json:"idGiven,omitzero"`
	CorrelationID journey.ID      `json:"correlationId,omitzero"`
	Deployment    journey.ID      `json:"deploymentId,omitzero"`
	Kind          string          `json:"kind"`
	Cookie        string          `json:"customerCookieId,omitzero"` // the customer of a visit
	Customer      string          `json:"customerId,omitzero"`       // of every other event
	Name          string          `json:"eventName"`
	Created       journey.Instant `json:"createdDate"`
	Received      journey.Instant `json:"receivedDate"`
	History       bool            `json:"history,omitzero"`
	Authenticated bool            `json:"authenticated,omitzero"`
	ExternalID    string          `json:"externalId,omitzero"`

	Page        *pageLine        `json:"page,omitzero"`
	ScreenName  string           `json:"screenName,omitzero"`
	App         *applicationLine `json:"app,omitzero"`
	Network     *networkLine     `json:"networkConnectivity,omitzero"`
	SDK         *sdkLine         `json:"sdkLibrary,omitzero"`
	Browser     *browserLine     `json:"browser,omitzero"`
	Device      *deviceLine      `json:"device,omitzero"`
	UserAgent   string           `json:"userAgentString,omitzero"`
	IPAddress   string           `json:"ipAddress,omitzero"`
	IPOrg       string           `json:"ipOrganization,omitzero"`
	Geolocation *geolocationLine `json:"geolocation,omitzero"`
	Campaign    *campaignLine    `json:"mktCampaign,omitzero"`
	Referrer    *referrerLine    `json:"referrer,omitzero"`
	SearchQuery string           `json:"searchQuery,omitzero"`
	Attributes  attributesLine   `json:"attributes,omitempty"`
	Traits      attributesLine   `json:"traits,omitempty"`

	Contact      journey.ID           `json:"externalContactId,omitzero"`
	ContactBasis journey.ContactBasis `json:"externalContactBasis,omitzero"`
	Conversation *conversationLine    `json:"conversation,omitzero"`
	Custom       *customLine          `json:"custom,omitzero"`

	Session        journey.ID      `json:"sessionId"`
	Seq            uint64          `json:"sequence"`
	Opened         bool            `json:"opened,omitzero"`
	Ends           bool            `json:"ends,omitzero"`
	EndedID        journey.ID      `json:"endedSessionId,omitzero"`
	ShortID        uint32          `json:"shortId,omitzero"`
	Signature      hexNumber       `json:"signature,omitzero"`
	Rules          rulesLine       `json:"rules"`
	Projected      []projectedLine `json:"projected,omitempty"`
	Judged         []judgedLine    `json:"judged,omitempty"`
	Carried        []assignedLine  `json:"carried,omitempty"`
	TotalEvents    uint64          `json:"totalEventCount"`
	TotalPageviews uint64          `json:"totalPageviewCount"`
}

type rulesLine struct {
	Timeout uint32 `json:"timeoutSeconds"`
	Idle    uint32 `json:"idleSeconds"`
	Away    uint32 `json:"awaySeconds"`
}

type projectedLine struct {
	Name     string           `json:"name"`
	Function journey.Function `json:"function"`
	Type     journey.DataType `json:"dataType"`
	Value    string           `json:"value,omitzero"`
}

func eventLineOf(r *journey.Accepted) *eventLine {
	l := &eventLine{
		Record: lineEvent, ID: r.ID, IDGiven: r.IDGiven, CorrelationID: r.CorrelationID,
		Deployment: r.Deployment, Kind: r.Kind.String(), Name: r.Name,
		Created: r.Created, Received: r.Received, History: r.History,
		Authenticated: r.Authenticated, ExternalID: r.ExternalID,

		Page: (*pageLine)(r.Page), ScreenName: r.ScreenName, App: (*applicationLine)(r.App),
		Network: (*networkLine)(r.Network), SDK: (*sdkLine)(r.SDK), Browser: (*browserLine)(r.Browser),
		Device: (*deviceLine)(r.Device), UserAgent: r.UserAgent, IPAddress: r.IPAddress, IPOrg: r.IPOrg,
		Geolocation: (*geolocationLine)(r.Geolocation), Campaign: (*campaignLine)(r.Campaign),
		Referrer: (*referrerLine)(r.Referrer), SearchQuery: r.SearchQuery,
		Attributes: attributesLine(r.Attributes), Traits: attributesLine(r.Traits),

		Contact: r.Contact, ContactBasis: r.ContactBasis,
		Conversation: conversationLineOf(r.Conversation), Custom: customLineOf(r.Custom),

		Session: r.Session, Seq: r.Seq, Opened: r.Opened, Ends: r.Ends, EndedID: r.EndedID, ShortID: r.ShortID,
		Signature: hexNumber(r.Signature), Rules: rulesLine(r.Rules),
		TotalEvents: r.TotalEvents, TotalPageviews: r.TotalPageviews,
	}
	if r.Kind.IsVisit() {
		l.Cookie = r.Customer
	} else {
		l.Customer = r.Customer
	}
	for _, p := range r.Projected {
		l.Projected = append(l.Projected, projectedLine(p))
	}
	for i := range r.Judged {
		l.Judged = append(l.Judged, judgedLineOf(&r.Judged[i]))
	}
	for _, a := range r.Carried {
		l.Carried = append(l.Carried, assignedLine(a))
	}
	return l
}

// accepted turns the line back into the record.
func (l *eventLine) accepted() (*journey.Accepted, error) {
	kind := journey.ParseKind(l.Kind)
	if kind == journey.KindNone {
		return nil, fmt.Errorf("unknown kind %q", l.Kind)
	}
	if kind == journey.Conversation && l.Conversation == nil || kind == journey.Custom && l.Custom == nil {
		return nil, fmt.Errorf("an event of kind %q needs its member %q", l.Kind, l.Kind)
	}
	r := &journey.Accepted{
		Event: journey.Event{
			ID: l.ID, IDGiven: l.IDGiven, CorrelationID: l.CorrelationID, Deployment: l.Deployment,
			Kind: kind, Customer: l.Customer, Name: l.Name,
			Created: l.Created, Received: l.Received,
			History: l.History, Authenticated: l.Authenticated, ExternalID: l.ExternalID,

			Page: (*journey.Page)(l.Page), ScreenName: l.ScreenName, App: (*journey.Application)(l.App),
			Network: (*journey.Network)(l.Network), SDK: (*journey.SDKLibrary)(l.SDK),
			Browser: (*journey.Browser)(l.Browser), Device: (*journey.Device)(l.Device),
			UserAgent: l.UserAgent, IPAddress: l.IPAddress, IPOrg: l.IPOrg,
			Geolocation: (*journey.Geolocation)(l.Geolocation), Campaign: (*journey.Campaign)(l.Campaign),
			Referrer: (*journey.Referrer)(l.Referrer), SearchQuery: l.SearchQuery,
			Attributes: []journey.Attribute(l.Attributes), Traits: []journey.Attribute(l.Traits),

			Contact: l.Contact, ContactBasis: l.ContactBasis,
			Conversation: l.Conversation.facts(), Custom: l.Custom.facts(),
		},
		Session: l.Session, Seq: l.Seq, Opened: l.Opened, Ends: l.Ends, EndedID: l.EndedID, ShortID: l.ShortID,
		Signature: uint64(l.Signature), Rules: journey.VisitRules(l.Rules),
		TotalEvents: l.TotalEvents, TotalPageviews: l.TotalPageviews,
	}
	if kind.IsVisit() {
		r.Customer = l.Cookie
	}
	for _, p := range l.Projected {
		r.Projected = append(r.Projected, journey.Projected(p))
	}
	for i := range l.Judged {
		r.Judged = append(r.Judged, l.Judged[i].judged())
	}
	for _, a := range l.Carried {
		r.Carried = append(r.Carried, journey.Assignment(a))
	}
	return r, nil
}

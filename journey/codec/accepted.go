package codec

import (
	"encoding/binary"

	"sojourn/journey"
)

// What an event record has. The bits are stored.
const (
	hasIDGiven flags = 1 << iota
	hasHistory
	hasAuthenticated
	hasOpened
	hasCorrelation
	hasExternalID
	hasPage
	hasScreenName
	hasApp
	hasNetwork
	hasSDK
	hasBrowser
	hasDevice
	hasUserAgent
	hasIPAddress
	hasIPOrg
	hasGeolocation
	hasCampaign
	hasReferrer
	hasSearchQuery
	hasAttributes
	hasTraits
	hasEndedID
	hasShortID
	hasSignature
	hasProjected
	// Version 2 begins here.
	hasContact
	hasEnds
	hasConversation
	hasCustom
	// Version 3 begins here.
	hasJudged
	hasCarried
)

// eventLayouts are the layouts of events.
var eventLayouts = layouts{hasContact, hasJudged, hasCarried << 1}

func acceptedFlags(r *journey.Accepted) flags {
	return flags(0).
		with(hasIDGiven, r.IDGiven).
		with(hasHistory, r.History).
		with(hasAuthenticated, r.Authenticated).
		with(hasOpened, r.Opened).
		with(hasCorrelation, !r.CorrelationID.IsZero()).
		with(hasExternalID, r.ExternalID != "").
		with(hasPage, r.Page != nil).
		with(hasScreenName, r.ScreenName != "").
		with(hasApp, r.App != nil).
		with(hasNetwork, r.Network != nil).
		with(hasSDK, r.SDK != nil).
		with(hasBrowser, r.Browser != nil).
		with(hasDevice, r.Device != nil).
		with(hasUserAgent, r.UserAgent != "").
		with(hasIPAddress, r.IPAddress != "").
		with(hasIPOrg, r.IPOrg != "").
		with(hasGeolocation, r.Geolocation != nil).
		with(hasCampaign, r.Campaign != nil).
		with(hasReferrer, r.Referrer != nil).
		with(hasSearchQuery, r.SearchQuery != "").
		with(hasAttributes, len(r.Attributes) > 0).
		with(hasTraits, len(r.Traits) > 0).
		with(hasEndedID, !r.EndedID.IsZero()).
		with(hasShortID, r.ShortID != 0).
		with(hasSignature, r.Signature != 0).
		with(hasProjected, len(r.Projected) > 0).
		with(hasContact, !r.Contact.IsZero() || r.ContactBasis != journey.NoContact).
		with(hasEnds, r.Ends).
		with(hasConversation, r.Conversation != nil).
		with(hasCustom, r.Custom != nil).
		with(hasJudged, len(r.Judged) > 0).
		with(hasCarried, len(r.Carried) > 0)
}

func appendAccepted(b []byte, r *journey.Accepted) []byte {
	f := acceptedFlags(r)
	b = append(b, typeAccepted, eventLayouts.versionFor(r.Kind, f), byte(r.Kind))
	b = appendFlags(b, f)
	b = append(b, r.ID[:]...)
	b = append(b, r.Deployment[:]...)
	b = appendText(b, r.Customer)
	b = appendString(b, r.Name)
	b = appendInstant(b, r.Created, 0)
	b = appendInstant(b, r.Received, r.Created)
	b = appendDecided(b, r, f)
	b = appendEventGroups(b, &r.Event, f)
	b = appendEventTexts(b, &r.Event, f)
	if f >= hasContact {
		b = appendEventKinds(b, &r.Event, f)
	}
	if f.has(hasJudged) {
		b = appendJudged(b, r.Judged, r.Received)
	}
	if f.has(hasCarried) {
		b = appendAssignments(b, r.Carried, r.Received)
	}
	return b
}

// appendEventKinds writes what version 2 added.
func appendEventKinds(b []byte, e *journey.Event, f flags) []byte {
	if f.has(hasContact) {
		b = append(b, byte(e.ContactBasis))
		b = append(b, e.Contact[:]...)
	}
	if f.has(hasConversation) {
		b = appendConversationFacts(b, e.Conversation)
	}
	if f.has(hasCustom) {
		b = appendCustomFacts(b, e.Custom)
	}
	return b
}

// appendDecided writes what the acceptance decided about the event.
func appendDecided(b []byte, r *journey.Accepted, f flags) []byte {
	b = append(b, r.Session[:]...)
	b = binary.AppendUvarint(b, r.Seq)
	b = binary.AppendUvarint(b, r.TotalEvents)
	b = binary.AppendUvarint(b, r.TotalPageviews)
	b = appendRules(b, r.Rules)
	if f.has(hasEndedID) {
		b = append(b, r.EndedID[:]...)
	}
	if f.has(hasShortID) {
		b = binary.AppendUvarint(b, uint64(r.ShortID))
	}
	if f.has(hasSignature) {
		b = binary.LittleEndian.AppendUint64(b, r.Signature)
	}
	if !f.has(hasProjected) {
		return b
	}
	b = binary.AppendUvarint(b, uint64(len(r.Projected)))
	for i := range r.Projected {
		p := &r.Projected[i]
		b = appendString(b, p.Name)
		b = append(b, byte(p.Function), byte(p.Type))
		b = appendString(b, p.Value)
	}
	return b
}

func appendEventGroups(b []byte, e *journey.Event, f flags) []byte {
	if f.has(hasPage) {
		b = appendPage(b, e.Page)
	}
	if f.has(hasApp) {
		b = appendApplication(b, e.App)
	}
	if f.has(hasNetwork) {
		b = appendNetwork(b, e.Network)
	}
	if f.has(hasSDK) {
		b = appendSDK(b, e.SDK)
	}
	if f.has(hasBrowser) {
		b = appendBrowser(b, e.Browser)
	}
	if f.has(hasDevice) {
		b = appendDevice(b, e.Device)
	}
	if f.has(hasGeolocation) {
		b = appendGeolocation(b, e.Geolocation)
	}
	if f.has(hasCampaign) {
		b = appendCampaign(b, e.Campaign)
	}
	if f.has(hasReferrer) {
		b = appendReferrer(b, e.Referrer)
	}
	return b
}

func appendEventTexts(b []byte, e *journey.Event, f flags) []byte {
	if f.has(hasCorrelation) {
		b = append(b, e.CorrelationID[:]...)
	}
	for bit, text := range eventTexts(e) {
		if f.has(bit) {
			b = appendString(b, *text)
		}
	}
	if f.has(hasAttributes) {
		b = appendAttributes(b, e.Attributes)
	}
	if f.has(hasTraits) {
		b = appendAttributes(b, e.Traits)
	}
	return b
}

// eventTexts yields the optional texts of an event in the order in which they are stored.
func eventTexts(e *journey.Event) func(yield func(flags, *string) bool) {
	return func(yield func(flags, *string) bool) {
		_ = yield(hasExternalID, &e.ExternalID) && yield(hasScreenName, &e.ScreenName) &&
			yield(hasUserAgent, &e.UserAgent) && yield(hasIPAddress, &e.IPAddress) &&
			yield(hasIPOrg, &e.IPOrg) && yield(hasSearchQuery, &e.SearchQuery)
	}
}

func readAccepted(r *reader) *journey.Accepted {
	a := &journey.Accepted{}
	readRest(r, a, readHead(r, a))
	return a
}

// readHead reads the members that every event has.
func readHead(r *reader, a *journey.Accepted) flags {
	a.Kind = r.kind()
	f := r.knownFlags(eventLayouts)
	if a.Kind == journey.Conversation && !f.has(hasConversation) || a.Kind == journey.Custom && !f.has(hasCustom) {
		r.fail(ErrMalformed)
	}
	a.Ends = f.has(hasEnds)
	a.IDGiven, a.History = f.has(hasIDGiven), f.has(hasHistory)
	a.Authenticated, a.Opened = f.has(hasAuthenticated), f.has(hasOpened)
	a.ID = r.id()
	a.Deployment = r.id()
	a.Customer = r.textOf()
	a.Name = r.string()
	a.Created = r.instant(0)
	a.Received = r.instant(a.Created)
	a.Session = r.id()
	a.Seq = r.uvarint()
	a.TotalEvents = r.uvarint()
	a.TotalPageviews = r.uvarint()
	a.Rules = r.rules()
	return f
}

// readRest reads the others, by the flags that readHead returned.
func readRest(r *reader, a *journey.Accepted, f flags) {
	readDecided(r, a, f)
	readEventGroups(r, &a.Event, f)
	readEventTexts(r, &a.Event, f)
	readEventKinds(r, &a.Event, f)
	if f.has(hasJudged) {
		a.Judged = readJudged(r, a.Received)
	}
	if f.has(hasCarried) {
		a.Carried = readAssignments(r, a.Received)
	}
}

func readEventKinds(r *reader, e *journey.Event, f flags) {
	if f.has(hasContact) {
		e.ContactBasis, e.Contact = r.contactBasis(), r.id()
	}
	if f.has(hasConversation) {
		e.Conversation = readConversationFacts(r)
	}
	if f.has(hasCustom) {
		e.Custom = readCustomFacts(r)
	}
}

func readDecided(r *reader, a *journey.Accepted, f flags) {
	if f.has(hasEndedID) {
		a.EndedID = r.id()
	}
	if f.has(hasShortID) {
		a.ShortID = r.uint32()
	}
	if f.has(hasSignature) {
		a.Signature = r.fixed64()
	}
	if !f.has(hasProjected) {
		return
	}
	a.Projected = r.room.projected.take(r.count(4))
	for i := range a.Projected {
		a.Projected[i] = journey.Projected{
			Name: r.string(), Function: r.function(), Type: r.dataType(), Value: r.string(),
		}
	}
}

func readEventGroups(r *reader, e *journey.Event, f flags) {
	if f.has(hasPage) {
		e.Page = readPage(r)
	}
	if f.has(hasApp) {
		e.App = readApplication(r)
	}
	if f.has(hasNetwork) {
		e.Network = readNetwork(r)
	}
	if f.has(hasSDK) {
		e.SDK = readSDK(r)
	}
	if f.has(hasBrowser) {
		e.Browser = readBrowser(r)
	}
	if f.has(hasDevice) {
		e.Device = readDevice(r)
	}
	if f.has(hasGeolocation) {
		e.Geolocation = readGeolocation(r)
	}
	if f.has(hasCampaign) {
		e.Campaign = readCampaign(r)
	}
	if f.has(hasReferrer) {
		e.Referrer = readReferrer(r)
	}
}

func readEventTexts(r *reader, e *journey.Event, f flags) {
	if f.has(hasCorrelation) {
		e.CorrelationID = r.id()
	}
	for bit, text := range eventTexts(e) {
		if f.has(bit) {
			*text = r.string()
		}
	}
	if f.has(hasAttributes) {
		e.Attributes = r.attributes()
	}
	if f.has(hasTraits) {
		e.Traits = r.attributes()
	}
}

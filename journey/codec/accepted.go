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
var eventLayouts = layouts{hasContact, hasJudged, hasCarried << 1, hasCarried << 1}

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

// appendAccepted writes what most events of a site share first, what is random together behind it, and the user agent
// with all that follows from it in one piece: that is how compression finds the most in the fewest steps.
func appendAccepted(b []byte, r *journey.Accepted) []byte {
	f := acceptedFlags(r)
	b = append(b, typeAccepted, version4, byte(r.Kind))
	b = appendFlags(b, f)
	b = appendHead(b, r)
	b = appendDecided(b, r, f)
	b = appendAgent(b, &r.Event, f)
	b = appendEventGroups(b, &r.Event, f)
	b = appendEventTexts(b, &r.Event, f)
	if f.has(hasConversation) {
		b = appendConversationFacts(b, r.Conversation)
	}
	if f.has(hasCustom) {
		b = appendCustomFacts(b, r.Custom)
	}
	if f.has(hasJudged) {
		b = appendJudged(b, r.Judged, r.Received)
	}
	if f.has(hasCarried) {
		b = appendAssignments(b, r.Carried, r.Received)
	}
	return b
}

// appendHead writes the members that every event has.
func appendHead(b []byte, r *journey.Accepted) []byte {
	b = appendString(b, r.Name)
	b = append(b, r.Deployment[:]...)
	b = appendRules(b, r.Rules)
	b = appendInstant(b, r.Created, 0)
	b = appendInstant(b, r.Received, r.Created)
	b = binary.AppendUvarint(b, r.Seq)
	b = binary.AppendUvarint(b, r.TotalEvents)
	b = binary.AppendUvarint(b, r.TotalPageviews)
	b = append(b, r.Session[:]...)
	b = append(b, r.ID[:]...)
	return appendText(b, r.Customer)
}

// appendDecided writes where the event came from, and what the acceptance decided about it.
func appendDecided(b []byte, r *journey.Accepted, f flags) []byte {
	if f.has(hasContact) {
		b = append(b, byte(r.ContactBasis))
		b = append(b, r.Contact[:]...)
	}
	if f.has(hasIPAddress) {
		b = appendAddress(b, r.IPAddress)
	}
	if f.has(hasCorrelation) {
		b = append(b, r.CorrelationID[:]...)
	}
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

// appendAgent writes the user agent, what follows from it, and what else is known of browser and device.
func appendAgent(b []byte, e *journey.Event, f flags) []byte {
	if f.has(hasUserAgent) {
		b = appendString(b, e.UserAgent)
	}
	if f.has(hasBrowser) {
		b = appendBrowserKind(b, e.Browser, e.UserAgent)
	}
	if f.has(hasDevice) {
		b = appendDeviceKind(b, e.Device, e.UserAgent)
	}
	if f.has(hasBrowser) {
		b = appendBrowserOwn(b, e.Browser)
	}
	if f.has(hasDevice) {
		b = appendDeviceOwn(b, e.Device)
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
			yield(hasIPOrg, &e.IPOrg) && yield(hasSearchQuery, &e.SearchQuery)
	}
}

package codec

import "sojourn/journey"

// What versions 1 to 3 of events and sessions had otherwise than version 4. Nothing is written like that any more.

// readOldHead reads the members that every event has.
func readOldHead(r *reader, a *journey.Accepted) {
	a.ID = r.id()
	a.Deployment = r.id()
	a.Customer = r.textOf()
	a.Name = r.string()
	a.Created = r.instant(0)
	a.Received = r.instant(a.Created)
	a.Session = r.id()
	a.Seq, a.TotalEvents, a.TotalPageviews = r.uvarint(), r.uvarint(), r.uvarint()
	a.Rules = r.rules()
}

func readOldRest(r *reader, a *journey.Accepted, f flags) {
	readOutcome(r, a, f)
	readOldGroups(r, &a.Event, f)
	readOldTexts(r, &a.Event, f)
	if f.has(hasContact) {
		a.ContactBasis, a.Contact = r.contactBasis(), r.id()
	}
	readLater(r, a, f)
}

func readOldGroups(r *reader, e *journey.Event, f flags) {
	readEventGroups(r, e, f&(hasPage|hasApp|hasNetwork|hasSDK))
	if f.has(hasBrowser) {
		e.Browser = readOldBrowser(r)
	}
	if f.has(hasDevice) {
		e.Device = readOldDevice(r)
	}
	readEventGroups(r, e, f&(hasGeolocation|hasCampaign|hasReferrer))
}

func readOldTexts(r *reader, e *journey.Event, f flags) {
	if f.has(hasCorrelation) {
		e.CorrelationID = r.id()
	}
	readEventTexts(r, e, f&(hasExternalID|hasScreenName))
	if f.has(hasUserAgent) {
		e.UserAgent = r.string()
	}
	if f.has(hasIPAddress) {
		e.IPAddress = r.string()
	}
	readEventTexts(r, e, f&(hasIPOrg|hasSearchQuery|hasAttributes|hasTraits))
}

func readOldBrowser(r *reader) *journey.Browser {
	v := place(r.room.browser)
	*v = journey.Browser{
		Features: journey.BrowserFeatures(r.byte()), Family: r.string(), Version: r.string(),
		Lang: r.string(), Fingerprint: r.string(), ViewWidth: r.int32(), ViewHeight: r.int32(),
	}
	return v
}

func readOldDevice(r *reader) *journey.Device {
	v := place(r.room.device)
	*v = journey.Device{
		Category: journey.DeviceCategory(r.enum(byte(journey.OtherCategory))),
		IsMobile: r.flags().has(deviceIsMobile), Type: r.string(),
		OSFamily: r.string(), OSVersion: r.string(), Manufacturer: r.string(), Fingerprint: r.string(),
		ScreenWidth: r.int32(), ScreenHeight: r.int32(), ScreenDensity: r.int32(),
	}
	return v
}

func readOldTouches(r *reader, v *journey.Visit, newest journey.Stamp, f flags) {
	if f.has(visitBrowser) {
		v.Browser = readFact(r, newest, readOldBrowser)
	}
	if f.has(visitDevice) {
		v.Device = readFact(r, newest, readOldDevice)
	}
	readGroupTouches(r, v, newest, f)
	if f.has(visitUserAgent) {
		v.UserAgent = r.textFact(newest)
	}
	if f.has(visitIPAddress) {
		v.IPAddress = r.textFact(newest)
	}
	readTextTouches(r, v, newest, f)
}

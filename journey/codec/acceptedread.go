package codec

import "sojourn/journey"

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
	if r.version < version4 {
		readOldHead(r, a)
		return f
	}
	a.Name = r.string()
	a.Deployment = r.id()
	a.Rules = r.rules()
	a.Created = r.instant(0)
	a.Received = r.instant(a.Created)
	a.Seq, a.TotalEvents, a.TotalPageviews = r.uvarint(), r.uvarint(), r.uvarint()
	a.Session, a.ID = r.id(), r.id()
	a.Customer = r.textOf()
	return f
}

// readRest reads the others, by the flags that readHead returned.
func readRest(r *reader, a *journey.Accepted, f flags) {
	if r.version < version4 {
		readOldRest(r, a, f)
		return
	}
	readDecided(r, a, f)
	readAgent(r, &a.Event, f)
	readEventGroups(r, &a.Event, f)
	readEventTexts(r, &a.Event, f)
	readLater(r, a, f)
}

// readLater reads the groups that came with versions 2 and 3.
func readLater(r *reader, a *journey.Accepted, f flags) {
	if f.has(hasConversation) {
		a.Conversation = readConversationFacts(r)
	}
	if f.has(hasCustom) {
		a.Custom = readCustomFacts(r)
	}
	if f.has(hasJudged) {
		a.Judged = readJudged(r, a.Received)
	}
	if f.has(hasCarried) {
		a.Carried = readAssignments(r, a.Received)
	}
}

func readDecided(r *reader, a *journey.Accepted, f flags) {
	if f.has(hasContact) {
		a.ContactBasis, a.Contact = r.contactBasis(), r.id()
	}
	if f.has(hasIPAddress) {
		a.IPAddress = r.address()
	}
	if f.has(hasCorrelation) {
		a.CorrelationID = r.id()
	}
	readOutcome(r, a, f)
}

// readOutcome reads what an event did to its session, the one before, and its attributes.
func readOutcome(r *reader, a *journey.Accepted, f flags) {
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

func readAgent(r *reader, e *journey.Event, f flags) {
	if f.has(hasUserAgent) {
		e.UserAgent = r.string()
	}
	if f.has(hasBrowser) {
		e.Browser = readBrowserKind(r, e.UserAgent)
	}
	if f.has(hasDevice) {
		e.Device = readDeviceKind(r, e.UserAgent)
	}
	if f.has(hasBrowser) {
		readBrowserOwn(r, e.Browser)
	}
	if f.has(hasDevice) {
		readDeviceOwn(r, e.Device)
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

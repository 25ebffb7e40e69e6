package codec

import (
	"fmt"
	"math"

	"pgregory.net/rapid"

	"sojourn/journey"
)

// Generators of everything that has a binary form. They produce more than the domain ever
// would: any text, any date, any number.

var (
	genText = rapid.OneOf(rapid.Just(""), rapid.String(), rapid.StringMatching(`[a-z]{1,12}`))
	genUUID = rapid.Custom(func(t *rapid.T) string { return genID.Draw(t, "uuid").String() })
	genID   = rapid.Custom(func(t *rapid.T) (id journey.ID) {
		if rapid.IntRange(0, 3).Draw(t, "id?") > 0 {
			copy(id[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		}
		return id
	})
	genCookie  = rapid.OneOf(genUUID, genText, rapid.Just("00000001-AAAA-4BBB-8CCC-000000000001"))
	genInstant = rapid.OneOf(
		rapid.Map(rapid.Int64Range(1_700_000_000_000, 1_900_000_000_000), instant),
		rapid.Map(rapid.Int64(), instant), rapid.Just(journey.Instant(0)),
	)
	genStamp = rapid.Custom(func(t *rapid.T) journey.Stamp {
		return journey.Stamp{At: genInstant.Draw(t, "at"), Seq: rapid.Uint64().Draw(t, "seq")}
	})
	genKind     = rapid.SampledFrom([]journey.Kind{journey.Web, journey.App, journey.Conversation, journey.Custom})
	genType     = enumeration(journey.Boolean)
	genFunction = enumeration(journey.All)
	genFloat    = rapid.OneOf(rapid.Float64Range(-180, 180), rapid.Float64(), rapid.Just(math.Copysign(0, -1)))
)

// genAddress draws IP addresses and what looks like them.
var genAddress = rapid.OneOf(
	genText, rapid.StringMatching(`([0-9]{1,3}\.){3}[0-9]{1,3}`), rapid.StringMatching(`::(ffff:)?1\.2\.3\.[0-9]`),
)

// genLink draws URLs with the parts that a plain one has, and with others.
var genLink = rapid.Custom(func(t *rapid.T) link {
	if rapid.Bool().Draw(t, "plain?") {
		l := linkOf(rapid.StringMatching(`https?://[a-z.]{0,9}(:[0-9]{1,3})?(/[a-z/]{0,9})?(\?[a-z=?]{0,5})?(#[a-z#?]{0,5})?`).
			Draw(t, "url"))
		l.domain = l.host[rapid.IntRange(0, len(l.host)).Draw(t, "subdomains"):]
		return l
	}
	return link{
		genText.Draw(t, "url"), genText.Draw(t, "domain"), genText.Draw(t, "host"), genText.Draw(t, "path"),
		genText.Draw(t, "query"), genText.Draw(t, "fragment"),
	}
})

// genPiece draws a piece of a text.
func genPiece(t *rapid.T, of string) string {
	from := rapid.IntRange(0, len(of)).Draw(t, "from")
	return of[from:rapid.IntRange(from, len(of)).Draw(t, "to")]
}

// enumeration draws a number up to the last one.
func enumeration[T ~uint8](last T) *rapid.Generator[T] {
	return rapid.Map(rapid.ByteMax(byte(last)), func(b byte) T { return T(b) })
}

func instant(ms int64) journey.Instant { return journey.Instant(ms) }

// maybe is a pointer to what gen draws, or nil.
func maybe[T any](t *rapid.T, gen *rapid.Generator[T], label string) *T {
	if !rapid.Bool().Draw(t, label+"?") {
		return nil
	}
	v := gen.Draw(t, label)
	return &v
}

// few draws at most four, nil if none.
func few[T any](t *rapid.T, gen *rapid.Generator[T], label string) []T {
	if v := rapid.SliceOfN(gen, 0, 4).Draw(t, label); len(v) > 0 {
		return v
	}
	return nil
}

var genBrowser = rapid.Custom(func(t *rapid.T) journey.Browser {
	return journey.Browser{
		Family: genText.Draw(t, "family"), Version: genText.Draw(t, "version"), Lang: genText.Draw(t, "lang"),
		Fingerprint: genText.Draw(t, "print"), ViewWidth: rapid.Int32().Draw(t, "w"),
		ViewHeight: rapid.Int32().Draw(t, "h"),
		Features:   journey.BrowserFeatures(rapid.ByteMax(15).Draw(t, "features")),
	}
})

var genDevice = rapid.Custom(func(t *rapid.T) journey.Device {
	return journey.Device{
		Category: enumeration(journey.OtherCategory).Draw(t, "category"),
		IsMobile: rapid.Bool().Draw(t, "mobile"), Type: genText.Draw(t, "type"),
		OSFamily: genText.Draw(t, "os"), OSVersion: genText.Draw(t, "osv"),
		Manufacturer: genText.Draw(t, "maker"), Fingerprint: genText.Draw(t, "print"),
		ScreenWidth: rapid.Int32().Draw(t, "w"), ScreenHeight: rapid.Int32().Draw(t, "h"),
		ScreenDensity: rapid.Int32().Draw(t, "density"),
	}
})

var genGeolocation = rapid.Custom(func(t *rapid.T) journey.Geolocation {
	return journey.Geolocation{
		Country: genText.Draw(t, "country"), CountryName: genText.Draw(t, "name"), Region: genText.Draw(t, "region"),
		RegionName: genText.Draw(t, "regionName"), Locality: genText.Draw(t, "locality"),
		PostalCode: genText.Draw(t, "postal"), Timezone: genText.Draw(t, "tz"), Source: genText.Draw(t, "source"),
		Located: rapid.Bool().Draw(t, "located"), Latitude: genFloat.Draw(t, "lat"), Longitude: genFloat.Draw(t, "lon"),
	}
})

var genPage = rapid.Custom(func(t *rapid.T) journey.Page {
	p := pageOf(genLink.Draw(t, "link"))
	p.Title, p.Keywords, p.Lang = genText.Draw(t, "title"), genText.Draw(t, "keywords"), genText.Draw(t, "lang")
	return p
})

var genCampaign = rapid.Custom(func(t *rapid.T) journey.Campaign {
	return journey.Campaign{
		Content: genText.Draw(t, "content"), Medium: genText.Draw(t, "medium"), Name: genText.Draw(t, "name"),
		Source: genText.Draw(t, "source"), Term: genText.Draw(t, "term"), ClickID: genText.Draw(t, "click"),
		Network: genText.Draw(t, "network"),
	}
})

var genReferrer = rapid.Custom(func(t *rapid.T) journey.Referrer {
	l := genLink.Draw(t, "link")
	return journey.Referrer{
		URL: l.url, Domain: l.domain, Hostname: l.host, Pathname: l.path, QueryString: l.query, Fragment: l.fragment,
		Keywords: genText.Draw(t, "keywords"), Name: genText.Draw(t, "name"),
		Medium: enumeration(journey.MediumPaid).Draw(t, "medium"),
	}
})

var genApp = rapid.Custom(func(t *rapid.T) journey.Application {
	return journey.Application{
		Name: genText.Draw(t, "name"), Namespace: genText.Draw(t, "space"),
		Version: genText.Draw(t, "version"), BuildNumber: genText.Draw(t, "build"),
	}
})

var genSDK = rapid.Custom(func(t *rapid.T) journey.SDKLibrary {
	return journey.SDKLibrary{Name: genText.Draw(t, "name"), Version: genText.Draw(t, "version")}
})

var genNetwork = rapid.Custom(func(t *rapid.T) journey.Network {
	return journey.Network{
		Carrier: genText.Draw(t, "carrier"), BluetoothEnabled: rapid.Bool().Draw(t, "bt"),
		CellularEnabled: rapid.Bool().Draw(t, "cell"), WifiEnabled: rapid.Bool().Draw(t, "wifi"),
	}
})

var genAttribute = rapid.Custom(func(t *rapid.T) journey.Attribute {
	return journey.Attribute{
		Name: genText.Draw(t, "name"), Type: genType.Draw(t, "type"), Value: genText.Draw(t, "value"),
	}
})

var genRules = rapid.Custom(func(t *rapid.T) journey.VisitRules {
	return journey.VisitRules{
		Timeout: rapid.Uint32().Draw(t, "timeout"), Idle: rapid.Uint32().Draw(t, "idle"),
		Away: rapid.Uint32().Draw(t, "away"),
	}
})

var genEvent = rapid.Custom(func(t *rapid.T) journey.Event {
	e := journey.Event{
		ID: genID.Draw(t, "id"), IDGiven: rapid.Bool().Draw(t, "given"), CorrelationID: genID.Draw(t, "correlation"),
		Deployment: genID.Draw(t, "deployment"), Kind: genKind.Draw(t, "kind"), Customer: genCookie.Draw(t, "cookie"),
		Name: genText.Draw(t, "name"), Created: genInstant.Draw(t, "created"), Received: genInstant.Draw(t, "received"),
		History: rapid.Bool().Draw(t, "history"), Authenticated: rapid.Bool().Draw(t, "auth"),
		ExternalID: genText.Draw(t, "external"), Page: maybe(t, genPage, "page"), ScreenName: genText.Draw(t, "screen"),
		App: maybe(t, genApp, "app"), Network: maybe(t, genNetwork, "network"), SDK: maybe(t, genSDK, "sdk"),
		Browser: maybe(t, genBrowser, "browser"), Device: maybe(t, genDevice, "device"),
		UserAgent: genText.Draw(t, "ua"), IPAddress: genAddress.Draw(t, "ip"), IPOrg: genText.Draw(t, "org"),
		Geolocation: maybe(t, genGeolocation, "geo"), Campaign: maybe(t, genCampaign, "campaign"),
		Referrer: maybe(t, genReferrer, "referrer"), SearchQuery: genText.Draw(t, "query"),
		Attributes: few(t, genAttribute, "attributes"), Traits: few(t, genAttribute, "traits"),
	}
	if e.Browser != nil && rapid.Bool().Draw(t, "browser of agent?") {
		e.Browser.Family, e.Browser.Version = genPiece(t, e.UserAgent), genPiece(t, e.UserAgent)
	}
	if e.Device != nil && rapid.Bool().Draw(t, "device of agent?") {
		e.Device.Type, e.Device.OSVersion = genPiece(t, e.UserAgent), genPiece(t, e.UserAgent)
	}
	if e.Kind.IsVisit() && rapid.IntRange(0, 3).Draw(t, "only a visit?") > 0 {
		return e
	}
	e.Contact = genID.Draw(t, "contact")
	e.ContactBasis = enumeration(journey.ContactNamed).Draw(t, "basis")
	e.Conversation, e.Custom = maybe(t, genConversationFacts, "conversation"), maybe(t, genCustomFacts, "custom")
	if e.Kind == journey.Conversation && e.Conversation == nil {
		e.Conversation = new(journey.ConversationFacts)
	}
	if e.Kind == journey.Custom && e.Custom == nil {
		e.Custom = new(journey.CustomFacts)
	}
	return e
})

var genProjected = rapid.Custom(func(t *rapid.T) journey.Projected {
	return journey.Projected{
		Name: genText.Draw(t, "name"), Function: genFunction.Draw(t, "function"), Type: genType.Draw(t, "type"),
		Value: genText.Draw(t, "value"),
	}
})

var genAccepted = rapid.Custom(func(t *rapid.T) *journey.Accepted {
	return &journey.Accepted{
		Event: genEvent.Draw(t, "event"), Seq: rapid.Uint64().Draw(t, "seq"), Session: genID.Draw(t, "session"),
		Opened: rapid.Bool().Draw(t, "opened"), Ends: rapid.Bool().Draw(t, "ends"), EndedID: genID.Draw(t, "ended"), ShortID: rapid.Uint32().Draw(t, "short"),
		Signature: rapid.Uint64().Draw(t, "signature"), Rules: genRules.Draw(t, "rules"),
		Projected: few(t, genProjected, "projected"), TotalEvents: rapid.Uint64().Draw(t, "events"),
		TotalPageviews: rapid.Uint64().Draw(t, "views"),
		Judged:         few(t, genJudged, "judged"), Carried: few(t, genAssignment, "carried"),
	}
})

var genKey = rapid.OneOf(
	rapid.Map(genCookie, journey.VisitorKey), rapid.Map(genCookie, journey.ConversationKey),
	rapid.Map(genText, func(s string) journey.Key { return journey.Key(s) }),
)

var genRecord = rapid.OneOf(
	rapid.Map(genAccepted, func(a *journey.Accepted) journey.Record { return a }),
	rapid.Custom(func(t *rapid.T) journey.Record {
		return &journey.Pinged{Key: genKey.Draw(t, "key"), Session: genID.Draw(t, "id"), At: genInstant.Draw(t, "at")}
	}),
	rapid.Custom(func(t *rapid.T) journey.Record {
		return &journey.Ended{
			Key: genKey.Draw(t, "key"), Session: genID.Draw(t, "id"), At: genInstant.Draw(t, "at"),
			Seen: genInstant.Draw(t, "seen"),
		}
	}),
	rapid.Custom(func(t *rapid.T) journey.Record {
		d := &journey.Definition{
			Noun: journey.Noun(genText.Draw(t, "noun")), ID: genCookie.Draw(t, "id"),
			Version: rapid.Int().Draw(t, "version"), Created: genInstant.Draw(t, "created"),
			Modified: genInstant.Draw(t, "modified"), Deleted: rapid.Bool().Draw(t, "deleted"),
		}
		if rapid.Bool().Draw(t, "body?") {
			d.Body = fmt.Appendf(nil, `{"name":%q}`, genText.Draw(t, "body"))
		}
		return d
	}),
)

var genListed = rapid.Custom(func(t *rapid.T) journey.Listed {
	return journey.Listed{
		Stamp: genStamp.Draw(t, "stamp"), Type: genType.Draw(t, "type"), Value: genText.Draw(t, "value"),
	}
})

var genProjection = rapid.Custom(func(t *rapid.T) journey.Projection {
	return journey.Projection{
		Name: genText.Draw(t, "name"), Function: genFunction.Draw(t, "function"), First: genStamp.Draw(t, "first"),
		Newest: genStamp.Draw(t, "newest"), Type: genType.Draw(t, "type"), Value: genText.Draw(t, "value"),
		Oldest: genStamp.Draw(t, "oldest"), Count: rapid.Uint64().Draw(t, "count"),
		Sum: few(t, rapid.Byte(), "sum"), Values: few(t, genListed, "values"),
	}
})

// touch draws a last-touch field, which the newest event has set more often than not.
func touch[T any](t *rapid.T, newest journey.Stamp, value T, label string) (out journey.Touch[T]) {
	switch rapid.IntRange(0, 3).Draw(t, label) {
	case 0:
		return out
	case 1:
		return journey.Touch[T]{Stamp: genStamp.Draw(t, label+" stamp"), Value: value}
	}
	return journey.Touch[T]{Stamp: newest, Value: value}
}

func genVisit(t *rapid.T, newest journey.Stamp) *journey.Visit {
	return &journey.Visit{
		ShortID: rapid.Uint32().Draw(t, "short"), Rules: genRules.Draw(t, "rules"), Ping: genInstant.Draw(t, "ping"),
		Views: rapid.Uint64().Draw(t, "views"), BySource: rapid.Bool().Draw(t, "bySource"),
		EndedAt: genInstant.Draw(t, "endedAt"), Announced: genInstant.Draw(t, "announced"),
		Origin: journey.Origin{
			Stamp: genStamp.Draw(t, "origin"), View: rapid.Bool().Draw(t, "view"),
			Campaign: maybe(t, genCampaign, "campaign"), Referrer: maybe(t, genReferrer, "referrer"),
			Signature: rapid.Uint64().Draw(t, "signature"),
		},
		Browser:     touch(t, newest, maybe(t, genBrowser, "browser"), "browser touch"),
		Device:      touch(t, newest, maybe(t, genDevice, "device"), "device touch"),
		UserAgent:   touch(t, newest, genText.Draw(t, "ua"), "ua touch"),
		IPAddress:   touch(t, newest, genAddress.Draw(t, "ip"), "ip touch"),
		IPOrg:       touch(t, newest, genText.Draw(t, "org"), "org touch"),
		Geolocation: touch(t, newest, maybe(t, genGeolocation, "geo"), "geo touch"),
		Page:        touch(t, newest, maybe(t, genPage, "page"), "page touch"),
		ScreenName:  touch(t, newest, genText.Draw(t, "screen"), "screen touch"),
		App:         touch(t, newest, maybe(t, genApp, "app"), "app touch"),
		SDK:         touch(t, newest, maybe(t, genSDK, "sdk"), "sdk touch"),
		Network:     touch(t, newest, maybe(t, genNetwork, "network"), "network touch"),
		Searches: few(t, rapid.Custom(func(t *rapid.T) journey.Search {
			return journey.Search{Stamp: genStamp.Draw(t, "stamp"), Term: genText.Draw(t, "term")}
		}), "searches"),
	}
}

var genSession = rapid.Custom(func(t *rapid.T) *journey.Session {
	s := &journey.Session{
		ID: genID.Draw(t, "id"), Kind: genKind.Draw(t, "kind"), Customer: genCookie.Draw(t, "customer"),
		Events: rapid.Uint64().Draw(t, "events"), Authenticated: rapid.Bool().Draw(t, "auth"),
		First: genStamp.Draw(t, "first"), Newest: genStamp.Draw(t, "newest"),
		LastEvent:  journey.LastEvent{ID: genID.Draw(t, "last"), Name: genText.Draw(t, "name")},
		Attributes: few(t, genProjection, "attributes"),
	}
	if rapid.IntRange(0, 9).Draw(t, "visit?") > 0 {
		s.Visit = genVisit(t, s.Newest)
	}
	if s.Kind.IsVisit() && rapid.IntRange(0, 3).Draw(t, "only a visit?") > 0 {
		return s
	}
	if rapid.Bool().Draw(t, "judged?") {
		s.Assignments = few(t, genAssignment, "assignments")
		s.Achievements = few(t, genAchievement, "achievements")
		s.Progress = few(t, genProgress, "progress")
	}
	if rapid.Bool().Draw(t, "contact?") {
		s.Contact = &journey.ContactLink{
			Stamp: genStamp.Draw(t, "contact stamp"), ID: genID.Draw(t, "contact"),
			Basis: enumeration(journey.ContactNamed).Draw(t, "basis"),
		}
	}
	if s.Kind == journey.Conversation || rapid.Bool().Draw(t, "conversation?") {
		s.Conversation = genConversation(t, s.Newest)
	}
	if s.Kind == journey.Custom || rapid.Bool().Draw(t, "custom?") {
		s.Custom = genCustom(t, s.Newest)
	}
	return s
})

var genRepeat = rapid.Custom(func(t *rapid.T) journey.Repeat {
	return journey.Repeat{
		Fingerprint: rapid.Uint64().Draw(t, "print"), Position: journey.Position(rapid.Uint64().Draw(t, "position")),
		Seq: rapid.Uint64().Draw(t, "seq"), Received: genInstant.Draw(t, "received"),
	}
})

// genState draws a state whose sessions, sorted by kind, have only IDs and kinds.
var genState = rapid.Custom(func(t *rapid.T) *journey.State {
	s := &journey.State{
		Key: genKey.Draw(t, "key"), At: journey.Position(rapid.Uint64().Draw(t, "at")),
		Seq: rapid.Uint64().Draw(t, "seq"), Events: rapid.Uint64().Draw(t, "events"),
		Pageviews: rapid.Uint64().Draw(t, "views"),
	}
	for slot := range s.Older {
		s.Older[slot], s.Spilled[slot] = rapid.Bool().Draw(t, "older"), rapid.Bool().Draw(t, "spilled")
		s.Repeats[slot] = few(t, genRepeat, "repeats")
		for range rapid.IntRange(0, journey.HeldSessions+2).Draw(t, "held") {
			session := &journey.Session{ID: genID.Draw(t, "session"), Kind: journey.Web + journey.Kind(slot)}
			s.Sessions = append(s.Sessions, session)
		}
	}
	return s
})

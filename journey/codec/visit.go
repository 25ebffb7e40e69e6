package codec

import (
	"encoding/binary"

	"sojourn/journey"
)

// What a visit has. The bits are stored. A touch is there if an event has set it.
const (
	visitBySource flags = 1 << iota
	visitOriginView
	visitShortID
	visitPing
	visitEndedAt
	visitAnnounced
	visitCampaign
	visitReferrer
	visitSignature
	visitSearches
	visitBrowser
	visitDevice
	visitUserAgent
	visitIPAddress
	visitIPOrg
	visitGeolocation
	visitPage
	visitScreenName
	visitApp
	visitSDK
	visitNetwork
)

func visitFlags(v *journey.Visit) flags {
	return flags(0).
		with(visitBySource, v.BySource).
		with(visitOriginView, v.Origin.View).
		with(visitShortID, v.ShortID != 0).
		with(visitPing, !v.Ping.IsZero()).
		with(visitEndedAt, !v.EndedAt.IsZero()).
		with(visitAnnounced, !v.Announced.IsZero()).
		with(visitCampaign, v.Origin.Campaign != nil).
		with(visitReferrer, v.Origin.Referrer != nil).
		with(visitSignature, v.Origin.Signature != 0).
		with(visitSearches, len(v.Searches) > 0).
		with(visitBrowser, touched(v.Browser)).
		with(visitDevice, touched(v.Device)).
		with(visitUserAgent, touched(v.UserAgent)).
		with(visitIPAddress, touched(v.IPAddress)).
		with(visitIPOrg, touched(v.IPOrg)).
		with(visitGeolocation, touched(v.Geolocation)).
		with(visitPage, touched(v.Page)).
		with(visitScreenName, touched(v.ScreenName)).
		with(visitApp, touched(v.App)).
		with(visitSDK, touched(v.SDK)).
		with(visitNetwork, touched(v.Network))
}

func touched[T comparable](t journey.Touch[T]) bool { return t != journey.Touch[T]{} }

func appendVisit(b []byte, v *journey.Visit, s *journey.Session) []byte {
	f := visitFlags(v)
	b = appendFlags(b, f)
	b = appendRules(b, v.Rules)
	b = binary.AppendUvarint(b, v.Views)
	if f.has(visitShortID) {
		b = binary.AppendUvarint(b, uint64(v.ShortID))
	}
	if f.has(visitPing) {
		b = appendInstant(b, v.Ping, s.Newest.At)
	}
	if f.has(visitEndedAt) {
		b = appendInstant(b, v.EndedAt, s.Newest.At)
	}
	if f.has(visitAnnounced) {
		b = appendInstant(b, v.Announced, s.Newest.At)
	}
	b = appendOrigin(b, &v.Origin, s.First, f)
	b = appendTouches(b, v, s.Newest, f)
	if f.has(visitSearches) {
		b = binary.AppendUvarint(b, uint64(len(v.Searches)))
		for i := range v.Searches {
			b = appendStamp(b, v.Searches[i].Stamp, s.Newest, 0)
			b = appendString(b, v.Searches[i].Term)
		}
	}
	return b
}

// appendOrigin writes the stamp against the first event's, which is the one that sets it most often.
func appendOrigin(b []byte, o *journey.Origin, first journey.Stamp, f flags) []byte {
	b = appendStamp(b, o.Stamp, first, 0)
	if f.has(visitCampaign) {
		b = appendCampaign(b, o.Campaign)
	}
	if f.has(visitReferrer) {
		b = appendReferrer(b, o.Referrer)
	}
	if f.has(visitSignature) {
		b = binary.LittleEndian.AppendUint64(b, o.Signature)
	}
	return b
}

func appendTouches(b []byte, v *journey.Visit, newest journey.Stamp, f flags) []byte {
	if f.has(visitUserAgent) {
		b = appendTextFact(b, v.UserAgent, newest)
	}
	if f.has(visitBrowser) {
		b = appendFact(b, v.Browser, newest, func(b []byte, browser *journey.Browser) []byte {
			return appendBrowser(b, browser, v.UserAgent.Value)
		})
	}
	if f.has(visitDevice) {
		b = appendFact(b, v.Device, newest, func(b []byte, device *journey.Device) []byte {
			return appendDevice(b, device, v.UserAgent.Value)
		})
	}
	if f.has(visitIPAddress) {
		b = appendStamp(b, v.IPAddress.Stamp, newest, 0)
		b = appendAddress(b, v.IPAddress.Value)
	}
	if f.has(visitGeolocation) {
		b = appendFact(b, v.Geolocation, newest, appendGeolocation)
	}
	if f.has(visitPage) {
		b = appendFact(b, v.Page, newest, appendPage)
	}
	if f.has(visitApp) {
		b = appendFact(b, v.App, newest, appendApplication)
	}
	if f.has(visitSDK) {
		b = appendFact(b, v.SDK, newest, appendSDK)
	}
	if f.has(visitNetwork) {
		b = appendFact(b, v.Network, newest, appendNetwork)
	}
	if f.has(visitIPOrg) {
		b = appendTextFact(b, v.IPOrg, newest)
	}
	if f.has(visitScreenName) {
		b = appendTextFact(b, v.ScreenName, newest)
	}
	return b
}

func readVisit(r *reader, s *journey.Session) *journey.Visit {
	f := r.flags()
	if f >= visitNetwork<<1 {
		r.fail(ErrMalformed)
	}
	v := &journey.Visit{BySource: f.has(visitBySource), Rules: r.rules(), Views: r.uvarint()}
	if f.has(visitShortID) {
		v.ShortID = r.uint32()
	}
	if f.has(visitPing) {
		v.Ping = r.instant(s.Newest.At)
	}
	if f.has(visitEndedAt) {
		v.EndedAt = r.instant(s.Newest.At)
	}
	if f.has(visitAnnounced) {
		v.Announced = r.instant(s.Newest.At)
	}
	readOrigin(r, &v.Origin, s.First, f)
	readTouches(r, v, s.Newest, f)
	if f.has(visitSearches) {
		v.Searches = make([]journey.Search, r.count(2))
		for i := range v.Searches {
			v.Searches[i] = journey.Search{Stamp: r.plainStamp(s.Newest), Term: r.string()}
		}
	}
	return v
}

func readOrigin(r *reader, o *journey.Origin, first journey.Stamp, f flags) {
	o.View = f.has(visitOriginView)
	o.Stamp = r.plainStamp(first)
	if f.has(visitCampaign) {
		o.Campaign = readCampaign(r)
	}
	if f.has(visitReferrer) {
		o.Referrer = readReferrer(r)
	}
	if f.has(visitSignature) {
		o.Signature = r.fixed64()
	}
}

func readTouches(r *reader, v *journey.Visit, newest journey.Stamp, f flags) {
	if r.version < version4 {
		readOldTouches(r, v, newest, f)
		return
	}
	if f.has(visitUserAgent) {
		v.UserAgent = r.textFact(newest)
	}
	if f.has(visitBrowser) {
		v.Browser = readFact(r, newest, func(r *reader) *journey.Browser { return readBrowser(r, v.UserAgent.Value) })
	}
	if f.has(visitDevice) {
		v.Device = readFact(r, newest, func(r *reader) *journey.Device { return readDevice(r, v.UserAgent.Value) })
	}
	if f.has(visitIPAddress) {
		v.IPAddress = journey.Touch[string]{Stamp: r.plainStamp(newest), Value: r.address()}
	}
	readGroupTouches(r, v, newest, f)
	readTextTouches(r, v, newest, f)
}

func readGroupTouches(r *reader, v *journey.Visit, newest journey.Stamp, f flags) {
	if f.has(visitGeolocation) {
		v.Geolocation = readFact(r, newest, readGeolocation)
	}
	if f.has(visitPage) {
		v.Page = readFact(r, newest, readPage)
	}
	if f.has(visitApp) {
		v.App = readFact(r, newest, readApplication)
	}
	if f.has(visitSDK) {
		v.SDK = readFact(r, newest, readSDK)
	}
	if f.has(visitNetwork) {
		v.Network = readFact(r, newest, readNetwork)
	}
}

func readTextTouches(r *reader, v *journey.Visit, newest journey.Stamp, f flags) {
	if f.has(visitIPOrg) {
		v.IPOrg = r.textFact(newest)
	}
	if f.has(visitScreenName) {
		v.ScreenName = r.textFact(newest)
	}
}

package codec

import (
	"encoding/binary"
	"math"

	"sojourn/journey"
)

// The groups of facts (session.md §3), each as an appender and its reader side by side. Absent
// texts are empty strings: one byte each.

// What a browser or device has that does not follow from the user agent. The bits are stored.
const (
	ownLang flags = 1 << iota
	ownFingerprint
	ownView
	ownScreen
	ownFeatures
)

// appendBrowser writes what follows from the user agent, partly as pieces of it, and then what is the browser's own:
// so equal agents are equal bytes.
func appendBrowser(b []byte, v *journey.Browser, agent string) []byte {
	return appendBrowserOwn(appendBrowserKind(b, v, agent), v)
}

func appendBrowserKind(b []byte, v *journey.Browser, agent string) []byte {
	return appendPiece(appendString(b, v.Family), v.Version, agent)
}

func appendBrowserOwn(b []byte, v *journey.Browser) []byte {
	f := flags(0).with(ownLang, v.Lang != "").with(ownFingerprint, v.Fingerprint != "").
		with(ownView, v.ViewWidth != 0 || v.ViewHeight != 0).with(ownFeatures, v.Features != 0)
	b = appendFlags(b, f)
	if f.has(ownLang) {
		b = appendString(b, v.Lang)
	}
	if f.has(ownFingerprint) {
		b = appendString(b, v.Fingerprint)
	}
	if f.has(ownView) {
		b = binary.AppendVarint(b, int64(v.ViewWidth))
		b = binary.AppendVarint(b, int64(v.ViewHeight))
	}
	if f.has(ownFeatures) {
		b = append(b, byte(v.Features))
	}
	return b
}

func readBrowser(r *reader, agent string) *journey.Browser {
	v := readBrowserKind(r, agent)
	readBrowserOwn(r, v)
	return v
}

func readBrowserKind(r *reader, agent string) *journey.Browser {
	v := place(r.room.browser)
	*v = journey.Browser{Family: r.string(), Version: r.piece(agent)}
	return v
}

func readBrowserOwn(r *reader, v *journey.Browser) {
	f := r.ownFlags(ownLang | ownFingerprint | ownView | ownFeatures)
	if f.has(ownLang) {
		v.Lang = r.string()
	}
	if f.has(ownFingerprint) {
		v.Fingerprint = r.string()
	}
	if f.has(ownView) {
		v.ViewWidth, v.ViewHeight = r.int32(), r.int32()
	}
	if f.has(ownFeatures) {
		v.Features = journey.BrowserFeatures(r.byte())
	}
}

// ownFlags reads flags that must be among those.
func (r *reader) ownFlags(known flags) flags {
	f := r.flags()
	if f&^known != 0 {
		r.fail(ErrMalformed)
	}
	return f
}

const deviceIsMobile flags = 1

// appendDevice writes what follows from the user agent and then what is the device's own.
func appendDevice(b []byte, v *journey.Device, agent string) []byte {
	return appendDeviceOwn(appendDeviceKind(b, v, agent), v)
}

func appendDeviceKind(b []byte, v *journey.Device, agent string) []byte {
	b = append(b, byte(v.Category))
	b = appendFlags(b, flags(0).with(deviceIsMobile, v.IsMobile))
	b = appendPiece(b, v.Type, agent)
	b = appendPiece(b, v.OSVersion, agent)
	return appendString(appendString(b, v.OSFamily), v.Manufacturer)
}

func appendDeviceOwn(b []byte, v *journey.Device) []byte {
	f := flags(0).with(ownFingerprint, v.Fingerprint != "").
		with(ownScreen, v.ScreenWidth != 0 || v.ScreenHeight != 0 || v.ScreenDensity != 0)
	b = appendFlags(b, f)
	if f.has(ownFingerprint) {
		b = appendString(b, v.Fingerprint)
	}
	if f.has(ownScreen) {
		b = binary.AppendVarint(b, int64(v.ScreenWidth))
		b = binary.AppendVarint(b, int64(v.ScreenHeight))
		b = binary.AppendVarint(b, int64(v.ScreenDensity))
	}
	return b
}

func readDevice(r *reader, agent string) *journey.Device {
	v := readDeviceKind(r, agent)
	readDeviceOwn(r, v)
	return v
}

func readDeviceKind(r *reader, agent string) *journey.Device {
	v := place(r.room.device)
	*v = journey.Device{
		Category: journey.DeviceCategory(r.enum(byte(journey.OtherCategory))),
		IsMobile: r.flags().has(deviceIsMobile), Type: r.piece(agent), OSVersion: r.piece(agent),
		OSFamily: r.string(), Manufacturer: r.string(),
	}
	return v
}

func readDeviceOwn(r *reader, v *journey.Device) {
	f := r.ownFlags(ownFingerprint | ownScreen)
	if f.has(ownFingerprint) {
		v.Fingerprint = r.string()
	}
	if f.has(ownScreen) {
		v.ScreenWidth, v.ScreenHeight, v.ScreenDensity = r.int32(), r.int32(), r.int32()
	}
}

const geoLocated flags = 1

func appendGeolocation(b []byte, v *journey.Geolocation) []byte {
	located := v.Located || v.Latitude != 0 || v.Longitude != 0 // 0 decides nothing, but keep what is there
	b = appendFlags(b, flags(0).with(geoLocated, v.Located).with(geoLocated<<1, located))
	for _, s := range [...]string{
		v.Country, v.CountryName, v.Region, v.RegionName, v.Locality, v.PostalCode, v.Timezone, v.Source,
	} {
		b = appendString(b, s)
	}
	if located {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Latitude))
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Longitude))
	}
	return b
}

func readGeolocation(r *reader) *journey.Geolocation {
	f := r.flags()
	v := place(r.room.geolocation)
	*v = journey.Geolocation{
		Located: f.has(geoLocated), Country: r.string(), CountryName: r.string(), Region: r.string(),
		RegionName: r.string(), Locality: r.string(), PostalCode: r.string(), Timezone: r.string(),
		Source: r.string(),
	}
	if f.has(geoLocated << 1) {
		v.Latitude = math.Float64frombits(r.fixed64())
		v.Longitude = math.Float64frombits(r.fixed64())
	}
	return v
}

func appendPage(b []byte, v *journey.Page) []byte {
	b = appendLink(b, link{v.URL, v.Domain, v.Hostname, v.Pathname, v.QueryString, v.Fragment})
	b = appendString(b, v.Title)
	b = appendString(b, v.Keywords)
	return appendString(b, v.Lang)
}

func readPage(r *reader) *journey.Page {
	v := place(r.room.page)
	if r.version < version4 {
		url, title := r.string(), r.string()
		*v = pageOf(r.oldLink(url))
		v.Title = title
	} else {
		*v = pageOf(r.link())
		v.Title = r.string()
	}
	v.Keywords, v.Lang = r.string(), r.string()
	return v
}

func pageOf(l link) journey.Page {
	return journey.Page{
		URL: l.url, Domain: l.domain, Hostname: l.host, Pathname: l.path, QueryString: l.query, Fragment: l.fragment,
	}
}

func appendCampaign(b []byte, v *journey.Campaign) []byte {
	for _, s := range [...]string{v.Content, v.Medium, v.Name, v.Source, v.Term, v.ClickID, v.Network} {
		b = appendString(b, s)
	}
	return b
}

func readCampaign(r *reader) *journey.Campaign {
	v := place(r.room.campaign)
	*v = journey.Campaign{
		Content: r.string(), Medium: r.string(), Name: r.string(), Source: r.string(), Term: r.string(),
		ClickID: r.string(), Network: r.string(),
	}
	return v
}

func appendReferrer(b []byte, v *journey.Referrer) []byte {
	b = append(b, byte(v.Medium))
	b = appendLink(b, link{v.URL, v.Domain, v.Hostname, v.Pathname, v.QueryString, v.Fragment})
	b = appendString(b, v.Keywords)
	return appendString(b, v.Name)
}

func readReferrer(r *reader) *journey.Referrer {
	v := place(r.room.referrer)
	medium := journey.ReferrerMedium(r.enum(byte(journey.MediumPaid)))
	var l link
	if r.version < version4 {
		l = r.oldLink(r.string())
	} else {
		l = r.link()
	}
	*v = journey.Referrer{
		Medium: medium, URL: l.url, Domain: l.domain, Hostname: l.host, Pathname: l.path, QueryString: l.query,
		Fragment: l.fragment, Keywords: r.string(), Name: r.string(),
	}
	return v
}

func appendApplication(b []byte, v *journey.Application) []byte {
	for _, s := range [...]string{v.Name, v.Namespace, v.Version, v.BuildNumber} {
		b = appendString(b, s)
	}
	return b
}

func readApplication(r *reader) *journey.Application {
	v := place(r.room.app)
	*v = journey.Application{
		Name: r.string(), Namespace: r.string(), Version: r.string(), BuildNumber: r.string(),
	}
	return v
}

func appendSDK(b []byte, v *journey.SDKLibrary) []byte {
	return appendString(appendString(b, v.Name), v.Version)
}

func readSDK(r *reader) *journey.SDKLibrary {
	v := place(r.room.sdk)
	*v = journey.SDKLibrary{Name: r.string(), Version: r.string()}
	return v
}

const (
	networkBluetooth flags = 1 << iota
	networkCellular
	networkWifi
)

func appendNetwork(b []byte, v *journey.Network) []byte {
	b = appendFlags(b, flags(0).with(networkBluetooth, v.BluetoothEnabled).
		with(networkCellular, v.CellularEnabled).with(networkWifi, v.WifiEnabled))
	return appendString(b, v.Carrier)
}

func readNetwork(r *reader) *journey.Network {
	f := r.flags()
	v := place(r.room.network)
	*v = journey.Network{
		Carrier: r.string(), BluetoothEnabled: f.has(networkBluetooth),
		CellularEnabled: f.has(networkCellular), WifiEnabled: f.has(networkWifi),
	}
	return v
}

package codec

import (
	"encoding/binary"
	"math"

	"sojourn/journey"
)

// The groups of facts (session.md §3), each as an appender and its reader side by side. Absent
// texts are empty strings: one byte each.

func appendBrowser(b []byte, v *journey.Browser) []byte {
	b = append(b, byte(v.Features))
	b = appendString(b, v.Family)
	b = appendString(b, v.Version)
	b = appendString(b, v.Lang)
	b = appendString(b, v.Fingerprint)
	b = binary.AppendVarint(b, int64(v.ViewWidth))
	return binary.AppendVarint(b, int64(v.ViewHeight))
}

func readBrowser(r *reader) *journey.Browser {
	v := place(r.room.browser)
	*v = journey.Browser{
		Features: journey.BrowserFeatures(r.byte()), Family: r.string(), Version: r.string(),
		Lang: r.string(), Fingerprint: r.string(), ViewWidth: r.int32(), ViewHeight: r.int32(),
	}
	return v
}

const deviceIsMobile flags = 1

func appendDevice(b []byte, v *journey.Device) []byte {
	b = append(b, byte(v.Category))
	b = appendFlags(b, flags(0).with(deviceIsMobile, v.IsMobile))
	b = appendString(b, v.Type)
	b = appendString(b, v.OSFamily)
	b = appendString(b, v.OSVersion)
	b = appendString(b, v.Manufacturer)
	b = appendString(b, v.Fingerprint)
	b = binary.AppendVarint(b, int64(v.ScreenWidth))
	b = binary.AppendVarint(b, int64(v.ScreenHeight))
	return binary.AppendVarint(b, int64(v.ScreenDensity))
}

func readDevice(r *reader) *journey.Device {
	v := place(r.room.device)
	*v = journey.Device{
		Category: journey.DeviceCategory(r.enum(byte(journey.OtherCategory))),
		IsMobile: r.flags().has(deviceIsMobile), Type: r.string(),
		OSFamily: r.string(), OSVersion: r.string(), Manufacturer: r.string(), Fingerprint: r.string(),
		ScreenWidth: r.int32(), ScreenHeight: r.int32(), ScreenDensity: r.int32(),
	}
	return v
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
	for _, s := range [...]string{
		v.URL, v.Title, v.Domain, v.Hostname, v.Pathname, v.QueryString, v.Fragment, v.Keywords, v.Lang,
	} {
		b = appendString(b, s)
	}
	return b
}

func readPage(r *reader) *journey.Page {
	v := place(r.room.page)
	*v = journey.Page{
		URL: r.string(), Title: r.string(), Domain: r.string(), Hostname: r.string(), Pathname: r.string(),
		QueryString: r.string(), Fragment: r.string(), Keywords: r.string(), Lang: r.string(),
	}
	return v
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
	for _, s := range [...]string{
		v.URL, v.Domain, v.Hostname, v.Pathname, v.QueryString, v.Fragment, v.Keywords, v.Name,
	} {
		b = appendString(b, s)
	}
	return b
}

func readReferrer(r *reader) *journey.Referrer {
	v := place(r.room.referrer)
	*v = journey.Referrer{
		Medium: journey.ReferrerMedium(r.enum(byte(journey.MediumPaid))),
		URL:    r.string(), Domain: r.string(), Hostname: r.string(), Pathname: r.string(),
		QueryString: r.string(), Fragment: r.string(), Keywords: r.string(), Name: r.string(),
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

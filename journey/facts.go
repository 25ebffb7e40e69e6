package journey

// The facts that an event can carry about where and how it happened. Their JSON forms
// are those of session.md §3; here the zero value of an optional member means "absent".
// Facts are shared between events and sessions: once made, they are never changed.

// Browser is session.md §3.6. Family and Version are always set.
type Browser struct {
	Family, Version string
	Lang            string // BCP 47
	Fingerprint     string
	ViewWidth       int32 // CSS pixels
	ViewHeight      int32
	Features        BrowserFeatures
}

// BrowserFeatures is what a client said its browser can do, as a bit set.
type BrowserFeatures uint8

// The features of session.md §3.6; unless the client reports one it is false.
const (
	FeatureFlash BrowserFeatures = 1 << iota
	FeatureJava
	FeaturePDF
	FeatureWebRTC
)

// DeviceCategory is the kind of a device.
type DeviceCategory uint8

// The categories of session.md §3.7. The numbers are stored.
const (
	CategoryNone DeviceCategory = iota
	Desktop
	Mobile
	Tablet
	OtherCategory
)

var categoryNames = [...]string{
	CategoryNone: "", Desktop: "desktop", Mobile: "mobile", Tablet: "tablet", OtherCategory: "other",
}

// String returns the category as it stands in JSON.
func (c DeviceCategory) String() string { return categoryNames[min(int(c), len(categoryNames)-1)] }

// ParseDeviceCategory returns the category of that name, or CategoryNone.
func ParseDeviceCategory(name string) DeviceCategory {
	return DeviceCategory(indexOf(categoryNames[:], name))
}

// Device is session.md §3.7. Category, Type, OSFamily and OSVersion are always set.
type Device struct {
	Category            DeviceCategory
	IsMobile            bool
	Type                string
	OSFamily, OSVersion string
	Manufacturer        string
	Fingerprint         string
	ScreenWidth         int32 // device pixels
	ScreenHeight        int32
	ScreenDensity       int32 // scale factor; 1 = baseline
}

// Geolocation is session.md §3.8; every member is optional. Located tells whether
// Latitude and Longitude are known, for 0, 0 is a place.
type Geolocation struct {
	Country, CountryName string // ISO 3166-1 alpha-2
	Region, RegionName   string // ISO 3166-2 with country prefix
	Locality, PostalCode string
	Timezone             string // IANA name
	Source               string // name of the database
	Located              bool
	Latitude, Longitude  float64
}

// Page is session.md §3.9 without the breadcrumb, which follows from the path
// (enrichment.md §5.5). URL, Domain, Hostname and Pathname are always set.
type Page struct {
	URL, Title, Domain, Hostname, Pathname string
	QueryString, Fragment, Keywords, Lang  string
}

// Campaign is session.md §3.10.
type Campaign struct {
	Content, Medium, Name, Source, Term, ClickID, Network string
}

// ReferrerMedium is how a referrer led here.
type ReferrerMedium uint8

// The media of session.md §3.11. The numbers are stored.
const (
	MediumNone ReferrerMedium = iota
	MediumInternal
	MediumSearch
	MediumSocial
	MediumEmail
	MediumUnknown
	MediumPaid
)

var mediumNames = [...]string{
	MediumNone: "", MediumInternal: "internal", MediumSearch: "search", MediumSocial: "social",
	MediumEmail: "email", MediumUnknown: "unknown", MediumPaid: "paid",
}

// String returns the medium as it stands in JSON.
func (m ReferrerMedium) String() string { return mediumNames[min(int(m), len(mediumNames)-1)] }

// ParseReferrerMedium returns the medium of that name, or MediumNone.
func ParseReferrerMedium(name string) ReferrerMedium {
	return ReferrerMedium(indexOf(mediumNames[:], name))
}

// Referrer is session.md §3.11. URL, Domain, Hostname, Pathname and Medium are always set.
type Referrer struct {
	URL, Domain, Hostname, Pathname string
	QueryString, Fragment, Keywords string
	Name                            string
	Medium                          ReferrerMedium
}

// Application is the JourneyApp of session.md §3.12, all members set.
type Application struct {
	Name, Namespace, Version, BuildNumber string
}

// SDKLibrary is what sent the event (session.md §3.12), both members set.
type SDKLibrary struct {
	Name, Version string
}

// Network is session.md §3.13.
type Network struct {
	Carrier                                        string
	BluetoothEnabled, CellularEnabled, WifiEnabled bool
}

// DataType is the type of an attribute's value (session.md §3.4).
type DataType uint8

// The four data types. The numbers are stored.
const (
	TypeNone DataType = iota
	String
	Integer
	Number
	Boolean
)

var typeNames = [...]string{TypeNone: "", String: "string", Integer: "integer", Number: "number", Boolean: "boolean"}

// String returns the type as it stands in JSON.
func (t DataType) String() string { return typeNames[min(int(t), len(typeNames)-1)] }

// ParseDataType returns the type of that name, or TypeNone.
func ParseDataType(name string) DataType { return DataType(indexOf(typeNames[:], name)) }

// Attribute is a named, typed value of an event: an attribute or a trait (events.md §4.2, §4.3).
type Attribute struct {
	Name  string
	Type  DataType
	Value string // the text form: digits, shortest decimal, true/false, or the text itself
}

// indexOf returns the index of name in names, or 0, the place of "none".
func indexOf(names []string, name string) int {
	for i, text := range names {
		if text == name {
			return i
		}
	}
	return 0
}

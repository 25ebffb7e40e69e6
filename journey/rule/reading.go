package rule

// Key is one of the facts that criteria can read (segments-outcomes.md §1.3).
type Key uint8

// The keys. Those of named attributes and traits come with a name.
const (
	NoKey Key = iota

	// Of the session.
	DeviceCategory
	DeviceType
	DeviceOSFamily
	BrowserFamily
	BrowserLang
	BrowserVersion
	CampaignSource
	CampaignMedium
	CampaignName
	CampaignTerm
	CampaignContent
	CampaignClickID
	CampaignNetwork
	CountryName
	Country
	Region
	Locality
	PostalCode
	IPOrganization
	ReferrerURL
	ReferrerMedium
	ReferrerHostname
	Authenticated

	// Of the event.
	EventName
	PageURL
	PageTitle
	PageHostname
	PageDomain
	PageFragment
	PageKeywords
	PagePathname
	PageQueryString
	SearchQuery
	ScreenName
	AppName
	AppNamespace
	AppVersion
	Attribute // attributes.<name>.value
	Trait     // traits.<name>.value
)

// Value is a fact as it is compared. The zero Value is one that is missing.
type Value struct {
	Text    string
	List    []string // of an attribute with several values; Text is empty then
	Numeric bool     // its data type is integer or number
	Boolean bool     // its data type is boolean: compared without regard to case
}

// IsMissing reports whether there is nothing to compare: no text, or only empty ones (segments-outcomes.md
// §2).
func (v *Value) IsMissing() bool {
	if v.Text != "" {
		return false
	}
	for _, element := range v.List {
		if element != "" {
			return false
		}
	}
	return true
}

// Visit is a session as far as context criteria read it: as projected up to and including the current event.
type Visit interface {
	ContextValue(key Key) Value
}

// Event is an event as far as journey criteria read it.
type Event interface {
	SessionType() string // web, app, conversation, or the custom type
	EventName() string
	// JourneyValue returns a fact; name is that of an attribute or a trait.
	JourneyValue(key Key, name string) Value
}

// source is what an event and its session have to say.
type source struct {
	visit Visit
	event Event
}

// value returns a fact. What nobody is there to tell is missing.
func (s *source) value(f *fact) Value {
	switch {
	case f.key.ofVisit() && s.visit != nil:
		return s.visit.ContextValue(f.key)
	case f.key.ofEvent() && s.event != nil:
		return s.event.JourneyValue(f.key, f.name)
	}
	return Value{}
}

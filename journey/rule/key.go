package rule

import "strings"

// fact is a key with the name that belongs to it.
type fact struct {
	key  Key
	name string // of an attribute or a trait
}

var keyNames = [...]string{
	NoKey:            "",
	DeviceCategory:   "device.category",
	DeviceType:       "device.type",
	DeviceOSFamily:   "device.osFamily",
	BrowserFamily:    "browser.family",
	BrowserLang:      "browser.lang",
	BrowserVersion:   "browser.version",
	CampaignSource:   "mktCampaign.source",
	CampaignMedium:   "mktCampaign.medium",
	CampaignName:     "mktCampaign.name",
	CampaignTerm:     "mktCampaign.term",
	CampaignContent:  "mktCampaign.content",
	CampaignClickID:  "mktCampaign.clickId",
	CampaignNetwork:  "mktCampaign.network",
	CountryName:      "geolocation.countryName",
	Country:          "geolocation.country",
	Region:           "geolocation.region",
	Locality:         "geolocation.locality",
	PostalCode:       "geolocation.postalCode",
	IPOrganization:   "ipOrganization",
	ReferrerURL:      "referrer.url",
	ReferrerMedium:   "referrer.medium",
	ReferrerHostname: "referrer.hostname",
	Authenticated:    "authenticated",
	EventName:        "eventName",
	PageURL:          "page.url",
	PageTitle:        "page.title",
	PageHostname:     "page.hostname",
	PageDomain:       "page.domain",
	PageFragment:     "page.fragment",
	PageKeywords:     "page.keywords",
	PagePathname:     "page.pathname",
	PageQueryString:  "page.queryString",
	SearchQuery:      "searchQuery",
	ScreenName:       "screenName",
	AppName:          "app.name",
	AppNamespace:     "app.namespace",
	AppVersion:       "app.version",
	Attribute:        "attributes.<name>.value",
	Trait:            "traits.<name>.value",
}

// String returns the key as criteria write it, with <name> in place of a name.
func (k Key) String() string {
	if int(k) >= len(keyNames) {
		return ""
	}
	return keyNames[k]
}

// String returns the key of the fact as criteria write it.
func (f fact) String() string { return strings.Replace(f.key.String(), "<name>", f.name, 1) }

// ofVisit reports whether the key reads the session; else it reads the event.
func (k Key) ofVisit() bool { return k > NoKey && k <= Authenticated }

// ofEvent reports whether the key reads the event.
func (k Key) ofEvent() bool { return k > Authenticated && k <= Trait }

// maxName bounds the name of an attribute or a trait, in characters (events.md §4.2).
const maxName = 50

// parseKey returns the fact that a criterion's key names; that of NoKey if there is none
// (segments-outcomes.md §1.3).
func parseKey(text string) fact {
	if name, isAttribute := cutName(text, "attributes."); isAttribute && isName(name, "-_") {
		return fact{Attribute, name}
	}
	if name, isTrait := cutName(text, "traits."); isTrait && isName(name, "-_.") {
		return fact{Trait, name}
	}
	for key := DeviceCategory; key < Attribute; key++ {
		if keyNames[key] == text {
			return fact{key: key}
		}
	}
	return fact{}
}

func cutName(text, prefix string) (name string, ok bool) {
	name, ok = strings.CutPrefix(text, prefix)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(name, ".value")
}

// isName applies events.md §4.2: a letter or an underscore, then letters, digits and some signs. Names of
// traits may have dots among those (§4.3).
func isName(name, signs string) bool {
	if name == "" || len(name) > maxName || !isLetter(name[0]) && name[0] != '_' {
		return false
	}
	for i := range len(name) {
		if c := name[i]; !isLetter(c) && !isDigit(c) && strings.IndexByte(signs, c) < 0 {
			return false
		}
	}
	return true
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

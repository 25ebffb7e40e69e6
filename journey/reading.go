package journey

import "sojourn/journey/rule"

// How rules read sessions and events (segments-outcomes.md §1.3).

// ContextValue implements rule.Visit.
func (s *Session) ContextValue(key rule.Key) rule.Value {
	if key == rule.Authenticated {
		return truth(s.Authenticated)
	}
	if s.Visit == nil {
		return rule.Value{}
	}
	return s.Visit.contextValue(key)
}

func truth(yes bool) rule.Value {
	if yes {
		return rule.Value{Text: "true"}
	}
	return rule.Value{Text: "false"}
}

func (v *Visit) contextValue(key rule.Key) rule.Value {
	switch key {
	case rule.DeviceCategory, rule.DeviceType, rule.DeviceOSFamily:
		return v.Device.Value.contextValue(key)
	case rule.BrowserFamily, rule.BrowserLang, rule.BrowserVersion:
		return v.Browser.Value.contextValue(key)
	case rule.CampaignSource, rule.CampaignMedium, rule.CampaignName, rule.CampaignTerm, rule.CampaignContent,
		rule.CampaignClickID, rule.CampaignNetwork:
		return v.Origin.Campaign.contextValue(key)
	case rule.CountryName, rule.Country, rule.Region, rule.Locality, rule.PostalCode:
		return v.Geolocation.Value.contextValue(key)
	case rule.IPOrganization:
		return rule.Value{Text: v.IPOrg.Value}
	case rule.ReferrerURL, rule.ReferrerMedium, rule.ReferrerHostname:
		return v.Origin.Referrer.contextValue(key)
	}
	return rule.Value{}
}

func (d *Device) contextValue(key rule.Key) (v rule.Value) {
	if d == nil {
		return v
	}
	switch key {
	case rule.DeviceCategory:
		v.Text = d.Category.String()
	case rule.DeviceType:
		v.Text = d.Type
	case rule.DeviceOSFamily:
		v.Text = d.OSFamily
	}
	return v
}

func (b *Browser) contextValue(key rule.Key) (v rule.Value) {
	if b == nil {
		return v
	}
	switch key {
	case rule.BrowserFamily:
		v.Text = b.Family
	case rule.BrowserLang:
		v.Text = b.Lang
	case rule.BrowserVersion:
		v.Text = b.Version
	}
	return v
}

func (c *Campaign) contextValue(key rule.Key) (v rule.Value) {
	if c == nil {
		return v
	}
	switch key {
	case rule.CampaignSource:
		v.Text = c.Source
	case rule.CampaignMedium:
		v.Text = c.Medium
	case rule.CampaignName:
		v.Text = c.Name
	case rule.CampaignTerm:
		v.Text = c.Term
	case rule.CampaignContent:
		v.Text = c.Content
	case rule.CampaignClickID:
		v.Text = c.ClickID
	case rule.CampaignNetwork:
		v.Text = c.Network
	}
	return v
}

func (g *Geolocation) contextValue(key rule.Key) (v rule.Value) {
	if g == nil {
		return v
	}
	switch key {
	case rule.CountryName:
		v.Text = g.CountryName
	case rule.Country:
		v.Text = g.Country
	case rule.Region:
		v.Text = g.Region
	case rule.Locality:
		v.Text = g.Locality
	case rule.PostalCode:
		v.Text = g.PostalCode
	}
	return v
}

func (r *Referrer) contextValue(key rule.Key) (v rule.Value) {
	if r == nil {
		return v
	}
	switch key {
	case rule.ReferrerURL:
		v.Text = r.URL
	case rule.ReferrerMedium:
		v.Text = r.Medium.String()
	case rule.ReferrerHostname:
		v.Text = r.Hostname
	}
	return v
}

// EventName implements rule.Event.
func (e *Event) EventName() string { return e.Name }

// JourneyValue implements rule.Event.
func (e *Event) JourneyValue(key rule.Key, name string) rule.Value {
	switch key {
	case rule.EventName:
		return rule.Value{Text: e.Name}
	case rule.SearchQuery:
		return rule.Value{Text: e.SearchQuery}
	case rule.ScreenName:
		return rule.Value{Text: e.ScreenName}
	case rule.Attribute:
		return e.attribute(name)
	case rule.Trait:
		return named(e.Traits, name)
	case rule.AppName, rule.AppNamespace, rule.AppVersion:
		return e.App.journeyValue(key)
	}
	return e.Page.journeyValue(key)
}

// attribute returns the attribute of that name, or the list of a custom event.
func (e *Event) attribute(name string) rule.Value {
	if e.Custom != nil {
		for i := range e.Custom.Lists {
			if list := &e.Custom.Lists[i]; list.Name == name {
				return rule.Value{List: list.Values, Numeric: isNumeric(list.Type), Boolean: list.Type == Boolean}
			}
		}
	}
	return named(e.Attributes, name)
}

func named(attributes []Attribute, name string) rule.Value {
	for i := range attributes {
		if a := &attributes[i]; a.Name == name {
			return rule.Value{Text: a.Value, Numeric: isNumeric(a.Type), Boolean: a.Type == Boolean}
		}
	}
	return rule.Value{}
}

func isNumeric(t DataType) bool { return t == Integer || t == Number }

func (a *Application) journeyValue(key rule.Key) (v rule.Value) {
	if a == nil {
		return v
	}
	switch key {
	case rule.AppName:
		v.Text = a.Name
	case rule.AppNamespace:
		v.Text = a.Namespace
	case rule.AppVersion:
		v.Text = a.Version
	}
	return v
}

func (p *Page) journeyValue(key rule.Key) (v rule.Value) {
	if p == nil {
		return v
	}
	switch key {
	case rule.PageURL:
		v.Text = p.URL
	case rule.PageTitle:
		v.Text = p.Title
	case rule.PageHostname:
		v.Text = p.Hostname
	case rule.PageDomain:
		v.Text = p.Domain
	case rule.PageFragment:
		v.Text = p.Fragment
	case rule.PageKeywords:
		v.Text = p.Keywords
	case rule.PagePathname:
		v.Text = p.Pathname
	case rule.PageQueryString:
		v.Text = p.QueryString
	}
	return v
}

// contextFacts are all that context criteria read of a session.
type contextFacts struct {
	known         bool // there is a session
	authenticated bool
	device        *Device
	browser       *Browser
	campaign      *Campaign
	geolocation   *Geolocation
	ipOrg         string
	referrer      *Referrer
}

func (s *Session) contextFacts() contextFacts {
	f := contextFacts{known: true, authenticated: s.Authenticated}
	if v := s.Visit; v != nil {
		f.device, f.browser, f.campaign = v.Device.Value, v.Browser.Value, v.Origin.Campaign
		f.geolocation, f.ipOrg, f.referrer = v.Geolocation.Value, v.IPOrg.Value, v.Origin.Referrer
	}
	return f
}

// equal reports whether no criterion can tell the two apart.
func (f *contextFacts) equal(g *contextFacts) bool {
	return f.known == g.known && f.authenticated == g.authenticated && f.ipOrg == g.ipOrg && same(f.device, g.device) &&
		same(f.browser, g.browser) && same(f.campaign, g.campaign) && same(f.geolocation, g.geolocation) &&
		same(f.referrer, g.referrer)
}

func same[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

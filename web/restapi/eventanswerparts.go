package restapi

import (
	"strings"

	"sojourn/journey"
)

// The parts of an answer to an event, as events.md §2.2 and §3.2 write them. Optional ones are left out
// if nil, required ones are always there.

func toValid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }

// responsePage is a ResponsePage: no breadcrumb, and the title even if empty.
func (o *object) responsePage(name string, p *journey.Page) {
	if p == nil {
		p = &journey.Page{}
	}
	o.begin(name)
	o.text("url", p.URL)
	o.text("title", p.Title)
	o.text("domain", p.Domain)
	o.optional("fragment", p.Fragment)
	o.text("hostname", p.Hostname)
	o.optional("keywords", p.Keywords)
	o.optional("lang", p.Lang)
	o.text("pathname", p.Pathname)
	o.optional("queryString", p.QueryString)
	o.end()
}

// responseBrowser is a WebEventBrowser: three members of a browser.
func (o *object) responseBrowser(name string, b *journey.Browser) {
	if b == nil {
		b = &journey.Browser{}
	}
	o.begin(name)
	o.text("family", b.Family)
	o.text("version", b.Version)
	o.optional("lang", b.Lang)
	o.end()
}

// device is a Device, or without its fingerprint a WebEventDevice.
func (o *object) device(name string, d *journey.Device, fingerprint bool) {
	if d == nil {
		d = &journey.Device{Category: journey.OtherCategory}
	}
	o.begin(name)
	o.text("category", d.Category.String())
	o.text("type", d.Type)
	o.flag("isMobile", d.IsMobile)
	o.measure("screenHeight", d.ScreenHeight)
	o.measure("screenWidth", d.ScreenWidth)
	o.measure("screenDensity", d.ScreenDensity)
	if fingerprint {
		o.optional("fingerprint", d.Fingerprint)
	}
	o.text("osFamily", d.OSFamily)
	o.text("osVersion", d.OSVersion)
	o.optional("manufacturer", d.Manufacturer)
	o.end()
}

func (o *object) geolocation(name string, g *journey.Geolocation) {
	if g == nil {
		return
	}
	o.begin(name)
	o.optional("country", g.Country)
	o.optional("countryName", g.CountryName)
	if g.Located {
		o.number("latitude", g.Latitude)
		o.number("longitude", g.Longitude)
	}
	o.optional("locality", g.Locality)
	o.optional("postalCode", g.PostalCode)
	o.optional("region", g.Region)
	o.optional("regionName", g.RegionName)
	o.optional("source", g.Source)
	o.optional("timezone", g.Timezone)
	o.end()
}

func (o *object) campaign(name string, c *journey.Campaign) {
	if c == nil || *c == (journey.Campaign{}) {
		return
	}
	o.begin(name)
	o.optional("content", c.Content)
	o.optional("medium", c.Medium)
	o.optional("name", c.Name)
	o.optional("source", c.Source)
	o.optional("term", c.Term)
	o.optional("clickId", c.ClickID)
	o.optional("network", c.Network)
	o.end()
}

func (o *object) referrer(name string, r *journey.Referrer) {
	if r == nil {
		return
	}
	o.begin(name)
	o.text("url", r.URL)
	o.text("domain", r.Domain)
	o.text("hostname", r.Hostname)
	o.optional("keywords", r.Keywords)
	o.text("pathname", r.Pathname)
	o.optional("queryString", r.QueryString)
	o.optional("fragment", r.Fragment)
	o.optional("name", r.Name)
	o.text("medium", r.Medium.String())
	o.end()
}

func (o *object) application(name string, a *journey.Application) {
	if a == nil {
		a = &journey.Application{}
	}
	o.begin(name)
	o.text("name", a.Name)
	o.text("namespace", a.Namespace)
	o.text("version", a.Version)
	o.text("buildNumber", a.BuildNumber)
	o.end()
}

func (o *object) library(name string, l *journey.SDKLibrary) {
	if l == nil {
		return
	}
	o.begin(name)
	o.text("name", l.Name)
	o.text("version", l.Version)
	o.end()
}

func (o *object) network(name string, n *journey.Network) {
	if n == nil {
		return
	}
	o.begin(name)
	o.optional("carrier", n.Carrier)
	o.flag("bluetoothEnabled", n.BluetoothEnabled)
	o.flag("cellularEnabled", n.CellularEnabled)
	o.flag("wifiEnabled", n.WifiEnabled)
	o.end()
}

// session tells the session's numbers with the event folded in; views is the name of its count of views.
func (o *object) session(name string, n *journey.Numbers, views string) {
	o.begin(name)
	o.id("id", n.ID)
	o.integer("durationInSeconds", n.Duration)
	o.integer("eventCount", int64(n.Events))
	o.integer(views, int64(n.Views))
	o.referrer("referrer", n.Referrer)
	o.name("selfUri")
	o.b = append(o.b, `"/api/v2/journey/sessions/`...)
	o.b = append(n.ID.AppendText(o.b), '"')
	o.date("createdDate", n.Created)
	o.end()
}

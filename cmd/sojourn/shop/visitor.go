package shop

import "fmt"

// Visitor is one person with one browser, or one person with the app. Both come back.
type Visitor struct {
	Cookie         string // customerCookieId, a UUID
	IPAddress      string
	UserAgent      string // header; empty for an app
	AcceptLanguage string // header; empty for an app

	app    *installation // nil for a browser
	person person
	known  bool // ordered, registered or signed in once: the tracker sends traits
	visits int
}

// installation is an app on a device, as its tracker describes both.
type installation struct {
	application application
	device      device
	carrier     string
}

// person is who a visitor turns out to be.
type person struct{ given, family, email, customer string }

// customersOfOld is how many percent of the browsers have ordered before the shop was opened to the demo, so that it
// need not run for days before customers return.
const customersOfOld = 5

// newVisitor draws a visitor; one in ten uses the app.
func newVisitor(d dice) *Visitor {
	home := draw(d, places)
	v := &Visitor{Cookie: d.uuid(), IPAddress: home.address(d), person: newPerson(d)}
	if d.percent(10) {
		v.app = newInstallation(d)
		return v
	}
	v.UserAgent = draw(d, userAgents()).text
	v.AcceptLanguage = one(d, home.languages)
	if d.percent(customersOfOld) {
		v.known, v.visits = true, 1
	}
	return v
}

// UsesApp tells whether the visitor's events are app events.
func (v *Visitor) UsesApp() bool { return v.app != nil }

var (
	givenNames = []string{
		"Aoife", "Gwen", "Liam", "Niamh", "Oisin", "Emma", "Jonas", "Marta", "Luc", "Sofia", "Kenji", "Amara",
	}
	familyNames = []string{
		"Murphy", "Byrne", "Walsh", "Schmidt", "Dubois", "Rossi", "Jansen", "Nowak", "Garcia", "Tanaka", "Okafor",
	}
)

// newPerson draws a name and an address that belong to nobody.
func newPerson(d dice) person {
	p := person{given: one(d, givenNames), family: one(d, familyNames)}
	number := d.IntN(100_000)
	p.email = fmt.Sprintf("%s.%s.%d@mail.example", p.given, p.family, number)
	p.customer = fmt.Sprintf("crm-%05d", number)
	return p
}

// traits are what the trackers tell of a visitor who is known.
func (v *Visitor) traits() map[string]any {
	if !v.known {
		return nil
	}
	return map[string]any{"email": v.person.email, "givenName": v.person.given, "familyName": v.person.family}
}

// externalID is the customer's number, once known.
func (v *Visitor) externalID() string {
	if !v.known {
		return ""
	}
	return v.person.customer
}

var carriers = []string{
	"Example Mobile", "Eire Example", "Beispiel Funk", "Exemple Télécom", "", //nolint:misspell // French
}

var devices = []device{
	{Category: "mobile", Type: "iPhone", OSFamily: "iOS", OSVersion: "17.5.1", Manufacturer: "Apple",
		IsMobile: true, ScreenWidth: 1179, ScreenHeight: 2556, ScreenDensity: 3},
	{Category: "mobile", Type: "iPhone", OSFamily: "iOS", OSVersion: "16.7.8", Manufacturer: "Apple",
		IsMobile: true, ScreenWidth: 750, ScreenHeight: 1334, ScreenDensity: 2},
	{Category: "mobile", Type: "Pixel 8", OSFamily: "Android", OSVersion: "14", Manufacturer: "Google",
		IsMobile: true, ScreenWidth: 1080, ScreenHeight: 2400, ScreenDensity: 3},
	{Category: "mobile", Type: "Samsung SM-A546B", OSFamily: "Android", OSVersion: "13", Manufacturer: "Samsung",
		IsMobile: true, ScreenWidth: 1080, ScreenHeight: 2340, ScreenDensity: 3},
	{Category: "tablet", Type: "iPad", OSFamily: "iOS", OSVersion: "17.5.1", Manufacturer: "Apple",
		IsMobile: true, ScreenWidth: 1640, ScreenHeight: 2360, ScreenDensity: 2},
}

var releases = []application{
	{Name: "veloapp", Namespace: "example.velo.app", Version: "5.9.27", BuildNumber: "701"},
	{Name: "veloapp", Namespace: "example.velo.app", Version: "5.9.27", BuildNumber: "701"},
	{Name: "veloapp", Namespace: "example.velo.app", Version: "5.8.2", BuildNumber: "688"},
}

func newInstallation(d dice) *installation {
	return &installation{application: one(d, releases), device: one(d, devices), carrier: one(d, carriers)}
}

package load

import (
	"fmt"
	"strings"
)

const site = "https://www.velo-shop.example"

// page is a page of the shop, ready to be put into a body.
type page struct {
	url        string // without query
	title      string
	attributes string // members of the attributes of its events; empty for none
}

// pages are the home page, shelves and articles.
func pages() []page {
	all := []page{{url: site + "/", title: "Velo shop: bicycles and all that belongs to them"}}
	for i, shelf := range shelves {
		slug := strings.ReplaceAll(strings.ToLower(shelf), " ", "-")
		all = append(all, page{
			url: site + "/shop/" + slug, title: shelf + " | Velo shop",
			attributes: fmt.Sprintf(`"shelf":"%s","articles":%d`, slug, 12+7*i),
		})
		for j, maker := range makers {
			number := 100*(i+1) + j
			all = append(all, page{
				url:   fmt.Sprintf("%s/shop/%s/%s-%d", site, slug, strings.ToLower(maker), number),
				title: fmt.Sprintf("%s %d, %s | Velo shop", maker, number, strings.ToLower(shelf)),
				attributes: fmt.Sprintf(`"sku":"%s%05d","price":{"dataType":"number","value":"%d.%02d"},"inStock":%t`,
					strings.ToUpper(maker[:3]), number, 9+number%1900, 5*(number%20), number%7 != 0),
			})
		}
	}
	return all
}

var shelves = []string{
	"City bikes", "E bikes", "Gravel bikes", "Kids bikes", "Helmets", "Tyres", "Lights", "Bags", "Clothing", "Tools",
	"Locks", "Pumps", "Saddles", "Pedals", "Bottles", "Racks", "Bells", "Brakes", "Chains", "Gifts",
}

var makers = []string{
	"Sizzler", "Canal", "Dubliner", "Volta", "Burren", "Puffin", "Breeze", "Nutshell", "Lighthouse",
	"Firefly", "Pannier", "Wicker", "Merino", "Harbour", "Granite", "Heron", "Otter", "Swift", "Kestrel",
	"Plover",
}

// entrance is a way into the shop, as the first page view of a visit tells it.
type entrance struct {
	referrer string
	query    string // of the landing page
	click    string // parameter that carries an id of its own for each click; empty for none
}

// entrances are the ways in; those that are listed twice are taken twice as often.
var entrances = []entrance{
	{}, {}, {}, {}, {}, {},
	{referrer: "https://www.google.com/"}, {referrer: "https://www.google.com/"}, {referrer: "https://www.google.com/"},
	{referrer: "https://www.google.ie/"},
	{referrer: "https://www.bing.com/search?q=velo+shop&form=QBLH"},
	{referrer: "https://duckduckgo.com/"},
	{referrer: "https://www.ecosia.org/search?q=city+bike"},
	{"https://www.google.com/", "utm_source=google&utm_medium=cpc&utm_campaign=spring%20sale&utm_term=bike", "gclid"},
	{"https://www.google.com/", "utm_source=google&utm_medium=cpc&utm_campaign=helmets&utm_content=b", "gclid"},
	{"https://www.bing.com/", "utm_source=bing&utm_medium=cpc&utm_campaign=e-bikes", "msclkid"},
	{"https://l.facebook.com/", "utm_source=facebook&utm_medium=paid_social&utm_campaign=rain&utm_content=a", "fbclid"},
	{referrer: "https://l.instagram.com/"},
	{referrer: "https://www.youtube.com/"},
	{referrer: "https://mail.google.com/", query: "utm_source=news&utm_medium=email&utm_campaign=march"},
	{query: "utm_source=news&utm_medium=email&utm_campaign=march"},
	{referrer: "https://www.ride-club.example/partners", query: "utm_source=ride-club&utm_medium=affiliate"},
	{referrer: "https://www.city-paper.example/travel/by-bicycle"},
	{referrer: "https://forum.commuters.example/threads/which-tyres.4711/"},
}

var searches = []string{
	"helmet", "winter tyres", "red helmet", "e-bike", "child seat", "inner tube 28", "rain jacket", "pump", "chain oil",
	"lock", "gift card", "size chart", "basket", "lights usb", "cargo bike", "gloves",
}

var languages = []string{
	"en-GB,en;q=0.9", "en-US,en;q=0.9", "de-DE,de;q=0.9,en;q=0.7", "fr-FR,fr;q=0.9,en;q=0.5", "nl-NL,nl;q=0.9",
}

var screens = []string{"Home", "Shelf", "Article", "Search", "Cart", "Checkout", "Account", "Stores"}

// phones are what the mobile tracker tells about the device and the network.
var phones = []string{
	`"device":{"category":"mobile","type":"iPhone15,4","osFamily":"iOS","osVersion":"17.5.1","isMobile":true,` +
		`"screenHeight":2556,"screenWidth":1179,"screenDensity":460,"manufacturer":"Apple"},` +
		`"networkConnectivity":{"carrier":"Velocom","cellularEnabled":true,"wifiEnabled":false}`,
	`"device":{"category":"mobile","type":"iPhone13,2","osFamily":"iOS","osVersion":"16.7.8","isMobile":true,` +
		`"screenHeight":2532,"screenWidth":1170,"screenDensity":460,"manufacturer":"Apple"},` +
		`"networkConnectivity":{"wifiEnabled":true}`,
	`"device":{"category":"mobile","type":"Pixel 8","osFamily":"Android","osVersion":"14","isMobile":true,` +
		`"screenHeight":2400,"screenWidth":1080,"screenDensity":428,"manufacturer":"Google"},` +
		`"networkConnectivity":{"carrier":"Eiremobile","bluetoothEnabled":true,"cellularEnabled":true}`,
	`"device":{"category":"tablet","type":"SM-X710","osFamily":"Android","osVersion":"13","isMobile":true,` +
		`"screenHeight":2560,"screenWidth":1600,"screenDensity":274,"manufacturer":"Samsung"}`,
}

const application = `"app":{"name":"Velo shop","namespace":"example.velo-shop","version":"4.2.%d",` +
	`"buildNumber":"42%02d"},"sdkLibrary":{"name":"GenesysCloudMessengerJourney","version":"2.11.0"}`

// applications are the versions of the app that are in use.
func applications() []string {
	var all []string
	for version := range 12 {
		all = append(all, fmt.Sprintf(application, version, version))
	}
	return all
}

package shop

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

// website tells where people go on the website.
var website = guide{play: (*Visit).onPage, moves: map[scene][]move{
	home:        {{atCategory, 38}, {searching, 22}, {atProduct, 12}, {atHelp, 6}, {subscribing, 3}, {leave, 19}},
	atOffer:     {{atProduct, 45}, {atCategory, 15}, {subscribing, 5}, {leave, 35}},
	atCategory:  {{atProduct, 58}, {atCategory, 12}, {searching, 7}, {leave, 23}},
	searching:   {{atProduct, 55}, {searching, 18}, {atCategory, 7}, {leave, 20}},
	atProduct:   {{adding, 30}, {atProduct, 18}, {atCategory, 17}, {searching, 5}, {atHelp, 4}, {leave, 26}},
	adding:      {{atCart, 55}, {atCategory, 18}, {atProduct, 15}, {leave, 12}},
	atCart:      {{atCheckout, 55}, {atCategory, 15}, {leave, 30}},
	atCheckout:  {{paying, 70}, {abandoning, 30}},
	paying:      {{thanked, 88}, {abandoning, 12}},
	thanked:     {{signingUp, 20}, {leave, 80}},
	abandoning:  {{leave, 100}},
	signingUp:   {{leave, 100}},
	subscribing: {{atCategory, 50}, {leave, 50}},
	atHelp:      {{asking, 35}, {atProduct, 20}, {leave, 45}},
	asking:      {{leave, 100}},
}}

// onPage plays a scene of the website.
func (v *Visit) onPage(s scene) {
	switch s {
	case home:
		v.open(site+"/", "Velo shop", 8*time.Second)
	case atOffer:
		v.open(site+"/offers/spring", "Spring sale", 8*time.Second)
		v.scrolled()
	case atCategory:
		v.shelf = one(v.dice, categories)
		v.open(v.shelf.url(), v.shelf.title, 12*time.Second)
		v.scrolled()
	case searching:
		v.find(one(v.dice, searches))
	case atProduct:
		v.product = one(v.dice, products)
		v.open(v.product.url(), v.product.name, 14*time.Second)
		v.does("product_viewed", 2*time.Second, v.product.attributes())
		v.linger()
	case adding:
		v.cart = append(v.cart, v.product)
		attributes := v.product.attributes()
		attributes["quantity"] = 1
		v.does("product_added", 20*time.Second, attributes)
	case atCart:
		v.open(site+"/cart", "Cart", 6*time.Second)
	case atHelp:
		v.open(site+"/help", "Help", 10*time.Second)
	case asking:
		v.open(site+"/help/contact", "Contact us", 12*time.Second)
		v.form("contact", "message", v.dice.percent(60))
	case subscribing:
		v.form("newsletter", "email", v.dice.percent(70))
	default:
		v.atTill(s)
	}
}

// atTill plays what has to do with paying.
func (v *Visit) atTill(s scene) {
	sum := map[string]any{"value": v.total(), "items": len(v.cart), "currency": "EUR"}
	switch s {
	case atCheckout:
		v.open(site+"/checkout", "Checkout", 10*time.Second)
		v.does("checkout_started", time.Second, sum)
	case paying:
		v.Visitor.known = v.Visitor.known || v.dice.percent(80)
		v.form("address", "city", true)
		v.open(site+"/checkout/payment", "Payment", 5*time.Second)
	case abandoning:
		v.form("checkout", "email", false)
	case thanked:
		v.before = "https://pay.bank.example/return" // the bank's page comes between
		order := fmt.Sprintf("VS-%06d", v.dice.IntN(1_000_000))
		v.open(site+"/checkout/thank-you?order="+order, "Thank you", 30*time.Second)
		sum["orderId"], sum["firstOrder"] = order, v.Visitor.visits == 1
		v.does("order_completed", time.Second, sum)
		v.cart = nil
	case signingUp:
		v.Visitor.known = true
		v.open(site+"/account", "Your account", 15*time.Second)
		v.does("account_created", 20*time.Second, map[string]any{"newsletter": v.dice.percent(50)})
	}
}

// open views a page.
func (v *Visit) open(address, title string, typical time.Duration) {
	pause := v.wait(typical)
	referrer := v.url
	if v.landing() {
		referrer = v.entrance.referrer
		address = v.withCampaign(address)
	} else if v.before != "" {
		referrer, v.before = v.before, ""
	}
	v.url, v.title = address, title
	view := v.event("page_viewed")
	view.ReferrerURL = referrer
	v.tell(pause, view)
}

// withCampaign adds what the entrance's campaign puts on the landing page.
func (v *Visit) withCampaign(address string) string {
	var parts []string
	if v.entrance.query != "" {
		parts = append(parts, v.entrance.query)
	}
	if v.entrance.click != "" {
		parts = append(parts, v.entrance.click+"="+strings.ReplaceAll(v.dice.uuid(), "-", "")[:20])
	}
	if len(parts) == 0 {
		return address
	}
	return address + "?" + strings.Join(parts, "&")
}

// find searches.
func (v *Visit) find(term string) {
	pause := v.wait(9 * time.Second)
	referrer := v.url
	v.url, v.title = site+"/search?q="+url.QueryEscape(term), "Search"
	view := v.event("page_viewed")
	view.ReferrerURL, view.SearchQuery = referrer, term
	view.Attributes = map[string]any{"results": v.dice.IntN(40)}
	v.tell(pause, view)
}

// does tells an event on the page that is open.
func (v *Visit) does(name string, typical time.Duration, attributes map[string]any) {
	e := v.event(name)
	e.Attributes = attributes
	v.tell(v.dice.about(typical), e)
}

// form fills in a form and submits or abandons it; the tracker names the event after the form.
func (v *Visit) form(name, field string, submit bool) {
	outcome := "_abandoned"
	if submit {
		outcome = "_submitted"
	}
	v.does(name+outcome, 25*time.Second, map[string]any{"formName": name, "lastField": field})
}

// scrolled tells that a long page was read to its end, sometimes.
func (v *Visit) scrolled() {
	if v.dice.percent(35) {
		v.does("scrolled_75", 7*time.Second, nil)
	}
}

// linger is a visitor who reads on, sometimes so long that the tracker calls him idle.
func (v *Visit) linger() {
	switch {
	case v.dice.percent(12):
		v.does("size_chart_opened", 12*time.Second, nil)
	case v.dice.percent(8):
		v.does("idle_60", 60*time.Second, nil)
	}
}

func (p product) attributes() map[string]any {
	return map[string]any{"sku": p.sku, "category": p.category, "price": p.price}
}

// event is a web event on the page that is open.
func (v *Visit) event(name string) body {
	return body{
		CustomerCookieID: v.Visitor.Cookie,
		EventName:        name,
		Page:             &page{URL: v.url, Title: v.title, Lang: "en"},
		IPAddress:        v.Visitor.IPAddress,
		Traits:           v.Visitor.traits(),
		ExternalID:       v.Visitor.externalID(),
	}
}

// pingEvery is how often a tracker tells that its page is still open (events.md §3.5).
const pingEvery = 30 * time.Second

// tell queues an event, and pings for a long time without one.
func (v *Visit) tell(pause time.Duration, e body) {
	for ; pause > pingEvery; pause -= pingEvery {
		ping := body{CustomerCookieID: v.Visitor.Cookie, Page: &page{URL: v.url, Title: v.title}}
		v.steps = append(v.steps, Step{Visitor: v.Visitor, Kind: Ping, Pause: pingEvery, body: ping})
	}
	v.steps = append(v.steps, Step{Visitor: v.Visitor, Kind: WebEvent, Pause: pause, body: e})
}

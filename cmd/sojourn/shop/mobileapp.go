package shop

import (
	"fmt"
	"time"
)

// mobileApp tells where people go in the app: like on the website, but they search more and buy more
// easily.
var mobileApp = guide{play: (*Visit).onScreen, moves: map[scene][]move{
	home:       {{atCategory, 40}, {searching, 30}, {atProduct, 15}, {leave, 15}},
	atOffer:    {{atProduct, 60}, {leave, 40}},
	atCategory: {{atProduct, 60}, {searching, 15}, {leave, 25}},
	searching:  {{atProduct, 60}, {searching, 20}, {leave, 20}},
	atProduct:  {{adding, 35}, {atProduct, 20}, {atCategory, 15}, {leave, 30}},
	adding:     {{atCart, 65}, {atProduct, 20}, {leave, 15}},
	atCart:     {{atCheckout, 60}, {leave, 40}},
	atCheckout: {{thanked, 75}, {abandoning, 25}},
	thanked:    {{leave, 100}},
	abandoning: {{leave, 100}},
}}

// onScreen plays a scene of the app. Its tracker sends attributes as plain texts (events.md §2.3).
func (v *Visit) onScreen(s scene) {
	switch s {
	case home:
		v.show("Home", 5*time.Second, nil)
	case atOffer:
		v.show("Offers", 6*time.Second, nil)
	case atCategory:
		v.shelf = one(v.dice, categories)
		v.show("Category", 8*time.Second, map[string]any{"category": v.shelf.slug})
	case searching:
		v.title = "Search"
		e := v.appEvent("search_performed")
		e.SearchQuery = one(v.dice, searches)
		v.tellApp(v.wait(8*time.Second), e)
		v.show("Results", 2*time.Second, nil)
	case atProduct:
		v.product = one(v.dice, products)
		v.show("Product", 9*time.Second, map[string]any{"sku": v.product.sku})
	case adding:
		v.cart = append(v.cart, v.product)
		v.taps("product_added", map[string]any{"sku": v.product.sku, "price": fmt.Sprint(v.product.price)})
	case atCart:
		if len(v.cart) == 0 { // reminded of what was left there last time
			v.cart = append(v.cart, v.product)
		}
		v.show("Cart", 4*time.Second, nil)
	case atCheckout:
		v.Visitor.known = true
		v.show("Checkout", 8*time.Second, nil)
	case abandoning:
		v.taps("checkout_abandoned", nil)
	case thanked:
		v.show("OrderConfirmed", 25*time.Second, nil)
		v.taps("order_completed", map[string]any{
			"value": fmt.Sprint(v.total()), "currency": "EUR",
			"orderId": fmt.Sprintf("VA-%06d", v.dice.IntN(1_000_000)),
		})
		v.cart = nil
	}
}

// show opens a screen. The first event of a visit tells what led to the app.
func (v *Visit) show(screen string, typical time.Duration, attributes map[string]any) {
	pause := v.wait(typical)
	v.title = screen
	e := v.appEvent("screen_viewed")
	e.Attributes = attributes
	if v.landing() {
		e.ReferrerURL = v.entrance.referrer
	}
	v.tellApp(pause, e)
}

// taps tells an event on the screen that is open.
func (v *Visit) taps(name string, attributes map[string]any) {
	e := v.appEvent(name)
	e.Attributes = attributes
	v.tellApp(v.dice.about(6*time.Second), e)
}

// appEvent is an event on the screen that is open.
func (v *Visit) appEvent(name string) body {
	installed := v.Visitor.app
	return body{
		CustomerCookieID:    v.Visitor.Cookie,
		EventName:           name,
		ScreenName:          v.title,
		App:                 &installed.application,
		Device:              &installed.device,
		SDKLibrary:          &mobileTracker,
		NetworkConnectivity: v.network(),
		Traits:              v.Visitor.traits(),
		ExternalID:          v.Visitor.externalID(),
	}
}

// network is what the tracker was told about the network, which is seldom all.
func (v *Visit) network() map[string]any {
	network := map[string]any{"wifiEnabled": v.dice.percent(60)}
	if carrier := v.Visitor.app.carrier; carrier != "" {
		network["carrier"], network["cellularEnabled"] = carrier, true
	}
	return network
}

// tellApp queues an event. The mobile tracker does not ping.
func (v *Visit) tellApp(pause time.Duration, e body) {
	v.steps = append(v.steps, Step{Visitor: v.Visitor, Kind: AppEvent, Pause: pause, body: e})
}

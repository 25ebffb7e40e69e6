package load

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"sojourn/journey"
	"sojourn/journey/rule"
)

// Definition is a request to create a segment or an outcome (segments-outcomes.md §1).
type Definition struct {
	DisplayName string `json:"displayName"`
	rule.Conditions
	AssociatedValueField *journey.AssociatedValueField `json:"associatedValueField,omitempty"`
}

// Segments are n segments as people of such a shop would define them. Every second one is about events that this
// crowd sends, so that a visit gets a few of them; the others are about events that never come.
func Segments(n int) ([]json.RawMessage, error) { return definitions("Segment", n, segments) }

// Outcomes are n outcomes of that kind, with the price as their value.
func Outcomes(n int) ([]json.RawMessage, error) { return definitions("Outcome", n, outcomes) }

// vocabulary is the words that definitions are about.
type vocabulary struct {
	folder                             string // of all pages
	makers, sources, categories, rooms []string
	searched, added, submitted         string // names of events
	price                              string // name of an attribute
}

var (
	// shop is what the crowd's events speak of.
	shop = vocabulary{
		folder: "/shop", makers: makers, sources: []string{"google", "bing", "facebook", "news", "ride-club"},
		categories: []string{"desktop", "mobile", "tablet"}, rooms: screens,
		searched: "product_searched", added: "product_added", submitted: "form_submitted",
		price: "price",
	}
	// theatre is what none of them does.
	theatre = vocabulary{
		folder: "/stage", makers: []string{"Hamlet", "Faust", "Medea", "Godot", "Nora", "Tosca", "Aida"},
		sources:    []string{"playbill", "radio", "tram", "poster", "gazette"},
		categories: []string{"smarttv", "console", "wearable"}, rooms: []string{"Foyer", "Stalls", "Balcony", "Box"},
		searched: "play_searched", added: "seat_taken", submitted: "choice_made", price: "row",
	}
)

// A form makes the nth definition of its kind out of a vocabulary.
type form func(v *vocabulary, n int) rule.Conditions

// segments and outcomes are the forms that definitions have in turn.
var (
	segments = []form{onPage, titled, costly, advertised, onDevice, afterwards, onOneOf, inApp}
	outcomes = []form{answered, costly, afterwards, looked}
)

func definitions(noun string, n int, forms []form) ([]json.RawMessage, error) {
	all := make([]json.RawMessage, n)
	for i := range all {
		v, kind := &shop, "of the shop"
		if i%2 == 1 {
			v, kind = &theatre, "of a theatre"
		}
		nth := i / 2
		d := Definition{
			DisplayName: fmt.Sprintf("%s %d, %s", noun, i, kind),
			Conditions:  forms[nth%len(forms)](v, nth/len(forms)),
		}
		if noun == "Outcome" {
			d.AssociatedValueField = &journey.AssociatedValueField{DataType: "Number", Name: v.price}
		}
		rule.Complete(&d.Conditions)
		var err error
		if all[i], err = json.Marshal(d); err != nil {
			return nil, fmt.Errorf("definition %d: %w", i, err)
		}
	}
	return all, nil
}

// of picks in turn, as chance does not.
func of(list []string, n int) string { return list[n%len(list)] }

// shelf and article are paths.
func (v *vocabulary) shelf(n int) string {
	return v.folder + "/" + strings.ReplaceAll(strings.ToLower(of(shelves, 7*n)), " ", "-")
}

func (v *vocabulary) article(n int) string {
	maker := 3 * n % len(makers)
	return fmt.Sprintf("%s/%s-%d", v.shelf(n), strings.ToLower(of(v.makers, maker)), 100*(7*n%len(shelves)+1)+maker)
}

func criterion(key, operator string, values ...string) rule.Criterion {
	return rule.Criterion{Key: key, Operator: operator, Values: values}
}

// web is a pattern of one event of a website.
func web(name string, criteria ...rule.Criterion) rule.JourneyPattern {
	return rule.JourneyPattern{Count: 1, StreamType: "Web", SessionType: "web", EventName: name, Criteria: criteria}
}

func sequence(patterns ...rule.JourneyPattern) rule.Conditions {
	return rule.Conditions{Journey: rule.Journey{Patterns: patterns}}
}

// when adds a criterion about the session.
func when(key, value string, c rule.Conditions) rule.Conditions {
	visit := criterion(key, "equal", value)
	visit.EntityType, visit.ShouldIgnoreCase = "visit", true
	c.Context.Patterns = []rule.ContextPattern{{Criteria: []rule.Criterion{visit}}}
	return c
}

const view = "page_viewed"

// onPage: saw one page.
func onPage(v *vocabulary, n int) rule.Conditions {
	return sequence(web(view, criterion("page.pathname", "equal", v.article(n))))
}

// titled: saw an article of a maker, whatever the event.
func titled(v *vocabulary, n int) rule.Conditions {
	return sequence(web("", criterion("page.title", "startsWith", of(v.makers, n)+" "+strconv.Itoa(10+n%10))))
}

// costly: put something dear into the cart.
func costly(v *vocabulary, n int) rule.Conditions {
	return sequence(web(v.added, criterion("attributes."+v.price+".value", "greaterThan", strconv.Itoa(1500+11*n))))
}

// advertised: came by a campaign and looked at a shelf.
func advertised(v *vocabulary, n int) rule.Conditions {
	return when("mktCampaign.source", of(v.sources, n),
		sequence(web(view, criterion("page.pathname", "startsWith", v.shelf(n)))))
}

// onDevice: put something of a shelf into the cart, on a device of one category.
func onDevice(v *vocabulary, n int) rule.Conditions {
	return when("device.category", of(v.categories, n),
		sequence(web(v.added, criterion("page.pathname", "startsWith", v.shelf(n)))))
}

// afterwards: saw a shelf, and then put something into the cart.
func afterwards(v *vocabulary, n int) rule.Conditions {
	return sequence(web(view, criterion("page.pathname", "startsWith", v.shelf(n))), web(v.added))
}

// onOneOf: was on one of a few pages.
func onOneOf(v *vocabulary, n int) rule.Conditions {
	return sequence(web("", criterion("page.url", "containsAny", v.article(n), v.article(n+101), v.article(n+202))))
}

// inApp: was on one screen of the app, once or twice.
func inApp(v *vocabulary, n int) rule.Conditions {
	pattern := rule.JourneyPattern{Count: 1 + n/8%2, StreamType: "App", SessionType: "app",
		Criteria: []rule.Criterion{criterion("screenName", "equal", of(v.rooms, n))}}
	if n%3 == 0 {
		pattern.EventName = v.added
	}
	return sequence(pattern)
}

// answered: filled in a form on a shelf.
func answered(v *vocabulary, n int) rule.Conditions {
	return sequence(web(v.submitted, criterion("page.pathname", "startsWith", v.shelf(n))))
}

// looked: searched, and then saw a shelf.
func looked(v *vocabulary, n int) rule.Conditions {
	return sequence(web(v.searched), web(view, criterion("page.pathname", "startsWith", v.shelf(n))))
}

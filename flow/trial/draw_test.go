package trial

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"sojourn/journey"
	"sojourn/journey/rule"
)

const start = journey.Instant(1_772_442_000_000) // 2026-03-02T09:00:00Z

func numbered(class string, n int) journey.ID { return journey.DerivedID(class, fmt.Sprint(n)) }

// segmentOf is an active segment of scope Session with those conditions.
func segmentOf(n int, c rule.Conditions) journey.Evaluated {
	rule.Complete(&c)
	return journey.Evaluated{ID: numbered("definition", n), Segment: &journey.Segment{
		DisplayName: fmt.Sprint("segment ", n), IsActive: true, Scope: journey.SessionScope, Conditions: c,
	}}
}

// outcomeOf is an active outcome with those conditions, whose value is the attribute total.
func outcomeOf(n int, c rule.Conditions) journey.Evaluated {
	rule.Complete(&c)
	return journey.Evaluated{ID: numbered("definition", n), Outcome: &journey.Outcome{
		DisplayName: fmt.Sprint("outcome ", n), IsActive: true, Conditions: c,
		AssociatedValueField: &journey.AssociatedValueField{Name: "total", DataType: "Number"},
	}}
}

// sequence is a journey of web events with those names.
func sequence(names ...string) rule.Conditions {
	var c rule.Conditions
	for _, name := range names {
		c.Journey.Patterns = append(c.Journey.Patterns, rule.JourneyPattern{
			Count: 1, StreamType: "Web", SessionType: "web", EventName: name,
		})
	}
	return c
}

// inContext adds a criterion about the session.
func inContext(c rule.Conditions, key, operator, value string) rule.Conditions {
	c.Context.Patterns = append(c.Context.Patterns, rule.ContextPattern{Criteria: []rule.Criterion{
		{Key: key, Operator: operator, Values: []string{value}, EntityType: "visit"},
	}})
	return c
}

// drawDefinitions draws definitions that the drawn events meet often enough.
func drawDefinitions(t *rapid.T) []journey.Evaluated {
	var all []journey.Evaluated
	for n := range rapid.IntRange(1, 6).Draw(t, "definitions") {
		c := drawJourney(t)
		if rapid.Bool().Draw(t, "with context") {
			key := rapid.SampledFrom([]string{"mktCampaign.source", "geolocation.country"}).Draw(t, "key")
			operator := rapid.SampledFrom([]string{"equal", "notEqual"}).Draw(t, "operator")
			c = inContext(c, key, operator, rapid.SampledFrom([]string{"news", "IE"}).Draw(t, "value"))
		}
		if rapid.Bool().Draw(t, "outcome") && !c.IsEmpty() {
			all = append(all, outcomeOf(n, c))
			continue
		}
		all = append(all, segmentOf(n, c))
	}
	return all
}

func drawJourney(t *rapid.T) (c rule.Conditions) {
	stream := rapid.SampledFrom([]string{"Web", "Web", "App", "Custom"}).Draw(t, "stream")
	session := map[string]string{"Web": "web", "App": "app", "Custom": "delivery"}[stream]
	for range rapid.IntRange(0, 3).Draw(t, "patterns") {
		p := rule.JourneyPattern{
			Count: rapid.IntRange(1, 3).Draw(t, "count"), StreamType: stream, SessionType: session,
			EventName: rapid.SampledFrom([]string{"look", "cart", "order"}).Draw(t, "name"),
		}
		if rapid.Bool().Draw(t, "with criterion") {
			p.Criteria = []rule.Criterion{
				{Key: "attributes.total.value", Operator: "greaterThan", Values: []string{"10"}},
			}
		}
		c.Journey.Patterns = append(c.Journey.Patterns, p)
	}
	return c
}

// drawEvents draws events of a few customers.
func drawEvents(t *rapid.T) []*journey.Event {
	var events []*journey.Event
	for n := range rapid.IntRange(0, 25).Draw(t, "events") {
		at := start.Add(seconds(n * 40))
		e := &journey.Event{
			ID: numbered("event", n), Received: at,
			Created:  at.Add(-seconds(rapid.IntRange(0, 1500).Draw(t, "lateness"))),
			Kind:     rapid.SampledFrom([]journey.Kind{journey.Web, journey.Web, journey.App, journey.Custom}).Draw(t, "kind"),
			Customer: rapid.SampledFrom([]string{"cookie-one", "cookie-two"}).Draw(t, "customer"),
			Name:     rapid.SampledFrom([]string{"look", "look", "cart", "order", journey.PageViewed}).Draw(t, "name"),
			History:  rapid.IntRange(0, 9).Draw(t, "history") == 0,
		}
		if total := rapid.SampledFrom([]string{"", "9", "30"}).Draw(t, "total"); total != "" {
			e.Attributes = []journey.Attribute{{Name: "total", Type: journey.Number, Value: total}}
		}
		switch source := rapid.SampledFrom([]string{"", "", "news", "ads"}).Draw(t, "source"); {
		case e.Kind == journey.Custom:
			e.Custom = &journey.CustomFacts{Type: "delivery", ExternalID: e.Customer, CustomerType: "email"}
		case source != "":
			e.Campaign = &journey.Campaign{Source: source}
		}
		if country := rapid.SampledFrom([]string{"", "", "IE", "US"}).Draw(t, "country"); country != "" {
			e.Geolocation = &journey.Geolocation{Country: country}
		}
		events = append(events, e)
	}
	return events
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

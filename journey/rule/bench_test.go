package rule_test

import (
	"fmt"
	"strings"
	"testing"

	"sojourn/journey/rule"
)

// pageView is an event as a server has it: facts are read from where they lie.
type pageView struct {
	name, url, path, title string
	attributes             [5]struct{ name, value string }
}

func (p *pageView) SessionType() string { return "web" }

func (p *pageView) EventName() string { return p.name }

func (p *pageView) JourneyValue(key rule.Key, name string) (v rule.Value) {
	switch key {
	case rule.EventName:
		v.Text = p.name
	case rule.PageURL:
		v.Text = p.url
	case rule.PagePathname:
		v.Text = p.path
	case rule.PageTitle:
		v.Text = p.title
	case rule.PageHostname:
		v.Text = "shop.example"
	case rule.Attribute:
		for i := range p.attributes {
			if p.attributes[i].name == name {
				v.Text = p.attributes[i].value
			}
		}
	}
	return v
}

// visitor is the session of page views.
type visitor struct{}

func (visitor) ContextValue(key rule.Key) (v rule.Value) {
	switch key {
	case rule.DeviceCategory:
		v.Text = "desktop"
	case rule.Country:
		v.Text = "IE"
	case rule.BrowserFamily:
		v.Text = "Firefox"
	}
	return v
}

// pageViews visit other pages than the rules are about, but for a few.
func pageViews() []*pageView {
	var views []*pageView
	for i := range 64 {
		path := fmt.Sprintf("/category/garden/item-%d", 1000+i)
		view := &pageView{name: "page_viewed", url: "https://shop.example" + path + "?utm_source=news", path: path,
			title: fmt.Sprintf("Item %d in the Garden", i)}
		view.attributes[0].name, view.attributes[0].value = "sku", fmt.Sprint("g-", i)
		views = append(views, view)
	}
	return views
}

func journeyOf(count int, eventName string, criteria ...rule.Criterion) *rule.Conditions {
	return &rule.Conditions{Journey: rule.Journey{Patterns: []rule.JourneyPattern{{
		Criteria: criteria, Count: count, StreamType: "Web", SessionType: "web", EventName: eventName}}}}
}

func contextOf(criteria ...rule.Criterion) *rule.Conditions {
	for i := range criteria {
		criteria[i].EntityType = "visit"
	}
	return &rule.Conditions{Context: rule.Context{Patterns: []rule.ContextPattern{{Criteria: criteria}}}}
}

// ruleMakers make the i-th rule of a benchmark.
var ruleMakers = map[string]func(i int) *rule.Conditions{
	// Half on pages that differ by their paths, half on other events.
	"usual": func(i int) *rule.Conditions {
		if i%2 == 0 {
			return journeyOf(1, fmt.Sprint("event_", i))
		}
		return journeyOf(2, "page_viewed", rule.Criterion{Key: "page.hostname", Values: []string{"shop.example"}},
			rule.Criterion{Key: "page.pathname", Values: []string{fmt.Sprint("/landing/", i)}})
	},
	// All on every page: texts within the URL.
	"harsh": func(i int) *rule.Conditions {
		return journeyOf(1, "page_viewed", rule.Criterion{Key: "page.url", Operator: "containsAny",
			Values: []string{fmt.Sprintf("/landing/%d?", i), fmt.Sprintf("offer=%d", i)}})
	},
	"harsh-ignoring-case": func(i int) *rule.Conditions {
		return journeyOf(1, "page_viewed", rule.Criterion{Key: "page.url", Operator: "containsAny",
			ShouldIgnoreCase: true, Values: []string{fmt.Sprintf("/Landing/%d?", i), fmt.Sprintf("Offer=%d", i)}})
	},
	// What cannot be filed: all are evaluated.
	"negated": func(i int) *rule.Conditions {
		return journeyOf(100, "page_viewed", rule.Criterion{Key: "page.hostname", Operator: "notEqual",
			Values: []string{"shop.example", fmt.Sprint(i)}})
	},
	"context": func(i int) *rule.Conditions {
		return contextOf(rule.Criterion{Key: "device.category", Values: []string{"desktop"}},
			rule.Criterion{Key: "geolocation.country", Values: []string{fmt.Sprint("X", i)}})
	},
}

// The dearest event that limits allow of one rule: every value is looked for in a long text, and none is
// there. What MaxAllValues refuses costs twenty times as much.
func BenchmarkDearest(b *testing.B) {
	for _, criteria := range []int{20, 400} {
		b.Run(fmt.Sprintf("%d-values", criteria*rule.MaxValues), func(b *testing.B) {
			set := rule.NewSet([]rule.Rule{{ID: 1, Conditions: journeyOf(100, "", dear(criteria)...)}})
			view := &pageView{name: "page_viewed", url: "https://shop.example/" + strings.Repeat("Aa", 1000)}
			b.ReportAllocs()
			for b.Loop() {
				set.Judge(nil, visitor{}, view, nil, false)
			}
		})
	}
}

func dear(n int) (criteria []rule.Criterion) {
	var values []string
	for i := range rule.MaxValues {
		values = append(values, strings.Repeat("aA", 10)+string(rune('b'+i%20)))
	}
	for range n {
		criteria = append(criteria, rule.Criterion{Key: "page.url", Operator: "notContainsAny", Values: values,
			ShouldIgnoreCase: true})
	}
	return criteria
}

func benchmarkJudge(b *testing.B, n int, kind string, fresh bool) {
	var rules []rule.Rule
	for i := range n {
		c := ruleMakers[kind](i)
		if problems := rule.Check(c); len(problems) > 0 {
			b.Fatal(problems)
		}
		rules = append(rules, rule.Rule{ID: uint64(i + 1), Conditions: c})
	}
	set, views := rule.NewSet(rules), pageViews()
	progress := []rule.Progress{{Rule: 2, Hits: 1}, {Rule: 4, Done: true, Matched: true}}
	steps := make([]rule.Step, 0, n)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		steps = set.Judge(steps[:0], visitor{}, views[i%len(views)], progress, fresh)
		i++
	}
	if len(steps) > 0 {
		b.Fatalf("%d steps: the benchmark is of events that make none", len(steps))
	}
}

func BenchmarkJudge(b *testing.B) {
	for kind := range ruleMakers {
		for _, n := range []int{0, 50, 500} {
			b.Run(fmt.Sprintf("%s-%d", kind, n), func(b *testing.B) { benchmarkJudge(b, n, kind, kind == "context") })
		}
	}
}

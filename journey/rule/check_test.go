package rule_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"sojourn/journey/rule"
)

// checkCases change one right definition so that it is wrong; each says what of it is reported.
var checkCases = []struct {
	name   string
	change func(c *rule.Conditions)
	want   []string // code and field
}{
	{"nothing", func(*rule.Conditions) {}, nil},
	{"no condition at all", func(c *rule.Conditions) { *c = rule.Conditions{} }, nil},
	{"no operator is equal", func(c *rule.Conditions) { journeyCriterion(c).Operator = "" }, nil},
	{"no criteria but a name", func(c *rule.Conditions) { pattern(c).Criteria = nil }, nil},
	{"no name but criteria", func(c *rule.Conditions) { pattern(c).EventName = "" }, nil},

	// §1.5, missing members
	{"no key of the session", func(c *rule.Conditions) { contextCriterion(c).Key = "" },
		[]string{"missing.required.property context.patterns[0].criteria[0].key"}},
	{"no key of the event", func(c *rule.Conditions) { journeyCriterion(c).Key = "" },
		[]string{"missing.required.property journey.patterns[0].criteria[0].key"}},
	{"no values", func(c *rule.Conditions) { journeyCriterion(c).Values = nil },
		[]string{"missing.required.property journey.patterns[0].criteria[0].values"}},
	{"no entity", func(c *rule.Conditions) { contextCriterion(c).EntityType = "" },
		[]string{"missing.required.property context.patterns[0].criteria[0].entityType"}},
	{"no count", func(c *rule.Conditions) { pattern(c).Count = rule.NoCount },
		[]string{"missing.required.property journey.patterns[0].count"}},
	{"no stream", func(c *rule.Conditions) { pattern(c).StreamType = "" },
		[]string{"missing.required.property journey.patterns[0].streamType"}},
	{"no session type", func(c *rule.Conditions) { pattern(c).SessionType = "" },
		[]string{"missing.required.property journey.patterns[0].sessionType"}},
	{"a context pattern without criteria", func(c *rule.Conditions) { c.Context.Patterns[0].Criteria = nil },
		[]string{"missing.required.property context.patterns[0].criteria"}},

	// §1.5, values
	{"an empty list of values", func(c *rule.Conditions) { contextCriterion(c).Values = []string{} },
		[]string{"invalid.value context.patterns[0].criteria[0].values"}},
	{"an empty value", func(c *rule.Conditions) { journeyCriterion(c).Values = []string{"/", "/a", ""} },
		[]string{"invalid.value journey.patterns[0].criteria[0].values[2]"}},
	{"a value that is no text", func(c *rule.Conditions) { journeyCriterion(c).Values = []string{"\xff"} },
		[]string{"invalid.value journey.patterns[0].criteria[0].values[0]"}},
	{"a count of 0", func(c *rule.Conditions) { pattern(c).Count = 0 },
		[]string{"invalid.value journey.patterns[0].count"}},
	{"a negative count", func(c *rule.Conditions) { pattern(c).Count = -1 },
		[]string{"invalid.value journey.patterns[0].count"}},
	{"a count of 100", func(c *rule.Conditions) { pattern(c).Count = 100 }, nil},
	{"a count of 101", func(c *rule.Conditions) { pattern(c).Count = 101 },
		[]string{"invalid.value journey.patterns[0].count"}},
	{"two numbers", func(c *rule.Conditions) { compareAttribute(c, "greaterThan", "1", "2") },
		[]string{"invalid.value journey.patterns[0].criteria[0].values"}},
	{"a number that is none", func(c *rule.Conditions) { compareAttribute(c, "lessThanOrEqual", "cheap") },
		[]string{"invalid.value journey.patterns[0].criteria[0].values[0]"}},
	{"a number", func(c *rule.Conditions) { compareAttribute(c, "greaterThanOrEqual", "-1.5e3") }, nil},
	{"no number at all", func(c *rule.Conditions) { compareAttribute(c, "lessThan") },
		[]string{"missing.required.property journey.patterns[0].criteria[0].values"}},
	{"a version", func(c *rule.Conditions) { compareBrowser(c, "17.4.1") }, nil},
	{"a version that is none", func(c *rule.Conditions) { compareBrowser(c, "17.x") },
		[]string{"invalid.value context.patterns[0].criteria[0].values[0]"}},
	{"neither criteria nor a name", func(c *rule.Conditions) { pattern(c).Criteria, pattern(c).EventName = nil, "" },
		[]string{"invalid.value journey.patterns[0]"}},
	{"two session types", func(c *rule.Conditions) {
		c.Journey.Patterns = append(c.Journey.Patterns, rule.JourneyPattern{
			Count: 1, StreamType: "App", SessionType: "app", EventName: "opened"})
	}, []string{"invalid.value journey.patterns[1].sessionType"}},

	// §1.3 keys
	{"an unknown key", func(c *rule.Conditions) { contextCriterion(c).Key = "device.colour" },
		[]string{"invalid.value context.patterns[0].criteria[0].key"}},
	{"a key of the event in the context", func(c *rule.Conditions) { contextCriterion(c).Key = "page.url" },
		[]string{"invalid.value context.patterns[0].criteria[0].key"}},
	{"a key of the session in the journey", func(c *rule.Conditions) { journeyCriterion(c).Key = "device.category" },
		[]string{"invalid.value journey.patterns[0].criteria[0].key"}},
	{"an attribute with a dot", func(c *rule.Conditions) { journeyCriterion(c).Key = "attributes.a.b.value" },
		[]string{"invalid.value journey.patterns[0].criteria[0].key"}},
	{"an attribute without a name", func(c *rule.Conditions) { journeyCriterion(c).Key = "attributes..value" },
		[]string{"invalid.value journey.patterns[0].criteria[0].key"}},
	{"an attribute with a name of 50", func(c *rule.Conditions) { journeyCriterion(c).Key = attributeKey(50) }, nil},
	{"an attribute with a name of 51", func(c *rule.Conditions) { journeyCriterion(c).Key = attributeKey(51) },
		[]string{"invalid.value journey.patterns[0].criteria[0].key"}},
	{"an attribute itself", func(c *rule.Conditions) { journeyCriterion(c).Key = "attributes.<name>.value" },
		[]string{"invalid.value journey.patterns[0].criteria[0].key"}},
	{"a trait with a dot", func(c *rule.Conditions) { journeyCriterion(c).Key = "traits.address.city.value" }, nil},

	// §1.4 enums and their pairing
	{"an unknown operator", func(c *rule.Conditions) { journeyCriterion(c).Operator = "Equal" },
		[]string{"invalid.value journey.patterns[0].criteria[0].operator"}},
	{"an unknown entity", func(c *rule.Conditions) { contextCriterion(c).EntityType = "visitor" },
		[]string{"invalid.value context.patterns[0].criteria[0].entityType"}},
	{"an unknown stream", func(c *rule.Conditions) { pattern(c).StreamType = "web" },
		[]string{"invalid.value journey.patterns[0].streamType"}},
	{"a stream of another type", func(c *rule.Conditions) { pattern(c).StreamType = "App" },
		[]string{"invalid.value journey.patterns[0].sessionType"}},
	{"a custom stream of a type that is none", func(c *rule.Conditions) { pattern(c).StreamType = "Custom" },
		[]string{"invalid.value journey.patterns[0].sessionType"}},
	{"a custom stream", func(c *rule.Conditions) {
		pattern(c).StreamType, pattern(c).SessionType = "Custom", "repair"
	}, nil},
	{"conversations", func(c *rule.Conditions) {
		pattern(c).StreamType, pattern(c).SessionType = "Conversation", "conversation"
	}, nil},

	// §1.2 limits
	{"20 patterns", func(c *rule.Conditions) { repeat(&c.Context.Patterns, 20); repeat(&c.Journey.Patterns, 20) }, nil},
	{"21 patterns", func(c *rule.Conditions) { repeat(&c.Context.Patterns, 21); repeat(&c.Journey.Patterns, 21) },
		[]string{"limit.exceeded context.patterns", "limit.exceeded journey.patterns"}},
	{"20 criteria", func(c *rule.Conditions) { repeat(&pattern(c).Criteria, 20) }, nil},
	{"21 criteria", func(c *rule.Conditions) { repeat(&pattern(c).Criteria, 21) },
		[]string{"limit.exceeded journey.patterns[0].criteria"}},
	{"50 values", func(c *rule.Conditions) { repeat(&journeyCriterion(c).Values, 50) }, nil},
	{"51 values", func(c *rule.Conditions) { repeat(&journeyCriterion(c).Values, 51) },
		[]string{"limit.exceeded journey.patterns[0].criteria[0].values"}},
	{"1,024 characters", func(c *rule.Conditions) { journeyCriterion(c).Values[0] = strings.Repeat("é", 1024) }, nil},
	{"1,025 characters", func(c *rule.Conditions) { journeyCriterion(c).Values[0] = strings.Repeat("é", 1025) },
		[]string{"limit.exceeded journey.patterns[0].criteria[0].values[0]"}},
	{"beyond a limit", func(c *rule.Conditions) {
		repeat(&journeyCriterion(c).Values, 51)
		journeyCriterion(c).Values[50] = ""
	}, []string{"limit.exceeded journey.patterns[0].criteria[0].values"}},
	{"a long name", func(c *rule.Conditions) { pattern(c).EventName = strings.Repeat("n", 1025) },
		[]string{"limit.exceeded journey.patterns[0].eventName"}},
	{"a long session type", func(c *rule.Conditions) {
		pattern(c).StreamType, pattern(c).SessionType = "Custom", strings.Repeat("n", 1025)
	}, []string{"limit.exceeded journey.patterns[0].sessionType"}},
	{"1,000 values", func(c *rule.Conditions) { c.Context.Patterns = nil; repeatAll(c, 20) }, nil},
	{"1,001 values", func(c *rule.Conditions) { repeatAll(c, 20) },
		[]string{"limit.exceeded journey.patterns[0].criteria[19].values"}},

	// several at once, in the order of the members
	{"several", func(c *rule.Conditions) {
		contextCriterion(c).Key, contextCriterion(c).EntityType = "", ""
		pattern(c).Count, pattern(c).StreamType = 0, "Radio"
		journeyCriterion(c).Values = []string{""}
	}, []string{
		"missing.required.property context.patterns[0].criteria[0].key",
		"missing.required.property context.patterns[0].criteria[0].entityType",
		"invalid.value journey.patterns[0].criteria[0].values[0]",
		"invalid.value journey.patterns[0].count",
		"invalid.value journey.patterns[0].streamType",
	}},
}

func rightConditions() *rule.Conditions {
	c := contextOf(rule.Criterion{Key: "device.category", Operator: "equal", Values: []string{"desktop"}})
	notRoot := rule.Criterion{Key: "page.pathname", Operator: "notEqual", Values: []string{"/"}}
	c.Journey = journeyOf(2, "page_viewed", notRoot).Journey
	return c
}

func pattern(c *rule.Conditions) *rule.JourneyPattern { return &c.Journey.Patterns[0] }

func journeyCriterion(c *rule.Conditions) *rule.Criterion { return &pattern(c).Criteria[0] }

func contextCriterion(c *rule.Conditions) *rule.Criterion { return &c.Context.Patterns[0].Criteria[0] }

func attributeKey(length int) string { return "attributes." + strings.Repeat("n", length) + ".value" }

func compareAttribute(c *rule.Conditions, operator string, values ...string) {
	*journeyCriterion(c) = rule.Criterion{Key: "attributes.price.value", Operator: operator, Values: values}
}

func compareBrowser(c *rule.Conditions, version string) {
	contextCriterion(c).Key, contextCriterion(c).Operator = "browser.version", "greaterThan"
	contextCriterion(c).Values = []string{version}
}

func repeat[T any](list *[]T, n int) { *list = slices.Repeat((*list)[:1], n) }

// repeatAll makes a pattern of n criteria of 50 values each.
func repeatAll(c *rule.Conditions, n int) {
	repeat(&journeyCriterion(c).Values, rule.MaxValues)
	repeat(&pattern(c).Criteria, n)
}

func TestCheck(t *testing.T) {
	for _, test := range checkCases {
		t.Run(test.name, func(t *testing.T) {
			c := rightConditions()
			test.change(c)
			var got []string
			for _, problem := range rule.Check(c) {
				got = append(got, string(problem.Code)+" "+problem.Field)
				if !strings.HasPrefix(problem.Reason, "must ") && problem.Reason != "is required" {
					t.Errorf("the reason does not go on from the field: %s %s", problem.Field, problem.Reason)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// The limit is named in the reason.
func TestCheckNamesTheLimit(t *testing.T) {
	for _, test := range checkCases {
		c := rightConditions()
		test.change(c)
		for _, problem := range rule.Check(c) {
			if problem.Code == rule.Limit && !strings.ContainsAny(problem.Reason, "0123456789") {
				t.Errorf("%s: %s", test.name, problem.Reason)
			}
		}
	}
}

func TestEveryKeyOfTheSpecIsKnown(t *testing.T) {
	keys := map[bool]string{
		true: `device.category device.type device.osFamily browser.family browser.lang browser.version
			mktCampaign.source mktCampaign.medium mktCampaign.name mktCampaign.term mktCampaign.content
			mktCampaign.clickId mktCampaign.network geolocation.countryName geolocation.country
			geolocation.region geolocation.locality geolocation.postalCode ipOrganization referrer.url
			referrer.medium referrer.hostname authenticated`,
		false: `eventName page.url page.title page.hostname page.domain page.fragment page.keywords
			page.pathname page.queryString searchQuery attributes.x.value screenName app.name
			app.namespace app.version traits.x.value`,
	}
	for ofContext, list := range keys {
		for _, key := range strings.Fields(list) {
			c := rightConditions()
			if ofContext {
				contextCriterion(c).Key = key
			} else {
				journeyCriterion(c).Key = key
			}
			if problems := rule.Check(c); len(problems) > 0 {
				t.Errorf("%s: %v", key, problems)
			}
		}
	}
}

func TestCountIsReadFromJSON(t *testing.T) {
	for text, want := range map[string]int{`{}`: rule.NoCount, `{"count":0}`: 0, `{"count":7}`: 7} {
		p := rule.JourneyPattern{Count: 3}
		if err := json.Unmarshal([]byte(text), &p); err != nil || p.Count != want {
			t.Errorf("%s: count %d, %v; want %d", text, p.Count, err, want)
		}
	}
	if err := json.Unmarshal([]byte(`{"count":"x"}`), &rule.JourneyPattern{}); err == nil {
		t.Error("a count that is a text was read")
	}
}

func TestComplete(t *testing.T) {
	var c rule.Conditions
	rule.Complete(&c)
	if c.Context.Patterns == nil || c.Journey.Patterns == nil {
		t.Errorf("got %#v", c)
	}
	whole := rightConditions()
	rule.Complete(whole)
	if !reflect.DeepEqual(whole, rightConditions()) {
		t.Errorf("what was complete became %+v", whole)
	}
	bare := rightConditions()
	contextCriterion(bare).Operator, contextCriterion(bare).Values = "", nil
	pattern(bare).Criteria = nil
	rule.Complete(bare)
	want := rightConditions()
	contextCriterion(want).Values, pattern(want).Criteria = nil, []rule.Criterion{}
	if !reflect.DeepEqual(bare, want) {
		t.Errorf("got %+v, want %+v", bare, want)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte(`{"context":{"patterns":[{"criteria":[{"entityType":"visit","key":"browser.version",
		"operator":"lessThan","values":["1.2"]}]}]}}`))
	f.Add([]byte(`{"journey":{"patterns":[{"criteria":[
		{"key":"attributes.a.value","operator":"containsAll","values":["a","b"],"shouldIgnoreCase":true},
		{"key":"page.url","operator":"endsWith","values":["x"]}],"count":2,"streamType":"Web","sessionType":"web"}]}}`))
	f.Add([]byte(`{"journey":{"patterns":[
		{"criteria":null,"count":1,"streamType":"Custom","sessionType":"q","eventName":"e"}]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var c rule.Conditions
		if json.Unmarshal(text, &c) != nil || len(rule.Check(&c)) > 0 {
			return
		}
		playAll(t, &c)
		before, _ := json.Marshal(c)
		rule.Complete(&c)
		if problems := rule.Check(&c); len(problems) > 0 {
			t.Errorf("%s is right, but not when complete: %v", before, problems)
		}
	})
}

// playAll judges by conditions, and checks the result with the reference.
func playAll(t *testing.T, c *rule.Conditions) {
	s, r := &session{}, rule.Rule{ID: 1, Conditions: c, ValueOf: "a"}
	for _, value := range []string{"", "a", "5", "1.2", "Ab/x"} {
		e := &event{"web", "e", facts{}}
		for i := range c.Journey.Patterns {
			p := &c.Journey.Patterns[i]
			e.sessionType, e.name = p.SessionType, p.EventName
			for _, criterion := range p.Criteria {
				e.facts[criterion.Key] = rule.Value{Text: value + criterion.Values[0], List: nil}
			}
		}
		s.add(e, textFacts("browser.version", value, "device.category", value))
	}
	set, account, got := rule.NewSet([]rule.Rule{r}), r.Account(), outcome{}
	var progress []rule.Progress
	for i, m := range s.moments {
		steps := set.Judge(nil, m.visit, m.event, progress, m.fresh)
		progress = keep(progress, steps)
		account.Tell(m.visit, m.event)
		if len(steps) > 0 && steps[0].Matched {
			got = outcome{i + 1, steps[0].Value}
		}
	}
	if want := (&reference{c, r.ValueOf}).run(s.moments); got != want {
		t.Errorf("got %+v, want %+v of %+v", got, want, *c)
	}
}

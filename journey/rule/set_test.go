package rule_test

import (
	"fmt"
	"testing"

	"sojourn/journey/rule"
)

func TestPrintTellsSetsApart(t *testing.T) {
	order, cart := journeyOf(1, "order"), journeyOf(1, "cart")
	one, other := rule.Rule{ID: 1, Conditions: order}, rule.Rule{ID: 2, Conditions: cart}
	valued := rule.Rule{ID: 1, Conditions: order, ValueOf: "total"}
	seen := map[uint64]int{}
	for i, rules := range [][]rule.Rule{nil, {one}, {other}, {one, other}, {other, one}, {valued}, {valued, other}} {
		print := rule.NewSet(rules).Print()
		if before, again := seen[print]; again || print == 0 {
			t.Errorf("set %d has the print %d of set %d", i, print, before)
		}
		seen[print] = i
		if rule.NewSet(rules).Print() != print {
			t.Errorf("set %d has two prints", i)
		}
	}
}

func TestWhatIsEmptyNeverMatches(t *testing.T) {
	for _, c := range []*rule.Conditions{{}, {Context: rule.Context{Patterns: []rule.ContextPattern{{}}}}} {
		r := rule.Rule{ID: 1, Conditions: c}
		e := &event{"web", "order", facts{}}
		if steps := rule.NewSet([]rule.Rule{r}).Judge(nil, visit{}, e, nil, true); len(steps) > 0 || !c.IsEmpty() {
			t.Errorf("%+v made steps: %v", c, steps)
		}
	}
}

// Steps are appended to what is there. Progress of a rule that is not in the set is no one's.
func TestJudgeAppends(t *testing.T) {
	set := rule.NewSet([]rule.Rule{{ID: 7, Conditions: journeyOf(2, "order")}})
	before := []rule.Step{{Index: 99}}
	progress := []rule.Progress{{Rule: 7, Hits: 1}, {Rule: 8}}
	steps := set.Judge(before, visit{}, &event{"web", "order", nil}, progress, false)
	want := rule.Step{Index: 0, Progress: rule.Progress{Rule: 7, Pattern: 1, Done: true, Matched: true}}
	if len(steps) != 2 || steps[0].Index != 99 || steps[1] != want {
		t.Errorf("got %+v, want %+v appended", steps, want)
	}
}

// Progress that no rule could have come to, of a condition that was longer, does no harm.
func TestStrangeProgress(t *testing.T) {
	set := rule.NewSet([]rule.Rule{{ID: 7, Conditions: journeyOf(2, "order")}})
	e := &event{"web", "order", nil}
	if steps := set.Judge(nil, visit{}, e, []rule.Progress{{Rule: 7, Pattern: 3}}, true); len(steps) > 0 {
		t.Errorf("got %+v", steps)
	}
}

// The value of an achievement (segments-outcomes.md §5).
func TestValue(t *testing.T) {
	conditions := cartThenOrder()
	r := rule.Rule{ID: 1, Conditions: conditions, ValueOf: "total"}
	for _, test := range []struct {
		name   string
		totals [5]string // of cart, cart, look, order, and a look with which the country is known
		want   string
	}{
		{"of the event that completed it", [5]string{"101", "102", "103", "104", "105"}, "105"},
		{"of the chain", [5]string{"101", "102", "103", "104", ""}, "104"},
		{"of the chain's latest that has it", [5]string{"101", "102", "103", "", ""}, "102"},
	} {
		s, account := &session{}, r.Account()
		var progress []rule.Progress
		for i, name := range []string{"cart", "cart", "look", "order", "look"} {
			changes := textFacts("device.category", "desktop")
			if i == 4 {
				changes["geolocation.country"] = rule.Value{Text: "IE"}
			}
			m := s.add(&event{"web", name, textFacts("attributes.total.value", test.totals[i])}, changes)
			progress = keep(progress, rule.NewSet([]rule.Rule{r}).Judge(nil, m.visit, m.event, progress, m.fresh))
			account.Tell(m.visit, m.event)
		}
		if len(progress) != 1 || !progress[0].Matched || progress[0].Value != test.want {
			t.Errorf("%s: got %+v, want %s", test.name, progress, test.want)
		}
	}
}

func TestJudgeAllocatesNothing(t *testing.T) {
	for kind, maker := range ruleMakers {
		var rules []rule.Rule
		for i := range 500 {
			rules = append(rules, rule.Rule{ID: uint64(i + 1), Conditions: maker(i)})
		}
		set, views := rule.NewSet(rules), pageViews()
		progress := []rule.Progress{{Rule: 2, Hits: 1}}
		allocs := testing.AllocsPerRun(10, func() { set.Judge(nil, visitor{}, views[0], progress, true) })
		if allocs > 0 {
			t.Errorf("%s: %v allocations", kind, allocs)
		}
	}
}

// counting is an event that counts how often its facts are read.
type counting struct {
	*pageView
	reads int
}

func (c *counting) EventName() string {
	c.reads++
	return c.pageView.EventName()
}

func (c *counting) JourneyValue(key rule.Key, name string) rule.Value {
	c.reads++
	return c.pageView.JourneyValue(key, name)
}

// Rules that an event cannot concern are not looked at, however many there are.
func TestOnlyWhatIsConcernedIsRead(t *testing.T) {
	for _, kind := range []string{"usual", "harsh", "harsh-ignoring-case"} {
		var rules []rule.Rule
		for i := range 500 {
			rules = append(rules, rule.Rule{ID: uint64(i + 1), Conditions: ruleMakers[kind](i)})
		}
		e := &counting{pageView: pageViews()[0]}
		e.path = fmt.Sprint("/landing/", 451)
		e.url = fmt.Sprint("https://shop.example", e.path, "?offer=none")
		if steps := rule.NewSet(rules).Judge(nil, visitor{}, e, nil, true); len(steps) != 1 || steps[0].Index != 451 {
			t.Errorf("%s: steps %+v", kind, steps)
		}
		if e.reads > 20 {
			t.Errorf("%s: %d times something was read", kind, e.reads)
		}
	}
}

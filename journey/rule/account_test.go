package rule_test

import (
	"fmt"
	"strings"
	"testing"

	"sojourn/journey/rule"
)

// cartThenOrder wants two carts with more than 100, then an order, from a desktop in Ireland.
func cartThenOrder() *rule.Conditions {
	c := contextOf(rule.Criterion{Key: "device.category", Values: []string{"desktop"}},
		rule.Criterion{Key: "geolocation.country", Values: []string{"IE"}})
	c.Journey = journeyOf(2, "cart", rule.Criterion{Key: "attributes.total.value", Operator: "greaterThan",
		Values: []string{"100"}}).Journey
	c.Journey.Patterns = append(c.Journey.Patterns, journeyOf(1, "", rule.Criterion{Key: "eventName",
		Values: []string{"order"}}).Journey.Patterns...)
	return c
}

const cartThenOrderAccount = `before
  pattern 0 needs 2 more
  pattern 1 needs 1 more
  context.patterns[0].criteria[0] device.category is ""
  context.patterns[0].criteria[1] geolocation.country is ""
cart 99
  journey.patterns[0].criteria[0] attributes.total.value is "99"
  journey.patterns[1].criteria[0] eventName is "cart"
  met -1
  pattern 0 needs 2 more
  pattern 1 needs 1 more
  context.patterns[0].criteria[1] geolocation.country is ""
cart 120
  journey.patterns[1].criteria[0] eventName is "cart"
  met 0, 1 of 2
  pattern 0 needs 1 more
  pattern 1 needs 1 more
  context.patterns[0].criteria[1] geolocation.country is ""
cart 130
  journey.patterns[1].criteria[0] eventName is "cart"
  met 0, 2 of 2
  pattern 1 needs 1 more
  context.patterns[0].criteria[1] geolocation.country is ""
order 130
  journey.patterns[0].eventName eventName is "order"
  met 1, 1 of 1
  done
  context.patterns[0].criteria[1] geolocation.country is "US"
look 
  journey.patterns[0].eventName eventName is "look"
  journey.patterns[0].criteria[0] attributes.total.value is ""
  journey.patterns[1].criteria[0] eventName is "look"
  met -1
  done
  matched with 130
look 
  journey.patterns[0].eventName eventName is "look"
  journey.patterns[0].criteria[0] attributes.total.value is ""
  journey.patterns[1].criteria[0] eventName is "look"
  met -1
  done
`

func TestAccount(t *testing.T) {
	r := rule.Rule{ID: 1, Conditions: cartThenOrder(), ValueOf: "total"}
	account, s, told := r.Account(), &session{}, &strings.Builder{}
	fmt.Fprintln(told, "before")
	tellLacks(told, account)
	for _, happening := range []struct{ name, total, country string }{
		{"cart", "99", ""}, {"cart", "120", ""}, {"cart", "130", ""},
		{"order", "130", "US"}, {"look", "", "IE"}, {"look", "", "US"},
	} {
		e := &event{"web", happening.name, textFacts("attributes.total.value", happening.total)}
		m := s.add(e, textFacts("device.category", "desktop", "geolocation.country", happening.country))
		fmt.Fprintln(told, happening.name, happening.total)
		tell(told, account.Tell(m.visit, m.event))
		tellLacks(told, account)
	}
	if told.String() != cartThenOrderAccount {
		t.Errorf("got\n%s\nwant\n%s", told, cartThenOrderAccount)
	}
}

// tell writes what did not hold, and what came of it.
func tell(w *strings.Builder, e rule.Entry) {
	for _, findings := range e.Patterns {
		for _, f := range findings {
			if !f.Held {
				fmt.Fprintf(w, "  %s %s is %q\n", f.Path, f.Key, f.Found.Text)
			}
		}
	}
	fmt.Fprintf(w, "  met %d", e.Met)
	if e.Met >= 0 {
		fmt.Fprintf(w, ", %d of %d", e.Hits, e.Count)
	}
	fmt.Fprintln(w)
	if e.Progress.Done {
		fmt.Fprintln(w, "  done")
	}
	if e.Matched {
		fmt.Fprintln(w, "  matched with", e.Progress.Value)
	}
}

func tellLacks(w *strings.Builder, account *rule.Account) {
	for _, lack := range account.Lacks() {
		if lack.Pattern >= 0 {
			fmt.Fprintf(w, "  pattern %d needs %d more\n", lack.Pattern, lack.Events)
		} else {
			fmt.Fprintf(w, "  %s %s is %q\n", lack.Path, lack.Key, lack.Found.Text)
		}
	}
}

package trial

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sojourn/journey"
)

// happened makes web events of one customer, a second apart. Each is a name, and then facts: total=5, country=IE.
func happened(texts ...string) (events []*journey.Event) {
	for i, text := range texts {
		if text == "-" { // not recorded
			events = append(events, nil)
			continue
		}
		words := strings.Fields(text)
		at := start.Add(seconds(i))
		e := &journey.Event{
			ID: numbered("event", i), Kind: journey.Web, Customer: "cookie-one", Name: words[0], Created: at, Received: at,
		}
		for _, fact := range words[1:] {
			switch name, value, _ := strings.Cut(fact, "="); name {
			case "total":
				e.Attributes = []journey.Attribute{{Name: name, Type: journey.Number, Value: value}}
			case "country":
				e.Geolocation = &journey.Geolocation{Country: value}
			case "source":
				e.Campaign, e.Page = &journey.Campaign{Source: value}, &journey.Page{}
			case "cookie":
				e.Customer = value
			case "id":
				e.ID, e.IDGiven = numbered("given", len(value)), true
			case "late":
				e.Created = e.Received.Add(-seconds(60 * len(value)))
			}
		}
		events = append(events, e)
	}
	return events
}

// text writes what became of events, and how it stands.
func (r *Result) text() string {
	var w strings.Builder
	for _, e := range r.Events {
		fmt.Fprintf(&w, "%d %s in %d", e.Index, e.Outcome, e.Session)
		if e.Step != nil {
			e.Step.write(&w)
		}
		fmt.Fprintln(&w)
	}
	for i := range r.Sessions {
		s := &r.Sessions[i]
		fmt.Fprintf(&w, "session %d %s %s by %d with %d steps", i, s.State, s.Reason, s.MatchedBy, len(s.Steps)+s.Omitted)
		if s.Gained != nil {
			fmt.Fprintf(&w, ", value %q", s.Gained.Value)
		}
		for _, lack := range s.Missing {
			if lack.Pattern >= 0 {
				fmt.Fprintf(&w, ", %d of pattern %d", lack.Events, lack.Pattern)
			} else {
				fmt.Fprintf(&w, ", %s is %q", lack.Key, lack.Found.Text)
			}
		}
		fmt.Fprintln(&w)
	}
	return w.String()
}

func (s *Step) write(w *strings.Builder) {
	if s.Pattern >= 0 {
		fmt.Fprintf(w, ", pattern %d: %d of %d", s.Pattern, s.Hits, s.Count)
	}
	if s.Done {
		fmt.Fprint(w, ", done")
	}
	if s.Matched {
		fmt.Fprint(w, ", matched")
	}
	for _, f := range s.Failed {
		fmt.Fprintf(w, ", %s %s is %q", f.Path, f.Key, f.Found.Text)
	}
}

func TestRun(t *testing.T) {
	cartThenOrder := sequence("cart", "order")
	cartThenOrder.Journey.Patterns[0].Count = 2
	for _, row := range []struct {
		name       string
		definition journey.Evaluated
		events     []string
		want       string
	}{
		{"nothing", segmentOf(1, sequence("look")), nil, ""},
		{"a sequence, then the context",
			outcomeOf(1, inContext(cartThenOrder, "geolocation.country", "equal", "IE")),
			[]string{"look country=US", "cart", "cart", "order total=59.5", "look country=IE", "cart"},
			`0 taken in 0, journey.patterns[0].eventName eventName is "look", context.patterns[0].criteria[0] geolocation.country is "US"
1 taken in 0, pattern 0: 1 of 2, context.patterns[0].criteria[0] geolocation.country is "US"
2 taken in 0, pattern 0: 2 of 2, context.patterns[0].criteria[0] geolocation.country is "US"
3 taken in 0, pattern 1: 1 of 1, done, context.patterns[0].criteria[0] geolocation.country is "US"
4 taken in 0, done, matched
5 taken in 0, done
session 0 matched  by 4 with 4 steps, value "59.5"
`},
		{"two customers, one on the way", segmentOf(1, sequence("cart", "order")),
			[]string{"cart", "order cookie=cookie-two", "cart cookie=cookie-two"},
			`0 taken in 0, pattern 0: 1 of 1
1 taken in 1, journey.patterns[0].eventName eventName is "order"
2 taken in 1, pattern 0: 1 of 1
session 0 running  by -1 with 1 steps, 1 of pattern 1
session 1 running  by -1 with 1 steps, 1 of pattern 1
`},
		{"repeats and what is not recorded", segmentOf(1, sequence("look", "look")),
			[]string{"look id=a", "-", "look id=a", "look id=a cookie=cookie-two", "look id=aa"},
			`0 taken in 0, pattern 0: 1 of 1
1 notRecorded in -1
2 repeated in 0
3 taken in 1, pattern 0: 1 of 1
4 taken in 0, pattern 1: 1 of 1, done, matched
session 0 matched  by 4 with 2 steps, value ""
session 1 running  by -1 with 1 steps, 1 of pattern 1
`},
		{"a journey never spans sessions", segmentOf(1, sequence("cart", "page_viewed")),
			[]string{"cart", "page_viewed source=news"},
			`0 taken in 0, pattern 0: 1 of 1
1 taken in 1, journey.patterns[0].eventName eventName is "page_viewed"
session 0 running  by -1 with 1 steps, 1 of pattern 1
session 1 notStarted  by -1 with 0 steps, 1 of pattern 0, 1 of pattern 1
`},
		{"nothing to evaluate", segmentOf(1, sequence()), []string{"look"},
			"0 taken in 0\nsession 0 notEvaluated noCondition by -1 with 0 steps\n"},
	} {
		result, err := Run(row.definition, journey.DefaultPolicy(), happened(row.events...))
		if got := result.text(); err != nil || got != row.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", row.name, err, got, row.want)
		}
	}
}

func TestRunKeepsTheLimits(t *testing.T) {
	tooLate := "look late=" + strings.Repeat("m", 61)
	_, err := Run(segmentOf(1, sequence("look")), journey.DefaultPolicy(), happened("look", tooLate))
	refused, ok := errors.AsType[*RefusedError](err)
	if !ok || refused.Index != 1 || refused.Fault.Code != journey.EventTooOld || refused.Fault.Field != "createdDate" {
		t.Errorf("%v", err)
	}
}

// A case that names a conversation is told in both sessions.
func TestRunLinksCases(t *testing.T) {
	opened := &journey.Event{
		ID: numbered("event", 1), Kind: journey.Custom, Customer: "crm-1", Name: "case_opened",
		Created: start, Received: start,
		Custom: &journey.CustomFacts{
			Type: journey.CaseType, ExternalID: "7", CustomerType: "externalId",
			Case: &journey.CaseFacts{Entity: "e", Conversation: "5a1d3f60-7f0e-4e7e-9a68-3f3f0c1f9e01"},
		},
	}
	result, err := Run(segmentOf(1, sequence("look")), journey.DefaultPolicy(), []*journey.Event{opened})
	if err != nil || len(result.Events) != 2 || result.Events[1].Index != 0 || len(result.Sessions) != 2 {
		t.Fatalf("%+v, %v", result, err)
	}
	for i, want := range []string{"case", "conversation"} {
		if s := &result.Sessions[i]; s.Type() != want || s.Reason != OtherType {
			t.Errorf("session %d: %s, %s", i, s.Type(), s.Reason)
		}
	}
}

func TestStepsAreBounded(t *testing.T) {
	c := sequence("look", "look")
	c.Journey.Patterns[0].Count, c.Journey.Patterns[1].Count = 100, 100
	result, err := Run(segmentOf(1, c), journey.DefaultPolicy(), happened(slices.Repeat([]string{"look"}, 200)...))
	if err != nil {
		t.Fatal(err)
	}
	s := result.Sessions[0]
	if len(s.Steps) != MaxSteps || s.Omitted != 100 || !s.Steps[MaxSteps-1].Matched || s.Steps[MaxSteps-2].Hits != 99 {
		t.Errorf("%d steps, %d omitted, the last %+v", len(s.Steps), s.Omitted, s.Steps[MaxSteps-1])
	}
}

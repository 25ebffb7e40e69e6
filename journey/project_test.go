package journey_test

import (
	"fmt"
	"strings"
	"testing"

	"sojourn/journey"
)

// carrying is an event with one attribute.
func carrying(minutes float64, dataType journey.DataType, value string) journey.Event {
	e := late(view(minutes, ""), 30-minutes)
	e.Attributes = []journey.Attribute{{Name: "a", Type: dataType, Value: value}}
	return e
}

// projected is the session attribute "out" as text: its type and value, or its type and list.
func projected(v *visitor) string {
	for i := range v.state.Sessions[0].Attributes {
		a := &v.state.Sessions[0].Attributes[i]
		if dataType, values, ok := a.AsList(); ok {
			return fmt.Sprintf("%s[%s]", dataType, strings.Join(values, " "))
		}
		if scalar, ok := a.Scalar(); ok {
			return fmt.Sprintf("%s %s", scalar.Type, scalar.Value)
		}
	}
	return "nothing"
}

func TestProjectionFunctions(t *testing.T) {
	const s, i, n = journey.String, journey.Integer, journey.Number
	for _, test := range []struct {
		function journey.Function
		why      string
		events   []journey.Event
		want     string
	}{
		{journey.Last, "the newest wins", []journey.Event{carrying(1, s, "a"), carrying(2, s, "b")}, "string b"},
		{journey.Last, "whatever the order of arrival", []journey.Event{carrying(2, s, "b"), carrying(1, s, "a")}, "string b"},
		{journey.Last, "the newest type wins", []journey.Event{carrying(1, s, "a"), carrying(2, i, "7")}, "integer 7"},
		{journey.Last, "an empty value removes", []journey.Event{carrying(1, s, "a"), carrying(2, s, "")}, "nothing"},
		{journey.Last, "until a later one", []journey.Event{carrying(2, s, ""), carrying(3, s, "c"), carrying(1, s, "a")}, "string c"},
		{journey.First, "the oldest wins", []journey.Event{carrying(2, s, "b"), carrying(1, s, "a"), carrying(3, s, "c")}, "string a"},
		{journey.Count, "how many events carry it", []journey.Event{carrying(1, s, "a"), carrying(2, s, "a"), view(3, "")}, "integer 2"},
		{journey.Sum, "of integers", []journey.Event{carrying(1, i, "7"), carrying(2, i, "-2")}, "integer 5"},
		{journey.Sum, "of numbers", []journey.Event{carrying(1, n, "0.5"), carrying(2, n, "0.25")}, "number 0.75"},
		{journey.Sum, "does not lose the small beside the large",
			[]journey.Event{carrying(1, n, "1e30"), carrying(2, n, "1"), carrying(3, n, "-1e30")}, "number 1"},
		{journey.Sum, "of large integers is exact",
			[]journey.Event{carrying(1, i, "9007199254740993"), carrying(2, i, "2")}, "integer 9007199254740995"},
		{journey.Max, "of large integers is exact",
			[]journey.Event{carrying(1, i, "9007199254740992"), carrying(2, i, "9007199254740993")}, "integer 9007199254740993"},
		{journey.Sum, "leaves text alone", []journey.Event{carrying(1, i, "7"), carrying(2, s, "8")}, "integer 7"},
		{journey.Min, "by value, not as text", []journey.Event{carrying(1, i, "10"), carrying(2, i, "9")}, "integer 9"},
		{journey.Max, "by value, not as text", []journey.Event{carrying(1, i, "10"), carrying(2, i, "9")}, "integer 10"},
		{journey.List, "distinct, by first use",
			[]journey.Event{carrying(2, s, "bike"), carrying(1, s, "helmet"), carrying(3, s, "helmet")}, "string[helmet bike]"},
		{journey.List, "of mixed types is of strings", []journey.Event{carrying(1, i, "1"), carrying(2, s, "b")}, "string[1 b]"},
		{journey.All, "keeps duplicates", []journey.Event{carrying(2, s, "b"), carrying(1, s, "a"), carrying(3, s, "b")}, "string[a b b]"},
	} {
		t.Run(test.function.String()+" "+test.why, func(t *testing.T) {
			v := newVisitor(journey.DefaultPolicy().WithProjectors([]journey.Projector{
				{SessionType: "web", EventName: "*", EventAttribute: "a", SessionAttribute: "out", Function: test.function},
			}))
			for _, e := range test.events {
				if _, err := v.step(e); err != nil {
					t.Fatal(err)
				}
			}
			if got := projected(v); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestNothingIsProjectedUnlessConfigured(t *testing.T) {
	for _, projectors := range [][]journey.Projector{
		nil,
		{{SessionType: "app", EventName: "*", EventAttribute: "a", SessionAttribute: "out", Function: journey.Last}},
		{{SessionType: "web", EventName: "order_completed", EventAttribute: "a", SessionAttribute: "out", Function: journey.Last}},
		{{SessionType: "web", EventName: "*", EventAttribute: "b", SessionAttribute: "out", Function: journey.Last}},
	} {
		v := newVisitor(journey.DefaultPolicy().WithProjectors(projectors))
		if _, err := v.step(carrying(0, journey.String, "x")); err != nil {
			t.Fatal(err)
		}
		if got := projected(v); got != "nothing" {
			t.Errorf("%+v projects %s", projectors, got)
		}
	}
}

// A change of a projection recomputes nothing: it works on what is accepted from then on.
func TestAChangedProjectionLooksAhead(t *testing.T) {
	v := newVisitor(journey.DefaultPolicy())
	if _, err := v.step(carrying(1, journey.String, "before")); err != nil {
		t.Fatal(err)
	}
	v.policy = v.policy.WithProjectors([]journey.Projector{
		{SessionType: "web", EventName: "*", EventAttribute: "a", SessionAttribute: "out", Function: journey.All},
	})
	if _, err := v.step(carrying(2, journey.String, "after")); err != nil {
		t.Fatal(err)
	}
	if got := projected(v); got != "string[after]" {
		t.Errorf("got %s", got)
	}
}

func TestListsAreBounded(t *testing.T) {
	v := newVisitor(journey.DefaultPolicy().WithProjectors([]journey.Projector{
		{SessionType: "web", EventName: "*", EventAttribute: "a", SessionAttribute: "out", Function: journey.List},
	}))
	for i := range 150 { // the newest first: the oldest uses are kept
		if _, err := v.step(carrying(19-float64(i)/10, journey.String, fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	_, values, _ := v.state.Sessions[0].Attributes[0].AsList()
	if len(values) != journey.MaxListValues || values[0] != "149" || values[99] != "50" {
		t.Errorf("%d values from %s to %s", len(values), values[0], values[len(values)-1])
	}
}

func TestSessionAttributesAreBounded(t *testing.T) {
	var projectors []journey.Projector
	for i := range 120 {
		projectors = append(projectors, journey.Projector{
			SessionType: "web", EventName: fmt.Sprint("e", i), EventAttribute: "a",
			SessionAttribute: fmt.Sprintf("out%03d", i), Function: journey.Last,
		})
	}
	v := newVisitor(journey.DefaultPolicy().WithProjectors(projectors))
	for i := range 120 {
		e := carrying(float64(i)/10, journey.String, "x")
		e.Name = fmt.Sprint("e", i)
		if _, err := v.step(e); err != nil {
			t.Fatal(err)
		}
	}
	kept := v.state.Sessions[0].Attributes
	if len(kept) != journey.MaxSessionAttributes || kept[0].Name != "out000" || kept[99].Name != "out099" {
		t.Errorf("%d attributes from %s to %s", len(kept), kept[0].Name, kept[len(kept)-1].Name)
	}
}

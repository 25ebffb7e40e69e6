package rule_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"sojourn/journey/rule"
)

const operatorCases = "testdata/operators.txt"

func TestOperators(t *testing.T) {
	text, err := os.ReadFile(operatorCases)
	if err != nil {
		t.Fatal(err)
	}
	var c rule.Criterion
	for n, line := range strings.Split(string(text), "\n") {
		cases, indented := strings.CutPrefix(line, "\t")
		switch {
		case line == "" || line[0] == '#':
		case !indented:
			c = criterionOf(line)
		default:
			verdict, cases, _ := strings.Cut(cases, " ")
			for _, form := range strings.Split(cases, "|") {
				if err := checkCase(c, strings.TrimSpace(form), verdict == "holds"); err != nil {
					t.Errorf("%s:%d: %v", operatorCases, n+1, err)
				}
			}
		}
	}
}

func criterionOf(line string) (c rule.Criterion) {
	key, rest, _ := strings.Cut(line, " ")
	operator, values, _ := strings.Cut(rest, " ")
	values, ignore := strings.CutPrefix(values, "i ")
	return rule.Criterion{Key: key, Operator: operator, Values: strings.Split(values, ","), ShouldIgnoreCase: ignore}
}

// checkCase asks a set and the reference.
func checkCase(c rule.Criterion, form string, want bool) error {
	v, err := factOf(form)
	if err != nil {
		return fmt.Errorf("%s: %w", form, err)
	}
	conditions := journeyOf(1, "", c)
	e, s := &event{"web", v.Text, facts{c.Key: v}}, &session{}
	if isOfContext(c.Key) {
		conditions, e.facts = contextOf(c), nil
	}
	m := s.add(e, facts{c.Key: v})
	if problems := rule.Check(conditions); len(problems) > 0 {
		return fmt.Errorf("%v", problems)
	}
	steps := rule.NewSet([]rule.Rule{{ID: 1, Conditions: conditions}}).Judge(nil, m.visit, m.event, nil, true)
	if got := len(steps) == 1 && steps[0].Matched; got != want {
		return fmt.Errorf("%s: %v", form, got)
	}
	if got := refHolds(c, v); got != want {
		return fmt.Errorf("%s: %v by the reference", form, got)
	}
	return nil
}

func isOfContext(key string) bool {
	part, _, _ := strings.Cut(key, ".")
	return part == "browser" || part == "referrer" || part == "authenticated"
}

// factOf reads a fact: a text in quotes, or several in brackets, with a type before it.
func factOf(form string) (v rule.Value, err error) {
	form, v.Numeric = strings.CutPrefix(form, "number ")
	form, v.Boolean = strings.CutPrefix(form, "boolean ")
	if strings.HasPrefix(form, "[") {
		err = json.Unmarshal([]byte(strings.ReplaceAll(form, `" "`, `","`)), &v.List)
		return v, err
	}
	err = json.Unmarshal([]byte(form), &v.Text)
	return v, err
}

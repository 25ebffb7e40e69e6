package rule_test

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"sojourn/journey/rule"
)

const (
	spec     = "../../docs/spec/segments-outcomes.md"
	examples = "testdata/examples.txt"
)

// definition is what the spec's examples say of a segment or an outcome.
type definition struct {
	rule.Conditions
	AssociatedValueField struct {
		Name string `json:"name"`
	} `json:"associatedValueField"`
}

// specDefinitions reads E1 to E11 out of the spec itself.
func specDefinitions(t *testing.T) map[string]*definition {
	t.Helper()
	text, err := os.ReadFile(spec)
	if err != nil {
		t.Fatal(err)
	}
	_, block, found := strings.Cut(string(text), "```json\n")
	block, _, closed := strings.Cut(block, "```")
	if !found || !closed {
		t.Fatalf("%s has no block of JSON", spec)
	}
	definitions := map[string]*definition{}
	if err := json.Unmarshal([]byte(block), &definitions); err != nil {
		t.Fatal(err)
	}
	return definitions
}

func TestSpecDefinitionsAreRight(t *testing.T) {
	definitions := specDefinitions(t)
	if len(definitions) != 11 {
		t.Errorf("%d definitions, want 11", len(definitions))
	}
	for name, d := range definitions {
		if problems := rule.Check(&d.Conditions); len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestWorkedExamples(t *testing.T) {
	file, err := os.Open(examples)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()

	p := player{definitions: specDefinitions(t)}
	ran := map[string]bool{}
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		if word == "example" {
			p = player{definitions: p.definitions}
			number, _, _ := strings.Cut(rest, ":")
			ran[number] = true
			continue
		}
		if err := p.play(word, rest); err != nil {
			t.Errorf("%s:%d: %v", examples, n, err)
		}
	}
	if lines.Err() != nil || len(ran) != 20 {
		t.Errorf("%d examples, want 20: %v", len(ran), lines.Err())
	}
}

// player plays one example.
type player struct {
	definitions map[string]*definition
	id          uint64
	set         *rule.Set
	account     *rule.Account
	session     session
	progress    []rule.Progress
	events      int
	matches     []string // "event value"
	told        []string // the same by the account
}

func (p *player) play(word, rest string) error {
	switch word {
	case "rule":
		return p.judgeBy(rest)
	case "session":
		p.session, p.progress = session{}, nil
		return nil
	case "event":
		return p.happens(rest)
	case "match":
		return p.expect(strings.TrimSpace(rest))
	case "never":
		return p.expect()
	}
	return fmt.Errorf("nobody knows what %q is", word)
}

func (p *player) judgeBy(rest string) error {
	name, change, _ := strings.Cut(rest, " ")
	if name == "none" {
		p.set, p.account = nil, nil
		return nil
	}
	d := p.definitions[name]
	if d == nil {
		return fmt.Errorf("there is no definition %s", name)
	}
	conditions := d.Conditions
	if value, changed := strings.CutPrefix(change, "values="); changed {
		conditions.Journey.Patterns = slices.Clone(conditions.Journey.Patterns)
		first := &conditions.Journey.Patterns[0]
		first.Criteria = slices.Clone(first.Criteria)
		first.Criteria[0].Values = []string{value}
	}
	p.id++
	r := rule.Rule{ID: p.id, Conditions: &conditions, ValueOf: d.AssociatedValueField.Name}
	p.set, p.account = rule.NewSet([]rule.Rule{r}), r.Account()
	return nil
}

func (p *player) happens(rest string) error {
	parts := strings.Split(rest, " | ")
	sessionType, name, _ := strings.Cut(parts[0], " ")
	e, changes := &event{sessionType, name, facts{}}, facts{}
	for _, part := range parts[1:] {
		key, value, ok := strings.Cut(part, "=")
		if !ok {
			return fmt.Errorf("%q is no fact", part)
		}
		key, numeric := strings.CutSuffix(key, ":number")
		into := e.facts
		if strings.HasPrefix(key, "device.") || strings.HasPrefix(key, "geolocation.") {
			into = changes
		}
		into[key] = rule.Value{Text: value, Numeric: numeric}
	}
	p.judge(p.session.add(e, changes))
	return nil
}

func (p *player) judge(m moment) {
	p.events++
	if p.set == nil {
		return
	}
	steps := p.set.Judge(nil, m.visit, m.event, p.progress, true)
	p.progress = keep(p.progress, steps)
	for _, step := range steps {
		if step.Matched {
			p.matches = append(p.matches, strings.TrimSpace(fmt.Sprint(p.events, " ", step.Value)))
		}
	}
	if entry := p.account.Tell(m.visit, m.event); entry.Matched {
		p.told = append(p.told, strings.TrimSpace(fmt.Sprint(p.events, " ", entry.Progress.Value)))
	}
}

func (p *player) expect(matches ...string) error {
	if !slices.Equal(p.matches, matches) {
		return fmt.Errorf("matched at %q, want %q", p.matches, matches)
	}
	if p.account != nil && len(p.session.moments) == p.events && !slices.Equal(p.told, matches) {
		return fmt.Errorf("the account told of a match at %q, want %q", p.told, matches)
	}
	return nil
}

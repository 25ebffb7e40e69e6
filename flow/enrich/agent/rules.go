package agent

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"

	"github.com/ua-parser/uap-go/uaparser"
	"gopkg.in/yaml.v3"
)

// Agent is what the rules say of a user agent. Families are never empty; unknown is "Other".
type Agent struct {
	Browser, OS Versioned
	Device      Device
}

// Versioned is a family with its version: the parts that are known joined by dots, empty if none is.
type Versioned struct {
	Family, Version string
}

// Device is ua-parser's device. Brand and Model may be empty.
type Device struct {
	Family, Brand, Model string
}

// unknown is the family of what no rule knows.
const unknown = "Other"

// Rules is a rule set, ready to parse. It is safe for concurrent use.
type Rules struct {
	browsers, systems, devices *ruleList
	automaton                  *automaton
}

// Load reads the pinned rule set.
func Load() (*Rules, error) { return read(uaparser.DefinitionYaml) }

// definition is one rule as it stands in the YAML file. Each list has its own names for the
// replacements, so that all fit in one struct.
type definition struct {
	Regex  string `yaml:"regex"`
	Flag   string `yaml:"regex_flag"`
	Family string `yaml:"family_replacement"`
	V1     string `yaml:"v1_replacement"`
	V2     string `yaml:"v2_replacement"`
	V3     string `yaml:"v3_replacement"`
	V4     string `yaml:"v4_replacement"`
	OS     string `yaml:"os_replacement"`
	OSV1   string `yaml:"os_v1_replacement"`
	OSV2   string `yaml:"os_v2_replacement"`
	OSV3   string `yaml:"os_v3_replacement"`
	OSV4   string `yaml:"os_v4_replacement"`
	Device string `yaml:"device_replacement"`
	Brand  string `yaml:"brand_replacement"`
	Model  string `yaml:"model_replacement"`
}

func read(document []byte) (*Rules, error) {
	var lists struct {
		Browsers []definition `yaml:"user_agent_parsers"`
		Systems  []definition `yaml:"os_parsers"`
		Devices  []definition `yaml:"device_parsers"`
	}
	if err := yaml.Unmarshal(document, &lists); err != nil {
		return nil, fmt.Errorf("agent: read rules: %w", err)
	}
	literals := newDictionary()
	r := &Rules{}
	for _, list := range []struct {
		into        **ruleList
		definitions []definition
		parts       func(definition) []string
	}{
		{&r.browsers, lists.Browsers, func(d definition) []string {
			return templates(d.Family, "$1", d.V1, "$2", d.V2, "$3", d.V3, "$4", d.V4, "$5")
		}},
		{&r.systems, lists.Systems, func(d definition) []string {
			return templates(d.OS, "$1", d.OSV1, "$2", d.OSV2, "$3", d.OSV3, "$4", d.OSV4, "$5")
		}},
		{&r.devices, lists.Devices, func(d definition) []string {
			return templates(d.Device, "$1", d.Brand, "", d.Model, "$1")
		}},
	} {
		built, err := newRuleList(list.definitions, list.parts, literals)
		if err != nil {
			return nil, err
		}
		*list.into = built
	}
	r.automaton = newAutomaton(literals.words)
	return r, nil
}

// templates takes pairs of a replacement and its default.
func templates(pairs ...string) []string {
	parts := make([]string, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == "" {
			pairs[i] = pairs[i+1]
		}
		parts = append(parts, strings.TrimSpace(pairs[i]))
	}
	return parts
}

// rule is an expression and the templates of what it says, the family first.
type rule struct {
	expression string
	parts      []string
	fixed      bool // no part needs a group: that it matches is enough, and cheaper to find out
	compile    sync.Once
	compiled   *regexp.Regexp
}

// newRule makes a rule and returns its syntax tree; the expression is compiled at first use.
func newRule(d definition, parts []string) (*rule, *syntax.Regexp, error) {
	expression := d.Regex
	if d.Flag != "" {
		expression = "(?" + d.Flag + ")" + expression
	}
	tree, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return nil, nil, fmt.Errorf("agent: rule %q: %w", d.Regex, err)
	}
	fixed := !strings.Contains(strings.Join(parts, ""), "$") && parts[0] != ""
	return &rule{expression: expression, parts: parts, fixed: fixed}, tree, nil
}

// match returns the parts with the groups filled in, trimmed, or nil. As in ua-parser, a rule
// that finds no family has not matched.
func (r *rule) match(agent string) []string {
	r.compile.Do(func() { r.compiled = regexp.MustCompile(r.expression) })
	if r.fixed {
		if !r.compiled.MatchString(agent) {
			return nil
		}
		return r.parts
	}
	groups := r.compiled.FindStringSubmatchIndex(agent)
	if groups == nil {
		return nil
	}
	filled := make([]string, len(r.parts))
	for i, template := range r.parts {
		filled[i] = strings.TrimSpace(fill(template, agent, groups))
	}
	if filled[0] == "" {
		return nil
	}
	return filled
}

// fill replaces $1 to $9 in a template. regexp's Expand is no use here: to it $1_x is the group named 1_x.
func fill(template, agent string, groups []int) string {
	group := func(digit byte) string {
		n := 2 * int(digit-'0')
		if n+1 >= len(groups) || groups[n] < 0 {
			return ""
		}
		return agent[groups[n]:groups[n+1]]
	}
	if len(template) == 2 && template[0] == '$' && isDigit(template[1]) {
		return group(template[1])
	}
	if strings.IndexByte(template, '$') < 0 {
		return template
	}
	var b strings.Builder
	for i := 0; i < len(template); i++ {
		if template[i] == '$' && i+1 < len(template) && isDigit(template[i+1]) {
			i++
			b.WriteString(group(template[i]))
			continue
		}
		b.WriteByte(template[i])
	}
	return b.String()
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

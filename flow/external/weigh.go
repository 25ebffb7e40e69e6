package external

import (
	"encoding/json"
	"iter"
	"slices"
	"strings"

	"sojourn/journey"
)

// weight is the work that a schema does for one event at most, with every reference followed. What is
// applied to each entry of a list, or to each attribute, weighs as often as there can be such.
type weight struct {
	schemas      int // parts that are applied
	choices      int // values of enums that are compared
	instructions int // of the patterns that one text meets: however many texts, an event has only so many bytes
}

// maxWeight is room for 50 fields with some constraints each.
var maxWeight = weight{schemas: 20_000, choices: 50_000, instructions: 500}

func (w weight) plus(v weight, times int) weight {
	return weight{w.schemas + times*v.schemas, w.choices + times*v.choices, w.instructions + v.instructions}
}

func (w weight) exceeds(limit weight) bool {
	return w.schemas > limit.schemas || w.choices > limit.choices || w.instructions > limit.instructions
}

// nesting is where draft-04 has schemas inside schemas, and how often each can be applied at most.
var nesting = []struct {
	keyword string
	times   int
}{
	{"not", 1}, {"allOf", 1}, {"anyOf", 1}, {"oneOf", 1}, {"properties", 1}, {"dependencies", 1},
	{"patternProperties", MaxAttributes}, {"additionalProperties", MaxAttributes},
	{"items", maxListValues}, {"additionalItems", maxListValues},
}

// mapsNames are those of them whose members are named by the document: each is a schema, or a list of names.
var mapsNames = []string{"properties", "patternProperties", "dependencies"}

// foreign are the keywords that must not stand in a schema: they would change where a reference leads, or
// they constrain in later drafts only and would silently do nothing.
var foreign = []string{
	"id", "$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor", "$defs",
	"const", "contains", "minContains", "maxContains", "propertyNames", "if", "then", "else", "prefixItems",
	"dependentRequired", "dependentSchemas", "unevaluatedItems", "unevaluatedProperties", "contentSchema",
}

// scale weighs the parts of a document.
type scale struct {
	definitions map[string]any
	weighed     map[string]weight
	open        map[string]bool // being weighed
}

// weigh returns the weight of a schema, or what is wrong with it.
func (s *scale) weigh(path string, value any) (weight, *journey.Fault) {
	total := weight{schemas: 1}
	schema, ok := value.(map[string]any)
	if !ok {
		return total, nil // draft-04's own schema tells where that is wrong
	}
	if fault := checkKeywords(path, schema); fault != nil {
		return total, fault
	}
	own, fault := ownWeight(path, schema)
	if fault != nil {
		return total, fault
	}
	total = total.plus(own, 1)
	if reference, given := schema["$ref"]; given {
		heavy, fault := s.follow(member(path, "$ref"), reference)
		if fault != nil {
			return total, fault
		}
		total = total.plus(heavy, 1)
	}
	widest := 0 // instructions among the properties: no text is two of them
	for p := range parts(path, schema) {
		heavy, fault := s.weigh(p.path, p.schema)
		if fault != nil {
			return total, fault
		}
		if p.keyword == "properties" {
			widest, heavy.instructions = max(widest, heavy.instructions), 0
		}
		if total = total.plus(heavy, p.times); total.exceeds(maxWeight) {
			break
		}
	}
	total.instructions += widest
	if total.exceeds(maxWeight) {
		return total, journey.Invalid(path, "is too much to check for every event")
	}
	return total, nil
}

// checkKeywords refuses the keywords that are not those of draft-04.
func checkKeywords(path string, schema map[string]any) *journey.Fault {
	for _, keyword := range foreign {
		if _, given := schema[keyword]; given {
			return journey.Invalid(member(path, keyword), "is no keyword of JSON Schema draft-04 that is allowed here")
		}
	}
	for _, keyword := range [...]string{"$schema", "definitions"} {
		if _, given := schema[keyword]; given && path != "" {
			return journey.Invalid(member(path, keyword), "is allowed at the top of the document only")
		}
	}
	return nil
}

// ownWeight weighs what a schema checks itself.
func ownWeight(path string, schema map[string]any) (weight, *journey.Fault) {
	var w weight
	if choices, ok := schema["enum"].([]any); ok {
		w.choices = len(choices)
	}
	add := func(at, pattern string) *journey.Fault {
		cost, err := patternCost(pattern)
		if err != nil {
			return journey.Invalid(at, "%s", err)
		}
		w.instructions += cost
		return nil
	}
	if pattern, ok := schema["pattern"].(string); ok {
		if fault := add(member(path, "pattern"), pattern); fault != nil {
			return w, fault
		}
	}
	names, _ := schema["patternProperties"].(map[string]any)
	for pattern := range sortedKeys(names) {
		if fault := add(member(member(path, "patternProperties"), pattern), pattern); fault != nil {
			return w, fault
		}
	}
	if schema["format"] == "regex" {
		return w, journey.Invalid(member(path, "format"), "must not be regex: it costs too much for each event")
	}
	if number, ok := schema["multipleOf"].(json.Number); ok && rational(number).Sign() <= 0 {
		return w, journey.Invalid(member(path, "multipleOf"), "must be greater than 0")
	}
	return w, nil
}

// follow weighs what a reference leads to.
func (s *scale) follow(path string, reference any) (weight, *journey.Fault) {
	name, ok := definitionName(reference)
	if !ok {
		return weight{}, journey.Invalid(path, "must be #/definitions/ and a name: nothing else can be referred to")
	}
	target, found := s.definitions[name]
	switch {
	case !found:
		return weight{}, journey.Invalid(path, "refers to a definition that does not exist")
	case s.open[name]:
		return weight{}, journey.Invalid(path, "must not lead back to itself")
	}
	if w, known := s.weighed[name]; known {
		return w, nil
	}
	s.open[name] = true
	w, fault := s.weigh(member("definitions", name), target)
	delete(s.open, name)
	s.weighed[name] = w
	return w, fault
}

// definitionName reads the only form of reference that is allowed.
func definitionName(reference any) (string, bool) {
	text, _ := reference.(string)
	name, ok := strings.CutPrefix(text, "#/definitions/")
	return name, ok && isFieldName(name)
}

// part is a schema inside a schema.
type part struct {
	keyword string
	path    string
	schema  any
	times   int // that it is applied, at most
}

// parts yields the schemas inside a schema, always in the same order.
func parts(path string, schema map[string]any) iter.Seq[part] {
	return func(yield func(part) bool) {
		for _, n := range nesting {
			at := member(path, n.keyword)
			switch inner := schema[n.keyword].(type) {
			case []any:
				for i, one := range inner {
					if !yield(part{n.keyword, entry(at, i), one, n.times}) {
						return
					}
				}
			case map[string]any:
				if !slices.Contains(mapsNames, n.keyword) {
					if !yield(part{n.keyword, at, inner, n.times}) {
						return
					}
					continue
				}
				for name := range sortedKeys(inner) {
					if !yield(part{n.keyword, member(at, name), inner[name], n.times}) {
						return
					}
				}
			}
		}
	}
}

package external_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sojourn/flow/external"
	"sojourn/journey"
)

// fieldNames are what the laws make schemas of.
var fieldNames = []string{"a", "b", "c", "d", "e"}

// draftOf draws a schema: some fields, of which some are required.
func draftOf(t *rapid.T, label string) (document string, names, required []string) {
	names = slices.Sorted(slices.Values(rapid.SliceOfNDistinct(rapid.SampledFrom(fieldNames), 0, 5, rapid.ID).Draw(t, label)))
	var properties []string
	for _, name := range names {
		properties = append(properties, fmt.Sprintf(`"%s":{"type":"integer"}`, name))
		if rapid.Bool().Draw(t, label+" requires "+name) {
			required = append(required, name)
		}
	}
	return schemaText("Law", strings.Join(properties, ","), required...), names, required
}

// Whatever versions a schema went through, an event that the first took is not refused by the newest for
// something that is missing (events.md §5.3).
func TestAFieldThatWasOptionalStaysOptional(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := open(t)
		document, names, _ := draftOf(t, "first")
		schema, err := s.CreateSchema(ctx, []byte(document), "")
		if err != nil {
			t.Fatal(err)
		}
		_, needed := requiredOf(t, schema)
		for range rapid.IntRange(1, 4).Draw(t, "updates") {
			document, _, required := draftOf(t, "next")
			before := schema.Current()
			_, wasNeeded := requiredOf(t, schema)
			isCompatible := !slices.ContainsFunc(required, func(name string) bool { return !slices.Contains(wasNeeded, name) })
			next, err := s.update(schema.ID, before.Version, true, document)
			if isCompatible != (err == nil) {
				t.Fatalf("required %v after %v: %v", required, wasNeeded, err)
			}
			if err == nil {
				schema = next
			}
		}
		attributes := make([]string, 0, len(needed))
		for _, name := range needed {
			attributes = append(attributes, fmt.Sprintf(`"%s":1`, name))
		}
		source := []byte(eventText(strings.Join(attributes, ",")))
		if _, err := schema.Validator().Event(source, veloShop(t, "shop")); err != nil {
			t.Fatalf("an event of the first version (%v, required %v) is refused: %v", names, needed, err)
		}
	})
}

// requiredOf finds the required fields of the newest version by asking for each.
func requiredOf(t *rapid.T, schema *external.Schema) (optional, required []string) {
	all := make([]string, len(fieldNames))
	for i, name := range fieldNames {
		all[i] = fmt.Sprintf(`"%s":1`, name)
	}
	for i, name := range fieldNames {
		others := strings.Join(slices.Delete(slices.Clone(all), i, i+1), ",")
		if _, err := schema.Validator().Event([]byte(eventText(others)), veloShop(t, "shop")); err != nil {
			required = append(required, name)
			continue
		}
		optional = append(optional, name)
	}
	return optional, required
}

// Versions are numbered without a gap, and only the number of the newest opens the way to the next.
func TestVersionsAreNumberedWithoutAGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := open(t)
		schema, err := s.CreateSchema(ctx, []byte(schemaText("Law", "")), "")
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 6).Draw(t, "updates") {
			current := schema.Current().Version
			claimed := rapid.IntRange(0, 5).Draw(t, "version")
			next, err := s.update(schema.ID, claimed, rapid.Bool().Draw(t, "enabled"), schemaText("Law", ""))
			if (err == nil) != (claimed == current) {
				t.Fatalf("version %d for %d: %v", claimed, current, err)
			}
			if err == nil {
				schema = next
			}
		}
		for i, v := range schema.Versions {
			if v.Version != i+1 {
				t.Fatalf("version %d is numbered %d", i+1, v.Version)
			}
		}
	})
}

// A name is of the form that sessions and events need, and making it twice changes nothing.
func TestNamesAreUsable(t *testing.T) {
	eventName := regexp.MustCompile(`^[A-Za-z0-9_]{1,255}$`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if name := external.SessionType(text); name != "" && !journey.IsCustomType(name) || external.SessionType(name) != name {
			t.Fatalf("SessionType(%q) = %q", text, name)
		}
		if name := external.EventName(text); name != "" && !eventName.MatchString(name) || external.EventName(name) != name {
			t.Fatalf("EventName(%q) = %q", text, name)
		}
	})
}

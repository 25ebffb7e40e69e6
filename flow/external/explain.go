package external

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"sojourn/journey"
)

// explain makes one fault of all that the validator found: the first by path, so that the same mistake
// is always told in the same way.
func explain(err *jsonschema.ValidationError, root string) *journey.Fault {
	faults := findings(err, root, nil)
	return slices.MinFunc(faults, func(a, b *journey.Fault) int {
		return cmp.Or(strings.Compare(a.Field, b.Field), strings.Compare(a.Reason, b.Reason))
	})
}

// findings collects the faults behind an error. Of a choice of forms they are those of the forms that the
// value has as a whole, but not within; else the choice itself says most. The result is never empty.
func findings(err *jsonschema.ValidationError, root string, found []*journey.Fault) []*journey.Fault {
	path := place(err, root)
	var behind []*journey.Fault
	for _, cause := range err.Causes {
		behind = findings(cause, root, behind)
	}
	switch err.ErrorKind.(type) {
	case *kind.AnyOf, *kind.OneOf:
		behind = slices.DeleteFunc(behind, func(f *journey.Fault) bool { return len(f.Field) <= len(path) })
	}
	if len(behind) > 0 {
		return append(found, behind...)
	}
	return append(found, finding(err.ErrorKind, path))
}

// place is the path of the value that an error is about.
func place(err *jsonschema.ValidationError, path string) string {
	for _, name := range err.InstanceLocation {
		if i, noIndex := strconv.Atoi(name); noIndex == nil {
			path = entry(path, i)
			continue
		}
		path = member(path, name)
	}
	return path
}

// finding tells one mistake in the words of the API.
func finding(mistake jsonschema.ErrorKind, path string) *journey.Fault {
	switch k := mistake.(type) {
	case *kind.Required:
		return journey.Invalid(member(path, k.Missing[0]), "is required")
	case *kind.AdditionalProperties:
		return journey.Invalid(member(path, slices.Min(k.Properties)), "is not in the schema")
	case *kind.Type:
		return journey.Invalid(path, "must be %s", typeNames(k.Want))
	case *kind.Enum:
		return journey.Invalid(path, "must be one of the values that are listed")
	case *kind.Pattern:
		return journey.Invalid(path, "must match the pattern %s", k.Want)
	case *kind.Format:
		return journey.Invalid(path, "must be of the format %s", k.Want)
	case *kind.MinLength:
		return journey.Invalid(path, "must have at least %d characters", k.Want)
	case *kind.MaxLength:
		return journey.Invalid(path, "must have at most %d characters", k.Want)
	case *kind.MinItems:
		return journey.Invalid(path, "must have at least %d entries", k.Want)
	case *kind.MaxItems:
		return journey.Invalid(path, "must have at most %d entries", k.Want)
	case *kind.UniqueItems:
		return journey.Invalid(path, "must not have an entry twice")
	case *kind.Minimum:
		return journey.Invalid(path, "must be at least %s", decimal(k.Want))
	case *kind.Maximum:
		return journey.Invalid(path, "must be at most %s", decimal(k.Want))
	case *kind.AnyOf, *kind.OneOf:
		return journey.Invalid(path, "must have a form that is allowed")
	case *kind.Not:
		return journey.Invalid(path, "must not have the form that it has")
	}
	return journey.Invalid(path, "does not satisfy %s", strings.Join(mistake.KeywordPath(), " "))
}

func decimal(number *big.Rat) string {
	value, _ := number.Float64()
	return strconv.FormatFloat(value, 'f', -1, 64)
}

var spokenTypes = map[string]string{
	"string": "a string", "integer": "a whole number", "number": "a number", "boolean": "true or false",
	"array": "an array", "object": "an object",
}

// typeNames writes the types that are allowed; null is never asked for.
func typeNames(types []string) string {
	var names []string
	for _, name := range types {
		if spoken, ok := spokenTypes[name]; ok {
			names = append(names, spoken)
		}
	}
	return cmp.Or(strings.Join(names, " or "), "null")
}

package ingest

import (
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// The limits of attribute lists (events.md §5.2).
const (
	maxLists      = 20
	maxListValues = 100
)

// listRule is for the names of lists: they are those of attributes.
var listRule = valueRule{field: "attributeLists", most: maxLists}

// listReader reads a map of attribute lists.
type listReader struct {
	valueReader
	lists []journey.AttributeList
}

// lists checks a map of attribute lists.
func (c *checker) lists(raw jsontext.Value) []journey.AttributeList {
	if c.fault != nil {
		return nil
	}
	switch raw.Kind() {
	case '{':
	case jsontext.KindInvalid, 'n':
		return nil
	default:
		c.fail(listRule.field, "must be an object")
		return nil
	}
	r := listReader{valueReader: valueReader{cursor: cursor{source: raw}}}
	for r.step(); c.fault == nil && r.more(); {
		c.fault = r.member()
	}
	return r.lists
}

// member reads the name of a list and the list.
func (r *listReader) member() *journey.Fault {
	name := r.scalar(nil)
	field := listRule.field + "." + shorten(string(name))
	if !listRule.admits(name) {
		return journey.Invalid(field, "is a name that is not allowed")
	}
	switch r.peek() {
	case 'n':
		r.skip()
		return nil
	case '{':
	default:
		return journey.Invalid(field, "must be an object with dataType and values")
	}
	if len(r.lists) == listRule.most {
		return journey.Invalid(listRule.field, "must have at most %d members", listRule.most)
	}
	list, problem := r.list(string(name))
	if problem != "" {
		return journey.Invalid(field, "%s", problem)
	}
	r.lists = append(r.lists, list)
	return nil
}

// list reads {"dataType":…,"values":[…]}, whose members may come in either order.
func (r *listReader) list(name string) (list journey.AttributeList, problem string) {
	list.Name = name
	values, given := 0, false // where the values stand
	for r.step(); r.more(); {
		member := string(r.scalar(nil))
		switch kind := r.peek(); {
		case member == "dataType" && kind == '"':
			list.Type = journey.ParseDataType(string(r.scalar(nil)))
		case member == "values" && kind == '[':
			values, given = r.at, true
			r.skip()
		default:
			r.skip()
		}
	}
	r.step()
	switch {
	case list.Type == journey.TypeNone:
		return list, "must have a dataType of string, integer, number or boolean"
	case !given:
		return list, "must have an array of values"
	}
	end := r.at
	r.at = values
	list.Values, problem = r.members(list.Type)
	r.at = end
	return list, problem
}

// members reads the values of a list. A null is none.
func (r *listReader) members(dataType journey.DataType) (values []string, problem string) {
	for r.step(); ; {
		kind := r.peek()
		switch kind {
		case ']', 0:
			return values, ""
		case '{', '[':
			return nil, "must have scalars as values"
		case 'n':
			r.skip()
			continue
		}
		if len(values) == maxListValues {
			return nil, "must have at most 100 values"
		}
		r.text = r.scalar(r.text[:0])
		if isNumber := kind == '-' || isDigit(kind); isNumber && !isInteger(r.text) {
			r.text, _ = normalNumber(r.text, 0) // 12.0 is the integer 12
		}
		if problem := r.coerce(0, dataType); problem != "" {
			return nil, "must have values that are " + dataType.String() + "s, as its dataType says"
		}
		values = append(values, string(r.text))
	}
}

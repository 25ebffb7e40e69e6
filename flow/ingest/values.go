package ingest

import (
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// The limits of attributes and traits (events.md §4.2, §4.3).
const (
	maxAttributes  = 50
	maxTraits      = 20
	maxValueName   = 50   // characters
	maxValueLength = 1024 // characters; more is cut off
)

// valueRule is what differs between attributes and traits.
type valueRule struct {
	field string // the member of the body
	most  int
	dots  bool // names may hold dots
}

var (
	attributeRule = valueRule{field: "attributes", most: maxAttributes}
	traitRule     = valueRule{field: "traits", most: maxTraits, dots: true}
)

// admits reports whether the rule allows the name.
func (r *valueRule) admits(name []byte) bool {
	if len(name) == 0 || len(name) > maxValueName || !isLetter(name[0]) && name[0] != '_' {
		return false
	}
	for _, c := range name {
		if !isLetter(c) && !isDigit(c) && c != '_' && c != '-' && !(r.dots && c == '.') {
			return false
		}
	}
	return true
}

// valueReader reads a map of attributes or traits in one pass. All names and values of a map share one
// string, so a map costs two allocations whatever its size.
type valueReader struct {
	cursor
	text  []byte // name, value, name, value, …
	items []valueItem
}

type valueItem struct {
	nameEnd, valueEnd int // in text; each begins where the one before ends
	dataType          journey.DataType
}

// read returns the values of a well-formed map in the order of the body. One that is missing or null is empty.
func (r *valueReader) read(raw jsontext.Value, rule *valueRule) ([]journey.Attribute, *journey.Fault) {
	switch raw.Kind() {
	case '{':
	case jsontext.KindInvalid, 'n':
		return nil, nil
	default:
		return nil, journey.Invalid(rule.field, "must be an object")
	}
	r.source, r.at, r.text, r.items = raw, 0, r.text[:0], r.items[:0]
	r.step()
	for r.more() {
		if fault := r.member(rule); fault != nil {
			return nil, fault
		}
	}
	return r.values(), nil
}

// values turns what was read into attributes.
func (r *valueReader) values() []journey.Attribute {
	if len(r.items) == 0 {
		return nil
	}
	values := make([]journey.Attribute, len(r.items))
	text, start := string(r.text), 0
	for i, item := range r.items {
		values[i] = journey.Attribute{
			Name: text[start:item.nameEnd], Type: item.dataType, Value: text[item.nameEnd:item.valueEnd],
		}
		start = item.valueEnd
	}
	return values
}

// member reads one name and its value.
func (r *valueReader) member(rule *valueRule) *journey.Fault {
	start := len(r.text)
	r.text = r.scalar(r.text)
	nameEnd := len(r.text)
	refuse := func(format string, args ...any) *journey.Fault {
		return journey.Invalid(rule.field+"."+shorten(string(r.text[start:nameEnd])), format, args...)
	}
	if !rule.admits(r.text[start:]) {
		return refuse("is a name that is not allowed")
	}
	dataType, problem := r.value()
	switch {
	case problem != "":
		return refuse("%s", problem)
	case dataType == journey.TypeNone:
		r.text = r.text[:start]
		return nil
	case len(r.items) == rule.most:
		return journey.Invalid(rule.field, "must have at most %d members", rule.most)
	}
	r.items = append(r.items, valueItem{nameEnd: nameEnd, valueEnd: len(r.text), dataType: dataType})
	return nil
}

// value reads a value in any of its forms and appends its text; TypeNone is a null. The problem is
// what to tell the sender.
func (r *valueReader) value() (dataType journey.DataType, problem string) {
	start := len(r.text)
	switch r.peek() {
	case 'n':
		r.skip()
		return journey.TypeNone, ""
	case '[':
		return journey.TypeNone, "must not be an array"
	case '{':
		return r.typed()
	case '"':
		dataType = journey.String
	case 't', 'f':
		dataType = journey.Boolean
	default:
		dataType = journey.Number
	}
	r.text = r.scalar(r.text)
	if dataType == journey.Number && isInteger(r.text[start:]) {
		dataType = journey.Integer
	}
	return dataType, r.coerce(start, dataType)
}

// typed reads {"dataType":…,"value":…}.
func (r *valueReader) typed() (dataType journey.DataType, problem string) {
	start := len(r.text)
	first := byte(0) // character of the value
	for r.step(); r.more(); {
		nameStart := len(r.text)
		r.text = r.scalar(r.text)
		name := r.text[nameStart:]
		kind := r.peek()
		r.text = r.text[:nameStart] // what follows may overwrite name
		switch {
		case string(name) == "dataType" && kind == '"':
			r.text = r.scalar(r.text)
			dataType = journey.ParseDataType(string(r.text[nameStart:]))
			r.text = r.text[:nameStart]
		case string(name) == "value" && (kind == '{' || kind == '['):
			return journey.TypeNone, "must have a scalar as value"
		case string(name) == "value" && kind != 'n':
			r.text = r.scalar(r.text)
			first = kind
		case string(name) == "value":
			first = kind
			r.skip()
		default:
			r.skip()
		}
	}
	r.step()
	switch {
	case dataType == journey.TypeNone:
		return journey.TypeNone, "must have a dataType of string, integer, number or boolean"
	case first == 0:
		return journey.TypeNone, "must have a value"
	case first == 'n':
		return journey.TypeNone, ""
	case first != '"' && first != 't' && first != 'f' && !isInteger(r.text[start:]):
		r.text, _ = normalNumber(r.text, start) // 12.0 is the integer 12
	}
	return dataType, r.coerce(start, dataType)
}

// coerce brings the text from start on into the form of the type.
func (r *valueReader) coerce(start int, dataType journey.DataType) (problem string) {
	ok := true
	switch dataType {
	case journey.Integer:
		r.text, ok = normalInteger(r.text, start)
	case journey.Number:
		r.text, ok = normalNumber(r.text, start)
	case journey.Boolean:
		r.text, ok = normalBoolean(r.text, start)
	default:
		r.text = r.text[:start+cutLength(r.text[start:], maxValueLength)]
	}
	if !ok {
		return "must be of type " + dataType.String()
	}
	return ""
}

// cutLength returns how many bytes the first n characters have.
func cutLength(text []byte, n int) int {
	if len(text) <= n {
		return len(text)
	}
	length := 0
	for range n {
		if length >= len(text) {
			break
		}
		_, size := utf8.DecodeRune(text[length:])
		length += size
	}
	return length
}

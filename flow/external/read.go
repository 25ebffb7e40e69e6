package external

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// reader reads JSON into the form that the validator takes: maps, lists, texts, json.Number, true, false and
// null. It refuses what would be costly later, before it is held.
type reader struct {
	tokens   *jsontext.Decoder
	depth    int // of nesting that is allowed
	text     int // bytes of a text that are allowed
	elements int // entries of a list that are allowed
	values   int // in all that are allowed
	fault    *journey.Fault
}

// readJSON reads one JSON value within the limits of the reader. root is the path of its field.
func (r reader) readJSON(source []byte, root string) (any, *journey.Fault) {
	r.tokens = jsontext.NewDecoder(bytes.NewBuffer(source))
	value, ok := r.value(root, 0)
	if !ok {
		return nil, r.fault
	}
	if _, err := r.tokens.ReadToken(); err == nil {
		return nil, malformed(root)
	}
	return value, nil
}

func malformed(field string) *journey.Fault {
	return &journey.Fault{
		Code: journey.BadRequest, Field: field, Reason: "must be well-formed JSON without repeated names",
	}
}

// refuse notes why reading ends.
func (r *reader) refuse(field, format string, args ...any) (any, bool) {
	r.fault = journey.Invalid(field, format, args...)
	return nil, false
}

// broken notes that the source is no JSON.
func (r *reader) broken(field string) (any, bool) {
	r.fault = malformed(field)
	return nil, false
}

func (r *reader) value(path string, depth int) (any, bool) {
	if depth > r.depth {
		return r.refuse(path, "is nested too deep")
	}
	if r.values--; r.values < 0 {
		return r.refuse(path, "is one value too many")
	}
	token, err := r.tokens.ReadToken()
	if err != nil {
		return r.broken(path)
	}
	switch token.Kind() {
	case '"':
		text := token.String()
		if len(text) > r.text {
			return r.refuse(path, "must have at most %d bytes", r.text)
		}
		return text, true
	case '0':
		number := json.Number(token.String())
		if !isBounded(string(number)) {
			return r.refuse(path, "must be a number of usual size")
		}
		return number, true
	case 't', 'f':
		return token.Bool(), true
	case 'n':
		return nil, true
	case '[':
		return r.list(path, depth)
	}
	return r.object(path, depth)
}

func (r *reader) list(path string, depth int) (any, bool) {
	list := []any{}
	for r.tokens.PeekKind() != ']' {
		if len(list) == r.elements {
			return r.refuse(path, "must have at most %d entries", r.elements)
		}
		value, ok := r.value(entry(path, len(list)), depth+1)
		if !ok {
			return nil, false
		}
		list = append(list, value)
	}
	if _, err := r.tokens.ReadToken(); err != nil {
		return r.broken(path)
	}
	return list, true
}

func (r *reader) object(path string, depth int) (any, bool) {
	object := map[string]any{}
	for r.tokens.PeekKind() != '}' {
		token, err := r.tokens.ReadToken()
		if err != nil {
			return r.broken(path)
		}
		name := token.String()
		value, ok := r.value(member(path, name), depth+1)
		if !ok {
			return nil, false
		}
		object[name] = value
	}
	if _, err := r.tokens.ReadToken(); err != nil {
		return r.broken(path)
	}
	return object, true
}

// isBounded reports whether a JSON number is of a size that exact arithmetic can afford.
func isBounded(number string) bool {
	if len(number) > maxNumberLength {
		return false
	}
	at := strings.IndexAny(number, "eE")
	if at < 0 {
		return true
	}
	exponent, err := strconv.Atoi(strings.TrimPrefix(number[at+1:], "+"))
	return err == nil && -maxExponent <= exponent && exponent <= maxExponent
}

// member is the path of a member. Names come from the sender, so they are cut to what a reader can use.
func member(path, name string) string {
	const most = 60 // characters
	if utf8.RuneCountInString(name) > most {
		name = string([]rune(name)[:most]) + "…"
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

// entry is the path of an entry of a list.
func entry(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

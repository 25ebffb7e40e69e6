package ingest

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// codecOptions tolerates half surrogate pairs in escapes; bytes that are no UTF-8 are refused before.
var codecOptions = json.JoinOptions(jsontext.AllowInvalidUTF8(true))

// decode reads a JSON object into a struct. It refuses malformed JSON as a whole and members of the
// wrong type by name.
func decode(document []byte, into any) *journey.Fault {
	if !utf8.Valid(document) {
		return malformed("must be UTF-8")
	}
	if start := bytes.TrimLeft(document, " \t\r\n"); len(start) == 0 || start[0] != '{' {
		return malformed("must be a JSON object")
	}
	err := json.Unmarshal(document, into, codecOptions)
	if err == nil {
		return nil
	}
	// The decoder stops at the first mistake. One of type counts only if the rest is well-formed.
	wrongType, ok := errors.AsType[*json.SemanticError](err)
	if !ok || !jsontext.Value(document).IsValid(codecOptions) {
		return malformed("must be well-formed JSON")
	}
	return journey.Invalid(memberPath(wrongType.JSONPointer), "must be %s", typeName(wrongType.GoType))
}

func malformed(reason string) *journey.Fault {
	return &journey.Fault{Code: journey.BadRequest, Reason: reason}
}

// memberPath writes a JSON pointer as the API names members: page.url.
func memberPath(pointer jsontext.Pointer) string {
	var path strings.Builder
	for name := range pointer.Tokens() {
		if path.Len() > 0 {
			path.WriteByte('.')
		}
		path.WriteString(shorten(name))
	}
	return path.String()
}

// typeName tells what JSON a Go type is read from.
func typeName(t reflect.Type) string {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == nil:
		return "of another type"
	case t.Kind() == reflect.String:
		return "a string"
	case t.Kind() == reflect.Bool:
		return "a boolean"
	case t.Kind() == reflect.Int32:
		return "a whole number below 2,147,483,648"
	case t.Kind() == reflect.Int64:
		return "a whole number"
	case t.Kind() == reflect.Slice:
		return "an array"
	}
	return "an object"
}

package external

import (
	"bytes"
	"errors"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// decode reads a JSON object. Members of the wrong type are refused by name, all else as a whole; unknown
// members are ignored (events.md §1).
func decode(source []byte, into any) *journey.Fault {
	if start := bytes.TrimLeft(source, " \t\r\n"); len(start) == 0 || start[0] != '{' {
		return &journey.Fault{Code: journey.BadRequest, Reason: "must be a JSON object"}
	}
	err := json.Unmarshal(source, into)
	if err == nil {
		return nil
	}
	wrong, ok := errors.AsType[*json.SemanticError](err)
	if !ok || !jsontext.Value(source).IsValid() {
		return malformed("")
	}
	path := ""
	for name := range wrong.JSONPointer.Tokens() {
		path = member(path, strings.ToValidUTF8(name, "�"))
	}
	return journey.Invalid(path, "is of the wrong type")
}

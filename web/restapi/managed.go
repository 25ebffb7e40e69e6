package restapi

import (
	"crypto/rand"
	"errors"
	"maps"
	"math"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
	"sojourn/web/contract"
)

// What deployments and clients have in common: things that are created, changed member by member, and
// stored as JSON (api.md §7).

// members is a JSON object by its members.
type members map[string]any

// members reads the request's body.
func (r *request) members() (members, error) {
	if err := r.checkNotEncoded(); err != nil {
		return nil, err
	}
	body, err := r.body(maxBody)
	if err != nil {
		return nil, err
	}
	defer body.release()
	return parseMembers(body.Bytes())
}

// optionalMembers reads the request's body; no body is as good as an empty object.
func (r *request) optionalMembers() (members, error) {
	if r.ContentLength == 0 {
		return members{}, nil
	}
	return r.members()
}

// plainBody reads the request's body for whoever parses it himself. Whoever got it releases it.
func (r *request) plainBody() (*bodyBuffer, error) {
	if err := r.checkNotEncoded(); err != nil {
		return nil, err
	}
	return r.body(maxBody)
}

func parseMembers(body []byte) (m members, err error) {
	switch err := json.Unmarshal(body, &m); {
	case len(body) == 0:
		return nil, contract.NewError(contract.BadRequest, "A body is required.")
	case err != nil:
		return nil, contract.NewError(contract.BadRequest,
			"The body must be a JSON object: {reason}", "reason", err.Error())
	case m == nil:
		return nil, contract.NewError(contract.BadRequest, "The body must be a JSON object, it is null.")
	}
	return m, nil
}

// merge applies a patch: a member replaces the one of its name as a whole, null removes it, so that it gets
// its default again.
func (m members) merge(patch members) members {
	merged := members{}
	maps.Copy(merged, m)
	for name, value := range patch {
		if value == nil {
			delete(merged, name)
		} else {
			merged[name] = withoutNulls(value)
		}
	}
	return merged
}

// withoutNulls makes members that are null absent, at any depth.
func withoutNulls(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			if member == nil {
				delete(value, name)
			} else {
				value[name] = withoutNulls(member)
			}
		}
	case []any:
		for i := range value {
			value[i] = withoutNulls(value[i])
		}
	}
	return value
}

// version returns the optimistic lock that a patch asks for, 0 for none.
func (m members) version() (int, error) {
	switch version := m["version"].(type) {
	case nil:
		return 0, nil
	case float64:
		if version != math.Trunc(version) || math.Abs(version) > math.MaxInt32 {
			break
		}
		if version < 1 {
			return -1, nil // never the current one
		}
		return int(version), nil
	}
	return 0, invalid("version", "must be a whole number")
}

// into decodes the members over the defaults that v points to. Unknown members are ignored.
func (m members) into(v any) error {
	encoded, err := json.Marshal(map[string]any(m))
	if err != nil {
		return err
	}
	return mistyped(json.Unmarshal(encoded, v))
}

// mistyped tells which member has the wrong type, if that is what decoding failed of.
func mistyped(err error) error {
	if wrong, ok := errors.AsType[*json.SemanticError](err); ok {
		if fault, ok := errors.AsType[*journey.Fault](wrong.Err); ok { // the type has a word of its own
			return invalid(fieldName(wrong.JSONPointer), fault.Reason)
		}
		return invalid(fieldName(wrong.JSONPointer), "has the wrong type, it is "+kindName(wrong.JSONKind))
	}
	return err
}

// fieldName writes a pointer as api.md §8 names fields: /a/b/0/c is a.b[0].c.
func fieldName(pointer jsontext.Pointer) string {
	var b strings.Builder
	for token := range pointer.Tokens() {
		if _, err := strconv.Atoi(token); err == nil {
			b.WriteString("[" + token + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(token)
	}
	return b.String()
}

func kindName(kind jsontext.Kind) string {
	switch kind {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case 't', 'f':
		return "a boolean"
	case '0':
		return "a number"
	}
	return "a string"
}

// checkName checks the name that every managed thing has.
func checkName(name string) error {
	const longest = 255
	switch {
	case name == "":
		return contract.InvalidField(contract.MissingRequiredProperty, "name", "is required")
	case strings.TrimSpace(name) == "", len(name) > longest:
		return invalid("name", "must have 1 to 255 bytes that are not all spaces")
	}
	return nil
}

// newID makes an id for a new thing.
func newID() string {
	var random [16]byte
	rand.Read(random[:]) // never fails
	return journey.RandomID(random).String()
}

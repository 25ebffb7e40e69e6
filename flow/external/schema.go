package external

import (
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// SchemaNoun is the noun under which schemas are stored, all versions of one together.
const SchemaNoun journey.Noun = "externalschema"

// Schema describes one type of external event (events.md §5.3). Once made, it is never changed.
type Schema struct {
	ID        string
	Versions  []Version // oldest first, at least one
	validator *Validator
}

// Version is a schema as it stood after a change.
type Version struct {
	Version     int             `json:"version"` // 1 for the first
	Enabled     bool            `json:"enabled"`
	DateCreated journey.Instant `json:"dateCreated"` // of this version
	CreatedBy   string          `json:"createdBy,omitempty"`
	Document    jsontext.Value  `json:"jsonSchema"` // as it was sent
}

// schemaBody is how a schema is stored.
type schemaBody struct {
	Versions []Version `json:"versions"`
}

// Current is the newest version, the one that events are checked against.
func (s *Schema) Current() *Version { return &s.Versions[len(s.Versions)-1] }

// Validator checks events against the newest version.
func (s *Schema) Validator() *Validator { return s.validator }

// Numbered returns the version of that number.
func (s *Schema) Numbered(version int) (*Version, bool) {
	for i := range s.Versions {
		if s.Versions[i].Version == version {
			return &s.Versions[i], true
		}
	}
	return nil, false
}

// DecodeSchema reads a stored schema and compiles its newest version.
func DecodeSchema(d journey.Definition) (*Schema, error) {
	versions, err := decodeVersions(d.Body)
	if err != nil {
		return nil, fmt.Errorf("external: stored schema %s: %w", d.ID, err)
	}
	s := &Schema{ID: d.ID, Versions: versions}
	if s.validator, err = Compile(s.Current().Document); err != nil {
		return nil, fmt.Errorf("external: stored schema %s: %w", d.ID, err)
	}
	return s, nil
}

func decodeVersions(body []byte) ([]Version, error) {
	var stored schemaBody
	if err := json.Unmarshal(body, &stored); err != nil {
		return nil, err
	}
	if len(stored.Versions) == 0 {
		return nil, errors.New("has no versions")
	}
	return stored.Versions, nil
}

func encodeVersions(versions []Version) ([]byte, error) {
	body, err := json.Marshal(schemaBody{Versions: versions})
	if err != nil {
		return nil, fmt.Errorf("external: store a schema: %w", err)
	}
	return body, nil
}

// checkSuccessor refuses a version that senders of the one before could not know of: a field that was
// optional, or that there was not, must not be required (events.md §5.3).
func (v *Validator) checkSuccessor(next *Validator) *journey.Fault {
	for i, name := range next.required {
		if !slices.Contains(v.required, name) {
			return journey.Invalid(entry("required", i),
				"must not require %s: a field that events could do without stays optional", name)
		}
	}
	return nil
}

package shop

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed definitions.json
var definitionList []byte

// Definition is a segment or an outcome that the shop's owner would define, as a request to create it
// (segments-outcomes.md §1). The visitors of this shop meet each of them sooner or later.
type Definition struct {
	Name string          // displayName
	Body json.RawMessage // of the request
}

// UnmarshalJSON reads the body of a request.
func (d *Definition) UnmarshalJSON(body []byte) error {
	var named struct {
		DisplayName string `json:"displayName"`
	}
	if err := json.Unmarshal(body, &named); err != nil {
		return err
	}
	d.Name, d.Body = named.DisplayName, append(json.RawMessage(nil), body...)
	return nil
}

// Definitions are the segments and outcomes of the shop.
type Definitions struct {
	Segments []Definition `json:"segments"`
	Outcomes []Definition `json:"outcomes"`
}

// NewDefinitions reads those of definitions.json.
func NewDefinitions() (d Definitions, err error) {
	if err = json.Unmarshal(definitionList, &d); err != nil {
		return d, fmt.Errorf("shop: definitions.json: %w", err)
	}
	return d, nil
}

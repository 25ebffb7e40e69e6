package external

import (
	"errors"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"sojourn/journey"
)

// customerType is the customerIdType of external events (events.md §5.3, Mapping).
const customerType = "externalId"

// eventBody is the public model ExternalEvent.
type eventBody struct {
	ID          string `json:"id"`
	DateCreated string `json:"dateCreated"`
	Identifiers struct {
		ExternalIDs []externalID `json:"externalIds"`
	} `json:"identifiers"`
	Attributes jsontext.Value `json:"attributes"`
}

// externalID is the public model ExternalEventExternalId.
type externalID struct {
	Value    string `json:"value"`
	SourceID string `json:"externalSourceId"`
}

// Event checks an event that a source sent, as JSON, and makes it the custom event that it stands for. The
// error is a *journey.Fault. Ids, the date of receipt and the age are the caller's and the fold's matter.
func (v *Validator) Event(source []byte, c *Configuration) (*journey.Event, error) {
	e, fault := v.event(source, c)
	if fault != nil {
		return nil, fault
	}
	return e, nil
}

func (v *Validator) event(source []byte, c *Configuration) (*journey.Event, *journey.Fault) {
	if len(source) > MaxEventSize {
		return nil, &journey.Fault{Code: journey.TooLarge, Reason: "must have at most 64 KiB"}
	}
	var body eventBody
	if fault := decode(source, &body); fault != nil {
		return nil, fault
	}
	created, fault := body.check()
	if fault != nil {
		return nil, fault
	}
	attributes, fault := v.attributes(body.Attributes)
	if fault != nil {
		return nil, fault
	}
	scalars, lists, fault := v.values(attributes)
	if fault != nil {
		return nil, fault
	}
	session, fault := v.sessionOf(&body, created, scalars)
	if fault != nil {
		return nil, fault
	}
	return &journey.Event{
		ID: eventID(body.ID, c), IDGiven: true,
		Kind: journey.Custom, Name: v.eventName, Created: created,
		Customer: body.Identifiers.ExternalIDs[0].Value, Attributes: scalars,
		Custom: &journey.CustomFacts{
			Type: c.sessionType, ExternalID: session, CustomerType: customerType, Lists: lists,
		},
	}, nil
}

// check checks what every external event has.
func (b *eventBody) check() (created journey.Instant, fault *journey.Fault) {
	if fault := checkText("id", b.ID, 1, maxEventID); fault != nil {
		return 0, fault
	}
	if b.DateCreated == "" {
		return 0, journey.Invalid("dateCreated", "is required")
	}
	created, ok := journey.ParseInstant([]byte(b.DateCreated))
	if !ok {
		return 0, journey.Invalid("dateCreated", "must be a date such as 2026-03-02T09:15:00.000Z")
	}
	if len(b.Identifiers.ExternalIDs) == 0 {
		return 0, journey.Invalid("identifiers.externalIds", "must have at least one entry")
	}
	for i := range b.Identifiers.ExternalIDs {
		id := &b.Identifiers.ExternalIDs[i]
		id.Value, id.SourceID = strings.TrimSpace(id.Value), strings.TrimSpace(id.SourceID)
		path := entry("identifiers.externalIds", i)
		if fault := checkText(path+".value", id.Value, 1, maxExternalID); fault != nil {
			return 0, fault
		}
		if fault := checkText(path+".externalSourceId", id.SourceID, 1, maxExternalID); fault != nil {
			return 0, fault
		}
	}
	return created, nil
}

// attributes reads the attributes and checks them against the schema.
func (v *Validator) attributes(source jsontext.Value) (map[string]any, *journey.Fault) {
	if len(source) == 0 || source.Kind() == 'n' {
		return nil, journey.Invalid("attributes", "is required")
	}
	r := reader{depth: maxValueDepth, text: maxText, elements: maxListValues, values: maxValues}
	value, fault := r.readJSON(source, "attributes")
	if fault != nil {
		return nil, fault
	}
	attributes, ok := value.(map[string]any)
	if !ok {
		return nil, journey.Invalid("attributes", "must be an object")
	}
	if len(attributes) > MaxAttributes {
		return nil, journey.Invalid("attributes", "must have at most %d members", MaxAttributes)
	}
	err := v.schema.Validate(attributes)
	if invalid, ok := errors.AsType[*jsonschema.ValidationError](err); ok {
		return nil, explain(invalid, "attributes")
	}
	return attributes, nil
}

// sessionAttribute is the attribute that names the session, if the schema has it.
const sessionAttribute = "sessionId"

// sessionOf returns the external id of the session: what the event says, else the customer's first external
// id with the UTC day, so that what he does in one day is one session (events.md §5.3, Mapping).
func (v *Validator) sessionOf(
	b *eventBody, created journey.Instant, scalars []journey.Attribute,
) (string, *journey.Fault) {
	if _, declared := v.fields[sessionAttribute]; declared {
		for _, a := range scalars {
			if a.Name == sessionAttribute && a.Value != "" {
				return a.Value, checkText(member("attributes", sessionAttribute), a.Value, 1, maxExternalID)
			}
		}
	}
	first := b.Identifiers.ExternalIDs[0]
	session := first.SourceID + ":" + first.Value + ":" + created.Time().Format("2006-01-02")
	if fault := checkText("", session, 1, maxExternalID); fault != nil {
		return "", journey.Invalid("identifiers.externalIds[0]",
			"externalSourceId and value must have at most %d characters together", maxExternalID-len("::2006-01-02"))
	}
	return session, nil
}

// eventID returns the event's id, or makes one of an id that is no UUID: of the same text from the same
// configuration always the same, so that a repeat is known as one.
func eventID(text string, c *Configuration) journey.ID {
	if id, err := journey.ParseID(text); err == nil && !id.IsZero() {
		return id
	}
	return journey.DerivedID("externalevent", c.ID, text)
}

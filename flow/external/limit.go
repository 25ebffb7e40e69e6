package external

// The documented limits (events.md §5.3), and those of Sojourn where the public models name a limit
// but give no number.
const (
	MaxEventTypes = 20 // enabled schemas
	MaxAttributes = 50 // fields of a schema, attributes of an event
	MaxVersions   = 50 // of a schema; all are kept
	MaxBatch      = 100

	MaxBody      = 2 << 20  // of a request, in bytes (events.md §1)
	MaxSchema    = 32 << 10 // of a schema document, in bytes
	MaxEventSize = 64 << 10 // of one event, in bytes
)

// The limits of texts, in characters.
const (
	maxFieldName   = 50 // events.md §4.2
	maxFieldTitle  = 100
	maxTitle       = 255 // as an event name
	maxDescription = 1000
	maxName        = 255  // of a configuration
	maxReference   = 255  // divisionId, schemaId
	maxSource      = 255  // of a configuration
	maxExternalID  = 255  // sessionExternalId, and each part of a customer's external id
	maxEventID     = 255  // as the sender gives it
	maxValueLength = 1024 // of a value; more is cut off (events.md §4.2)
)

// The limits of JSON from outside.
const (
	maxSchemaDepth  = 12      // of nesting in a schema document
	maxChoices      = 1000    // entries of any list in a schema document
	maxValueDepth   = 3       // of nesting in an event's attributes
	maxText         = 8 << 10 // of a text in an event, in bytes
	maxLists        = 20      // events.md §5.2
	maxListValues   = 100     // events.md §5.2
	maxValues       = 1 + MaxAttributes + maxLists*maxListValues
	maxDigits       = 100 // of an integer
	maxNumberLength = 128 // of a number as it is written
	maxExponent     = 308 // of a number as it is written
)

// Limits is the public model SchemaQuantityLimits, but for id and selfUri.
type Limits struct {
	Name                           string `json:"name"`
	MinFieldNameCharacters         int    `json:"minFieldNameCharacters"`
	MaxFieldNameCharacters         int    `json:"maxFieldNameCharacters"`
	MinFieldTitleCharacters        int    `json:"minFieldTitleCharacters"`
	MaxFieldTitleCharacters        int    `json:"maxFieldTitleCharacters"`
	MinFieldDescriptionCharacters  int    `json:"minFieldDescriptionCharacters"`
	MaxFieldDescriptionCharacters  int    `json:"maxFieldDescriptionCharacters"`
	MinSchemaNameCharacters        int    `json:"minSchemaNameCharacters"`
	MaxSchemaNameCharacters        int    `json:"maxSchemaNameCharacters"`
	MinSchemaDescriptionCharacters int    `json:"minSchemaDescriptionCharacters"`
	MaxSchemaDescriptionCharacters int    `json:"maxSchemaDescriptionCharacters"`
	MaxNumberOfSchemasPerOrg       int    `json:"maxNumberOfSchemasPerOrg"`
	MaxNumberOfFieldsPerSchema     int    `json:"maxNumberOfFieldsPerSchema"`
	MaxNumberOfFieldsPerOrg        int    `json:"maxNumberOfFieldsPerOrg"`
}

// SchemaLimits returns what Compile and the Service hold schemas to.
func SchemaLimits() Limits {
	return Limits{
		Name:                   "externalEvents",
		MinFieldNameCharacters: 1, MaxFieldNameCharacters: maxFieldName,
		MinFieldTitleCharacters: 0, MaxFieldTitleCharacters: maxFieldTitle,
		MinFieldDescriptionCharacters: 0, MaxFieldDescriptionCharacters: maxDescription,
		MinSchemaNameCharacters: 1, MaxSchemaNameCharacters: maxTitle,
		MinSchemaDescriptionCharacters: 0, MaxSchemaDescriptionCharacters: maxDescription,
		MaxNumberOfSchemasPerOrg:   MaxEventTypes,
		MaxNumberOfFieldsPerSchema: MaxAttributes,
		MaxNumberOfFieldsPerOrg:    MaxEventTypes * MaxAttributes,
	}
}

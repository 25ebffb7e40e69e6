// Package external takes the events of other business systems: a shop, a survey, a CRM (events.md §5.3).
//
// An administrator describes one type of event by a Schema, which is a JSON Schema of draft-04 for the
// attributes, and says by a Configuration which system sends it. The system then sends events to the
// configuration, and each becomes a custom event of the journey:
//
//	source   ──► session type    "Velo Shop"      → velo_shop
//	title    ──► event name      "Order Placed"   → Order_Placed
//	sessionId, or the customer and the day ──► session external id
//	first external id ──► customer
//
// Schemas come from outside and are run for every event, so a Validator is bounded before it exists:
// Compile refuses a document that is too large or too deep, whose references leave it or go in a circle, or
// whose patterns cost too much, and says which field is at fault. Nothing is ever loaded from elsewhere.
//
// An event is refused for itself alone, and the rest of its request is taken: partial success is normal.
//
// The package knows neither HTTP nor storage. A Service is handed the store of definitions, the decoded
// definitions and the intake of events; see Options.
package external

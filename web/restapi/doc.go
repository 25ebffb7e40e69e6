// Package restapi answers the operations of the contract, one file per resource.
//
// New joins every operation of the contract with its handler and fails if one of them lacks the
// other: what is documented is served, and the other way round. A request then goes
//
//	correlation id → route → CORS → token, limits, permissions → handler → answer or error body
//
// An operation that is not built yet answers 501 behind the same guard. A handler returns an error and
// never writes one: what of it may be told is decided in one place (fault.go).
//
// What a handler needs of the rest of Sojourn is said by the interfaces of ports.go. The domain's
// types become wire types in the files called …view.go; the answers to events alone, which are the
// hot path, are appended as bytes (eventanswer.go).
package restapi

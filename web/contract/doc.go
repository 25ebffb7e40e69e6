// Package contract is the HTTP contract as data: which operations there are, what they
// take and answer, and the shape of every error.
//
// contract.json is its only hand-written source. From it are generated, and committed:
// the table of operations that the router walks (operations.gen.go), the wire types of
// what is built (types.gen.go), the OpenAPI document (openapi.json) and the page that
// shows it (page/openapi.html). So what is served, what is documented and what is typed
// cannot drift apart. After a change of contract.json run
//
//	go generate ./web/contract
//
// Schemas checks an answer against its model; tests do so with every answer.
package contract

//go:generate go run ./internal/generate

package contract

import (
	"embed"
	"io/fs"
)

//go:embed contract.json
var contractJSON []byte

//go:embed openapi.json
var openAPI []byte

//go:embed page
var page embed.FS

// OpenAPI returns the OpenAPI document of all operations, as JSON. Read it only.
func OpenAPI() []byte { return openAPI }

// Page returns the files of the page that shows the contract: openapi.html, openapi.css
// and openapi.js. They must be served beside each other and beside openapi.json, and need
// no more than Content-Security-Policy: default-src 'self'.
func Page() (fs.FS, error) { return fs.Sub(page, "page") }

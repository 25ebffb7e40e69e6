package restapi

import (
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"

	"sojourn/web/contract"
)

// addDocuments serves the contract itself: /openapi.json and the page that shows it, /openapi.html with
// what belongs to it.
func (a *api) addDocuments() error {
	page, err := contract.Page()
	if err != nil {
		return fmt.Errorf("restapi: the contract's page: %w", err)
	}
	files, err := fs.ReadDir(page, ".")
	if err != nil {
		return fmt.Errorf("restapi: the contract's page: %w", err)
	}
	documents := map[string][]byte{"openapi.json": contract.OpenAPI()}
	for _, file := range files {
		if documents[file.Name()], err = fs.ReadFile(page, file.Name()); err != nil {
			return fmt.Errorf("restapi: the contract's page: %w", err)
		}
	}
	for name, content := range documents {
		operation := &contract.Operation{ID: name, Method: http.MethodGet, Path: "/" + name, Auth: contract.Open}
		if err := a.router.add(&route{operation: operation, handle: document(name, content)}); err != nil {
			return err
		}
	}
	return nil
}

// document answers with a file. The page needs nothing from anywhere else.
func document(name string, content []byte) handler {
	mediaType := mime.TypeByExtension(path.Ext(name))
	return func(w http.ResponseWriter, _ *request) error {
		header := w.Header()
		header.Set("Content-Type", mediaType)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Content-Security-Policy", "default-src 'self'")
		header.Set("Cache-Control", "no-cache")
		_, _ = w.Write(content) // what can fail is a client gone away
		return nil
	}
}

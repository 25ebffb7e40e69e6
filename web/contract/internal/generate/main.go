// Command generate turns contract.json into everything that follows from it: the table of
// operations, the wire types, the OpenAPI document and the page that shows it. The same
// input always gives the same bytes. With -check it writes nothing and fails if a file
// differs from what it would write.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"sojourn/web/contract/internal/source"
)

func main() {
	check := flag.Bool("check", false, "compare instead of writing")
	dir := flag.String("dir", ".", "folder of contract.json")
	flag.Parse()
	if err := run(*dir, *check); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(dir string, check bool) error {
	data, err := os.ReadFile(filepath.Join(dir, "contract.json"))
	if err != nil {
		return err
	}
	contract, err := source.Parse(data)
	if err != nil {
		return err
	}
	outputs := []struct {
		file   string
		render func(*source.Contract) ([]byte, error)
	}{
		{"operations.gen.go", renderOperations},
		{"types.gen.go", renderTypes},
		{"openapi.json", renderOpenAPI},
		{"page/openapi.html", renderPage},
	}
	var errs []error
	for _, output := range outputs {
		content, err := output.render(contract)
		if err != nil {
			return fmt.Errorf("%s: %w", output.file, err)
		}
		errs = append(errs, put(filepath.Join(dir, output.file), content, check))
	}
	return errors.Join(errs...)
}

func put(path string, content []byte, check bool) error {
	if !check {
		return os.WriteFile(path, content, 0o644) //nolint:gosec // source code is for everybody
	}
	have, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(have, content) {
		return fmt.Errorf("%s is stale: run go generate ./web/contract", path)
	}
	return nil
}

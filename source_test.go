package sojourn_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const modulePrefix = "sojourn/"

// pkg is one package folder of the module as it is written, test files included.
type pkg struct {
	path  string // below the module: "flow/stitch"; "" for the root
	files []file
}

// file is one Go source file.
type file struct {
	name  string
	test  bool
	lines int
	tree  *ast.File
}

// notOurs are folders without packages of this module: build output, data, other modules.
var notOurs = []string{"bin", "data", "node_modules", "testdata", "tools"}

// packages reads all packages of the module, whatever their build tags, once.
func packages(t *testing.T) []pkg {
	t.Helper()
	all, err := readPackages()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var readPackages = sync.OnceValues(func() ([]pkg, error) {
	byPath := map[string]pkg{}
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		base := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(base, ".") || slices.Contains(notOurs, base)):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(base) != ".go":
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := parseFile(filepath.ToSlash(name), string(content))
		if err != nil {
			return err
		}
		dir := strings.TrimPrefix(path.Dir(f.name), ".")
		byPath[dir] = pkg{path: dir, files: append(byPath[dir].files, f)}
		return nil
	})
	var all []pkg
	for _, dir := range slices.Sorted(maps.Keys(byPath)) {
		all = append(all, byPath[dir])
	}
	return all, err
})

func parse(t *testing.T, name, content string) file {
	t.Helper()
	f, err := parseFile(name, content)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func parseFile(name, content string) (file, error) {
	tree, err := parser.ParseFile(token.NewFileSet(), name, content, parser.ParseComments|parser.SkipObjectResolution)
	return file{
		name:  name,
		test:  strings.HasSuffix(name, "_test.go"),
		lines: strings.Count(content, "\n"),
		tree:  tree,
	}, err
}

// imports lists the import paths of the file.
func (f file) imports() []string {
	var all []string
	for _, spec := range f.tree.Imports {
		if target, err := strconv.Unquote(spec.Path.Value); err == nil {
			all = append(all, target)
		}
	}
	return all
}

// ours lists the imports of this module, as paths below it.
func (f file) ours() []string {
	var all []string
	for _, target := range f.imports() {
		if below, ok := strings.CutPrefix(target, modulePrefix); ok {
			all = append(all, below)
		}
	}
	return all
}

// uses lists which of the given functions, by import path, the file names, by whatever name it imports
// their package.
func (f file) uses(functions map[string][]string) []string {
	imported := map[string]string{} // name in this file → import path
	for _, spec := range f.tree.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(target)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imported[name] = target
	}
	var all []string
	ast.Inspect(f.tree, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok {
				target := imported[x.Name]
				if slices.Contains(functions[target], selector.Sel.Name) {
					all = append(all, target+"."+selector.Sel.Name)
				}
			}
		}
		return true
	})
	return all
}

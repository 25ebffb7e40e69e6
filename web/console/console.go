package console

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"
)

// dist is what build.mjs made. Without it there is a README alone, see notBuilt.
//
//go:embed all:dist
var dist embed.FS

// Client is an OAuth client that the page may sign in as by itself.
type Client struct {
	ID     string
	Secret string
}

// Options is what the console has to be told.
type Options struct {
	// BasePath is the prefix of every path of the server, such as /genesys; empty for none.
	BasePath string
	// Dev is the client that signs in with one click, on a server for trying and testing that only programs of
	// the same machine reach. Everywhere else it is nil: the client is told to everyone who asks.
	Dev *Client
	// Version of the server, to show.
	Version string
}

// Console serves the live UI below BasePath. Everything it serves is in memory.
type Console struct {
	base  string
	files map[string]*file // by path below the base, which begins without a slash
}

// New makes a Console. The error is one of the build.
func New(o Options) (*Console, error) { return newConsole(o, dist) }

func newConsole(o Options, built fs.FS) (*Console, error) {
	root, err := fs.Sub(built, "dist")
	if err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	c := &Console{base: strings.TrimSuffix(o.BasePath, "/") + "/"}
	if c.files, err = load(root, c.base); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	settings, err := settings(o)
	if err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	c.files[settingsName] = settings
	return c, nil
}

// pages are the first segments of the paths that the page itself leads to: like the base itself they get
// index.html. No path of the API begins so.
var pages = []string{"sessions", "customers", "segments", "outcomes", "health", "settings"}

// Owns tells whether the console answers at a path of the server.
func (c *Console) Owns(path string) bool { return c.at(path) != nil }

// at returns what is at a path of the server, nil if it is none of the console's.
func (c *Console) at(path string) *file {
	name, below := strings.CutPrefix(path, c.base)
	if !below {
		return nil
	}
	if f := c.files[name]; f != nil && name != indexName {
		return f
	}
	if first, _, _ := strings.Cut(name, "/"); name == "" || slices.Contains(pages, first) {
		return c.files[indexName]
	}
	return nil
}

// ServeHTTP implements http.Handler. Paths that the console does not own are not found.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f := c.at(r.URL.Path)
	if f == nil {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "The console is only read.", http.StatusMethodNotAllowed)
		return
	}
	f.serve(w, r)
}

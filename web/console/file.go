package console

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
)

const (
	indexName    = "index.html"
	settingsName = "console.json"
)

// file is something that the console serves.
type file struct {
	mediaType string
	caching   string // Cache-Control
	hash      string // of the content
	plain     []byte
	gzipped   []byte // nil if it is not worth it
}

// What browsers may keep. The name of an asset changes with its content.
const (
	forever = "public, max-age=31536000, immutable"
	asked   = "no-cache"
	never   = "no-store"
)

// policy is the Content-Security-Policy. Trusted Types without any policy make it impossible to turn text into
// HTML or script, whatever an event has in its title.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'self'; form-action 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types 'none'"

// load reads what was built.
func load(root fs.FS, base string) (map[string]*file, error) {
	files := map[string]*file{}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) == ".gz" || path.Ext(name) == ".md" {
			return err
		}
		content, err := fs.ReadFile(root, name)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		caching := asked
		if strings.HasPrefix(name, "assets/") {
			caching = forever
		}
		if name == indexName {
			content = withBase(content, base)
		}
		files[name] = newFile(mime.TypeByExtension(path.Ext(name)), caching, content)
		if gzipped, err := fs.ReadFile(root, name+".gz"); err == nil {
			files[name].gzipped = gzipped
		}
		return nil
	})
	if files[indexName] == nil {
		files[indexName] = newFile("text/html; charset=utf-8", never, []byte(notBuilt))
	}
	return files, err
}

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Sojourn</title>
<h1>Sojourn is running</h1>
<p>This program was built without its console. Build it with <code>make build</code>, which needs Node.js.</p>
</html>
`

// withBase makes the addresses in the page relative to the base path.
func withBase(index []byte, base string) []byte {
	return bytes.Replace(index, []byte(`<base href="/">`), []byte(`<base href="`+html.EscapeString(base)+`">`), 1)
}

// settings is the document that tells the page about its server.
func settings(o Options) (*file, error) {
	told := struct {
		Version  string `json:"version"`
		Dev      bool   `json:"dev"`
		ClientID string `json:"clientId,omitempty"`
		Secret   string `json:"secret,omitempty"`
	}{Version: o.Version, Dev: o.Dev != nil}
	if o.Dev != nil {
		told.ClientID, told.Secret = o.Dev.ID, o.Dev.Secret
	}
	content, err := json.Marshal(told)
	if err != nil {
		return nil, err
	}
	return newFile("application/json", never, content), nil
}

func newFile(mediaType, caching string, content []byte) *file {
	sum := sha256.Sum256(content)
	return &file{mediaType: mediaType, caching: caching, plain: content, hash: hex.EncodeToString(sum[:12])}
}

func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Cache-Control", f.caching)
	header.Set("Vary", "Accept-Encoding")
	content, tag := f.plain, `"`+f.hash+`"`
	if f.gzipped != nil && acceptsGzip(r) {
		content, tag = f.gzipped, `"`+f.hash+`-gzip"` // another form is another entity
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		header.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", f.mediaType)
	header.Set("Content-Length", strconv.Itoa(len(content)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(content) // a reader that went away wants nothing more
	}
}

// acceptsGzip reads Accept-Encoding as far as browsers write it.
func acceptsGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, weighed := strings.Cut(coding, ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			return !weighed || strings.Trim(weight, " q=0.") != "" // weight 0 is a refusal
		}
	}
	return false
}

package tracker

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

//go:embed sojourn.js
var script []byte

// The names of the script: its own, and those that the snippets of both dialects load
// (tracking-sdk.md §1).
const (
	ScriptPath  = "/sojourn.js"
	ACPath      = "/journey/sdk/js/web/v1/ac.js"
	GenesysPath = "/genesys-bootstrap/genesys.min.js"
)

// Paths are all names of the script.
func Paths() []string { return []string{ScriptPath, ACPath, GenesysPath} }

// scriptCaching lets browsers use the script for ten minutes unasked, and for a day while they ask whether
// it has changed. Pages name it without a version: nobody edits a snippet when the server is updated.
const scriptCaching = "public, max-age=600, stale-while-revalidate=86400"

// encoded is the script in one of its forms on the wire.
type encoded struct {
	content  []byte
	encoding string // Content-Encoding; empty for none
	tag      string // ETag: another form of the same script is another entity
}

// Script serves the script, whatever the path: mount it at each of Paths. It answers GET and HEAD, with
// an ETag from the content, compressed for those who take that.
func Script() (http.Handler, error) {
	compressed, err := compress(script)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(script)
	hash := hex.EncodeToString(sum[:8])
	plain := encoded{script, "", `"` + hash + `"`}
	packed := encoded{compressed, "gzip", `"` + hash + `-gzip"`}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "the script can only be read", http.StatusMethodNotAllowed)
			return
		}
		if acceptsGzip(r.Header.Get("Accept-Encoding")) {
			packed.serve(w, r)
			return
		}
		plain.serve(w, r)
	}), nil
}

// serve answers with the script, or that it is what the browser has already.
func (e *encoded) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", "text/javascript; charset=utf-8")
	header.Set("Cache-Control", scriptCaching)
	header.Set("ETag", e.tag)
	header.Set("Vary", "Accept-Encoding")
	header.Set("X-Content-Type-Options", "nosniff")
	// Pages of all origins load it, also those that are isolated or check its integrity.
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if e.encoding != "" {
		header.Set("Content-Encoding", e.encoding)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(e.content))
}

// compress packs the script once, as small as it gets.
func compress(content []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err == nil {
		_, err = io.Copy(w, bytes.NewReader(content))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("tracker: compress the script: %w", err)
	}
	return packed.Bytes(), nil
}

// acceptsGzip reads an Accept-Encoding header: gzip is welcome if it is named without a quality of zero.
func acceptsGzip(header string) bool {
	for item := range strings.SplitSeq(header, ",") {
		name, quality, _ := strings.Cut(item, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		quality = strings.ReplaceAll(quality, " ", "")
		return strings.Trim(strings.TrimPrefix(quality, "q="), "0.") != "" || quality == ""
	}
	return false
}

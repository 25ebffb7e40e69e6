package restapi

import (
	"context"
	"io"
	"net/http"
	"time"
)

// Exporter writes everything as lines of JSON. Only what it wrote before an error counts as sent.
type Exporter interface {
	Export(ctx context.Context, w io.Writer) error
}

// getExport streams the whole of the data, as `sojourn import` reads it. It may take as long as it takes. An error
// half-way breaks the connection off: there is no other way to tell that the answer is not complete.
func (a *api) getExport(w http.ResponseWriter, r *request) error {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) // a recorder in a test has none
	w.Header().Set("Content-Type", "application/x-ndjson")
	if stream, ok := w.(*answer); ok {
		stream.stream()
	}
	if err := a.Exporter.Export(r.Context(), w); err != nil {
		a.Log.Warn("an export was broken off", "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

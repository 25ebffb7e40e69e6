package restapi

import (
	"net/http"
	"strings"

	"sojourn/flow/ingest"
	"sojourn/web/auth"
	"sojourn/web/contract"
)

// postEvents answers POST /sojourn/events: a batch of a trusted sender (events.md §1.1).
func (a *api) postEvents(w http.ResponseWriter, r *request) error {
	history, err := r.query().flag("history")
	if err != nil {
		return err
	}
	if err := r.checkMediaType(); err != nil {
		return err
	}
	compressed := strings.EqualFold(r.Header.Get("Content-Encoding"), "gzip")
	if !compressed {
		if err := r.checkNotEncoded(); err != nil {
			return err
		}
	}
	batch, err := a.Ingest.Batch(r.Context(), ingest.BatchRequest{
		Body: r.Body, Gzip: compressed, Lines: ingest.IsLines(r.Header.Get("Content-Type")),
		History: history, CorrelationID: auth.CorrelationID(w.Header()),
	})
	if err != nil {
		return err
	}
	view := contract.SojournEventBatchResponse{
		Accepted: batch.Accepted, Repeated: batch.Repeated, NotRecorded: batch.NotRecorded, Refused: batch.Refused,
	}
	for _, refused := range batch.Errors {
		view.Errors = append(view.Errors, batchError(refused, w.Header().Get(contract.CorrelationHeader)))
	}
	return answerJSON(w, view)
}

// batchError is an error body with the index of the entry it is about.
func batchError(refused ingest.IndexedFault, contextID string) contract.SojournBatchError {
	body := faulty(refused.Fault).Body(contextID)
	return contract.SojournBatchError{
		Index:             refused.Index,
		Message:           body.Message,
		Code:              body.Code,
		Status:            body.Status,
		MessageWithParams: body.MessageWithParams,
		MessageParams:     body.MessageParams,
		ContextID:         body.ContextID,
		Details:           body.Details,
		Errors:            body.Errors,
	}
}

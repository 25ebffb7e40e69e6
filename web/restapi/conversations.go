package restapi

import (
	"net/http"

	"sojourn/flow/ingest"
	"sojourn/journey"
	"sojourn/web/auth"
	"sojourn/web/contract"
)

// postConversations answers POST /sojourn/ingest/genesys: conversation events of Genesys Cloud (events.md §6.1).
func (a *api) postConversations(w http.ResponseWriter, r *request) error {
	body, err := r.trustedBody()
	if err != nil {
		return err
	}
	defer body.release()
	answer, err := a.Ingest.Conversations(r.Context(), ingest.ConversationRequest{
		Body: body.Bytes(), CorrelationID: auth.CorrelationID(w.Header()),
	})
	if err != nil {
		return err
	}
	view := contract.SojournGenesysIngestResponse{
		Accepted: answer.Accepted, Repeated: answer.Repeated, Ignored: answer.Ignored, Refused: answer.Refused,
	}
	for _, refused := range answer.Errors {
		view.Errors = append(view.Errors, batchError(refused, w.Header().Get(contract.CorrelationHeader)))
	}
	return answerJSON(w, view)
}

// postCustomEvents answers POST /journey/customevents (events.md §5.2).
func (a *api) postCustomEvents(w http.ResponseWriter, r *request) error {
	body, err := r.trustedBody()
	if err != nil {
		return err
	}
	defer body.release()
	answer, err := a.Ingest.CustomEvents(r.Context(), ingest.CustomRequest{
		Body: body.Bytes(), CorrelationID: auth.CorrelationID(w.Header()),
	})
	if err != nil {
		return err
	}
	view := contract.SojournCustomEventResponse{}
	for i := range answer.Receipts {
		view.Entities = append(view.Entities, processedView(&answer.Receipts[i]))
	}
	for _, refused := range answer.Errors {
		view.UnprocessedEntities = append(view.UnprocessedEntities, unprocessedView(refused))
	}
	return answerJSON(w, view)
}

// trustedBody reads the body of a trusted sender's events.
func (r *request) trustedBody() (*bodyBuffer, error) {
	if err := r.checkNotEncoded(); err != nil {
		return nil, err
	}
	return r.body(ingest.MaxTrustedBody)
}

// processedView is an accepted custom event, with its session's numbers.
func processedView(receipt *journey.Receipt) contract.SojournProcessedCustomEvent {
	e := receipt.Event
	return contract.SojournProcessedCustomEvent{
		ID: e.ID.String(),
		Session: contract.SojournCustomEventSession{
			ID: receipt.Session.ID.String(), Type: e.SessionType(), ExternalID: e.Custom.ExternalID,
			EventCount: int(receipt.Session.Events), SelfURI: sessionURI(receipt.Session.ID),
		},
	}
}

// unprocessedView is a custom event that was not taken, and why.
func unprocessedView(refused ingest.IndexedFault) contract.SojournUnprocessedCustomEvent {
	fault := faulty(refused.Fault)
	return contract.SojournUnprocessedCustomEvent{
		OriginalRequestIndex: refused.Index,
		IsRetryable:          refused.Fault.Code == journey.Unavailable,
		ErrorMessage:         fault.Error(),
		StatusCode:           fault.Code.Status(),
		Code:                 string(fault.Code),
		FieldName:            refused.Fault.Field,
	}
}

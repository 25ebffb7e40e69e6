package restapi

import (
	"bytes"
	"net/http"
	"sync"

	"sojourn/flow/ingest"
	"sojourn/journey"
	"sojourn/web/auth"
)

// eventIDHeader carries the id of an event, both ways (events.md §1).
const eventIDHeader = "X-Sojourn-Event-Id"

// trustedPermission makes the holder of a token a trusted sender (identity.md §5).
var trustedPermission = []string{"journey:event:add"}

func trusted(r *request) bool {
	caller, known := auth.CallerOf(r.Context())
	return known && caller.May(trustedPermission, false)
}

// eventAnswers are buffers for the answers to events.
var eventAnswers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// takeEvent takes a web or app event and answers in the form that write appends. The answer is never
// compressed (ADR 0005).
func (a *api) takeEvent(
	w http.ResponseWriter, r *request, kind journey.Kind, write func([]byte, *journey.Receipt) []byte,
) error {
	if err := r.checkNotEncoded(); err != nil {
		return err
	}
	body, err := r.body(ingest.MaxBody)
	if err != nil {
		return err
	}
	defer body.release()
	answer, err := a.Ingest.Event(r.Context(), kind, ingest.Request{
		DeploymentID:   r.parameter("deploymentId"),
		Body:           body.Bytes(),
		Origin:         r.Header.Get("Origin"),
		UserAgent:      r.Header.Get("User-Agent"),
		AcceptLanguage: r.Header.Get("Accept-Language"),
		EventID:        r.Header.Get(eventIDHeader),
		CorrelationID:  auth.CorrelationID(w.Header()),
		Peer:           a.ClientAddr(r.Request),
		Trusted:        trusted(r),
	})
	if err != nil {
		return err
	}
	if !answer.Recorded {
		return answerNothing(w)
	}
	r.plain = true
	header := w.Header()
	header[eventIDHeader] = []string{answer.Receipt.Event.ID.String()}
	header["Content-Type"], header["X-Content-Type-Options"] = jsonType, noSniffing
	buffer := eventAnswers.Get().(*bytes.Buffer)
	defer eventAnswers.Put(buffer)
	buffer.Reset()
	buffer.Write(write(buffer.AvailableBuffer(), &answer.Receipt))
	_, _ = w.Write(buffer.Bytes()) // what can fail is a client gone away
	return nil
}

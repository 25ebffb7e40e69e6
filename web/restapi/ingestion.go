package restapi

import (
	"bytes"
	"net/http"
	"net/netip"
	"sync"

	"sojourn/flow/ingest"
	"sojourn/journey"
	"sojourn/web/auth"
)

// eventIDHeader carries the id of an event, both ways (events.md §1).
const eventIDHeader = "X-Sojourn-Event-Id"

// eventAnswers are buffers for the answers to events.
var eventAnswers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// sender tells who sends an event. To look at a customer's token costs a signature check, so that a stranger who brings
// tokens is held to the limit of his address before, not only for the event.
func (a *api) sender(header http.Header, r *request, peer netip.Addr) (auth.Sender, error) {
	brings := r.Header.Get(auth.CustomerTokenHeader) != "" || r.Header.Get("Authorization") != ""
	if brings && a.TokensPerAddress != nil && !auth.Trusted(r.Context()) {
		if wait := a.TokensPerAddress.TakeAddr(peer); wait > 0 {
			return auth.Sender{}, auth.TooManyRequests(wait)
		}
	}
	deployment, _ := journey.ParseID(r.parameter("deploymentId")) // the zero ID is unknown too
	return a.Senders.Identify(header, r.Request, deployment)
}

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
	peer := a.ClientAddr(r.Request)
	sender, err := a.sender(w.Header(), r, peer)
	if err != nil {
		return err
	}
	answer, err := a.Ingest.Event(r.Context(), kind, ingest.Request{
		DeploymentID:   r.parameter("deploymentId"),
		Body:           body.Bytes(),
		Origin:         r.Header.Get("Origin"),
		UserAgent:      r.Header.Get("User-Agent"),
		AcceptLanguage: r.Header.Get("Accept-Language"),
		EventID:        r.Header.Get(eventIDHeader),
		CorrelationID:  auth.CorrelationID(w.Header()),
		Peer:           peer,
		Trusted:        sender.Trusted,
		Authenticated:  sender.Authenticated(),
		ExternalID:     sender.ExternalID,
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

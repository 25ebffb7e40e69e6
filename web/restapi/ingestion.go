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
	if len(r.Header[auth.CustomerTokenHeader]) == 0 && len(r.Header["Authorization"]) == 0 { // nearly always
		return auth.Sender{}, nil
	}
	brings := r.Header.Get(auth.CustomerTokenHeader) != "" || r.Header.Get("Authorization") != ""
	if brings && a.TokensPerAddress != nil && !auth.Trusted(r.Context()) {
		if wait := a.TokensPerAddress.TakeAddr(peer); wait > 0 {
			return auth.Sender{}, auth.TooManyRequests(wait)
		}
	}
	deployment, _ := journey.ParseID(r.parameter("deploymentId")) // the zero ID is unknown too
	return a.Senders.Identify(header, r.Request, deployment)
}

// takeEvent takes a web or app event and answers. The answer is never compressed (ADR 0005).
func (a *api) takeEvent(w http.ResponseWriter, r *request, kind journey.Kind) error {
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
		Origin:         first(r.Header["Origin"]),
		UserAgent:      first(r.Header["User-Agent"]),
		AcceptLanguage: first(r.Header["Accept-Language"]),
		EventID:        first(r.Header[eventIDHeader]),
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
	header[eventIDHeader] = idHeader(answer.Receipt.Event.ID, r.Header[eventIDHeader])
	header["Content-Type"], header["X-Content-Type-Options"] = jsonType, noSniffing
	buffer := eventAnswers.Get().(*bytes.Buffer)
	defer eventAnswers.Put(buffer)
	buffer.Reset()
	if kind == journey.App {
		buffer.Write(appendAppAnswer(buffer.AvailableBuffer(), &answer.Receipt))
	} else {
		buffer.Write(appendWebAnswer(buffer.AvailableBuffer(), &answer.Receipt))
	}
	_, _ = w.Write(buffer.Bytes()) // what can fail is a client gone away
	return nil
}

// first returns the first value of a header; the keys of those that are asked for here are in the form in which
// net/http keeps them, so that they need not be brought into it for every event.
func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// idHeader returns the value of a header for an id: that of the request, if it says the same in the same form.
func idHeader(id journey.ID, given []string) []string {
	var buffer [36]byte
	if text := id.AppendText(buffer[:0]); first(given) != string(text) {
		return []string{string(text)}
	}
	return given[:1:1]
}

package journey

import (
	"errors"
	"fmt"
)

// Fault is a refusal that the sender can act on. Code and Field are part of the API
// (events.md §1); Reason is a public text. A private cause never goes in here.
type Fault struct {
	Code   FaultCode
	Field  string // the member at fault, as a path such as page.url; empty for the whole
	Reason string // a sentence without the field's name
}

// FaultCode is the `code` of an error body.
type FaultCode string

// The codes of events.md §1 that the domain and the ways in use.
const (
	InvalidValue     FaultCode = "invalid.value"
	BadRequest       FaultCode = "bad.request"
	EventTooOld      FaultCode = "event.too.old"
	EventInFuture    FaultCode = "event.in.future"
	DomainNotAllowed FaultCode = "domain.not.allowed"
	NotFound         FaultCode = "not.found"
	BadCredentials   FaultCode = "bad.credentials"
	TooLarge         FaultCode = "request.entity.too.large"
	TooMany          FaultCode = "too.many.requests.retry.after"
	Unavailable      FaultCode = "service.unavailable"
)

// Error implements error.
func (f *Fault) Error() string {
	if f.Field == "" {
		return f.Reason
	}
	return f.Field + ": " + f.Reason
}

// Invalid makes the usual fault: a member with a value that cannot be.
func Invalid(field, format string, args ...any) *Fault {
	return &Fault{Code: InvalidValue, Field: field, Reason: fmt.Sprintf(format, args...)}
}

// ErrNoRecord says that the log has no record at a position: it was never written, or it was erased.
var ErrNoRecord = errors.New("no record at this position")

// ErrNoSession says that there is no session of that ID.
var ErrNoSession = errors.New("no such session")

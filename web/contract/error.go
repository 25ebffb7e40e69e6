package contract

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// CorrelationHeader carries the UUID of a request. Whoever takes a request in sets it on
// the answer first; an error body repeats it as contextId (api.md §1).
const CorrelationHeader = "ININ-Correlation-Id"

// maxRetryAfter keeps clients from giving up instead of waiting (api.md §9).
const maxRetryAfter = 60 * time.Second

// Error is a refusal or failure as the API answers it (api.md §8). All of it is public;
// the private cause goes to the log instead.
type Error struct {
	Code       Code
	Message    string            // with {name} in place of parameters
	Params     map[string]string // by name
	Details    []Detail          // what is wrong with which member
	Errors     []ErrorBody
	EntityID   string
	EntityName string
	Limit      *Limit
	RetryAfter time.Duration // when to try again; 0 says nothing about it
}

// NewError makes an error of that code. Params are pairs of name and value, and stand in
// the message as {name}.
func NewError(code Code, message string, params ...string) *Error {
	e := &Error{Code: code, Message: message}
	for pair := range slices.Chunk(params, 2) {
		if e.Params == nil {
			e.Params = make(map[string]string, len(params)/2)
		}
		e.Params[pair[0]] = pair[len(pair)-1]
	}
	return e
}

// InvalidField says that a member, or a parameter, has a value that cannot be.
func InvalidField(code Code, field, reason string) *Error {
	e := NewError(code, "{fieldName}: "+reason, "fieldName", field)
	e.Details = []Detail{{ErrorCode: string(code), FieldName: field}}
	return e
}

// Error returns the message with its parameters in place.
func (e *Error) Error() string {
	pairs := make([]string, 0, 2*len(e.Params))
	for _, name := range slices.Sorted(maps.Keys(e.Params)) {
		pairs = append(pairs, "{"+name+"}", e.Params[name])
	}
	return strings.NewReplacer(pairs...).Replace(e.Message)
}

// Body returns the error as clients read it. Details and errors are always there.
func (e *Error) Body(contextID string) ErrorBody {
	return ErrorBody{
		Message:           e.Error(),
		Code:              string(e.Code),
		Status:            new(e.Code.Status()),
		EntityID:          e.EntityID,
		EntityName:        e.EntityName,
		MessageWithParams: e.Message,
		MessageParams:     orEmptyMap(e.Params),
		ContextID:         contextID,
		Details:           orEmpty(e.Details),
		Errors:            orEmpty(e.Errors),
		Limit:             e.Limit,
	}
}

// AsError returns what of an error may be told: itself if it is an *Error or wraps one,
// else an internal server error that says nothing of the cause.
func AsError(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return NewError(InternalServerError, "The server failed to answer. Its log has the reason.")
}

// WriteError answers with the error. The correlation id is taken from the answer's header.
func WriteError(w http.ResponseWriter, err error) {
	e := AsError(err)
	if e.RetryAfter > 0 {
		seconds := (min(e.RetryAfter, maxRetryAfter) + time.Second - 1) / time.Second
		w.Header().Set("Retry-After", strconv.Itoa(int(seconds)))
	}
	// An error body has nothing that JSON cannot say; what is left is a client gone away.
	_ = WriteJSON(w, e.Code.Status(), e.Body(w.Header().Get(CorrelationHeader)))
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func orEmptyMap(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}

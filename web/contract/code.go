package contract

import "net/http"

// Code is the `code` of an error body. Each has one status (api.md §8, events.md §1).
type Code string

// The codes that Sojourn answers.
const (
	BadRequest              Code = "bad.request"
	InvalidDate             Code = "invalid.date"
	InvalidValue            Code = "invalid.value"
	InvalidQuery            Code = "invalid.query"
	InvalidQueryParameter   Code = "invalid.query.parameter"
	MissingRequiredProperty Code = "missing.required.property"
	EventTooOld             Code = "event.too.old"
	EventInFuture           Code = "event.in.future"
	LimitExceeded           Code = "limit.exceeded"
	AuthenticationRequired  Code = "authentication.required"
	BadCredentials          Code = "bad.credentials"
	MissingPermissions      Code = "missing.permissions"
	MissingAnyPermissions   Code = "missing.any.permissions"
	NotAuthorized           Code = "not.authorized"
	DomainNotAllowed        Code = "domain.not.allowed"
	NotFound                Code = "not.found"
	MethodNotAllowed        Code = "method.not.allowed"
	RequestTimeout          Code = "request.timeout"
	VersionConflict         Code = "version.conflict"
	Conflict                Code = "conflict"
	RequestEntityTooLarge   Code = "request.entity.too.large"
	UnsupportedMediaType    Code = "unsupported.media.type"
	TooManyRequests         Code = "too.many.requests.retry.after"
	InternalServerError     Code = "internal.server.error"
	NotImplemented          Code = "not.implemented"
	ServiceUnavailable      Code = "service.unavailable"
)

// Status returns the HTTP status of the code: 500 for one that is none of the above.
func (c Code) Status() int {
	switch c {
	case BadRequest, InvalidDate, InvalidValue, InvalidQuery, InvalidQueryParameter,
		MissingRequiredProperty, EventTooOld, EventInFuture, LimitExceeded:
		return http.StatusBadRequest
	case AuthenticationRequired, BadCredentials:
		return http.StatusUnauthorized
	case MissingPermissions, MissingAnyPermissions, NotAuthorized, DomainNotAllowed:
		return http.StatusForbidden
	case NotFound:
		return http.StatusNotFound
	case MethodNotAllowed:
		return http.StatusMethodNotAllowed
	case RequestTimeout:
		return http.StatusRequestTimeout
	case VersionConflict, Conflict:
		return http.StatusConflict
	case RequestEntityTooLarge:
		return http.StatusRequestEntityTooLarge
	case UnsupportedMediaType:
		return http.StatusUnsupportedMediaType
	case TooManyRequests:
		return http.StatusTooManyRequests
	case NotImplemented:
		return http.StatusNotImplemented
	case ServiceUnavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

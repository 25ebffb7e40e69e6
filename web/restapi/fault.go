package restapi

import (
	"context"
	"errors"
	"strconv"
	"time"

	"sojourn/flow/define"
	"sojourn/flow/ingest"
	"sojourn/journey"
	"sojourn/web/auth"
	"sojourn/web/contract"
)

// retrySoon is what a sender is told who met a full queue.
const retrySoon = time.Second

// told returns what of a handler's error may be told. It is nil for an error that is ours alone.
func told(err error) *contract.Error {
	if e, ok := errors.AsType[*contract.Error](err); ok {
		return e
	}
	if throttled, ok := errors.AsType[*ingest.Throttled](err); ok {
		return contract.AsError(auth.TooManyRequests(throttled.RetryAfter))
	}
	if fault, ok := errors.AsType[*journey.Fault](err); ok {
		return faulty(fault)
	}
	switch {
	case errors.Is(err, define.ErrConflict):
		return contract.NewError(contract.VersionConflict,
			"The version does not match the current version of the entity.")
	case errors.Is(err, define.ErrExists):
		return contract.NewError(contract.Conflict, "There is one already.")
	case errors.Is(err, define.ErrNotFound), errors.Is(err, journey.ErrNoSession):
		return contract.NewError(contract.NotFound, "The requested entity was not found.")
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return unavailable("The request was given up before it was answered.")
	}
	return nil
}

// faulty turns a refusal of the domain into the API's form.
func faulty(f *journey.Fault) *contract.Error {
	code := contract.Code(f.Code)
	switch {
	case f.Code == journey.Unavailable:
		return unavailable("{reason}", "reason", f.Reason)
	case f.Field != "":
		return contract.InvalidField(code, f.Field, f.Reason)
	}
	return contract.NewError(code, "{reason}", "reason", f.Reason)
}

func unavailable(message string, params ...string) *contract.Error {
	e := contract.NewError(contract.ServiceUnavailable, message, params...)
	e.RetryAfter = retrySoon
	return e
}

// notFound says that there is no such thing.
func notFound(noun, id string) error {
	e := contract.NewError(contract.NotFound, "There is no {noun} {id}.", "noun", noun, "id", id)
	e.EntityID = id
	return e
}

// invalid says that a parameter or member has a value that cannot be.
func invalid(field, reason string) error {
	return contract.InvalidField(contract.InvalidValue, field, reason)
}

// renamed puts the path of a member in the request in the place of the domain's name for it.
func renamed(err error, from, to string) error {
	if fault, ok := errors.AsType[*journey.Fault](err); ok && fault.Field == from {
		return &journey.Fault{Code: fault.Code, Field: to, Reason: fault.Reason}
	}
	return err
}

func itoa(n int) string { return strconv.Itoa(n) }

package restapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"

	"sojourn/journey"
	"sojourn/web/auth"
	"sojourn/web/contract"
)

// request is a request that found its operation. It is part of its answer and ends with it.
type request struct {
	*http.Request
	route  *route
	values [maxParameters]string // of the path's parameters
	path   string                // without the base path
	plain  bool                  // its answer is not compressed, see takeEvent
}

// parameter returns a parameter of the path.
func (r *request) parameter(name string) string {
	for i, known := range r.route.parameters {
		if known == name {
			return r.values[i]
		}
	}
	return ""
}

// id returns a parameter of the path that is a UUID, in either case. Nothing is found under any
// other text.
func (r *request) id(name, noun string) (journey.ID, error) {
	text := r.parameter(name)
	id, err := journey.ParseID(text)
	if err != nil {
		return journey.ID{}, notFound(noun, text)
	}
	return id, nil
}

// caller returns who made a request that needs a token.
func (r *request) caller() auth.Caller {
	caller, _ := auth.CallerOf(r.Context())
	return caller
}

// maxBody bounds the bodies of all operations but the ways in, in bytes (api.md §6).
const maxBody = 2 << 20

// bodyBuffer is the memory that reading a body needs.
type bodyBuffer struct {
	bytes.Buffer
	limited io.LimitedReader
}

var bodies = sync.Pool{New: func() any { return new(bodyBuffer) }}

// maxPooled is the largest buffer that is kept for the next body.
const maxPooled = 128 << 10

// release gives the buffer back; its bytes are good no more.
func (b *bodyBuffer) release() {
	b.limited.R = nil
	if b.Cap() <= maxPooled {
		b.Reset()
		bodies.Put(b)
	}
}

// body reads the request's body of at most limit bytes. Whoever got it releases it.
func (r *request) body(limit int64) (*bodyBuffer, error) {
	if err := r.checkMediaType(); err != nil {
		return nil, err
	}
	if r.ContentLength > limit {
		return nil, tooLarge(limit)
	}
	buffer := bodies.Get().(*bodyBuffer)
	buffer.limited = io.LimitedReader{R: r.Body, N: limit + 1}
	_, err := buffer.ReadFrom(&buffer.limited)
	switch {
	case err != nil:
		err = unreadable(err)
	case int64(buffer.Len()) > limit:
		err = tooLarge(limit)
	default:
		return buffer, nil
	}
	buffer.release()
	return nil, err
}

// checkMediaType refuses what the operation does not take. A body without a type is JSON, and so is
// text/plain on the public endpoints: navigator.sendBeacon can say no more (events.md §1).
func (r *request) checkMediaType() error {
	operation := r.route.operation
	given := r.Header.Get("Content-Type")
	mediaType, _, _ := strings.Cut(given, ";")
	mediaType = strings.TrimSpace(mediaType)
	public := operation.Auth == contract.Optional
	accepted := given == "" || public && strings.EqualFold(mediaType, "text/plain")
	for _, known := range operation.MediaTypes {
		accepted = accepted || strings.EqualFold(mediaType, known)
	}
	if !accepted {
		return contract.NewError(contract.UnsupportedMediaType,
			"The media type {mediaType} is not supported here.", "mediaType", mediaType)
	}
	return nil
}

// checkNotEncoded refuses a compressed body where none is taken.
func (r *request) checkNotEncoded() error {
	encoding := r.Header.Get("Content-Encoding")
	if encoding == "" || strings.EqualFold(encoding, "identity") {
		return nil
	}
	return contract.NewError(contract.UnsupportedMediaType,
		"The content encoding {encoding} is not supported here.", "encoding", encoding)
}

func tooLarge(limit int64) error {
	return contract.NewError(contract.RequestEntityTooLarge, "The body is larger than {limit} KiB.",
		"limit", itoa(int(limit>>10)))
}

// unreadable tells a body that came too slowly from one that broke off.
func unreadable(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) {
		return contract.NewError(contract.RequestTimeout, "The body did not arrive in time.")
	}
	return contract.NewError(contract.BadRequest, "The body could not be read.")
}

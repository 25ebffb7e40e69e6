package genesys

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Refusal ends Run: somebody has to change something before another attempt can succeed.
type Refusal struct {
	Doing  string // what was attempted, such as "log in at https://login.mypurecloud.de"
	Reason string // what the other side says
	Advice string // what to do about it
}

// Error implements error.
func (r *Refusal) Error() string { return fmt.Sprintf("%s: %s; %s", r.Doing, r.Reason, r.Advice) }

// ErrBadBatch is what Forward returns, wrapped or not, when it can never take these events as they are.
// They come again in halves; an event that is refused alone is dropped, logged and counted.
var ErrBadBatch = errors.New("the events cannot be taken together")

// answerError is an answer that is not a success.
type answerError struct {
	status  int
	message string
	after   time.Duration // Retry-After; 0 if there is none
}

func (e *answerError) Error() string { return fmt.Sprintf("status %d: %s", e.status, e.message) }

// maxMessage is as many bytes of an error's text as a person would read.
const maxMessage = 500

// newAnswerError reads the refusal in either form: the API's or OAuth's.
func newAnswerError(response *http.Response) *answerError {
	e := &answerError{status: response.StatusCode, after: retryAfter(response.Header, time.Now())}
	var body struct {
		Message     string `json:"message"`
		Error       string `json:"error"`
		Description string `json:"description"`       // Genesys'
		Standard    string `json:"error_description"` // RFC 6749's
	}
	content, _ := io.ReadAll(io.LimitReader(response.Body, 64<<10))
	_ = json.Unmarshal(content, &body) // a proxy may answer anything
	for _, text := range []string{body.Message, body.Description, body.Standard, body.Error} {
		if text != "" {
			e.message = text[:min(len(text), maxMessage)]
			return e
		}
	}
	e.message = http.StatusText(response.StatusCode)
	return e
}

// maxRetryAfter bounds what another machine can make us wait.
const maxRetryAfter = 10 * time.Minute

// retryAfter reads both forms of the header: seconds and a date.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return min(time.Duration(seconds)*time.Second, maxRetryAfter)
	}
	if date, err := http.ParseTime(value); err == nil {
		return min(max(date.Sub(now), 0), maxRetryAfter)
	}
	return 0
}

// status is that of the answer behind an error, 0 without an answer.
func status(err error) int {
	if e, ok := errors.AsType[*answerError](err); ok {
		return e.status
	}
	return 0
}

// refused reports whether an error ends Run.
func refused(err error) bool {
	_, ok := errors.AsType[*Refusal](err)
	return ok
}

// unaddressed strips the address off an error.
func unaddressed(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

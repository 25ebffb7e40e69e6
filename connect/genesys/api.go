package genesys

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	requestTimeout = 30 * time.Second
	maxAnswer      = 8 << 20 // bytes; a page of 100 queues is far below
	maxTokenLength = 8 << 10
)

// api calls one HTTP API as an OAuth client: Genesys' or Sojourn's, which log in alike.
type api struct {
	name       string // of the other side, for people
	base       string
	loginBase  string
	id, secret string
	http       *http.Client

	mu     sync.Mutex
	token  string
	renew  time.Time // from then on another token is wanted
	advice string    // when the log-in is refused
}

// call sends in, if not nil, as JSON and reads the answer into out, if not nil. A token that is no longer
// taken is replaced once.
func (a *api) call(ctx context.Context, method, path string, in, out any) error {
	token, err := a.bearer(ctx, "")
	if err != nil {
		return err
	}
	err = a.send(ctx, method, path, token, in, out)
	if status(err) != http.StatusUnauthorized {
		return err
	}
	if token, err = a.bearer(ctx, token); err != nil {
		return err
	}
	return a.send(ctx, method, path, token, in, out)
}

func (a *api) send(ctx context.Context, method, path, token string, in, out any) error {
	var body io.Reader
	if in != nil {
		content, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(content)
	}
	return a.exchange(ctx, method, a.base+path, body, out, func(r *http.Request) {
		r.Header.Set("Authorization", "Bearer "+token)
		if in != nil {
			r.Header.Set("Content-Type", "application/json")
		}
	})
}

// exchange is one request and its answer. Its errors leave the address out: that of a channel is a key to
// read it. The callers say what was attempted.
func (a *api) exchange(ctx context.Context, method, address string, body io.Reader, out any,
	prepare func(*http.Request)) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return unaddressed(err)
	}
	prepare(request)
	response, err := a.http.Do(request)
	if err != nil {
		return unaddressed(err)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		return newAnswerError(response)
	}
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	switch {
	case err != nil:
		return fmt.Errorf("read the answer: %w", err)
	case len(content) > maxAnswer:
		return fmt.Errorf("the answer is longer than %d bytes", maxAnswer)
	case out == nil:
		return nil
	}
	if err := json.Unmarshal(content, out); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	return nil
}

// bearer returns the token to use, a new one if it has to be: there is none, it is about to expire, or it
// is the one that was refused.
func (a *api) bearer(ctx context.Context, refused string) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.token != "" && a.token != refused && time.Now().Before(a.renew) {
		return a.token, nil
	}
	var granted struct {
		Token   string  `json:"access_token"`
		Expires float64 `json:"expires_in"` // seconds
	}
	form := strings.NewReader(url.Values{"grant_type": {"client_credentials"}}.Encode())
	err := a.exchange(ctx, http.MethodPost, a.loginBase+"/oauth/token", form, &granted, func(r *http.Request) {
		r.SetBasicAuth(a.id, a.secret)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	})
	if err != nil {
		return "", a.logInFailed(err)
	}
	if granted.Token == "" || len(granted.Token) > maxTokenLength {
		return "", fmt.Errorf("log in at %s: the answer has no usable token", a.loginBase)
	}
	a.token, a.renew = granted.Token, time.Now().Add(usable(granted.Expires))
	return a.token, nil
}

// renewal is when the token in use is to be replaced.
func (a *api) renewal() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.renew
}

// usable is how long a token of so many seconds is used: it is replaced after nine tenths of its life, so
// that none expires on the way. The bounds keep a nonsensical lifetime harmless; without one, it is an hour.
func usable(seconds float64) time.Duration {
	const shortest, longest = time.Minute, 48 * time.Hour // Genesys grants up to two days
	if seconds <= 0 {
		seconds = time.Hour.Seconds()
	}
	life := time.Duration(min(seconds, longest.Seconds()) * float64(time.Second))
	return max(life*9/10, shortest)
}

// logInFailed makes a refusal of what no repetition can heal.
func (a *api) logInFailed(err error) error {
	doing := fmt.Sprintf("log in to %s at %s", a.name, a.loginBase)
	answer, ok := errors.AsType[*answerError](err)
	if ok && (answer.status == http.StatusBadRequest || answer.status == http.StatusUnauthorized) {
		return &Refusal{doing, answer.message, a.advice}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"sojourn/web/auth/internal/jwks"
	"sojourn/web/contract"
)

// rotation is a provider, two keys of it, and what checks its tokens.
type rotation struct {
	*testing.T
	clock    *clock
	old, new signingKey
	provider *identityProvider
	tokens   *CustomerTokens
}

// newRotation begins with the old key published.
func newRotation(t *testing.T) *rotation {
	r := &rotation{T: t, clock: newClock()}
	r.old, r.new = newSigningKey(t, "old", jose.ES256), newSigningKey(t, "new", jose.ES256)
	r.provider, r.tokens = newIdentityProvider(t, r.old), newCustomerTokens(t, r.clock)
	return r
}

// token makes one that outlives every test.
func (r *rotation) token(k signingKey) string {
	return k.sign(r, goodClaims(r.clock).with(said{"exp": r.clock.now().AddDate(1, 0, 0).Unix()}))
}

// want verifies a token and lets what that started beside it end.
func (r *rotation) want(when, token string, code contract.Code) {
	r.Helper()
	_, err := r.tokens.Verify(r.Context(), r.provider.Provider, token)
	r.tokens.fetches.running.Wait()
	if got := codeOf(err); got != code {
		r.Errorf("%s: %v, want %q", when, err, code)
	}
}

func (r *rotation) wantFetches(when string, n int) {
	r.Helper()
	if got := r.provider.fetches(); got != n {
		r.Errorf("%s: %d fetches, want %d", when, got, n)
	}
}

func TestKeyRotation(t *testing.T) {
	r := newRotation(t)
	signedByOld := r.token(r.old)
	r.want("at first", signedByOld, "")
	r.provider.publish(t, r.old, r.new)
	r.want("too soon to ask again", r.token(r.new), contract.BadCredentials)
	r.wantFetches("too soon", 1)
	r.clock.advance(jwks.NewerAfter)
	r.want("a new key", r.token(r.new), "")
	r.want("the old key beside it", signedByOld, "")
	r.wantFetches("a new key", 2)

	r.provider.publish(t, r.new) // the old one is taken back
	r.clock.advance(jwks.RefreshAfter - time.Nanosecond)
	r.want("not yet old", signedByOld, "")
	r.wantFetches("not yet old", 2)
	r.clock.advance(time.Nanosecond)
	r.want("the last one by the old keys", signedByOld, "")
	r.wantFetches("refreshed", 3)
	r.want("what a key proved ends with it", signedByOld, contract.BadCredentials)
	r.want("the new key", r.token(r.new), "")
}

// A flood of keys that nobody knows is no flood of fetches.
func TestUnknownKeys(t *testing.T) {
	r := newRotation(t)
	good := r.token(r.old)
	r.want("at first", good, "")
	var all sync.WaitGroup
	flood := func() {
		for sender := range 8 {
			all.Go(func() {
				for i := range 12 {
					stranger := signingKey{fmt.Sprint(sender, i), jose.ES256, r.new.private}
					_, err := r.tokens.Verify(t.Context(), r.provider.Provider, r.token(stranger))
					if codeOf(err) != contract.BadCredentials {
						t.Errorf("a stranger: %v", err)
					}
				}
			})
		}
		all.Wait()
	}
	flood()
	r.wantFetches("within a minute", 1)
	for minute := range 3 {
		r.clock.advance(jwks.NewerAfter)
		flood()
		r.wantFetches("after minutes", 2+minute)
	}
	r.provider.fail()
	r.clock.advance(jwks.NewerAfter)
	stranger := r.token(r.new)
	for range 5 {
		r.want("nobody knows whether the provider has that key", stranger, contract.ServiceUnavailable)
	}
	r.wantFetches("outage", 5)
	r.want("a key that is known", good, "")
}

func TestProviderOutage(t *testing.T) {
	r := newRotation(t)
	good := r.token(r.old)
	r.want("at first", good, "")
	r.provider.fail()
	r.clock.advance(jwks.RefreshAfter)
	for range 3 {
		r.want("old keys", good, "")
		r.want("old keys, another token", r.token(r.old), "")
	}
	r.wantFetches("one try", 2)
	r.clock.advance(jwks.RetryAfter)
	r.want("old keys", good, "")
	r.wantFetches("another try", 3)
	r.clock.advance(jwks.KeepFor - jwks.RefreshAfter - jwks.RetryAfter - time.Nanosecond)
	r.want("a moment before a day", good, "")
	r.clock.advance(jwks.RetryAfter)
	r.want("too old", good, contract.ServiceUnavailable)
	r.provider.publish(t, r.old)
	r.want("too soon to try again", good, contract.ServiceUnavailable)
	r.clock.advance(jwks.RetryAfter)
	r.want("back again", good, "")
}

// A provider that is down when the server starts is asked again soon; what it answers must be a key set.
func TestProviderAnswers(t *testing.T) {
	r := newRotation(t)
	good := r.token(r.old)
	document := string(keySet(t, r.old))
	write := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(text)) }
	}
	elsewhere := newIdentityProvider(t, r.old)
	for name, handler := range map[string]http.HandlerFunc{
		"error": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write([]byte(document))
		},
		"empty":     write(""),
		"a page":    write("<html></html>"),
		"no keys":   write(`{"keys":[]}`),
		"no list":   write(`{"keys":"x"}`),
		"too large": write(document + strings.Repeat(" ", 256<<10)),
		"redirect":  http.RedirectHandler(elsewhere.JWKSURL, http.StatusFound).ServeHTTP,
		"cut off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "5000")
			_, _ = w.Write([]byte(document))
		},
	} {
		r.provider.answer(handler)
		r.want(name, good, contract.ServiceUnavailable)
		r.clock.advance(jwks.RetryAfter)
	}
	if elsewhere.fetches() > 0 {
		t.Error("a redirect was followed")
	}
	_, err := r.tokens.Verify(t.Context(), r.provider.Provider, good)
	if contract.AsError(err).RetryAfter != jwks.RetryAfter {
		t.Errorf("%+v does not say when to try again", err)
	}
	r.provider.publish(t, r.old)
	r.clock.advance(jwks.RetryAfter)
	r.want("well again", good, "")
}

// However many come first, the keys are fetched once; a sender who leaves does not take the fetch with him.
func TestFirstFetchIsShared(t *testing.T) {
	r := newRotation(t)
	document := keySet(t, r.old)
	arrived, release := make(chan struct{}), make(chan struct{})
	r.provider.answer(func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-release
		_, _ = w.Write(document)
	})
	var all sync.WaitGroup
	impatient, leave := context.WithCancel(t.Context())
	all.Go(func() {
		_, err := r.tokens.Verify(impatient, r.provider.Provider, r.token(r.old))
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the one who left: %v", err)
		}
	})
	<-arrived
	leave()
	for range 20 {
		all.Go(func() {
			if _, err := r.tokens.Verify(t.Context(), r.provider.Provider, r.token(r.old)); err != nil {
				t.Error(err)
			}
		})
	}
	close(release)
	all.Wait()
	r.wantFetches("together", 1)
}

func TestCloseEndsFetches(t *testing.T) {
	r := newRotation(t)
	arrived := make(chan struct{})
	r.provider.answer(func(_ http.ResponseWriter, request *http.Request) {
		close(arrived)
		<-request.Context().Done()
	})
	var all sync.WaitGroup
	good := r.token(r.old)
	all.Go(func() {
		_, err := r.tokens.Verify(t.Context(), r.provider.Provider, good)
		if codeOf(err) != contract.ServiceUnavailable {
			t.Errorf("at the end: %v", err)
		}
	})
	<-arrived
	r.tokens.Close()
	all.Wait()
	r.clock.advance(time.Hour)
	r.want("after the end", good, contract.ServiceUnavailable)
	r.wantFetches("after the end", 1)
}

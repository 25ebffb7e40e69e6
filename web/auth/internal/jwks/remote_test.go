package jwks

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// silence is a provider that takes connections and never answers.
type silence struct{}

func (silence) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestSilentProvider(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fetches sync.WaitGroup
		remote := NewRemote(Options{
			URL: "https://login.example/keys", Client: &http.Client{Transport: silence{}}, Now: time.Now,
			Log: slog.New(slog.DiscardHandler),
			Start: func(fetch func(context.Context)) bool {
				fetches.Go(func() { fetch(context.Background()) })
				return true
			},
		})
		begin := time.Now()
		_, err := remote.Current(t.Context())
		if waited := time.Since(begin); !errors.Is(err, ErrUnavailable) || waited != fetchTimeout {
			t.Errorf("after %v: %v", waited, err)
		}
		if _, err = remote.Current(t.Context()); !errors.Is(err, ErrUnavailable) || time.Since(begin) != fetchTimeout {
			t.Errorf("the next one waited again: %v", err)
		}
		time.Sleep(RetryAfter - fetchTimeout)
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err = remote.Current(short); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrUnavailable) {
			t.Errorf("a sender with less time: %v", err)
		}
		fetches.Wait()
	})
}

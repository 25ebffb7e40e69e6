//go:build linux

package wire

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// counter asks for the numbers from 0 on and checks that each answer is to its own request.
type counter struct {
	next     uint64
	answered map[uint64]bool
}

func (c *counter) Append(b []byte, _ time.Time) ([]byte, Ticket) {
	ticket := Ticket{First: c.next, Count: 1}
	body := strings.Repeat("x", int(c.next%7)*40_000) // some are larger than a socket takes at once
	b = fmt.Appendf(b, "POST /%d HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s", c.next, len(body), body)
	c.next++
	return b, ticket
}

func (c *counter) Answered(t Ticket, a Answer) bool {
	c.answered[t.First] = true
	return a.Status == 200 && strings.HasPrefix(string(a.Body), fmt.Sprintf("/%d ", t.First))
}

// newServer answers with the path and a text that may be long, and refuses every hundredth request.
func newServer(t *testing.T) (netip.AddrPort, *atomic.Int64) {
	t.Helper()
	served := &atomic.Int64{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := served.Add(1)
		if n%100 == 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = fmt.Fprintf(w, "%s %s", r.URL.Path, strings.Repeat("y", int(n%9)*1000))
	}))
	t.Cleanup(server.Close)
	return netip.MustParseAddrPort(strings.TrimPrefix(server.URL, "http://")), served
}

func TestClosedLoop(t *testing.T) {
	address, served := newServer(t)
	source := &counter{answered: map[uint64]bool{}}
	result, err := Run(t.Context(), Options{Address: address, Connections: 7, Length: time.Minute, Requests: 500}, source)
	if err != nil {
		t.Fatal(err)
	}
	if served.Load() != 500 || len(source.answered) != 500 || result.Requests != 495 || result.Refused != 5 {
		t.Errorf("%d served, %d answered, %d right, %d refused", served.Load(), len(source.answered), result.Requests,
			result.Refused)
	}
	if !strings.HasPrefix(result.Refusal, "503") || result.Latencies.Count() != 495 {
		t.Errorf("refusal %q, %d latencies", result.Refusal, result.Latencies.Count())
	}
}

// TestOpenLoop sends what is due in a fifth of a second, however long each takes.
func TestOpenLoop(t *testing.T) {
	address, _ := newServer(t)
	source := &counter{answered: map[uint64]bool{}}
	result, err := Run(t.Context(), Options{
		Address: address, Connections: 2, Rate: 300, Length: 200 * time.Millisecond,
	}, source)
	if err != nil || result.Requests != 60 || result.Elapsed < 200*time.Millisecond {
		t.Errorf("%d requests in %v, %v", result.Requests, result.Elapsed, err)
	}
}

// TestEveryConnectionIsUsed: a server closes one that nothing comes over.
func TestEveryConnectionIsUsed(t *testing.T) {
	used := sync.Map{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		used.Store(r.RemoteAddr, true)
		_, _ = fmt.Fprintf(w, "%s ", r.URL.Path)
	}))
	defer server.Close()
	_, err := Run(t.Context(), Options{
		Address:     netip.MustParseAddrPort(strings.TrimPrefix(server.URL, "http://")),
		Connections: 5, Rate: 500, Length: 100 * time.Millisecond,
	}, &counter{answered: map[uint64]bool{}})
	count := 0
	used.Range(func(any, any) bool { count++; return true })
	if err != nil || count != 5 {
		t.Errorf("%d of 5 connections were used, %v", count, err)
	}
}

// TestLatencyCountsFromWhenItWasDue blocks the first answer: those behind it were due all the same.
func TestLatencyCountsFromWhenItWasDue(t *testing.T) {
	const stall = 150 * time.Millisecond
	first := &atomic.Bool{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if first.CompareAndSwap(false, true) {
			select {
			case <-time.After(stall):
			case <-r.Context().Done():
			}
		}
		_, _ = fmt.Fprintf(w, "%s ", r.URL.Path)
	}))
	defer server.Close()
	source := &counter{answered: map[uint64]bool{}}
	result, err := Run(t.Context(), Options{
		Address:     netip.MustParseAddrPort(strings.TrimPrefix(server.URL, "http://")),
		Connections: 1, Rate: 100, Length: 100 * time.Millisecond,
	}, source)
	if err != nil || result.Requests != 10 {
		t.Fatalf("%d requests, %v", result.Requests, err)
	}
	if shortest := result.Latencies.Quantile(0); shortest < stall-100*time.Millisecond {
		t.Errorf("a request behind the stall took %v only", shortest)
	}
}

func TestItEndsWhenItIsTold(t *testing.T) {
	address, _ := newServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	source := &ending{counter{answered: map[uint64]bool{}}, cancel}
	_, err := Run(ctx, Options{Address: address, Connections: 3, Length: time.Hour}, source)
	if err == nil || uint64(len(source.answered)) != source.next {
		t.Errorf("%v; %d answers to %d requests", err, len(source.answered), source.next)
	}
}

// ending ends the run at the fiftieth answer.
type ending struct {
	counter
	end func()
}

func (e *ending) Answered(t Ticket, a Answer) bool {
	if len(e.answered) == 50 {
		e.end()
	}
	return e.counter.Answered(t, a)
}

func TestABrokenConnectionIsAnError(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer server.Close()
	_, err := Run(t.Context(), Options{
		Address:     netip.MustParseAddrPort(strings.TrimPrefix(server.URL, "http://")),
		Connections: 1, Length: time.Minute,
	}, &counter{answered: map[uint64]bool{}})
	if err == nil {
		t.Error("nothing was reported")
	}
}

// TestBrokenOffBehindTheRate breaks a run off while far more is due than the server has taken: what waits is not sent.
func TestBrokenOffBehindTheRate(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var served atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if served.Add(1) == 3 {
			cancel()
		}
		_, _ = fmt.Fprint(w, r.URL.Path, " ")
	}))
	defer server.Close()
	source := &counter{answered: map[uint64]bool{}}
	_, err := Run(ctx, Options{
		Address:     netip.MustParseAddrPort(strings.TrimPrefix(server.URL, "http://")),
		Connections: 1, Rate: 1e9, Length: time.Hour,
	}, source)
	if n := served.Load(); !errors.Is(err, context.Canceled) || n > 4 || len(source.answered) != int(n) {
		t.Errorf("%d served, %d answered: %v", n, len(source.answered), err)
	}
}

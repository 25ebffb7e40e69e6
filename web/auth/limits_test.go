package auth

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"sojourn/journey"
	"sojourn/web/contract"
)

func callerWith(client string, token byte) Caller {
	return Caller{Client: Client{ID: client}, Token: Token{ID: journey.ID{token}}}
}

func TestAPILimitWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limits := NewAPILimits(3, time.Now)
		caller := callerWith("viewer", 1)
		step := func(wait time.Duration, wantErr bool, count, reset string) {
			t.Helper()
			time.Sleep(wait)
			header := http.Header{}
			err := limits.Admit(header, caller)
			if (err != nil) != wantErr || header.Get("inin-ratelimit-allowed") != "3" ||
				header.Get("inin-ratelimit-count") != count || header.Get("inin-ratelimit-reset") != reset {
				t.Fatalf("%v, %v, want count %s, reset %s", err, header, count, reset)
			}
			if refusal, ok := errors.AsType[*contract.Error](err); ok &&
				(refusal.Code != contract.TooManyRequests || refusal.RetryAfter <= 0 || refusal.RetryAfter > time.Minute) {
				t.Fatalf("%+v", refusal)
			}
		}
		step(0, false, "1", "60")
		step(10*time.Second, false, "2", "50")
		step(20*time.Second, false, "3", "30")
		step(500*time.Millisecond, true, "3", "30") // 29.5 s left
		step(29*time.Second, true, "3", "1")
		step(500*time.Millisecond, false, "1", "60") // the window is fixed: 60 s after its first request
	})
}

func TestAPILimitPerClient(t *testing.T) {
	clock := newClock()
	limits := NewAPILimits(2, clock.now)
	admit := func(client string, token byte) bool {
		return limits.Admit(http.Header{}, callerWith(client, token)) == nil
	}
	for i, want := range []bool{true, true, false} {
		if admit("viewer", 1) != want {
			t.Fatalf("token 1, request %d", i)
		}
	}
	if !admit("viewer", 2) || !admit("admin", 3) {
		t.Fatal("another token or client is refused")
	}
	if admit("viewer", 1) {
		t.Fatal("the second token gave the first one more")
	}
}

// A token whose two windows meet within one window of its client gains nothing by it.
func TestAPILimitAtTheSeam(t *testing.T) {
	clock := newClock()
	limits := NewAPILimits(2, clock.now)
	for _, step := range []struct {
		at    time.Duration
		token byte
		want  bool
	}{
		{0, 1, true},                  // the client's window: 0 s to 60 s
		{59 * time.Second, 2, true},   // token 2's: 59 s to 119 s
		{60 * time.Second, 2, true},   // the client's next: 60 s to 120 s
		{119 * time.Second, 2, true},  // token 2's next
		{119 * time.Second, 2, false}, // the second of that, but the client's third
		{120 * time.Second, 2, true},  // the client's third window
	} {
		clock.at = start.Add(step.at)
		if got := limits.Admit(http.Header{}, callerWith("viewer", step.token)) == nil; got != step.want {
			t.Fatalf("token %d after %v: admitted %v", step.token, step.at, got)
		}
	}
}

func TestAPILimitOff(t *testing.T) {
	limits := NewAPILimits(0, time.Now)
	header := http.Header{}
	for range 1000 {
		if err := limits.Admit(header, callerWith("viewer", 1)); err != nil {
			t.Fatal(err)
		}
	}
	if len(header) > 0 {
		t.Errorf("headers without a limit: %v", header)
	}
}

func TestAPILimitBoundsTokens(t *testing.T) {
	clock := newClock()
	limits := NewAPILimits(1, clock.now)
	token := func(i int) journey.ID { return journey.ID{byte(i >> 16), byte(i >> 8), byte(i)} }
	for i := range maxTokensPerWindow {
		if !limits.take("viewer", token(i)).Allowed {
			t.Fatalf("token %d is refused", i)
		}
	}
	if limits.take("viewer", token(maxTokensPerWindow)).Allowed {
		t.Error("one token too many is admitted")
	}
	clock.advance(window)
	if !limits.take("viewer", token(maxTokensPerWindow)).Allowed {
		t.Error("a window later it is still refused")
	}
	shard := limits.shards.of(0)
	for i := range limits.shards.all {
		if shard = &limits.shards.all[i]; shard.clients["viewer"] != nil {
			break
		}
	}
	if n := len(shard.clients["viewer"].tokens); n != 1 {
		t.Errorf("%d tokens are remembered, want 1", n)
	}
}

// However requests fall, no token gets more than its limit in any one of its windows, and
// no client more than that times its tokens.
func TestAPILimitHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clock := newClock()
		limits := NewAPILimits(5, clock.now)
		admitted := map[journey.ID][]time.Time{}
		for range rapid.IntRange(1, 200).Draw(t, "requests") {
			clock.advance(time.Duration(rapid.IntRange(0, 5000).Draw(t, "ms")) * time.Millisecond)
			token := journey.ID{byte(rapid.IntRange(1, 3).Draw(t, "token"))}
			if limits.take("viewer", token).Allowed {
				admitted[token] = append(admitted[token], clock.now())
			}
		}
		for token, times := range admitted {
			for i := 10; i < len(times); i++ { // two windows touch any span of a minute
				if times[i].Sub(times[i-10]) < window {
					t.Fatalf("token %v: 11 requests within %v", token, times[i].Sub(times[i-10]))
				}
			}
		}
	})
}

func TestWindowsForget(t *testing.T) {
	clock := newClock()
	windows := NewWindows(1, clock.now)
	for i := range 100 {
		windows.Take(fmt.Sprint(i))
	}
	clock.advance(2 * window)
	windows.Take("new")
	if len(windows.keys) != 1 {
		t.Errorf("%d keys are remembered, want 1", len(windows.keys))
	}
	unlimited := NewWindows(0, clock.now)
	for range 2 {
		if !unlimited.Take("a").Allowed {
			t.Error("0 is a limit")
		}
	}
}

func TestBucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		buckets := NewBuckets(20, 50, 1000, time.Now)
		take := func(n int) (taken int) {
			for range n {
				if buckets.Take("cookie") == 0 {
					taken++
				}
			}
			return taken
		}
		if got := take(100); got != 50 {
			t.Errorf("burst of %d, want 50", got)
		}
		if wait := buckets.Take("cookie"); wait != 50*time.Millisecond {
			t.Errorf("wait %v, want 50ms", wait)
		}
		if buckets.Take("another") != 0 {
			t.Error("another key is refused")
		}
		time.Sleep(50*time.Millisecond - 1)
		if take(1) != 0 {
			t.Error("admitted a moment too early")
		}
		time.Sleep(time.Nanosecond)
		if got := take(5); got != 1 {
			t.Errorf("%d after 50ms, want 1", got)
		}
		time.Sleep(time.Second)
		if got := take(100); got != 20 {
			t.Errorf("%d after a second, want 20", got)
		}
		time.Sleep(time.Hour)
		if got := take(100); got != 50 {
			t.Errorf("burst of %d after an hour, want 50", got)
		}
	})
}

func TestBucketsOff(t *testing.T) {
	buckets := NewBuckets(0, 0, 10, time.Now)
	for range 1000 {
		if buckets.Take("a") != 0 || buckets.TakeAddr(netip.MustParseAddr("203.0.113.1")) != 0 {
			t.Fatal("refused without a limit")
		}
	}
}

func TestBucketsByAddress(t *testing.T) {
	clock := newClock()
	buckets := NewBuckets(1, 1, 1000, clock.now)
	for _, c := range []struct {
		addr string
		free bool
	}{
		{"203.0.113.1", true}, {"203.0.113.1", false}, {"::ffff:203.0.113.1", false}, {"203.0.113.2", true},
		{"2001:db8:1:2::1", true}, {"2001:db8:1:2:ffff::9", false}, {"2001:db8:1:3::1", true},
		{"fe80::1%eth0", true}, {"fe80::2%eth1", false},
	} {
		if got := buckets.TakeAddr(netip.MustParseAddr(c.addr)) == 0; got != c.free {
			t.Errorf("%s: admitted %v", c.addr, got)
		}
	}
	buckets.TakeAddr(netip.Addr{}) // no address counts as one
	if buckets.TakeAddr(netip.Addr{}) == 0 {
		t.Error("no address at all is not limited")
	}
}

// A flood of keys occupies bounded memory, and does not get through for lack of it.
func TestBucketsUnderFlood(t *testing.T) {
	clock := newClock()
	const maxKeys, perSecond, burst = 3200, 20, 50
	buckets := NewBuckets(perSecond, burst, maxKeys, clock.now)
	admitted := 0
	for i := range 100 * maxKeys {
		if buckets.Take(fmt.Sprint("flood ", i)) == 0 {
			admitted++
		}
	}
	remembered := 0
	for i := range buckets.shards.all {
		remembered += len(buckets.shards.all[i].full)
	}
	if remembered > maxKeys {
		t.Errorf("%d keys are remembered, want at most %d", remembered, maxKeys)
	}
	if most := maxKeys + burst*len(buckets.shards.all); admitted > most {
		t.Errorf("%d of the flood were admitted, want at most %d", admitted, most)
	}
	clock.advance(time.Second)
	if buckets.Take("honest") != 0 {
		t.Error("a new key is refused a second after the flood")
	}
}

// A key that is busy keeps its bucket while others are forgotten.
func TestBucketsForgetOnlyFullOnes(t *testing.T) {
	clock := newClock()
	buckets := NewBuckets(1, 5, len(NewBuckets(1, 1, 1, clock.now).shards.all), clock.now) // one key a shard
	for range 5 {
		buckets.Take("busy")
	}
	for i := range 1000 {
		clock.advance(time.Millisecond)
		buckets.Take(fmt.Sprint(i))
	}
	if buckets.Take("busy") != 0 { // a second later there is one event's worth, not five
		t.Fatal("refused")
	}
	if buckets.Take("busy") == 0 {
		t.Error("the busy key was forgotten and started anew")
	}
}

func TestLimitsConcurrently(t *testing.T) {
	limits, buckets := NewAPILimits(1000, time.Now), NewBuckets(1, 100, 100, newClock().now)
	var wg sync.WaitGroup
	var mu sync.Mutex
	admitted := 0
	for g := range 8 {
		wg.Go(func() {
			for range 200 {
				limits.take("viewer", journey.ID{byte(g)})
				if buckets.Take("cookie") == 0 {
					mu.Lock()
					admitted++
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	if admitted != 100 {
		t.Errorf("%d admitted, want 100", admitted)
	}
}

func BenchmarkAPILimit(b *testing.B) {
	limits := NewAPILimits(1<<30, time.Now)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			limits.take("viewer", journey.ID{1})
		}
	})
}

func BenchmarkBucketsSameKey(b *testing.B) {
	buckets := NewBuckets(20, 50, 1<<16, time.Now)
	b.ReportAllocs()
	for b.Loop() {
		buckets.Take("0f3c9b1e-5d0b-4f0e-9a51-2c7c5a9d6e10")
	}
}

func BenchmarkBucketsFlood(b *testing.B) {
	buckets := NewBuckets(20, 50, 1<<16, time.Now)
	addr := netip.MustParseAddr("10.0.0.0")
	b.ReportAllocs()
	for b.Loop() {
		addr = addr.Next()
		buckets.TakeAddr(addr)
	}
}

package auth

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// sumOf makes sums that all fall on the same shard.
func sumOf(i int) (sum tokenSum) {
	binary.LittleEndian.PutUint64(sum[8:], uint64(i))
	return sum
}

func TestVerifiedIsBounded(t *testing.T) {
	now := newClock().now()
	v := newVerified()
	for i := range 2 * maxVerifiedPerShard {
		v.put(sumOf(i), proof{subject: fmt.Sprint(i), expires: now.Add(time.Hour)}, now)
		if got, ok := v.get(sumOf(i), now); !ok || got.subject != fmt.Sprint(i) {
			t.Fatalf("the newest, %d, is forgotten", i)
		}
	}
	shard := v.shard(sumOf(0))
	if n := len(shard.proofs); n != maxVerifiedPerShard {
		t.Errorf("%d are remembered", n)
	}
	now = now.Add(time.Hour) // all expire and give way, more than one at a time
	v.put(sumOf(-1), proof{expires: now.Add(time.Hour)}, now)
	if n := len(shard.proofs); n != maxVerifiedPerShard-evictionSample+1 {
		t.Errorf("%d are left", n)
	}
	if _, ok := v.get(sumOf(-1), now); !ok {
		t.Error("the good one gave way to those that expired")
	}
}

// benchmarkVerify measures tokens of one size.
func benchmarkVerify(b *testing.B, algorithm jose.SignatureAlgorithm, forget bool) {
	clock := newClock()
	key := newSigningKey(b, "k1", algorithm)
	p := newIdentityProvider(b, key)
	tokens := newCustomerTokens(b, clock)
	token := key.sign(b, goodClaims(clock).with(said{"email": "gwen@example.com", "name": "Gwen Velo"}))
	sum := sha256.Sum256([]byte(token))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tokens.Verify(b.Context(), p.Provider, token); err != nil {
			b.Fatal(err)
		}
		if forget {
			delete(tokens.verified.shard(sum).proofs, sum)
		}
	}
}

func BenchmarkVerifyRemembered(b *testing.B) { benchmarkVerify(b, jose.RS256, false) }
func BenchmarkVerifyRS256(b *testing.B)      { benchmarkVerify(b, jose.RS256, true) }
func BenchmarkVerifyES256(b *testing.B)      { benchmarkVerify(b, jose.ES256, true) }

// BenchmarkVerifyGarbage is what an attacker without a key can make us do.
func BenchmarkVerifyGarbage(b *testing.B) {
	clock := newClock()
	key := newSigningKey(b, "k1", jose.ES256)
	p := newIdentityProvider(b, key)
	tokens := newCustomerTokens(b, clock)
	forged := forge(`{"alg":"ES256","kid":"k2"}`, goodClaims(clock), make([]byte, 64))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tokens.Verify(b.Context(), p.Provider, forged); err == nil {
			b.Fatal("garbage passed")
		}
	}
}

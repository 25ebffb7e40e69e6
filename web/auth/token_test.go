package auth

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestTokenRoundTrip(t *testing.T) {
	clock := newClock()
	tokens := newTokens(clock.now)
	text, issued := tokens.Issue("viewer")
	if issued.Expires.Sub(issued.Issued) != 86399*time.Second {
		t.Errorf("life %v", issued.Expires.Sub(issued.Issued))
	}
	later, _ := tokens.Issue("viewer")
	if later == text {
		t.Error("two tokens are equal")
	}
	for name, tokens := range map[string]*Tokens{"same": tokens, "after a restart": newTokens(clock.now)} {
		for range 2 { // also with a signer from the pool
			if got, err := tokens.Check(text); err != nil || got != issued {
				t.Errorf("%s: Check = %+v, %v, want %+v", name, got, err, issued)
			}
		}
	}
}

func TestTokenEnds(t *testing.T) {
	clock := newClock()
	tokens := newTokens(clock.now)
	text, token := tokens.Issue("viewer")
	other, _ := tokens.Issue("viewer")
	clock.advance(TokenLife - time.Nanosecond)
	if _, err := tokens.Check(text); err != nil {
		t.Errorf("a moment before the end: %v", err)
	}
	if err := tokens.Revoke(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if _, err := tokens.Check(text); !errors.Is(err, ErrBadToken) {
		t.Errorf("revoked: %v", err)
	}
	if _, err := tokens.Check(other); err != nil {
		t.Errorf("revoking one ended another: %v", err)
	}
	clock.advance(time.Nanosecond)
	if _, err := tokens.Check(other); !errors.Is(err, ErrBadToken) {
		t.Errorf("expired: %v", err)
	}
}

func TestTokenForgeries(t *testing.T) {
	clock := newClock()
	tokens := newTokens(clock.now)
	text, _ := tokens.Issue("viewer")
	content, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	for i := range content {
		forged := []byte(string(content))
		forged[i] ^= 1
		if _, err := tokens.Check(base64.RawURLEncoding.EncodeToString(forged)); !errors.Is(err, ErrBadToken) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
	}
	foreign := NewTokens(Key{9}, TokenLife, &memory{now: clock.now}, clock.now)
	foreignText, _ := foreign.Issue("viewer")
	for name, bad := range map[string]string{
		"empty": "", "foreign key": foreignText, "padded": text + "=", "cut": text[:len(text)-2],
		"long": strings.Repeat("A", 100_000), "not base64": "a b c", "spaces": " " + text,
		"new line": text[:10] + "\n" + text[10:],
	} {
		if _, err := tokens.Check(bad); !errors.Is(err, ErrBadToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRevokedSetForgets(t *testing.T) {
	clock := newClock()
	tokens := newTokens(clock.now)
	var set RevokedSet
	_, live := tokens.Issue("viewer")
	set.Add(live.ID, clock.now().Add(time.Hour), clock.now())
	for range firstPrune {
		clock.advance(time.Second)
		_, token := tokens.Issue("viewer")
		set.Add(token.ID, clock.now().Add(time.Second), clock.now())
	}
	if !set.Revoked(live.ID) {
		t.Error("a live revocation was forgotten")
	}
	if len(set.expires) >= firstPrune/2 {
		t.Errorf("%d are remembered", len(set.expires))
	}
}

// What passes was issued, and is in the one form it was issued in. (Workers have the key
// of the process that made the seeds, but issue tokens of their own.)
func FuzzCheckToken(f *testing.F) {
	tokens := newTokens(newClock().now)
	text, _ := tokens.Issue("viewer")
	f.Add(text)
	f.Add("")
	f.Add("AQ")
	f.Fuzz(func(t *testing.T, forged string) {
		token, err := tokens.Check(forged)
		if err != nil {
			return
		}
		content, err := base64.RawURLEncoding.DecodeString(forged)
		if err != nil || token.ClientID != "viewer" || base64.RawURLEncoding.EncodeToString(content) != forged {
			t.Fatalf("%q passed as %+v", forged, token)
		}
	})
}

func BenchmarkCheckToken(b *testing.B) {
	tokens := newTokens(time.Now)
	text, _ := tokens.Issue("a3f1c9b1-5d0b-4f0e-9a51-2c7c5a9d6e10")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tokens.Check(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIssueToken(b *testing.B) {
	tokens := newTokens(time.Now)
	b.ReportAllocs()
	for b.Loop() {
		tokens.Issue("a3f1c9b1-5d0b-4f0e-9a51-2c7c5a9d6e10")
	}
}

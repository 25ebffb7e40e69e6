package auth

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"sojourn/web/auth/internal/jwks"
	"sojourn/web/contract"
)

func TestVerifyAlgorithms(t *testing.T) {
	clock := newClock()
	for _, algorithm := range jwks.Algorithms {
		key := newSigningKey(t, "k1", algorithm)
		p := newIdentityProvider(t, key)
		tokens := newCustomerTokens(t, clock)
		token := key.sign(t, goodClaims(clock))
		for range 2 { // proved, then remembered
			if subject, err := tokens.Verify(t.Context(), p.Provider, token); subject != customer || err != nil {
				t.Errorf("%s: %q, %v", algorithm, subject, err)
			}
		}
		if p.fetches() != 1 {
			t.Errorf("%s: %d fetches", algorithm, p.fetches())
		}
	}
}

func TestVerifyClaims(t *testing.T) {
	clock := newClock()
	key := newSigningKey(t, "k1", jose.ES256)
	p := newIdentityProvider(t, key)
	tokens := newCustomerTokens(t, clock)
	now := clock.now().Unix()
	long := strings.Repeat("ü", maxSubject)
	cases := []struct {
		name    string
		changes said
		subject string
		reason  string
	}{
		{"good", nil, customer, ""},
		{"spaces around", said{"sub": " crm-77 "}, customer, ""},
		{"longest subject", said{"sub": long}, long, ""},
		{"one audience of many", said{"aud": []string{"other", audience}}, customer, ""},
		{"other claims", said{"email": "gwen@example.com", "roles": []string{"a"}}, customer, ""},
		{"just not expired", said{"exp": now - 59}, customer, ""},
		{"just valid", said{"nbf": now + 60}, customer, ""},
		{"fraction of a second", said{"exp": float64(now) + 0.5}, customer, ""},

		{"expired", said{"exp": now - 60}, "", "expired"},
		{"long expired", said{"exp": 0}, "", "expired"},
		{"before time", said{"exp": -5}, "", "expired"},
		{"no expiry", said{"exp": nil}, "", "exp"},
		{"expiry is text", said{"exp": "tomorrow"}, "", "claims"},
		{"expiry is beyond time", said{"exp": 1e300}, "", "claims"},
		{"not valid yet", said{"nbf": now + 61}, "", "nbf"},
		{"no issuer", said{"iss": nil}, "", "iss"},
		{"another issuer", said{"iss": "https://evil.example/"}, "", "iss"},
		{"nearly the issuer", said{"iss": strings.TrimSuffix(issuer, "/")}, "", "iss"},
		{"issuer is a list", said{"iss": []string{issuer}}, "", "claims"},
		{"no audience", said{"aud": nil}, "", "aud"},
		{"empty audience", said{"aud": []string{}}, "", "aud"},
		{"another audience", said{"aud": "velo-shop-app"}, "", "aud"},
		{"audience is a number", said{"aud": 7}, "", "claims"},
		{"no subject", said{"sub": nil}, "", "sub"},
		{"blank subject", said{"sub": "  "}, "", "sub"},
		{"subject is a number", said{"sub": 77}, "", "claims"},
		{"subject too long", said{"sub": long + "x"}, "", "255"},
		{"control characters", said{"sub": "crm\x00-77"}, "", "control"},
	}
	for _, c := range cases {
		token := key.sign(t, goodClaims(clock).with(c.changes))
		subject, err := tokens.Verify(t.Context(), p.Provider, token)
		if c.reason == "" {
			if subject != c.subject || err != nil {
				t.Errorf("%s: %q, %v", c.name, subject, err)
			}
			continue
		}
		if subject != "" || codeOf(err) != contract.BadCredentials || !strings.Contains(err.Error(), c.reason) {
			t.Errorf("%s: %q, %v, want %q", c.name, subject, err, c.reason)
		}
	}
}

// forge makes a token by hand.
func forge(header string, claims said, signature []byte) string {
	encode := base64.RawURLEncoding.EncodeToString
	payload, _ := json.Marshal(claims)
	return encode([]byte(header)) + "." + encode(payload) + "." + encode(signature)
}

func TestVerifyForgeries(t *testing.T) {
	clock := newClock()
	key := newSigningKey(t, "k1", jose.RS256)
	curve := newSigningKey(t, "k2", jose.ES256)
	p := newIdentityProvider(t, key, curve)
	tokens := newCustomerTokens(t, clock)
	claims := goodClaims(clock)
	der, err := x509.MarshalPKIXPublicKey(key.private.Public())
	if err != nil {
		t.Fatal(err)
	}
	shared := func(secret []byte) string { // what takes a public key for a shared secret
		return signWith(t, jose.HS256, jose.JSONWebKey{Key: secret, KeyID: "k1"}, claims)
	}
	stranger := newSigningKey(t, "k2", jose.ES256)
	embedding, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: stranger.private},
		&jose.SignerOptions{EmbedJWK: true})
	if err != nil {
		t.Fatal(err)
	}
	payload, _ := json.Marshal(claims)
	embedded, err := embedding.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	withKey, _ := embedded.CompactSerialize()
	good := curve.sign(t, claims)
	parts := strings.Split(good, ".")
	other := strings.Split(curve.sign(t, claims.with(said{"sub": "crm-78"})), ".")
	nested := `{"iss":` + strings.Repeat("[", 2900) + strings.Repeat("]", 2900) + `}`

	for name, forged := range map[string]string{
		"alg none":             forge(`{"alg":"none"}`, claims, nil),
		"alg None":             forge(`{"alg":"None","kid":"k1"}`, claims, nil),
		"no alg":               forge(`{"kid":"k1"}`, claims, []byte("x")),
		"alg is a list":        forge(`{"alg":["RS256"],"kid":"k1"}`, claims, []byte("x")),
		"HMAC by PEM":          shared(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})),
		"HMAC by DER":          shared(der),
		"HMAC by modulus":      shared(rsaKey().N.Bytes()),
		"RSA key, ES256":       forge(`{"alg":"ES256","kid":"k1"}`, claims, make([]byte, 64)),
		"zero signature":       forge(`{"alg":"ES256","kid":"k2"}`, claims, make([]byte, 64)),
		"empty signature":      forge(`{"alg":"ES256","kid":"k2"}`, claims, nil),
		"short signature":      forge(`{"alg":"RS256","kid":"k1"}`, claims, make([]byte, 8)),
		"another algorithm":    signWith(t, jose.RS512, jose.JSONWebKey{Key: rsaKey(), KeyID: "k1"}, claims),
		"a stranger, our kid":  stranger.sign(t, claims),
		"brings its key":       withKey,
		"unknown extension":    forge(`{"alg":"ES256","kid":"k2","crit":["x"],"x":1}`, claims, make([]byte, 64)),
		"claims of another":    parts[0] + "." + other[1] + "." + parts[2],
		"signature of another": parts[0] + "." + parts[1] + "." + other[2],
		"no signature":         parts[0] + "." + parts[1],
		"four parts":           good + ".",
		"five parts":           good + "..",
		"quoted":               `"` + good + `"`,
		"with its scheme":      "Bearer " + good,
		"JSON":                 embedded.FullSerialize(),
		"kid is an object":     forge(`{"alg":"ES256","kid":{"a":1}}`, claims, make([]byte, 64)),
		"claims are no object": parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(`[1]`)) + "." + parts[2],
		"nested claims":        parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(nested)) + "." + parts[2],
		"claim twice": parts[0] + "." + base64.RawURLEncoding.EncodeToString(
			append(bytes.TrimSuffix(payload, []byte("}")), `,"sub":"crm-78"}`...)) + "." + parts[2],
		"empty": "", "dots": "..", "garbage": "\x00\xff.\xfe.é", "huge": strings.Repeat("A", 1<<20),
		"huge, well formed": curve.sign(t, claims.with(said{"x": strings.Repeat("A", maxCustomerToken)})),
		"many dots":         strings.Repeat(".", maxCustomerToken),
	} {
		subject, err := tokens.Verify(t.Context(), p.Provider, forged)
		if subject != "" || codeOf(err) != contract.BadCredentials {
			t.Errorf("%s: %q, %v", name, subject, err)
		}
		if err != nil && len(err.Error()) > 150 {
			t.Errorf("%s: the refusal repeats the token: %.300s", name, err)
		}
	}
	if subject, err := tokens.Verify(t.Context(), p.Provider, good); subject != customer || err != nil {
		t.Errorf("the good one: %q, %v", subject, err)
	}
}

// Whatever bit of a token is turned, it proves nothing any more.
func TestEveryBitCounts(t *testing.T) {
	clock := newClock()
	key := newSigningKey(t, "", jose.EdDSA)
	p := Provider{Issuer: issuer, Audience: audience, Keys: string(keySet(t, key))}
	tokens := newCustomerTokens(t, clock)
	parts := strings.Split(key.sign(t, goodClaims(clock)), ".")
	for part := range parts {
		content, err := base64.RawURLEncoding.DecodeString(parts[part])
		if err != nil {
			t.Fatal(err)
		}
		for i := range content {
			turned := bytes.Clone(content)
			turned[i] ^= 1 << (i % 8)
			forged := append([]string{}, parts...)
			forged[part] = base64.RawURLEncoding.EncodeToString(turned)
			if subject, err := tokens.Verify(t.Context(), p, strings.Join(forged, ".")); err == nil {
				t.Fatalf("part %d, byte %d: passed as %q", part, i, subject)
			}
		}
	}
}

func TestRememberedUntilItExpires(t *testing.T) {
	clock := newClock()
	key := newSigningKey(t, "k1", jose.ES256)
	tokens := newCustomerTokens(t, clock)
	p := Provider{Issuer: issuer, Audience: audience, Keys: string(keySet(t, key))}
	token := key.sign(t, goodClaims(clock))
	verify := func(p Provider) error {
		_, err := tokens.Verify(t.Context(), p, token)
		return err
	}
	if err := verify(p); err != nil {
		t.Fatal(err)
	}
	for name, changed := range map[string]Provider{ // what was proved to one says nothing to another
		"issuer":   {Issuer: "https://other.example/", Audience: audience, Keys: p.Keys},
		"audience": {Issuer: issuer, Audience: "other", Keys: p.Keys},
		"keys":     {Issuer: issuer, Audience: audience, Keys: string(keySet(t, newSigningKey(t, "k1", jose.ES256)))},
	} {
		if err := verify(changed); codeOf(err) != contract.BadCredentials {
			t.Errorf("another %s: %v", name, err)
		}
	}
	clock.advance(time.Hour + clockSkew - time.Nanosecond)
	if err := verify(p); err != nil {
		t.Errorf("a moment before the end: %v", err)
	}
	clock.advance(time.Nanosecond)
	if err := verify(p); codeOf(err) != contract.BadCredentials {
		t.Errorf("expired: %v", err)
	}
}

// A fault of the settings is ours: no sender is told of it.
func TestProviderWithoutUse(t *testing.T) {
	tokens := newCustomerTokens(t, newClock())
	for _, p := range []Provider{{}, {Issuer: issuer, Audience: audience, Keys: "x"},
		{Issuer: issuer, Audience: audience, JWKSURL: "http://login.example/keys"}} {
		if _, err := tokens.Verify(t.Context(), p, "a.b.c"); codeOf(err) != contract.InternalServerError {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

// Settings that come and go leave a bounded trace.
func TestProvidersAreBounded(t *testing.T) {
	tokens := newCustomerTokens(t, newClock())
	keys := string(keySet(t, newSigningKey(t, "k1", jose.ES256)))
	for i := range maxKeyrings + 10 {
		p := Provider{Issuer: issuer, Audience: strings.Repeat("a", i%1000+1) + string(rune('0'+i/1000)), Keys: keys}
		if _, err := tokens.keyring(p); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(tokens.keyrings); n != maxKeyrings {
		t.Errorf("%d are remembered", n)
	}
}

// What passes says what was signed, whatever the rest of its text.
func FuzzVerifyCustomerToken(f *testing.F) {
	clock := newClock()
	key := newSigningKey(f, "k1", jose.RS256)
	p := Provider{Issuer: issuer, Audience: audience, Keys: string(keySet(f, key))}
	tokens := newCustomerTokens(f, clock)
	good := key.sign(f, goodClaims(clock))
	f.Add(good)
	f.Add(forge(`{"alg":"none"}`, goodClaims(clock), nil))
	f.Add(forge(`{"alg":"HS256","kid":"k1"}`, goodClaims(clock), make([]byte, 32)))
	f.Add(forge(`{"alg":"RS256","kid":"k1","crit":["b64"],"b64":false}`, goodClaims(clock), make([]byte, 256)))
	f.Add(key.sign(f, said{}))
	f.Add("..")
	f.Fuzz(func(t *testing.T, forged string) {
		subject, err := tokens.Verify(t.Context(), p, forged)
		tokens.issuerOf(forged)
		switch {
		case err != nil && codeOf(err) != contract.BadCredentials:
			t.Fatalf("%q: %v", forged, err)
		case err == nil && subject != customer:
			t.Fatalf("%q passed as %q", forged, subject)
		}
	})
}

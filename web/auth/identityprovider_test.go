package auth

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"sojourn/web/contract"
)

const (
	issuer   = "https://login.velo-shop.example/"
	audience = "velo-shop-web"
	customer = "crm-77"
)

// identityProvider publishes keys on loopback. A test changes what it answers between requests.
type identityProvider struct {
	Provider
	server *httptest.Server

	mu      sync.Mutex
	handler http.HandlerFunc
	asked   int
}

// newIdentityProvider makes a provider that publishes these keys.
func newIdentityProvider(t testing.TB, keys ...signingKey) *identityProvider {
	p := &identityProvider{}
	p.publish(t, keys...)
	p.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.asked++
		handler := p.handler
		p.mu.Unlock()
		handler(w, r)
	}))
	t.Cleanup(p.server.Close)
	p.Provider = Provider{Issuer: issuer, Audience: audience, JWKSURL: p.server.URL + "/keys"}
	return p
}

func (p *identityProvider) answer(handler http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.handler = handler
}

func (p *identityProvider) publish(t testing.TB, keys ...signingKey) {
	document := keySet(t, keys...)
	p.answer(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(document) })
}

func (p *identityProvider) fail() {
	p.answer(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "out of order", http.StatusBadGateway) })
}

func (p *identityProvider) fetches() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

// signingKey is a private key, with the name it is published under.
type signingKey struct {
	id        string
	algorithm jose.SignatureAlgorithm
	private   crypto.Signer
}

// rsaKey is made once: RSA keys take their time.
var rsaKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// newSigningKey makes a key for the algorithm; RSA keys are all the same one.
func newSigningKey(t testing.TB, id string, algorithm jose.SignatureAlgorithm) signingKey {
	t.Helper()
	curves := map[jose.SignatureAlgorithm]elliptic.Curve{
		jose.ES256: elliptic.P256(), jose.ES384: elliptic.P384(), jose.ES512: elliptic.P521(),
	}
	key := signingKey{id: id, algorithm: algorithm, private: rsaKey()}
	var err error
	if curve, ok := curves[algorithm]; ok {
		key.private, err = ecdsa.GenerateKey(curve, rand.Reader)
	} else if algorithm == jose.EdDSA {
		_, key.private, err = ed25519.GenerateKey(rand.Reader)
	}
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func keySet(t testing.TB, keys ...signingKey) []byte {
	t.Helper()
	var set jose.JSONWebKeySet
	for _, k := range keys {
		set.Keys = append(set.Keys, jose.JSONWebKey{
			Key: k.private.Public(), KeyID: k.id, Algorithm: string(k.algorithm), Use: "sig",
		})
	}
	document, err := json.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// said are claims; those of a good token where a test says nothing else. Nil takes one away.
type said map[string]any

func goodClaims(clock *clock) said {
	now := clock.now().Unix()
	return said{"iss": issuer, "aud": audience, "sub": customer, "iat": now, "exp": now + 3600}
}

func (s said) with(changes said) said {
	all := maps.Clone(s)
	for name, value := range changes {
		if value == nil {
			delete(all, name)
		} else {
			all[name] = value
		}
	}
	return all
}

// sign makes a token. A key without id makes one without kid.
func (k signingKey) sign(t testing.TB, claims said) string {
	t.Helper()
	return signWith(t, k.algorithm, jose.JSONWebKey{Key: k.private, KeyID: k.id}, claims)
}

func signWith(t testing.TB, algorithm jose.SignatureAlgorithm, key any, claims said) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(map[string]any(claims)).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// newCustomerTokens makes tokens that end with the test.
func newCustomerTokens(t testing.TB, clock *clock) *CustomerTokens {
	tokens := NewCustomerTokens(CustomerTokenOptions{Now: clock.now})
	t.Cleanup(tokens.Close)
	return tokens
}

// codeOf is the code of a refusal; empty for none.
func codeOf(err error) contract.Code {
	if err == nil {
		return ""
	}
	return contract.AsError(err).Code
}

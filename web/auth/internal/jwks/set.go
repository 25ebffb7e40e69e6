package jwks

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/go-jose/go-jose/v4"
)

// Algorithms are the signatures that prove something: made with a private key, checked with a public one.
// Without the symmetric ones nobody can pass a public key off as a shared secret.
var Algorithms = []jose.SignatureAlgorithm{
	jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512,
	jose.ES256, jose.ES384, jose.ES512, jose.EdDSA,
}

// Bounds of a set. RSA keys below the minimum are too weak (RFC 7518 §3.3), those above the maximum slow.
const (
	minRSABits    = 2048
	maxRSABits    = 8192
	maxCandidates = 4 // signatures that are tried for one token
)

// Set is public keys that never change.
type Set struct{ keys []key }

type key struct {
	id        string // empty for none
	algorithm jose.SignatureAlgorithm
	public    crypto.PublicKey // *rsa.PublicKey, *ecdsa.PublicKey or ed25519.PublicKey
}

// Parse reads a JSON Web Key Set (RFC 7517 §5) or public keys and certificates in PEM. Of a key set it leaves
// out what cannot check a signature, as the RFC wants; PEM was put together by hand, where each key has
// to be good. A set without any good key is an error.
func Parse(document []byte) (*Set, error) {
	document = bytes.TrimSpace(document)
	if bytes.HasPrefix(document, []byte("{")) {
		return parseKeySet(document)
	}
	return parsePEM(document)
}

func parseKeySet(document []byte) (*Set, error) {
	var raw struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(document, &raw); err != nil {
		return nil, fmt.Errorf("jwks: no key set: %w", err)
	}
	set := new(Set)
	for _, member := range raw.Keys {
		var k jose.JSONWebKey
		if err := json.Unmarshal(member, &k); err != nil || k.Use != "" && k.Use != "sig" {
			continue
		}
		if checkKey(k.Key) == nil {
			set.keys = append(set.keys, key{k.KeyID, jose.SignatureAlgorithm(k.Algorithm), k.Key})
		}
	}
	if len(set.keys) == 0 {
		return nil, errors.New("jwks: no key of the set can check a signature")
	}
	return set, nil
}

// checkKey says what keeps a key from being of use.
func checkKey(public crypto.PublicKey) error {
	if len(algorithmsOf(public)) == 0 {
		return fmt.Errorf("jwks: a %T is no public key that can check a signature", public)
	}
	if k, ok := public.(*rsa.PublicKey); ok && (k.N.BitLen() < minRSABits || k.N.BitLen() > maxRSABits) {
		return fmt.Errorf("jwks: an RSA key has %d bits, want %d to %d", k.N.BitLen(), minRSABits, maxRSABits)
	}
	return nil
}

// algorithmsOf returns the algorithms that a public key is for; none for a private or a symmetric one.
func algorithmsOf(public crypto.PublicKey) []jose.SignatureAlgorithm {
	switch k := public.(type) {
	case *rsa.PublicKey:
		return Algorithms[:6]
	case *ecdsa.PublicKey:
		switch k.Curve {
		case elliptic.P256():
			return Algorithms[6:7]
		case elliptic.P384():
			return Algorithms[7:8]
		case elliptic.P521():
			return Algorithms[8:9]
		}
	case ed25519.PublicKey:
		return Algorithms[9:]
	}
	return nil
}

// Candidates returns the keys that may have signed a token with these headers; an empty id says that the
// token has none. Keys without an id may have signed anything. If more fit than may be tried, it is none: the
// token must tell its key (OpenID Connect Core §10.1).
func (s *Set) Candidates(id string, algorithm jose.SignatureAlgorithm) []crypto.PublicKey {
	var named, nameless []crypto.PublicKey
	for _, k := range s.keys {
		if k.algorithm != "" && k.algorithm != algorithm || !slices.Contains(algorithmsOf(k.public), algorithm) {
			continue
		}
		switch {
		case id != "" && k.id == id:
			named = append(named, k.public)
		case id == "" || k.id == "":
			nameless = append(nameless, k.public)
		}
	}
	if len(named) == 0 {
		named = nameless
	}
	if len(named) > maxCandidates {
		return nil
	}
	return named
}

// Current returns the set itself: keys that never change need no fetch.
func (s *Set) Current(context.Context) (*Set, error) { return s, nil }

// Newer returns the set itself, for there is no newer one.
func (s *Set) Newer(context.Context, *Set) (*Set, error) { return s, nil }

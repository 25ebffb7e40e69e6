package auth

import (
	"context"
	"crypto"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"sojourn/web/auth/internal/jwks"
)

// Bounds of customer tokens.
const (
	maxCustomerToken = 8 << 10 // bytes; as much as most servers take in one header
	maxKeyrings      = 1000    // that are remembered; there is about one per deployment
)

// CustomerTokenOptions is what CustomerTokens are made of.
type CustomerTokenOptions struct {
	Now    func() time.Time // nil for the clock
	Client *http.Client     // fetches key sets; nil for a plain one
	Log    *slog.Logger     // nil for none
}

// CustomerTokens checks the tokens that customers get from a deployment's identity provider when they sign in:
// JSON Web Tokens, signed by the provider (identity.md §5). A token is good for many events, so what it proved
// is remembered until it expires. It is safe for concurrent use.
type CustomerTokens struct {
	options  CustomerTokenOptions
	verified *verified
	fetches  *fetches

	mu       sync.RWMutex
	keyrings map[Provider]keyring
}

// keyring is where the keys of one provider come from: a jwks.Remote, or a jwks.Set that never changes. No two
// keyrings have the same *jwks.Set.
type keyring interface {
	Current(ctx context.Context) (*jwks.Set, error)
	Newer(ctx context.Context, old *jwks.Set) (*jwks.Set, error)
}

// NewCustomerTokens makes CustomerTokens. Close ends them.
func NewCustomerTokens(o CustomerTokenOptions) *CustomerTokens {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &CustomerTokens{
		options: o, verified: newVerified(), fetches: newFetches(), keyrings: make(map[Provider]keyring),
	}
}

// Close gives up fetches of keys and waits for their end. Keys that are there go on working.
func (c *CustomerTokens) Close() { c.fetches.close() }

// Verify returns the subject of a token: the customer's external id with the provider. Errors are a
// *contract.Error, bad.credentials (401) with the reason if the token is no good and service.unavailable
// (503) if the provider's keys cannot be had, or wrap the context's.
func (c *CustomerTokens) Verify(ctx context.Context, p Provider, token string) (subject string, err error) {
	if len(token) > maxCustomerToken {
		return "", badCustomerToken("it has more than %d bytes", maxCustomerToken)
	}
	keys, err := c.keyring(p)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(token))
	now := c.options.Now()
	if proof, ok := c.verified.get(sum, now); ok {
		if current, err := keys.Current(ctx); err != nil {
			return "", keysRefusal(err)
		} else if proof.keys == current {
			return proof.subject, nil
		}
	}
	proof, err := verify(ctx, p, keys, token, now)
	if err != nil {
		return "", err
	}
	c.verified.put(sum, proof, now)
	return proof.subject, nil
}

// verify checks a token. What costs least comes first: a token that says itself that it is no good needs
// neither keys nor a signature.
func verify(ctx context.Context, p Provider, from keyring, token string, now time.Time) (proof, error) {
	parsed, err := jwt.ParseSigned(token, jwks.Algorithms)
	if _, ok := errors.AsType[*jose.ErrUnexpectedSignatureAlgorithm](err); ok {
		return proof{}, badCustomerToken("its algorithm (alg) is none that is accepted")
	}
	if err != nil {
		return proof{}, badCustomerToken("it is no signed JSON Web Token")
	}
	var said claims
	if err := parsed.UnsafeClaimsWithoutVerification(&said); err != nil {
		return proof{}, badCustomerToken("its claims cannot be read")
	}
	subject, expires, err := said.check(p, now)
	if err != nil {
		return proof{}, err
	}
	keys, candidates, err := signers(ctx, from, parsed.Headers[0])
	if err != nil {
		return proof{}, err
	}
	for _, key := range candidates {
		if parsed.Claims(key) == nil {
			return proof{issuer: p.Issuer, subject: subject, expires: expires, keys: keys}, nil
		}
	}
	return proof{}, badCustomerToken("its signature is not the provider's")
}

// signers returns the provider's keys that may have signed a token, and all that they are among.
func signers(ctx context.Context, from keyring, header jose.Header) (*jwks.Set, []crypto.PublicKey, error) {
	algorithm := jose.SignatureAlgorithm(header.Algorithm)
	keys, err := from.Current(ctx)
	if err != nil {
		return nil, nil, keysRefusal(err)
	}
	candidates := keys.Candidates(header.KeyID, algorithm)
	if len(candidates) > 0 {
		return keys, candidates, nil
	}
	if keys, err = from.Newer(ctx, keys); err != nil {
		return nil, nil, keysRefusal(err)
	}
	if candidates = keys.Candidates(header.KeyID, algorithm); len(candidates) == 0 {
		return nil, nil, badCustomerToken("the provider has no such key (kid, alg)")
	}
	return keys, candidates, nil
}

// keyring returns where the keys of the provider come from, always the same while it is remembered.
func (c *CustomerTokens) keyring(p Provider) (keyring, error) {
	c.mu.RLock()
	known := c.keyrings[p]
	c.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	made, err := c.newKeyring(p)
	if err != nil {
		// Not wrapped: it is a fault, but not one that the sender should be told of.
		return nil, fmt.Errorf("auth: identity provider %s: %s", p.Issuer, err.Error())
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.keyrings[p]; known != nil {
		return known, nil
	}
	if len(c.keyrings) >= maxKeyrings {
		for any := range c.keyrings { // settings that were changed since leave one behind
			delete(c.keyrings, any)
			break
		}
	}
	c.keyrings[p] = made
	return made, nil
}

func (c *CustomerTokens) newKeyring(p Provider) (keyring, error) {
	if err := p.Check("identityProvider"); err != nil {
		return nil, err
	}
	if p.Keys != "" {
		return jwks.Parse([]byte(p.Keys))
	}
	return jwks.NewRemote(jwks.Options{
		URL: p.JWKSURL, Client: c.options.Client, Now: c.options.Now, Log: c.options.Log, Start: c.fetches.start,
	}), nil
}

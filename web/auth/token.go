package auth

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"sync"
	"time"

	"sojourn/journey"
)

// TokenLife is how long a token is good, in the default (api.md §2.1).
const TokenLife = 86399 * time.Second

// ErrBadToken says that a text is no token of ours, or one that has expired or was revoked.
var ErrBadToken = errors.New("not a valid access token")

// Token is what an access token says.
type Token struct {
	ID       journey.ID
	ClientID string
	Issued   time.Time // to the second
	Expires  time.Time // from then on it is no good
}

// Revocations are the tokens that ended before their time, by id. Revoked is asked with
// every request and answers from memory. What Revoke was told may be forgotten once the
// token has expired, but not before: not by a restart either.
type Revocations interface {
	Revoked(id journey.ID) bool
	Revoke(ctx context.Context, id journey.ID, expires time.Time) error
}

// Tokens issues and checks access tokens. It keeps none: a token is its content, signed.
type Tokens struct {
	life        time.Duration
	now         func() time.Time
	revocations Revocations
	signers     sync.Pool // of hash.Hash, keyed
}

// NewTokens returns tokens that are signed with the key and good for life.
func NewTokens(key Key, life time.Duration, revocations Revocations, now func() time.Time) *Tokens {
	t := &Tokens{life: life, now: now, revocations: revocations}
	t.signers.New = func() any { return hmac.New(sha256.New, key[:]) }
	return t
}

// The form of a token, before base64url: version, id, seconds of issue and expiry, client
// id, signature of all before it.
const (
	tokenVersion = 1
	tokenHead    = 1 + 16 + 8 + 8
	maxTokenText = 1024
)

// Issue makes a token for the client. Earlier ones stay good.
func (t *Tokens) Issue(clientID string) (text string, token Token) {
	var random [16]byte
	rand.Read(random[:]) // never fails
	issued := t.now().Truncate(time.Second)
	token = Token{ID: journey.RandomID(random), ClientID: clientID, Issued: issued, Expires: issued.Add(t.life)}
	content := make([]byte, 0, tokenHead+len(clientID)+sha256.Size)
	content = append(content, tokenVersion)
	content = append(content, token.ID[:]...)
	content = binary.BigEndian.AppendUint64(content, uint64(token.Issued.Unix()))
	content = binary.BigEndian.AppendUint64(content, uint64(token.Expires.Unix()))
	content = append(content, clientID...)
	content = t.sign(content, content)
	return base64.RawURLEncoding.EncodeToString(content), token
}

// Check reads a token. The error wraps ErrBadToken and says why, for the log: the caller
// must not learn it.
func (t *Tokens) Check(text string) (Token, error) {
	if len(text) > maxTokenText {
		return Token{}, fmt.Errorf("%w: %d characters", ErrBadToken, len(text))
	}
	content, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err == nil && base64.RawURLEncoding.EncodedLen(len(content)) != len(text) {
		err = ErrBadToken // line ends, which the decoder skips
	}
	if err != nil || len(content) < tokenHead+sha256.Size || content[0] != tokenVersion {
		return Token{}, fmt.Errorf("%w: not its form", ErrBadToken)
	}
	signed, signature := content[:len(content)-sha256.Size], content[len(content)-sha256.Size:]
	var sum [sha256.Size]byte
	if !hmac.Equal(t.sign(sum[:0], signed), signature) {
		return Token{}, fmt.Errorf("%w: not our signature", ErrBadToken)
	}
	token := Token{
		ID:       journey.ID(signed[1:17]),
		ClientID: string(signed[tokenHead:]),
		Issued:   time.Unix(int64(binary.BigEndian.Uint64(signed[17:])), 0).UTC(),
		Expires:  time.Unix(int64(binary.BigEndian.Uint64(signed[25:])), 0).UTC(),
	}
	if !t.now().Before(token.Expires) {
		return Token{}, fmt.Errorf("%w: expired", ErrBadToken)
	}
	if t.revocations.Revoked(token.ID) {
		return Token{}, fmt.Errorf("%w: revoked", ErrBadToken)
	}
	return token, nil
}

// Revoke ends a token before its time.
func (t *Tokens) Revoke(ctx context.Context, token Token) error {
	return t.revocations.Revoke(ctx, token.ID, token.Expires)
}

// sign appends the signature of content to b.
func (t *Tokens) sign(b, content []byte) []byte {
	signer := t.signers.Get().(hash.Hash)
	defer t.signers.Put(signer)
	signer.Reset()
	signer.Write(content)
	return signer.Sum(b)
}

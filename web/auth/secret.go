package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"
)

// NewSecret makes a client secret: 256 random bits as text that needs no escaping in a
// header or form.
func NewSecret() string {
	var secret [32]byte
	rand.Read(secret[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(secret[:])
}

// SecretHash is a secret as it is stored: sha256:salt:sum. A slow hash would add nothing,
// for no dictionary holds 256 random bits, and would make every token request expensive.
type SecretHash string

const hashScheme = "sha256"

// HashSecret hashes a secret under a new salt.
func HashSecret(secret string) SecretHash {
	var salt [16]byte
	rand.Read(salt[:]) // never fails
	sum := saltedSum(salt[:], secret)
	encode := base64.RawURLEncoding.EncodeToString
	return SecretHash(hashScheme + ":" + encode(salt[:]) + ":" + encode(sum[:]))
}

// Matches reports whether it is the hash of the secret, in a time that does not tell how
// near a wrong one came. A text that is no hash matches nothing.
func (h SecretHash) Matches(secret string) bool {
	parts := strings.Split(string(h), ":")
	if len(parts) != 3 || parts[0] != hashScheme {
		return false
	}
	salt, saltErr := base64.RawURLEncoding.DecodeString(parts[1])
	want, sumErr := base64.RawURLEncoding.DecodeString(parts[2])
	if saltErr != nil || sumErr != nil {
		return false
	}
	have := saltedSum(salt, secret)
	return subtle.ConstantTimeCompare(have[:], want) == 1
}

func saltedSum(salt []byte, secret string) [sha256.Size]byte {
	return sha256.Sum256(append(salt[:len(salt):len(salt)], secret...))
}

package auth

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-jose/go-jose/v4/jwt"

	"sojourn/web/auth/internal/jwks"
	"sojourn/web/contract"
)

const (
	clockSkew  = 60 * time.Second // that a provider's clock may be off (identity.md §5)
	maxSubject = 255              // characters of an external id (events.md §3.1)
)

// claims are what a customer token says.
type claims jwt.Claims

// check returns the customer's external id and when the token ends, the skew included.
func (c *claims) check(p Provider, now time.Time) (subject string, expires time.Time, err error) {
	subject = strings.TrimSpace(c.Subject)
	switch {
	case c.Issuer != p.Issuer:
		err = badCustomerToken("its issuer (iss) is not the deployment's identity provider")
	case !c.Audience.Contains(p.Audience):
		err = badCustomerToken("its audience (aud) is another")
	case c.Expiry == nil:
		err = badCustomerToken("it does not say when it expires (exp)")
	case !now.Before(c.Expiry.Time().Add(clockSkew)):
		err = badCustomerToken("it has expired (exp)")
	case c.NotBefore != nil && now.Add(clockSkew).Before(c.NotBefore.Time()):
		err = badCustomerToken("it is not valid yet (nbf)")
	case subject == "":
		err = badCustomerToken("it names no customer (sub)")
	case utf8.RuneCountInString(subject) > maxSubject:
		err = badCustomerToken("its customer (sub) has more than %d characters", maxSubject)
	case strings.ContainsFunc(subject, unicode.IsControl):
		err = badCustomerToken("its customer (sub) has control characters")
	}
	if err != nil {
		return "", time.Time{}, err
	}
	return subject, c.Expiry.Time().Add(clockSkew), nil
}

// badCustomerToken is the refusal of a customer token. The reason helps whoever builds the page, and tells a
// forger nothing that he could not read himself.
func badCustomerToken(reason string, args ...any) error {
	return contract.NewError(contract.BadCredentials, "The customer token is not valid: {reason}.",
		"reason", fmt.Sprintf(reason, args...))
}

// keysRefusal turns what keeps keys from being had into what the sender is told.
func keysRefusal(err error) error {
	if !errors.Is(err, jwks.ErrUnavailable) {
		return fmt.Errorf("auth: customer token: %w", err)
	}
	refusal := contract.NewError(contract.ServiceUnavailable,
		"The customer token cannot be checked: the identity provider does not give its keys.")
	refusal.RetryAfter = jwks.RetryAfter
	return refusal
}

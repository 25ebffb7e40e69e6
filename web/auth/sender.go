package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/go-jose/go-jose/v4/json"

	"sojourn/journey"
	"sojourn/web/contract"
)

// CustomerTokenHeader carries the proof of a signed-in customer (identity.md §5).
const CustomerTokenHeader = "X-Journey-Customer-Token"

// eventPermission makes the holder of an access token a trusted sender (identity.md §5).
var eventPermission = []string{"journey:event:add"}

// Sender is who sends an event to a public endpoint. The zero Sender is a visitor.
type Sender struct {
	Trusted    bool   // a program of the organisation: no domain check, no limit per address
	ExternalID string // of the signed-in customer, who has proved it; empty if nobody has
}

// Authenticated reports whether the signed-in customer has proved who he is.
func (s Sender) Authenticated() bool { return s.ExternalID != "" }

// Trusted reports whether the caller of a request, if it has one, is a trusted sender.
func Trusted(ctx context.Context) bool {
	caller, known := CallerOf(ctx)
	return known && caller.May(eventPermission, false)
}

// Senders tells senders of events apart.
type Senders struct {
	Providers Providers
	Tokens    *CustomerTokens
}

// Identify tells who sends a request to a deployment, one that Guard.Admit let on (identity.md §5). There are
// three kinds of token:
//
//   - a customer token: all that comes in CustomerTokenHeader, and a bearer whose issuer is the deployment's
//     identity provider. It has to be good, or the event is refused;
//   - an access token of the organisation, whose caller is trusted with journey:event:add;
//   - any other bearer. It is ignored.
//
// A trusted sender may bring a customer token as well, in its header. A customer token for a deployment
// without identity provider proves nothing and is refused; for a deployment that is not known, that is what the
// sender should be told, by whoever takes the event. Errors are those of CustomerTokens.Verify, and header, that
// of the answer, is made ready for them.
func (s *Senders) Identify(header http.Header, r *http.Request, deployment journey.ID) (sender Sender, err error) {
	sender.Trusted = Trusted(r.Context())
	given, bearer := r.Header[CustomerTokenHeader], foreignBearer(r)
	if len(given) == 0 && bearer == "" { // nearly always
		return sender, nil
	}
	provider, exists := s.Providers.Provider(deployment)
	if !exists {
		return sender, nil
	}
	token, ok, err := s.customerToken(given, bearer, provider)
	if ok && err == nil {
		sender.ExternalID, err = s.Tokens.Verify(r.Context(), provider, token)
	}
	if err == nil {
		return sender, nil
	}
	if contract.AsError(err).Code == contract.BadCredentials {
		header.Set("WWW-Authenticate", `Bearer error="invalid_token"`)
	}
	return Sender{}, err
}

// foreignBearer returns the bearer of a request that is no access token of ours; empty if there is none.
func foreignBearer(r *http.Request) string {
	token, ok := bearerToken(r.Header.Get("Authorization"))
	if !ok {
		return ""
	}
	if _, ours := CallerOf(r.Context()); ours {
		return ""
	}
	return token
}

// customerToken returns the token that claims to be the customer's, if there is one.
func (s *Senders) customerToken(given []string, bearer string, p Provider) (token string, ok bool, err error) {
	if len(given) > 1 {
		return "", false, badCustomerToken("there is more than one")
	}
	if len(given) == 1 {
		token = strings.TrimSpace(given[0])
	}
	none := p == Provider{}
	switch {
	case token != "" && none:
		return "", false, badCustomerToken("the deployment has no identity provider")
	case token != "":
		return token, true, nil
	case bearer == "" || none || s.Tokens.issuerOf(bearer) != p.Issuer:
		return "", false, nil
	}
	return bearer, true, nil
}

// issuerOf returns who claims to have issued a token; empty if it is no JSON Web Token. Nothing is proved by it.
func (c *CustomerTokens) issuerOf(token string) string {
	if len(token) > maxCustomerToken {
		return ""
	}
	if known, ok := c.verified.get(sha256.Sum256([]byte(token)), c.options.Now()); ok {
		return known.issuer
	}
	_, rest, _ := strings.Cut(token, ".")
	payload, _, _ := strings.Cut(rest, ".")
	content, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		return ""
	}
	var said struct {
		Issuer string `json:"iss"`
	}
	if err := json.Unmarshal(content, &said); err != nil {
		return ""
	}
	return said.Issuer
}

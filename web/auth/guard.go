package auth

import (
	"net/http"
	"strings"

	"sojourn/web/contract"
)

// Guard stands before the operations of the contract.
type Guard struct {
	Clients Clients
	Tokens  *Tokens
	Limits  *APILimits
}

// Admit decides whether a request may go on to the operation, in the order of 401, 429 and
// 403, and returns it with its Caller in the context. The rate-limit headers are set on w
// for every request with a good token. Operations that need none get the caller all the
// same if there is one, and ignore a token that is no good (identity.md §5).
//
// The error is a *contract.Error, ready for contract.WriteError.
func (g *Guard) Admit(w http.ResponseWriter, r *http.Request, op *contract.Operation) (*http.Request, error) {
	switch op.Auth {
	case contract.Open, contract.Basic:
		return r, nil
	case contract.Optional:
		return g.recognize(r), nil
	}
	caller, err := g.Identify(r)
	if err != nil {
		w.Header().Set("WWW-Authenticate", "Bearer")
		return r, err
	}
	if err := g.Limits.Admit(w.Header(), caller); err != nil {
		return r, err
	}
	if err := caller.Require(op.Permissions, op.AnyPermission); err != nil {
		return r, err
	}
	return r.WithContext(WithCaller(r.Context(), caller)), nil
}

// recognize returns the request with its Caller, if it has a good token, and as it is otherwise.
func (g *Guard) recognize(r *http.Request) *http.Request {
	if r.Header.Get("Authorization") == "" { // nearly always: a visitor's browser
		return r
	}
	caller, err := g.Identify(r)
	if err != nil {
		return r
	}
	return r.WithContext(WithCaller(r.Context(), caller))
}

// Identify reads the bearer token of a request (api.md §2.3). Without one the error is
// authentication.required; with one that is unknown, expired or revoked, or whose client
// is gone or disabled, bad.credentials.
func (g *Guard) Identify(r *http.Request) (Caller, error) {
	text, ok := bearerToken(r.Header.Get("Authorization"))
	if !ok {
		return Caller{}, contract.NewError(contract.AuthenticationRequired,
			"No authentication bearer token was given in the Authorization header.")
	}
	token, err := g.Tokens.Check(text)
	client, known := g.Clients.Client(token.ClientID)
	if err != nil || !known || client.Disabled {
		return Caller{}, contract.NewError(contract.BadCredentials, "The access token is not valid.")
	}
	return Caller{client, token}, nil
}

// bearerToken takes the token out of an Authorization header.
func bearerToken(header string) (string, bool) {
	scheme, token, _ := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	return token, strings.EqualFold(scheme, "Bearer") && token != ""
}

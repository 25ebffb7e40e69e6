package auth

import (
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"time"

	"sojourn/web/contract"
)

// maxForm bounds the body of a token request.
const maxForm = 64 << 10

// TokenEndpoint answers POST /oauth/token (api.md §2.1): a client trades its id and secret
// for an access token. Its errors have the form of OAuth, not that of the API.
type TokenEndpoint struct {
	Clients Clients
	Tokens  *Tokens
	Issues  *Windows // how many tokens a client may have per minute; nil is no limit
	Log     *slog.Logger
}

// oauthError is the failure body; every client library reads one of the two descriptions.
type oauthError struct {
	status           int
	Code             string `json:"error"`
	Description      string `json:"description"`
	ErrorDescription string `json:"error_description"`
}

func (e *oauthError) Error() string { return e.Code + ": " + e.Description }

func newOAuthError(status int, code, description string) *oauthError {
	return &oauthError{status, code, description, description}
}

func invalidRequest(description string) *oauthError {
	return newOAuthError(http.StatusBadRequest, "invalid_request", description)
}

// ServeHTTP implements http.Handler.
func (t *TokenEndpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Pragma", "no-cache")
	answer, err := t.grant(r)
	if err == nil {
		t.write(w, http.StatusOK, answer)
		return
	}
	refusal, ok := errors.AsType[*oauthError](err)
	if !ok {
		refusal = invalidRequest("The request could not be read.")
		t.Log.Info("token request failed", "err", err)
	}
	if refusal.status == http.StatusUnauthorized && r.Header.Get("Authorization") != "" {
		w.Header().Set("WWW-Authenticate", `Basic realm="sojourn"`)
	}
	t.write(w, refusal.status, refusal)
}

func (t *TokenEndpoint) write(w http.ResponseWriter, status int, body any) {
	if err := contract.WriteJSON(w, status, body); err != nil {
		t.Log.Debug("token answer not delivered", "err", err)
	}
}

// grant decides on one request. The grant is looked at before the credentials, for the
// grants that are not built bring theirs in other ways (api.md §2.2).
func (t *TokenEndpoint) grant(r *http.Request) (contract.OAuthTokenResponse, error) {
	var none contract.OAuthTokenResponse
	form, err := readForm(r)
	if err != nil {
		return none, err
	}
	switch form.Get("grant_type") {
	case "":
		return none, invalidRequest("The parameter grant_type is missing.")
	case contract.OAuthTokenRequestGrantTypeClientCredentials:
	default:
		return none, newOAuthError(http.StatusBadRequest, "unsupported_grant_type",
			"Only the grant type client_credentials is supported.")
	}
	credentials, err := readCredentials(r.Header.Get("Authorization"), form)
	if err != nil {
		return none, err
	}
	client, known := t.Clients.Client(credentials.id)
	if !known || client.Disabled || !client.SecretHash.Matches(credentials.secret) {
		return none, errInvalidClient
	}
	if t.Issues != nil && !t.Issues.Take(client.ID).Allowed {
		return none, invalidRequest("rate limit exceeded; too many tokens for this client, try again in a minute")
	}
	text, token := t.Tokens.Issue(client.ID)
	return contract.OAuthTokenResponse{
		AccessToken: text,
		TokenType:   contract.OAuthTokenResponseTokenTypeBearer,
		ExpiresIn:   int(token.Expires.Sub(token.Issued) / time.Second),
	}, nil
}

// readForm reads the body. RFC 6749 §3.2: a parameter must not be there twice, and one
// without a value is as good as absent.
func readForm(r *http.Request) (url.Values, error) {
	if given := r.Header.Get("Content-Type"); given != "" {
		mediaType, _, err := mime.ParseMediaType(given)
		if err != nil || mediaType != "application/x-www-form-urlencoded" {
			return nil, invalidRequest("The body must be application/x-www-form-urlencoded.")
		}
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxForm+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxForm {
		return nil, invalidRequest("The body is too large.")
	}
	return parseForm(string(body))
}

func parseForm(body string) (url.Values, error) {
	form, err := url.ParseQuery(body)
	if err != nil {
		return nil, invalidRequest("The body is no valid form.")
	}
	for name, values := range form {
		if len(values) > 1 {
			return nil, invalidRequest("A parameter is there more than once: " + name)
		}
	}
	return form, nil
}

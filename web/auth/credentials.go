package auth

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
)

type credentials struct{ id, secret string }

var errInvalidClient = newOAuthError(http.StatusUnauthorized, "invalid_client",
	"The client id or secret is wrong, or the client is disabled.")

// readCredentials takes the client's id and secret from the Authorization header, else
// from the form (RFC 6749 §2.3.1). A client must use one way only; an id in the form beside
// the header does no harm if it is the same.
func readCredentials(authorization string, form url.Values) (credentials, error) {
	inForm := credentials{form.Get("client_id"), form.Get("client_secret")}
	if authorization == "" {
		if inForm.id == "" || inForm.secret == "" {
			return credentials{}, errInvalidClient
		}
		return inForm, nil
	}
	basic, ok := parseBasic(authorization)
	switch {
	case !ok:
		return credentials{}, errInvalidClient
	case inForm.secret != "" || inForm.id != "" && inForm.id != basic.id:
		return credentials{}, invalidRequest("The client authenticates in more than one way.")
	}
	return basic, nil
}

// parseBasic reads Basic base64(id:secret). The RFC would have both form-encoded first, but
// no client library does; ours hold only characters that look the same either way.
func parseBasic(header string) (credentials, bool) {
	scheme, encoded, found := strings.Cut(header, " ")
	if !found || !strings.EqualFold(scheme, "Basic") {
		return credentials{}, false
	}
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	if err != nil {
		return credentials{}, false
	}
	id, secret, found := strings.Cut(string(decoded), ":")
	return credentials{id, secret}, found && id != "" && secret != ""
}

package auth

import (
	"strings"

	"sojourn/journey"
	"sojourn/web/auth/internal/jwks"
)

// Limits of a provider's settings.
const (
	maxIssuer       = 1024
	maxProviderKeys = 64 << 10
)

// Provider is the identity provider that signs a deployment's customers in (identity.md §5). Its keys are
// either published at a URL or given. The zero Provider stands for none.
type Provider struct {
	Issuer   string `json:"issuer"`   // iss of its tokens, to the letter
	Audience string `json:"audience"` // aud that its tokens have for this deployment
	JWKSURL  string `json:"jwksUrl,omitempty"`
	Keys     string `json:"keys,omitempty"` // a JSON Web Key Set, or public keys or certificates in PEM
}

// Providers finds the identity provider of a deployment, which is the zero Provider if it has none. It is
// asked with every event that brings a token, and answers from memory. A deployment that does not exist, or
// takes no events, is not known.
type Providers interface {
	Provider(deployment journey.ID) (p Provider, known bool)
}

// Check returns the first fault of the settings, a *journey.Fault, with field in front of the member's name.
func (p Provider) Check(field string) error {
	for _, text := range []struct{ name, value string }{{"issuer", p.Issuer}, {"audience", p.Audience}} {
		if strings.TrimSpace(text.value) == "" || len(text.value) > maxIssuer {
			return journey.Invalid(field+"."+text.name, "must have 1 to %d bytes that are not all spaces", maxIssuer)
		}
	}
	switch {
	case (p.JWKSURL == "") == (p.Keys == ""):
		return journey.Invalid(field+".jwksUrl", "either this or keys is required, not both")
	case len(p.Keys) > maxProviderKeys:
		return journey.Invalid(field+".keys", "must have at most %d bytes", maxProviderKeys)
	case p.Keys != "":
		if _, err := jwks.Parse([]byte(p.Keys)); err != nil {
			return journey.Invalid(field+".keys", "%v", err)
		}
		return nil
	}
	if err := jwks.CheckURL(p.JWKSURL); err != nil {
		return journey.Invalid(field+".jwksUrl", "%v", err)
	}
	return nil
}

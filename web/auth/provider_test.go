package auth

import (
	"errors"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"sojourn/journey"
)

func TestProviderCheck(t *testing.T) {
	keys := string(keySet(t, newSigningKey(t, "k1", jose.ES256)))
	const url = "https://login.velo-shop.example/keys"
	for name, c := range map[string]struct {
		provider Provider
		field    string // at fault; empty for none
	}{
		"by URL":         {Provider{issuer, audience, url, ""}, ""},
		"by keys":        {Provider{issuer, audience, "", keys}, ""},
		"zero":           {Provider{}, "p.issuer"},
		"blank issuer":   {Provider{" ", audience, url, ""}, "p.issuer"},
		"long issuer":    {Provider{strings.Repeat("x", 1025), audience, url, ""}, "p.issuer"},
		"no audience":    {Provider{issuer, "", url, ""}, "p.audience"},
		"no keys":        {Provider{issuer, audience, "", ""}, "p.jwksUrl"},
		"both":           {Provider{issuer, audience, url, keys}, "p.jwksUrl"},
		"plain http":     {Provider{issuer, audience, "http://login.velo-shop.example/keys", ""}, "p.jwksUrl"},
		"keys are none":  {Provider{issuer, audience, "", "x"}, "p.keys"},
		"too many keys":  {Provider{issuer, audience, "", keys + strings.Repeat(" ", 64<<10)}, "p.keys"},
		"symmetric keys": {Provider{issuer, audience, "", `{"keys":[{"kty":"oct","k":"AAAA"}]}`}, "p.keys"},
	} {
		err := c.provider.Check("p")
		fault, _ := errors.AsType[*journey.Fault](err)
		if (err == nil) != (c.field == "") || err != nil && (fault == nil || fault.Field != c.field) {
			t.Errorf("%s: %v, want a fault of %q", name, err, c.field)
		}
	}
}

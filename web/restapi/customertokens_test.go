package restapi

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"sojourn/journey"
	"sojourn/web/auth"
	"sojourn/web/contract"
)

const deploymentsPath = "/api/v2/sojourn/deployments"

// loginKey is the key of an identity provider.
type loginKey struct {
	testing.TB
	private *ecdsa.PrivateKey
}

func newLoginKey(t testing.TB) loginKey {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return loginKey{t, private}
}

// provider is the identity provider as the settings of a deployment.
func (k loginKey) provider() string {
	set, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
		{Key: k.private.Public(), KeyID: "k1", Algorithm: "ES256", Use: "sig"},
	}})
	if err != nil {
		k.Fatal(err)
	}
	provider, err := json.Marshal(map[string]string{
		"issuer": "https://login.velo-shop.example/", "audience": "shop", "keys": string(set),
	})
	if err != nil {
		k.Fatal(err)
	}
	return string(provider)
}

// token signs a customer in.
func (k loginKey) token(subject string, expires time.Time) string {
	key := jose.JSONWebKey{Key: k.private, KeyID: "k1"}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	if err != nil {
		k.Fatal(err)
	}
	text, err := jwt.Signed(signer).Claims(jwt.Claims{
		Issuer: "https://login.velo-shop.example/", Audience: jwt.Audience{"shop"}, Subject: subject,
		Expiry: jwt.NewNumericDate(expires),
	}).Serialize()
	if err != nil {
		k.Fatal(err)
	}
	return text
}

// TestCustomerTokens: a good token proves who the customer is, a bad one is refused and nothing recorded
// (identity.md §5).
func TestCustomerTokens(t *testing.T) {
	h := newHarness(t).stitching()
	key := newLoginKey(t)
	var shop contract.SojournDeployment
	h.call("PATCH", deploymentsPath+"/"+shopID, `{"identityProvider":`+key.provider()+`}`, h.admin()...).want(200).into(&shop)
	if shop.IdentityProvider == nil || shop.IdentityProvider.Audience != "shop" {
		t.Fatalf("deployment %+v", shop)
	}
	h.at = time.Date(2026, 3, 2, 9, 15, 5, 0, time.UTC)
	soon := h.at.Add(time.Hour)
	send := func(body string, headers ...string) answered {
		t.Helper()
		return h.call("POST", webEvents, body, headers...)
	}
	var answer contract.WebEventResponse
	send(e1, auth.CustomerTokenHeader, key.token("crm-17", soon)).want(200).into(&answer)
	if !answer.Authenticated || answer.ExternalID != "crm-17" {
		t.Errorf("answer %+v", answer)
	}
	var session contract.Session
	h.call("GET", "/api/v2/journey/sessions/"+answer.Session.ID, "", h.admin()...).want(200).into(&session)
	if !session.Authenticated || session.EventCount != 1 {
		t.Errorf("session %+v", session)
	}
	if held := identifiers(h.contact(session.ExternalContact.ID)); !strings.Contains(held, "ExternalId:crm-17") ||
		strings.Contains(held, "crm-77") {
		t.Errorf("the contact holds %s", held)
	}
	send(e1, "Authorization", "Bearer "+key.token("crm-17", soon)).want(200)

	for what, headers := range map[string][]string{
		"expired":      {auth.CustomerTokenHeader, key.token("crm-17", h.at.Add(-time.Hour))},
		"of another":   {auth.CustomerTokenHeader, newLoginKey(t).token("crm-17", soon)},
		"no token":     {auth.CustomerTokenHeader, "x"},
		"bearer, late": {"Authorization", "Bearer " + key.token("crm-17", h.at.Add(-time.Hour))},
	} {
		before := len(h.world.events[must(journey.ParseID(answer.Session.ID))])
		refused := send(e1, headers...).want(401).refusal(contract.BadCredentials, "")
		if refused.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: no WWW-Authenticate", what)
		}
		if len(h.world.events[must(journey.ParseID(answer.Session.ID))]) != before {
			t.Errorf("%s: recorded", what)
		}
	}
	send(e1, "Authorization", "Bearer of something else").want(200).into(&answer)
	if answer.Authenticated {
		t.Error("any bearer signs in")
	}
	public := h.call("GET", "/webdeployments/v1/deployments/"+shopID+"/config.json", "").want(200)
	if strings.Contains(string(public.Raw), "login.velo-shop") {
		t.Errorf("the public settings tell of the provider: %s", public.Raw)
	}
	h.call("PATCH", deploymentsPath+"/"+shopID, `{"identityProvider":null}`, h.admin()...).want(200)
	send(e1, auth.CustomerTokenHeader, key.token("crm-17", soon)).want(401)
}

func TestIdentityProviderFaults(t *testing.T) {
	h := newHarness(t)
	for provider, field := range map[string]string{
		`{}`:                            "identityProvider.issuer",
		`{"issuer":"i","audience":"a"}`: "identityProvider.jwksUrl",
		`{"issuer":"i","audience":"a","keys":"x"}`:                                      "identityProvider.keys",
		`{"issuer":"i","audience":"a","jwksUrl":"http://login.velo-shop.example/keys"}`: "identityProvider.jwksUrl",
	} {
		h.call("POST", deploymentsPath, `{"name":"n","allowAllDomains":true,"identityProvider":`+provider+`}`, h.admin()...).
			want(400).refusal(contract.InvalidValue, field)
	}
}

// TestTokensPerAddress: tokens are limited before they are looked at.
func TestTokensPerAddress(t *testing.T) {
	h := newHarness(t, func(o *Options) { o.TokensPerAddress = auth.NewBuckets(1, 1, 100, o.Now) })
	h.at = time.Date(2026, 3, 2, 9, 15, 5, 0, time.UTC)
	h.call("POST", webEvents, e1, auth.CustomerTokenHeader, "x").want(401)
	h.call("POST", webEvents, e1, auth.CustomerTokenHeader, "x").want(429)
	h.call("POST", webEvents, e1).want(200)
}

package app

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"sojourn/web/auth"
)

// TestSignedInCustomer: a deployment's identity provider signs a customer in; his events are authenticated and carry
// the token's subject, also after a restart, and a bad token is refused (identity.md §5).
func TestSignedInCustomer(t *testing.T) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
		{Key: private.Public(), KeyID: "k1", Algorithm: "ES256"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: private, KeyID: "k1"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(jwt.Claims{
		Issuer: "https://login.shop.example/", Audience: jwt.Audience{"shop"}, Subject: "crm-17",
		Expiry: jwt.NewNumericDate(time.Now().Add(time.Hour)),
	}).Serialize()
	if err != nil {
		t.Fatal(err)
	}

	data := t.TempDir()
	s := start(t, settings(t, data, nil))
	var shop struct{ ID string }
	s.must(http.StatusOK, "POST", "/api/v2/sojourn/deployments", s.devToken(), map[string]any{
		"name": "shop", "allowAllDomains": true, "identityProvider": map[string]string{
			"issuer": "https://login.shop.example/", "audience": "shop", "keys": string(keys),
		},
	}, &shop)
	send := func(token string) (int, string) {
		t.Helper()
		body := fmt.Sprintf(`{"customerCookieId":"signed-in","eventName":"page_viewed","createdDate":%q,
			"page":{"url":"https://shop.example/account","title":"Account"}}`, time.Now().UTC().Format(time.RFC3339Nano))
		request, err := http.NewRequest(http.MethodPost,
			s.url+"/api/v2/journey/deployments/"+shop.ID+"/webevents", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
		request.Header.Set(auth.CustomerTokenHeader, token)
		response, err := client(t).Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		answer, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, string(answer)
	}
	for range 2 {
		status, answer := send(token)
		if status != http.StatusOK || !strings.Contains(answer, `"authenticated":true`) ||
			!strings.Contains(answer, `"externalId":"crm-17"`) {
			t.Errorf("%d %s", status, answer)
		}
		if status, answer := send(token[:len(token)-4] + "AAAA"); status != http.StatusUnauthorized {
			t.Errorf("a forged token: %d %s", status, answer)
		}
		if err := s.stop(); err != nil {
			t.Fatal(err)
		}
		s = start(t, settings(t, data, nil))
	}
}

package restapi

import (
	"net/url"
	"strings"
	"testing"

	"sojourn/web/contract"
)

const clients = "/api/v2/sojourn/clients"

func (h *harness) bearer(permissions ...string) []string {
	return []string{"Authorization", "Bearer " + h.token(permissions...)}
}

func TestClient(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	var made, read contract.SojournClient
	h.call("POST", clients, `{"id":"x","secret":"x","secretHash":"x","name":"Reader","permissions":["journey:session:view","journey:*:*"]}`, admin...).
		want(200).into(&made)
	if made.Secret == "" || made.ID == "x" || made.Version != 1 || len(made.Permissions) != 2 || made.Disabled {
		t.Errorf("%+v", made)
	}
	if stored, _ := h.Client(made.ID); !stored.SecretHash.Matches(made.Secret) || stored.ID != made.ID {
		t.Errorf("stored %+v", stored)
	}
	login := func() answered {
		return h.call("POST", "/oauth/token", url.Values{
			"grant_type": {"client_credentials"}, "client_id": {made.ID}, "client_secret": {made.Secret},
		}.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	}
	var token contract.OAuthTokenResponse
	login().want(200).into(&token)
	hers := []string{"Authorization", "Bearer " + token.AccessToken}
	h.call("GET", "/api/v2/tokens/me", "", hers...).want(200)

	answer := h.call("GET", clients+"/"+strings.ToUpper(made.ID), "", admin...).want(200)
	answer.into(&read)
	if strings.Contains(string(answer.Raw), "ecret") || read.Name != "Reader" {
		t.Errorf("%s", answer.Raw)
	}
	patched := h.call("PATCH", made.SelfURI, `{"disabled":true,"secretHash":"x","id":"y","version":1}`, admin...).want(200)
	patched.into(&read)
	if strings.Contains(string(patched.Raw), "ecret") || !read.Disabled || read.Version != 2 || read.Name != "Reader" || read.ID != made.ID {
		t.Errorf("%s", patched.Raw)
	}
	login().want(401)
	h.call("GET", "/api/v2/tokens/me", "", hers...).want(401)
	h.call("PATCH", made.SelfURI, `{"version":1}`, admin...).want(409).refusal(contract.VersionConflict, "")
	h.call("PATCH", made.SelfURI, `{"disabled":null,"permissions":null}`, admin...).want(200).into(&read)
	if read.Disabled || len(read.Permissions) != 0 {
		t.Errorf("%+v", read)
	}
	login().want(200)
	h.call("DELETE", made.SelfURI, "", admin...).want(204)
	h.call("GET", made.SelfURI, "", admin...).want(404)
	h.call("PATCH", made.SelfURI, "{}", admin...).want(404)
	h.call("DELETE", made.SelfURI, "", admin...).want(404)
	login().want(401)
}

func TestClientRefusals(t *testing.T) {
	h := newHarness(t)
	for body, field := range map[string]string{
		`{"name":"x","permissions":["journey:session"]}`:                              "permissions[0]",
		`{"name":"x","permissions":["*:*:*","journey::view"]}`:                        "permissions[1]",
		`{"name":"x","permissions":"*:*:*"}`:                                          "permissions",
		`{"name":"x","disabled":0}`:                                                   "disabled",
		`{"name":"x","permissions":[` + strings.Repeat(`"a:b:c",`, 200) + `"a:b:c"]}`: "permissions",
	} {
		h.call("POST", clients, body, h.admin()...).want(400).refusal(contract.InvalidValue, field)
	}
	h.call("POST", clients, `{}`, h.admin()...).want(400).refusal(contract.MissingRequiredProperty, "name")
}

// TestNobodyGrantsWhatHeHasNot: a manager of clients with few permissions of his own.
func TestNobodyGrantsWhatHeHasNot(t *testing.T) {
	h := newHarness(t)
	manager := h.bearer("sojourn:client:add", "sojourn:client:edit", "journey:session:*")
	h.call("POST", clients, `{"name":"x","permissions":["journey:session:view","journey:event:view","*:*:*"]}`, manager...).
		want(403).refusal(contract.MissingPermissions, "")
	var made contract.SojournClient
	h.call("POST", clients, `{"name":"x","permissions":["journey:session:view","journey:session:*"]}`, manager...).want(200).into(&made)
	h.call("PATCH", made.SelfURI, `{"permissions":["journey:*:*"]}`, manager...).want(403)
	h.call("PATCH", made.SelfURI, `{"permissions":["journey:event:view"]}`, h.admin()...).want(200)
	h.call("PATCH", made.SelfURI, `{"name":"y"}`, manager...).want(200).into(&made)
	if made.Name != "y" || len(made.Permissions) != 1 {
		t.Errorf("%+v", made)
	}
	h.call("PATCH", made.SelfURI, `{"permissions":[]}`, manager...).want(200)
	h.call("PATCH", made.SelfURI, `{"permissions":["journey:event:view"]}`, manager...).want(403)
}

func TestLastManagerStays(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	self := clients + "/" + url.PathEscape("client of *:*:*")
	for _, patch := range []string{`{"disabled":true}`, `{"permissions":["journey:*:*"]}`} {
		h.call("PATCH", self, patch, admin...).want(400).refusal(contract.BadRequest, "")
	}
	h.call("DELETE", self, "", admin...).want(400).refusal(contract.BadRequest, "")
	h.call("PATCH", self, `{"permissions":["sojourn:client:*"]}`, admin...).want(200)
	h.call("POST", clients, `{"name":"other","permissions":["sojourn:*:*"]}`, admin...).want(403)
	h.call("POST", clients, `{"name":"other","permissions":["sojourn:client:*"]}`, admin...).want(200)
	h.call("PATCH", self, `{"disabled":true}`, admin...).want(200)
	h.call("GET", clients, "", admin...).want(401)
}

func TestClientListing(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	h.call("POST", clients, `{"name":"A"}`, admin...).want(200)
	var l contract.SojournClientListing
	answer := h.call("GET", clients+"?sortBy=name", "", admin...).want(200)
	answer.into(&l)
	if l.Total != 2 || l.Entities[0].Name != "A" || strings.Contains(string(answer.Raw), "ecret") {
		t.Errorf("%s", answer.Raw)
	}
	h.call("GET", clients+"?sortBy=secret", "", admin...).want(400).refusal(contract.InvalidValue, "sortBy")
}

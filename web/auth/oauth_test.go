package auth

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func basic(pair string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)) }

func newTokenEndpoint(t testing.TB, now func() time.Time) *TokenEndpoint {
	return &TokenEndpoint{
		Clients: knownClients(), Tokens: newTokens(now), Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
}

func TestTokenEndpoint(t *testing.T) {
	const form, grant = "application/x-www-form-urlencoded", "grant_type=client_credentials"
	viewer := basic("viewer:viewer-secret")
	cases := []struct {
		name, authorization, contentType, body string
		status                                 int
		error                                  string
	}{
		{"as the clients send it", viewer, form, grant, 200, ""},
		{"with a charset", viewer, form + "; charset=UTF-8", grant, 200, ""},
		{"no content type", viewer, "", grant, 200, ""},
		{"scheme in another case", "bASIC " + strings.TrimPrefix(viewer, "Basic "), form, grant, 200, ""},
		{"scope is accepted", viewer, form, grant + "&scope=journey", 200, ""},
		{"credentials in the form", "", form, grant + "&client_id=viewer&client_secret=viewer-secret", 200, ""},
		{"same id in header and form", viewer, form, grant + "&client_id=viewer", 200, ""},
		{"empty id beside the header", viewer, form, grant + "&client_id=", 200, ""},

		{"JSON", viewer, "application/json", `{"grant_type":"client_credentials"}`, 400, "invalid_request"},
		{"content type that is none", viewer, ";", grant, 400, "invalid_request"},
		{"no grant", viewer, form, "", 400, "invalid_request"},
		{"grant without value", viewer, form, "grant_type=", 400, "invalid_request"},
		{"grant twice", viewer, form, grant + "&" + grant, 400, "invalid_request"},
		{"another parameter twice", viewer, form, grant + "&scope=a&scope=a", 400, "invalid_request"},
		{"malformed form", viewer, form, grant + "&a=%zz", 400, "invalid_request"},
		{"semicolon", viewer, form, grant + ";a=b", 400, "invalid_request"},
		{"too large", viewer, form, grant + "&a=" + strings.Repeat("b", maxForm), 400, "invalid_request"},
		{"secret in header and form", viewer, form, grant + "&client_secret=viewer-secret", 400, "invalid_request"},
		{"two ids", viewer, form, grant + "&client_id=admin", 400, "invalid_request"},

		{"code grant", viewer, form, "grant_type=authorization_code&code=x", 400, "unsupported_grant_type"},
		{"PKCE without Basic", "", form, "grant_type=authorization_code&client_id=viewer", 400, "unsupported_grant_type"},
		{"refresh", viewer, form, "grant_type=refresh_token&refresh_token=x", 400, "unsupported_grant_type"},
		{"password", viewer, form, "grant_type=password", 400, "unsupported_grant_type"},

		{"no credentials", "", form, grant, 401, "invalid_client"},
		{"id alone", "", form, grant + "&client_id=viewer", 401, "invalid_client"},
		{"wrong secret", basic("viewer:admin-secret"), form, grant, 401, "invalid_client"},
		{"empty secret", basic("viewer:"), form, grant, 401, "invalid_client"},
		{"no colon", basic("viewer"), form, grant, 401, "invalid_client"},
		{"unknown client", basic("stranger:viewer-secret"), form, grant, 401, "invalid_client"},
		{"disabled client", basic("gone:gone-secret"), form, grant, 401, "invalid_client"},
		{"not base64", "Basic %%%", form, grant, 401, "invalid_client"},
		{"bearer", "Bearer abc", form, grant, 401, "invalid_client"},
		{"scheme alone", "Basic", form, grant, 401, "invalid_client"},
	}
	endpoint := newTokenEndpoint(t, newClock().now)
	for _, c := range cases {
		w := postToken(endpoint, c.authorization, c.contentType, c.body)
		var answer map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if w.Code != c.status || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v, want %d", c.name, w.Code, answer, c.status)
		}
		if asked := w.Header().Get("WWW-Authenticate") != ""; asked != (c.status == 401 && c.authorization != "") {
			t.Errorf("%s: WWW-Authenticate %q", c.name, w.Header().Get("WWW-Authenticate"))
		}
		if c.error == "" {
			checkGranted(t, endpoint, answer)
			continue
		}
		if answer["error"] != c.error || answer["description"] == "" || answer["description"] != answer["error_description"] {
			t.Errorf("%s: %v, want error %s with both descriptions", c.name, answer, c.error)
		}
	}
}

func checkGranted(t *testing.T, endpoint *TokenEndpoint, answer map[string]any) {
	t.Helper()
	if answer["token_type"] != "bearer" || answer["expires_in"] != 86399.0 || len(answer) != 3 {
		t.Errorf("answer %v", answer)
	}
	text, _ := answer["access_token"].(string)
	if token, err := endpoint.Tokens.Check(text); err != nil || token.ClientID != "viewer" {
		t.Errorf("token of %+v: %v", token, err)
	}
}

func postToken(endpoint *TokenEndpoint, authorization, contentType, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "/oauth/token", strings.NewReader(body))
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	endpoint.ServeHTTP(w, r)
	return w
}

// One provider waits and tries again if a throttled answer begins with these words.
func TestTokenIssueIsThrottled(t *testing.T) {
	clock := newClock()
	endpoint := newTokenEndpoint(t, clock.now)
	endpoint.Issues = NewWindows(3, clock.now)
	post := func(id, secret string) *httptest.ResponseRecorder {
		return postToken(endpoint, basic(id+":"+secret), "", "grant_type=client_credentials")
	}
	for range 10 {
		post("viewer", "wrong") // a stranger cannot use up the client's tokens
	}
	for i := range 4 {
		w := post("viewer", "viewer-secret")
		if want := map[bool]int{true: 200, false: 400}[i < 3]; w.Code != want {
			t.Fatalf("token %d: %d, want %d", i, w.Code, want)
		}
		if i == 3 && !strings.Contains(w.Body.String(), `"error_description":"rate limit exceeded;`) {
			t.Errorf("refused with %s", w.Body)
		}
	}
	if w := post("admin", "admin-secret"); w.Code != 200 {
		t.Errorf("another client: %d", w.Code)
	}
	clock.advance(window)
	if w := post("viewer", "viewer-secret"); w.Code != 200 {
		t.Errorf("a minute later: %d", w.Code)
	}
}

func FuzzParseBasic(f *testing.F) {
	f.Add(basic("viewer:viewer-secret"))
	f.Add("Basic")
	f.Add("basic Og==")
	f.Fuzz(func(t *testing.T, header string) {
		c, ok := parseBasic(header)
		if ok && (c.id == "" || c.secret == "" || strings.Contains(c.id, ":")) {
			t.Fatalf("%q gave %+v", header, c)
		}
	})
}

func FuzzParseForm(f *testing.F) {
	f.Add("grant_type=client_credentials&scope=a%20b")
	f.Add("a=b&a=c")
	f.Add("%;=")
	f.Fuzz(func(t *testing.T, body string) {
		form, err := parseForm(body)
		if err != nil {
			return
		}
		again, err := parseForm(form.Encode())
		if err != nil || again.Encode() != form.Encode() {
			t.Fatalf("%q: %v, %v", body, again, err)
		}
		if _, err := readCredentials("", form); err != nil && !errors.Is(err, errInvalidClient) {
			t.Fatal(err)
		}
	})
}

package auth

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sojourn/journey"
	"sojourn/web/contract"
)

func TestCovers(t *testing.T) {
	cases := []struct {
		held, wanted string
		want         bool
	}{
		{"journey:segment:view", "journey:segment:view", true},
		{"journey:segment:*", "journey:segment:view", true},
		{"journey:*:*", "journey:segment:view", true},
		{"*:*:*", "journey:segment:view", true},
		{"journey:*:view", "journey:segment:view", true},
		{"*:*:view", "journey:segment:edit", false},
		{"journey:segment:view", "journey:segment:edit", false},
		{"journey:segment:view", "Journey:segment:view", false},
		{"journey:seg*:view", "journey:segment:view", false},
		{"journey:*", "journey:segment:view", false},
		{"*", "journey:segment:view", false},
		{"", "journey:segment:view", false},
		{"journey:segment:view:x", "journey:segment:view", false},
		{"*:*:*", "journey:segment", false},
		{"*:*:*", "journey::view", false},
		{"*:*:*", "journey:segment:", false},
		{"*:*:*", "a:b:c:d", false},
		{"*:*:*", "*:*:*", true},
		{"journey:*:*", "journey:segment:*", true},
		{"journey:segment:*", "journey:*:*", false},
	}
	for _, c := range cases {
		if got := Covers(c.held, c.wanted); got != c.want {
			t.Errorf("Covers(%q, %q) = %v", c.held, c.wanted, got)
		}
	}
}

func TestValidPermission(t *testing.T) {
	for text, want := range map[string]bool{
		"journey:segment:view": true, "*:*:*": true, "externalContacts:session:view": true, "journey:*:view": true,
		"": false, "journey": false, "journey:segment": false, "a:b:c:d": false, "a::c": false,
		"a:b*:c": false, "a:b c:d": false, "a:**:b": false,
	} {
		if got := ValidPermission(text); got != want {
			t.Errorf("ValidPermission(%q) = %v", text, got)
		}
	}
}

// Every permission that the contract wants has the form that clients can be given.
func TestContractPermissionsAreValid(t *testing.T) {
	for op := range contract.Operations() {
		for _, permission := range op.Permissions {
			if !ValidPermission(permission) {
				t.Errorf("%s wants %q", op.ID, permission)
			}
		}
	}
}

func TestRequire(t *testing.T) {
	two := []string{"journey:session:view", "externalContacts:session:view"}
	cases := []struct {
		name   string
		held   []string
		wanted []string
		any    bool
		code   contract.Code
	}{
		{"none wanted", nil, nil, false, ""},
		{"none wanted, any", nil, nil, true, ""},
		{"has it", two[:1], two[:1], false, ""},
		{"has not", nil, two[:1], false, contract.MissingPermissions},
		{"one of two", two[1:], two, true, ""},
		{"none of two", []string{"journey:event:view"}, two, true, contract.MissingAnyPermissions},
		{"one, but both are needed", two[:1], two, false, contract.MissingPermissions},
		{"both", two, two, false, ""},
		{"none of one", nil, two[:1], true, contract.MissingPermissions},
	}
	for _, c := range cases {
		err := Caller{Client: Client{Permissions: c.held}}.Require(c.wanted, c.any)
		if c.code == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		refusal := contract.AsError(err)
		if refusal.Code != c.code || refusal.Params["permissions"] == "" {
			t.Errorf("%s: %+v, want %s", c.name, refusal, c.code)
		}
	}
}

func TestAdmit(t *testing.T) {
	clock := newClock()
	tokens := newTokens(clock.now)
	guard := &Guard{knownClients(), tokens, NewAPILimits(300, clock.now)}
	token := func(client string) string {
		text, _ := tokens.Issue(client)
		return "Bearer " + text
	}
	clock.advance(-TokenLife)
	expired := token("admin")
	clock.advance(TokenLife)
	revokedText, revoked := tokens.Issue("admin")
	if err := tokens.Revoke(t.Context(), revoked); err != nil {
		t.Fatal(err)
	}
	const session, web, me = "getJourneySession", "postJourneyDeploymentWebevents", "getTokensMe"
	cases := []struct {
		name, operation, authorization string
		code                           contract.Code
		caller                         string
	}{
		{"good", session, token("viewer"), "", "viewer"},
		{"scheme in another case", session, "bEARER " + token("viewer")[7:], "", "viewer"},
		{"no permission wanted", me, token("nobody"), "", "nobody"},
		{"no header", session, "", contract.AuthenticationRequired, ""},
		{"another scheme", session, "Basic abc", contract.AuthenticationRequired, ""},
		{"no token", session, "Bearer ", contract.AuthenticationRequired, ""},
		{"nonsense", session, "Bearer abc", contract.BadCredentials, ""},
		{"expired", session, expired, contract.BadCredentials, ""},
		{"revoked", session, "Bearer " + revokedText, contract.BadCredentials, ""},
		{"disabled client", session, token("gone"), contract.BadCredentials, ""},
		{"deleted client", session, token("stranger"), contract.BadCredentials, ""},
		{"no permission", session, token("nobody"), contract.MissingAnyPermissions, ""},
		{"visitor", web, "", "", ""},
		{"visitor with a bad token", web, "Bearer abc", "", ""},
		{"trusted sender", web, token("viewer"), "", "viewer"},
		{"open", "getWebdeploymentsDeploymentConfig", token("viewer"), "", ""},
		{"token endpoint", "postOauthToken", basic("viewer:viewer-secret"), "", ""},
	}
	for _, c := range cases {
		op, ok := contract.Lookup(c.operation)
		if !ok {
			t.Fatal(c.operation)
		}
		r := httptest.NewRequest(op.Method, "/", nil)
		r.Header.Set("Authorization", c.authorization)
		w := httptest.NewRecorder()
		admitted, err := guard.Admit(w, r, op)
		if c.code != "" {
			if got := contract.AsError(err).Code; err == nil || got != c.code {
				t.Errorf("%s: %v, want %s", c.name, err, c.code)
			}
			continue
		}
		caller, _ := CallerOf(admitted.Context())
		if err != nil || caller.Client.ID != c.caller {
			t.Errorf("%s: caller %q, %v, want %q", c.name, caller.Client.ID, err, c.caller)
		}
		limited := w.Header().Get("inin-ratelimit-allowed") == "300"
		if limited != (op.Auth == contract.Bearer) {
			t.Errorf("%s: headers %v", c.name, w.Header())
		}
	}
}

func TestCorrelate(t *testing.T) {
	var seen journey.ID
	handler := Correlate(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = CorrelationID(w.Header())
		contract.WriteError(w, contract.NewError(contract.NotFound, "No."))
	}))
	const given = "0f3c9b1e-5d0b-4f0e-9a51-2c7c5a9d6e10"
	for header, want := range map[string]string{
		given: given, "0F3C9B1E-5D0B-4F0E-9A51-2C7C5A9D6E10": given, "": "", "{" + given + "}": "", "x": "",
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("ININ-Correlation-Id", header)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		got := w.Header().Get("ININ-Correlation-Id")
		if id, err := journey.ParseID(got); err != nil || id != seen || want != "" && got != want {
			t.Errorf("%q: answered %q (%v), handler saw %s", header, got, err, seen)
		}
		if !strings.Contains(w.Body.String(), `"contextId":"`+got+`"`) {
			t.Errorf("%q: %s", header, w.Body)
		}
	}
}

func BenchmarkAdmit(b *testing.B) {
	tokens := newTokens(time.Now)
	guard := &Guard{knownClients(), tokens, NewAPILimits(1<<30, time.Now)}
	text, _ := tokens.Issue("viewer")
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Authorization", "Bearer "+text)
	op, _ := contract.Lookup("getJourneySession")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := guard.Admit(httptest.NewRecorder(), r, op); err != nil {
			b.Fatal(err)
		}
	}
}

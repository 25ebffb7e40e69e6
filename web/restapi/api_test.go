package restapi

import (
	"compress/gzip"
	"context"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sojourn/journey"
	"sojourn/web/contract"
)

func TestEveryOperationHasItsHandler(t *testing.T) {
	handlers := new(api).handlers()
	if err := new(api).join(handlers); err != nil {
		t.Fatal(err)
	}
	missing := new(api).handlers()
	delete(missing, "getTokensMe")
	if err := new(api).join(missing); err == nil || !strings.Contains(err.Error(), "getTokensMe") {
		t.Errorf("an operation without handler: %v", err)
	}
	for _, id := range []string{"getNothing", "getJourneyViews"} { // no operation, and one that is not built
		extra := new(api).handlers()
		extra[id] = new(api).getToken
		if err := new(api).join(extra); err == nil || !strings.Contains(err.Error(), id) {
			t.Errorf("a handler too many: %v", err)
		}
	}
	if _, err := New(Options{}); err == nil {
		t.Error("an API of nothing")
	}
}

var parameters = regexp.MustCompile(`\{\w+\}`)

// TestGuard asks every operation without a token, with one that is no good and with one that may nothing.
func TestGuard(t *testing.T) {
	h := newHarness(t)
	nobody := "Bearer " + h.token()
	for operation := range contract.Operations() {
		path := parameters.ReplaceAllString(operation.Path, shopID)
		call := func(bearer string) answered { return h.call(operation.Method, path, "", "Authorization", bearer) }
		if operation.Auth != contract.Bearer {
			if code := h.call(operation.Method, path, "").Code; code == 401 && operation.Auth != contract.Basic || code == 403 {
				t.Errorf("%s %s: %d for a visitor", operation.Method, path, code)
			}
			continue
		}
		if h.call(operation.Method, path, "").Code != 401 || call("Bearer x").Code != 401 {
			t.Errorf("%s %s: not 401", operation.Method, path)
		}
		want := 403
		if len(operation.Permissions) == 0 {
			want = operation.Success
			if !operation.Built {
				want = 501
			}
		}
		if operation.ID == "deleteTokensMe" {
			continue // it would be the end of the token
		}
		if got := call(nobody); got.Code != want {
			t.Errorf("%s %s: status %d, want %d", operation.Method, path, got.Code, want)
		}
		if len(operation.Permissions) > 0 {
			one := "Bearer " + h.token(operation.Permissions[0])
			if operation.AnyPermission || len(operation.Permissions) == 1 {
				if got := call(one).Code; got == 401 || got == 403 || got == 501 == operation.Built {
					t.Errorf("%s %s: status %d with permission", operation.Method, path, got)
				}
			}
		}
	}
}

func TestErrors(t *testing.T) {
	h := newHarness(t)
	h.call("GET", "/api/v2/journey/sessions/x/", "").want(404).refusal(contract.NotFound, "")
	h.call("GET", "/api/v2/journey/sessions//events", "").want(404)
	h.call("GET", "/", "").want(404)
	h.call("GET", "/api/v2/tokens/me/", "").want(404)
	wrong := h.call("POST", "/api/v2/tokens/me", "").want(405).refusal(contract.MethodNotAllowed, "")
	if got := wrong.Header.Get("Allow"); got != "DELETE, GET, HEAD" {
		t.Errorf("Allow: %q", got)
	}
	if got := h.call("PUT", "/api/v2/organizations/me", "").want(405).Header.Get("Allow"); got != "GET, HEAD" {
		t.Errorf("Allow: %q", got)
	}
	h.call("GET", "/api/v2/journey/actionmaps", "", h.admin()...).want(501).refusal(contract.NotImplemented, "")
	h.call("GET", "/api/v2/journey/actionmaps", "").want(401)
	const mine = "0f3c9b1e-5d0b-4f0e-9a51-2c7c5a9d6e11"
	given := h.call("GET", "/api/v2/tokens/me", "", contract.CorrelationHeader, mine).want(401)
	if got := given.Header.Get(contract.CorrelationHeader); got != mine {
		t.Errorf("correlation %q", got)
	}
	if !slices.Contains(h.seen, "getTokensMe 401") || !slices.Contains(h.seen, " 404") {
		t.Errorf("observed %q", h.seen)
	}
}

func TestHead(t *testing.T) {
	h := newHarness(t)
	h.call("HEAD", "/api/v2/tokens/me", "").want(401)
	h.call("HEAD", "/api/v2/tokens/me", "", h.admin()...).want(200)
	organization := h.call("HEAD", "/api/v2/organizations/me", "", h.admin()...).want(200)
	if organization.Header.Get("Content-Length") == "" || organization.Header.Get("Content-Type") != "application/json" {
		t.Errorf("headers %v", organization.Header)
	}
}

func TestTokens(t *testing.T) {
	h := newHarness(t)
	bearer := []string{"Authorization", "Bearer " + h.token("journey:session:view")}
	h.call("GET", "/api/v2/tokens/me", "", bearer...).want(200).golden("token")
	h.call("DELETE", "/api/v2/tokens/me", "", bearer...).want(204)
	h.call("GET", "/api/v2/tokens/me", "", bearer...).want(401).refusal(contract.BadCredentials, "")
	h.call("POST", "/oauth/token", "grant_type=client_credentials", "Content-Type", "application/x-www-form-urlencoded").want(401)
}

func TestOrganization(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	h.call("GET", "/api/v2/organizations/me", "", admin...).want(200).golden("organization")
	h.call("GET", "/api/v2/authorization/products", "", admin...).want(200).golden("products")
	h.call("GET", "/api/v2/authorization/divisions/home", "", admin...).want(200)
	h.call("GET", "/api/v2/authorization/divisions?pageSize=0&pageNumber=0&objectCount=false", "", admin...).want(200).golden("divisions")
	h.call("GET", "/api/v2/notifications/availabletopics", "", admin...).want(200)
	for query, want := range map[string]int{
		"?name=home": 1, "?name=*ho*": 1, "?name=other": 0, "?id=" + cookie: 0, "?id=" + cookie + ",88888888-8888-4888-8888-888888888888": 1,
	} {
		var divisions contract.AuthzDivisionEntityListing
		h.call("GET", "/api/v2/authorization/divisions"+query, "", admin...).want(200).into(&divisions)
		if len(divisions.Entities) != want {
			t.Errorf("%s: %d divisions", query, len(divisions.Entities))
		}
	}
	for query, want := range map[string]string{
		"?queryType=domain&query=sojourn": "sojourn", "?query=segmentAssignment": "externalContacts", "?pageSize=1": "analytics",
	} {
		var catalogue contract.PermissionCollectionEntityListing
		h.call("GET", "/api/v2/authorization/permissions"+query, "", admin...).want(200).into(&catalogue)
		if len(catalogue.Entities) != 1 || catalogue.Entities[0].Domain != want {
			t.Errorf("%s: %+v", query, catalogue.Entities)
		}
	}
	h.call("GET", "/api/v2/authorization/permissions?queryType=x", "", admin...).want(400).refusal(contract.InvalidValue, "queryType")
	h.call("GET", "/api/v2/authorization/permissions?pageNumber=-1", "", admin...).want(400).refusal(contract.InvalidValue, "pageNumber")
}

func TestBasePath(t *testing.T) {
	h := newHarness(t, func(o *Options) { o.BasePath = "/genesys/" })
	h.call("GET", "/genesys/api/v2/tokens/me", "").want(401)
	h.call("GET", "/api/v2/tokens/me", "").want(404)
	h.call("GET", "/genesysapi/v2/tokens/me", "").want(404)
	var listing contract.SojournDeploymentListing
	h.call("GET", "/genesys/api/v2/sojourn/deployments", "", h.admin()...).want(200).into(&listing)
	if listing.SelfURI != "/api/v2/sojourn/deployments?pageSize=25&pageNumber=1" {
		t.Errorf("selfUri %s", listing.SelfURI)
	}
}

func TestCompression(t *testing.T) {
	h := newHarness(t)
	plain := h.call("GET", "/openapi.json", "").want(200)
	packed := h.call("GET", "/openapi.json", "", "Accept-Encoding", "br, gzip;q=0.5").want(200)
	if packed.Header.Get("Content-Encoding") != "gzip" || !slices.Contains(packed.Header.Values("Vary"), "Accept-Encoding") {
		t.Fatalf("headers %v", packed.Header)
	}
	reader, err := gzip.NewReader(strings.NewReader(string(packed.Raw)))
	h.must(err)
	unpacked, err := io.ReadAll(reader)
	h.must(err)
	if string(unpacked) != string(plain.Raw) {
		t.Error("the body is another")
	}
	for encoding, want := range map[string]string{"": "", "gzip;q=0": "", "identity": "", "*": "gzip", "GZIP": "gzip", "gzip; q=x": ""} {
		if got := h.call("GET", "/openapi.json", "", "Accept-Encoding", encoding).Header.Get("Content-Encoding"); got != want {
			t.Errorf("%q: %q", encoding, got)
		}
	}
	small := h.call("GET", "/api/v2/tokens/me", "", "Accept-Encoding", "gzip").want(401)
	if small.Header.Get("Content-Encoding") != "" || small.Header.Get("Cache-Control") != "no-cache, no-store, must-revalidate" {
		t.Errorf("headers %v", small.Header)
	}
}

// TestEventAnswersArePlain is ADR 0005.
func TestEventAnswersArePlain(t *testing.T) {
	h := newHarness(t)
	for path, body := range map[string]string{webEvents: e1, appEvents: e2} {
		body := strings.Replace(body, `"attributes":{`, `"attributes":{"long":"`+strings.Repeat("x", worthCompressing)+`",`, 1)
		got := h.call("POST", path, body, "Accept-Encoding", "gzip").want(200)
		if len(got.Raw) <= worthCompressing {
			t.Fatalf("%s: an answer of %d bytes proves nothing", path, len(got.Raw))
		}
		if got.Header.Get("Content-Encoding") != "" || slices.Contains(got.Header.Values("Vary"), "Accept-Encoding") {
			t.Errorf("%s: headers %v", path, got.Header)
		}
	}
}

// TestLengthIsTold makes sure that an answer says its length, whoever counts it.
func TestLengthIsTold(t *testing.T) {
	h := newHarness(t)
	server := httptest.NewServer(h.api)
	defer server.Close()
	for _, padding := range []int{0, countedByServer} {
		body := strings.Replace(e2, `"attributes":{`, `"attributes":{"a":"`+strings.Repeat("x", padding/2)+`","b":"`+
			strings.Repeat("x", padding/2)+`",`, 1)
		response, err := http.Post(server.URL+appEvents, "application/json", strings.NewReader(body))
		h.must(err)
		raw, err := io.ReadAll(response.Body)
		h.must(err)
		h.must(response.Body.Close())
		if response.StatusCode != 200 || response.ContentLength != int64(len(raw)) || len(raw) <= padding {
			t.Errorf("status %d, length %d of %d bytes", response.StatusCode, response.ContentLength, len(raw))
		}
	}
}

func TestDocuments(t *testing.T) {
	h := newHarness(t)
	for path, mediaType := range map[string]string{
		"/openapi.json": "application/json", "/openapi.html": "text/html", "/openapi.css": "text/css", "/openapi.js": "text/javascript",
	} {
		answer := h.call("GET", path, "").want(200)
		if !strings.HasPrefix(answer.Header.Get("Content-Type"), mediaType) || len(answer.Raw) == 0 ||
			answer.Header.Get("Content-Security-Policy") != "default-src 'self'" {
			t.Errorf("%s: %v", path, answer.Header)
		}
	}
}

// broken is Sessions that cannot even fail properly.
type broken struct{ *world }

func (broken) Session(context.Context, journey.ID) (*journey.Session, error) { panic("broken") }
func (broken) OfCustomer(context.Context, string, Place) iter.Seq2[*journey.Session, error] {
	panic(http.ErrAbortHandler)
}

func TestPanic(t *testing.T) {
	h := newHarness(t, func(o *Options) { o.Sessions = broken{} })
	h.call("GET", "/api/v2/journey/sessions/"+cookie, "", h.admin()...).want(500).refusal(contract.InternalServerError, "")
	defer func() {
		if recover() != http.ErrAbortHandler { //nolint:errorlint // net/http compares in the same way
			t.Error("an abort was answered")
		}
	}()
	h.call("GET", "/api/v2/sojourn/sessions?customerId=x", "", h.admin()...)
}

func TestRouter(t *testing.T) {
	var tree router
	for _, path := range []string{"/a/{x}/c", "/a/b", "/a/b/{y}", "/a/{x}", "/a/{x}/{y}/{z}"} {
		if err := tree.add(&route{operation: &contract.Operation{Method: "GET", Path: path}}); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{
		"/a/b": "/a/b", "/a/q": "/a/{x} q", "/a/b/c": "/a/b/{y} c", "/a/q/c": "/a/{x}/c q", "/a/q/d": "", "/a/b/c/d": "/a/{x}/{y}/{z} b c d",
		"/a": "", "/a/": "", "a/b": "", "": "", "/": "", "/a//c": "", "/a/b/": "",
	} {
		got := ""
		if found, values := tree.find(path); found != nil {
			r := found.route("HEAD")
			got = strings.TrimSpace(r.operation.Path + " " + strings.Join(values[:len(r.parameters)], " "))
		}
		if got != want {
			t.Errorf("%q leads to %q, want %q", path, got, want)
		}
	}
	for _, path := range []string{"/a/{other}", "/{a}/{b}/{c}/{d}/{e}"} {
		if tree.add(&route{operation: &contract.Operation{Method: "GET", Path: path}}) == nil {
			t.Errorf("%s was added", path)
		}
	}
}

func TestAnswerWithoutBody(t *testing.T) {
	w := httptest.NewRecorder()
	a := newAnswer(w, httptest.NewRequest("GET", "/", nil))
	a.finish()
	if w.Code != http.StatusOK || a.status != http.StatusOK {
		t.Errorf("status %d", w.Code)
	}
}

package auth

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"sojourn/journey"
	"sojourn/web/contract"
)

// oneDeployment is Providers with one deployment.
type oneDeployment struct {
	id       journey.ID
	provider Provider
}

func (d oneDeployment) Provider(id journey.ID) (Provider, bool) { return d.provider, id == d.id }

func TestIdentify(t *testing.T) {
	clock := newClock()
	clients := knownClients()
	clients["shop"] = Client{ID: "shop", Permissions: []string{"journey:event:*"}}
	access := newTokens(clock.now)
	guard := &Guard{clients, access, NewAPILimits(300, clock.now)}
	bearerOf := func(client string) string {
		text, _ := access.Issue(client)
		return "Bearer " + text
	}
	key := newSigningKey(t, "k1", jose.ES256)
	deployment := journey.ID{1}
	p := Provider{Issuer: issuer, Audience: audience, Keys: string(keySet(t, key))}
	good := key.sign(t, goodClaims(clock))
	another := key.sign(t, goodClaims(clock).with(said{"sub": "crm-78"}))
	expired := key.sign(t, goodClaims(clock).with(said{"exp": 1}))
	foreign := key.sign(t, goodClaims(clock).with(said{"iss": "https://other.example/"}))
	unsigned := forge(`{"alg":"none"}`, goodClaims(clock), nil)
	visitor, gwen, program := Sender{}, Sender{ExternalID: customer}, Sender{Trusted: true}

	cases := []struct {
		name, bearer string
		header       []string
		want         Sender
		refused      bool
	}{
		{"visitor", "", nil, visitor, false},
		{"customer", "", []string{good}, gwen, false},
		{"customer, spaces around", "", []string{" " + good + " "}, gwen, false},
		{"customer, by bearer", "Bearer " + good, nil, gwen, false},
		{"customer, bearer in another case", "bearer " + good, nil, gwen, false},
		{"customer, the header before the bearer", "Bearer " + another, []string{good}, gwen, false},
		{"customer, beside a bad bearer", "Bearer " + expired, []string{good}, gwen, false},
		{"empty header", "", []string{" "}, visitor, false},
		{"empty header, customer by bearer", "Bearer " + good, []string{""}, gwen, false},
		{"bad header", "", []string{"x"}, visitor, true},
		{"expired", "", []string{expired}, visitor, true},
		{"foreign", "", []string{foreign}, visitor, true},
		{"bad header beside a good bearer", "Bearer " + good, []string{"x"}, visitor, true},
		{"two headers", "", []string{good, another}, visitor, true},
		{"access token in the header", "", []string{bearerOf("shop")[7:]}, visitor, true},
		{"expired, by bearer", "Bearer " + expired, nil, visitor, true},
		{"unsigned, by bearer", "Bearer " + unsigned, nil, visitor, true},
		{"trusted", bearerOf("shop"), nil, program, false},
		{"trusted with a customer", bearerOf("shop"), []string{good}, Sender{true, customer}, false},
		{"trusted with a bad customer", bearerOf("shop"), []string{expired}, visitor, true},
		{"without the permission", bearerOf("viewer"), nil, visitor, false},
		{"client disabled", bearerOf("gone"), nil, visitor, false},
		{"foreign bearer", "Bearer " + foreign, nil, visitor, false},
		{"bearer without form", "Bearer x", nil, visitor, false},
		{"bearer of three parts", "Bearer a.b.c", nil, visitor, false},
		{"huge bearer", "Bearer " + good + strings.Repeat("A", maxCustomerToken), nil, visitor, false},
		{"another scheme", "Basic " + good, nil, visitor, false},
	}
	senders := &Senders{oneDeployment{deployment, p}, newCustomerTokens(t, clock)}
	for _, c := range cases {
		got, answer, err := identify(t, guard, senders, deployment, c.bearer, c.header)
		challenge := answer.Get("WWW-Authenticate") != ""
		if got != c.want || (codeOf(err) == contract.BadCredentials) != c.refused || challenge != c.refused {
			t.Errorf("%s: %+v, %v, challenge %v", c.name, got, err, challenge)
		}
	}

	none := &Senders{oneDeployment{id: deployment}, senders.Tokens}
	for _, c := range []struct {
		name       string
		senders    *Senders
		deployment journey.ID
		bearer     string
		header     []string
		want       Sender
		refused    bool
	}{
		{"no provider", none, deployment, "", nil, visitor, false},
		{"no provider, header", none, deployment, "", []string{good}, visitor, true},
		{"no provider, bearer", none, deployment, "Bearer " + good, nil, visitor, false},
		{"no provider, bearer without issuer", none, deployment, "Bearer a.e30.c", nil, visitor, false},
		{"no provider, trusted", none, deployment, bearerOf("shop"), nil, program, false},
		{"no such deployment", senders, journey.ID{2}, "", []string{"x"}, visitor, false},
		{"no such deployment, bearer", senders, journey.ID{2}, "Bearer " + good, nil, visitor, false},
	} {
		got, _, err := identify(t, guard, c.senders, c.deployment, c.bearer, c.header)
		if got != c.want || (codeOf(err) == contract.BadCredentials) != c.refused {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}

// identify sends a web event's headers through the guard.
func identify(
	t *testing.T, guard *Guard, senders *Senders, deployment journey.ID, bearer string, token []string,
) (Sender, http.Header, error) {
	t.Helper()
	op, ok := contract.Lookup("postJourneyDeploymentWebevents")
	if !ok {
		t.Fatal("no operation for web events")
	}
	r := httptest.NewRequest(op.Method, "/", nil)
	if bearer != "" {
		r.Header.Set("Authorization", bearer)
	}
	for _, text := range token {
		r.Header.Add("X-Journey-Customer-Token", text)
	}
	w := httptest.NewRecorder()
	r, err := guard.Admit(w, r, op)
	if err != nil {
		t.Fatal(err)
	}
	sender, err := senders.Identify(w.Header(), r, deployment)
	return sender, w.Header(), err
}

// If the provider's keys cannot be had, it is not the token's fault.
func TestIdentifyDuringOutage(t *testing.T) {
	clock := newClock()
	key := newSigningKey(t, "k1", jose.ES256)
	p := newIdentityProvider(t, key)
	p.fail()
	senders := &Senders{oneDeployment{journey.ID{1}, p.Provider}, newCustomerTokens(t, clock)}
	guard := &Guard{knownClients(), newTokens(clock.now), NewAPILimits(300, clock.now)}
	token := key.sign(t, goodClaims(clock))
	_, answer, err := identify(t, guard, senders, journey.ID{1}, "", []string{token})
	if codeOf(err) != contract.ServiceUnavailable || answer.Get("WWW-Authenticate") != "" {
		t.Errorf("%v, %v", err, answer)
	}
}

func BenchmarkIdentify(b *testing.B) {
	clock := newClock()
	key := newSigningKey(b, "k1", jose.ES256)
	p := Provider{Issuer: issuer, Audience: audience, Keys: string(keySet(b, key))}
	senders := &Senders{oneDeployment{journey.ID{1}, p}, newCustomerTokens(b, clock)}
	token := key.sign(b, goodClaims(clock))
	for name, headers := range map[string]http.Header{
		"visitor": {},
		"header":  {CustomerTokenHeader: {token}},
		"bearer":  {"Authorization": {"Bearer " + token}},
	} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest("POST", "/", nil)
			r.Header = headers
			b.ReportAllocs()
			for b.Loop() {
				if _, err := senders.Identify(http.Header{}, r, journey.ID{1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

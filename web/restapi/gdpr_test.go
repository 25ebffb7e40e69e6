package restapi

import (
	"context"
	"iter"
	"net/http"
	"strings"
	"testing"

	"sojourn/flow/forget"
	"sojourn/journey"
	"sojourn/journey/contact"
)

// registry is a Privacy that keeps requests and does none.
type registry struct {
	h        *harness
	requests []forget.Request
}

func (p *registry) Submit(_ context.Context, d forget.Draft) (forget.Request, error) {
	policy := contact.DefaultPolicy([16]byte{})
	if fault := d.Subject.Check(&policy); fault != nil {
		return forget.Request{}, fault
	}
	r := forget.Request{
		ID: "r" + itoa(len(p.requests)+1), Created: journey.InstantOf(p.h.at),
		Type: d.Type, Status: forget.Initiated, By: d.By, Subject: d.Subject, Terms: d.Terms,
	}
	p.requests = append(p.requests, r)
	return r, nil
}

func (p *registry) Request(id string) (forget.Request, bool, error) {
	for _, r := range p.requests {
		if r.ID == id {
			return r, true, nil
		}
	}
	return forget.Request{}, false, nil
}

func (p *registry) Requests() ([]forget.Request, error) { return p.requests, nil }

func (p *registry) Subjects(_ context.Context, by, value string) ([]forget.Subject, error) {
	if by != forget.ByEmail {
		return nil, journey.Invalid("searchType", "is not known here")
	}
	return []forget.Subject{{
		Name: "Gwen", Emails: []string{value}, Customer: &forget.Customer{Type: "cookie", ID: cookie},
		Social: &forget.Social{Type: "TWITTER", Value: "gwen"},
	}}, nil
}

func (p *registry) Results(context.Context, forget.Request) iter.Seq2[forget.Result, error] {
	return func(func(forget.Result, error) bool) {}
}

func TestPrivacyRequests(t *testing.T) {
	privacy := &registry{}
	h := newHarness(t, func(o *Options) { o.Privacy = privacy })
	privacy.h = h
	admin := h.admin()
	made := h.call("POST", "/api/v2/gdpr/requests?deleteConfirmed=true", `{"requestType":"GDPR_UPDATE",
		"subject":{"emailAddresses":["gwen@example.com"],"journeyCustomer":{"type":"cookie","id":"c"},
		"socialHandle":{"type":"TWITTER","value":"gwen"}},
		"replacementTerms":[{"type":"EMAIL","existingValue":"a","updatedValue":"b"}]}`, admin...)
	for _, want := range []string{
		`"id":"r1"`, `"status":"INITIATED"`, `"createdBy":{"id":"client of *:*:*"}`, `"createdDate":"2026-03-02T09:15:05.000Z"`,
		`"emailAddresses":["gwen@example.com"]`, `"updatedValue":"b"`, `"selfUri":"/api/v2/gdpr/requests/r1"`,
	} {
		if made.Code != http.StatusOK || !strings.Contains(string(made.Raw), want) {
			t.Errorf("%d without %s: %s", made.Code, want, made.Raw)
		}
	}
	for target, want := range map[string]int{
		"/api/v2/gdpr/requests":                                                   http.StatusOK,
		"/api/v2/gdpr/requests/r1":                                                http.StatusOK,
		"/api/v2/gdpr/requests/r2":                                                http.StatusNotFound,
		"/api/v2/sojourn/gdpr/requests/r1/results":                                http.StatusNotFound,
		"/api/v2/gdpr/subjects?searchType=EMAIL&searchValue=g%40e.example":        http.StatusOK,
		"/api/v2/gdpr/subjects?searchType=EMAIL":                                  http.StatusBadRequest,
		"/api/v2/gdpr/subjects?searchType=SHOE_SIZE&searchValue=46":               http.StatusBadRequest,
		"/api/v2/gdpr/subjects?searchType=EMAIL&searchValue=g%40e.ex&pageSize=-1": http.StatusBadRequest,
	} {
		if got := h.call("GET", target, "", admin...); got.Code != want {
			t.Errorf("GET %s: %d %s", target, got.Code, got.Raw)
		}
	}
	if got := h.call("POST", "/api/v2/gdpr/requests", `{"requestType":"GDPR_DELETE","subject":{"name":"Gwen"}}`,
		admin...); got.Code != http.StatusBadRequest || !strings.Contains(string(got.Raw), "subject") {
		t.Errorf("%d %s", got.Code, got.Raw)
	}
	viewer := []string{"Authorization", "Bearer " + h.token("gdpr:request:view")}
	for method, target := range map[string]string{
		"POST": "/api/v2/gdpr/requests", "GET": "/api/v2/gdpr/subjects?searchType=EMAIL&searchValue=g%40e.example",
	} {
		if got := h.call(method, target, "{}", viewer...); got.Code != http.StatusForbidden {
			t.Errorf("%s %s with the permission to view requests: %d", method, target, got.Code)
		}
	}
	if got := newHarness(t).call("GET", "/api/v2/gdpr/requests", "", admin...); got.Code == http.StatusOK {
		t.Error("a server without privacy requests lists some")
	}
}

package restapi

import (
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"sojourn/web/contract"
)

func TestQueryLists(t *testing.T) {
	for text, want := range map[string][]string{
		"": nil, "x=": nil, "x=a,b": {"a", "b"}, "x=a%2Cb": {"a", "b"}, "x=a&x=b,c": {"a", "b", "c"}, "x=,a,,+": {"a"}, "y=a": nil,
	} {
		values, err := url.ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := (query{values}).list("x"); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestQueryScalars(t *testing.T) {
	q := func(text string) query { return query{url.Values{"x": {text}}} }
	for text, want := range map[string]string{
		"2026-03-02T09:15:04Z": "04.000Z", "2026-03-02T09:15:04.123456Z": "04.123Z", "2026-03-02T10:15:04+01:00": "04.000Z",
		"2026-03-02T10:15:04 01:00": "04.000Z", "2026-03-02T09:15:04.5": "04.500Z", "2026-03-02T09:15:04-0000": "04.000Z",
		"2026-03-02": "", "now": "", "1772442904": "",
	} {
		at, given, err := q(text).instant("x")
		switch {
		case want == "" && err == nil:
			t.Errorf("%q was taken for %v", text, at)
		case want != "" && (err != nil || !given || at.String() != "2026-03-02T09:15:"+want):
			t.Errorf("%q: %v, %v", text, at, err)
		}
	}
	for text, want := range map[string]int{"": 0, "0": 0, "17": 17, "-1": -1, "1.5": -1, "x": -1, "99999999999999999999": -1} {
		if n, err := q(text).count("x"); (err != nil) != (want < 0) || err == nil && n != want {
			t.Errorf("%q: %d, %v", text, n, err)
		}
	}
	for text, want := range map[string]bool{"": false, "true": true, "TRUE": true, "False": false} {
		if got, err := q(text).flag("x"); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	if _, err := q("1").flag("x"); err == nil {
		t.Error("1 is a boolean")
	}
}

// FuzzQuery: whatever a query holds, the parameters are read or refused, and the URI of the same page asks for the
// same again.
func FuzzQuery(f *testing.F) {
	f.Add("pageSize=25&pageNumber=2&sortBy=-name,id")
	f.Add("pageSize=0&state=live&from=2026-03-02T09%3A15%3A04Z")
	f.Add("sortBy=%zz;&after=x&sortBy=,")
	operation, _ := contract.Lookup("getSojournDeployments")
	a := &api{}
	a.Now = newClock
	f.Fuzz(func(t *testing.T, text string) {
		target := httptest.NewRequest("GET", "/", nil)
		target.URL.RawQuery = text
		r := &request{Request: target, route: &route{operation: operation}, path: "/a b"}
		q := r.query()
		_, _ = a.sessionFilter(q)
		p, err := q.page()
		if err != nil {
			return
		}
		_, info := cutPage(r, q, p, make([]int, 100))
		again := &request{Request: httptest.NewRequest("GET", info.self, nil), route: r.route, path: "/a b"}
		p2, err := again.query().page()
		if err != nil || p2 != p || !slices.Equal(again.query().list("sortBy"), q.list("sortBy")) || !strings.HasPrefix(info.self, "/a%20b?") {
			t.Errorf("%q became %s: %v, %v", text, info.self, p2, err)
		}
	})
}

package restapi

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sojourn/flow/define"
	"sojourn/journey"
	"sojourn/web/contract"
)

func TestSegmentListing(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	var ids []string
	for i, members := range []string{
		`"displayName":"beta","description":"Two","color":"#000003"`,
		`"displayName":"Delta","isActive":false`,
		`"displayName":"alpha","description":"four","externalSegment":{"id":"a","name":"A"},"assignmentExpirationDays":9`,
		`"displayName":"Gamma","shouldDisplayToAgent":true,"color":"#000001","externalSegment":{"id":"b","name":"B"},"assignmentExpirationDays":10`,
	} {
		path := h.call("POST", segmentsPath, `{`+members+`}`, admin...).made()
		ids = append(ids, strings.TrimPrefix(path, segmentsPath+"/"))
		h.at = h.at.Add(time.Second)
		if i == 1 {
			h.call("PATCH", path, `{}`, admin...).want(200)
		}
	}
	page := func(query string) (names string, l contract.SegmentListing) {
		t.Helper()
		h.call("GET", segmentsPath+query, "", admin...).want(200).into(&l)
		for _, s := range l.Entities {
			names += s.DisplayName[:1]
		}
		return names, l
	}
	unknown := strings.Repeat(cookie+",", 97)
	for query, want := range map[string]string{
		"": "bDaG", "?pageSize=0&pageNumber=0&isActive=false": "bDaG", "?isActive=TRUE": "baG",
		"?pageSize=3": "bDa", "?pageSize=3&pageNumber=2": "G", "?pageSize=3&pageNumber=3": "",
		"?sortBy=displayName": "abDG", "?sortBy=-displayName": "GDba", "?sortBy=color,-createdDate": "GbaD",
		"?sortBy=-version,displayName": "DabG", "?sortBy=isActive": "DbaG", "?sortBy=-shouldDisplayToAgent": "GbDa",
		"?sortBy=assignmentExpirationDays": "aGbD", "?sortBy=-assignmentExpirationDays": "GabD",
		"?sortBy=description": "abDG", "?sortBy=-description": "baDG", "?sortBy=-modifiedDate,scope,displayName": "GaDb",
		"?queryFields=displayName&queryValue=TA": "bD", "?queryFields=displayName,description&queryValue=o": "ba",
		"?queryFields=description&queryValue=ta": "", "?queryFields=displayName&queryValue=a&isActive=true": "baG",
		"?segmentIds=" + ids[3] + "," + strings.ToUpper(ids[1]):                "DG",
		"?segmentIds=" + ids[3] + "&segmentIds=" + ids[0] + "%2Cx":             "bG",
		"?isActive=true&pageSize=1&pageNumber=9&sortBy=x&segmentIds=" + ids[1]: "D",
		"?segmentIds=" + unknown + ids[0] + "," + ids[0] + "," + ids[2]:        "ba",
		"?segmentIds=x": "",
	} {
		if got, _ := page(query); got != want {
			t.Errorf("%.80q: %s, want %s", query, got, want)
		}
	}
	_, l := page("?pageSize=3&pageNumber=1&isActive=true&other=1")
	if *l.Total != 3 || *l.PageCount != 1 || *l.PageNumber != 1 || *l.PageSize != 3 || l.NextURI != "" || l.PreviousURI != "" ||
		l.SelfURI != segmentsPath+"?pageSize=3&pageNumber=1&isActive=true" {
		t.Errorf("%+v", l)
	}
	_, l = page("?pageSize=1&segmentIds=" + ids[0] + "," + ids[1])
	if *l.Total != 2 || *l.PageCount != 1 || *l.PageNumber != 1 {
		t.Errorf("%+v", l)
	}
	for query, want := range map[string]struct {
		code  contract.Code
		field string
	}{
		"?sortBy=context":                    {contract.InvalidValue, "sortBy"},
		"?pageSize=x":                        {contract.InvalidValue, "pageSize"},
		"?pageNumber=-1":                     {contract.InvalidValue, "pageNumber"},
		"?isActive=yes":                      {contract.InvalidValue, "isActive"},
		"?queryFields=displayName":           {contract.BadRequest, "queryValue"},
		"?queryValue=x":                      {contract.BadRequest, "queryFields"},
		"?queryValue=x&queryFields=color":    {contract.InvalidValue, "queryFields"},
		"?segmentIds=" + unknown + "a,b,c,d": {contract.BadRequest, "segmentIds"},
	} {
		h.call("GET", segmentsPath+query, "", admin...).want(400).refusal(want.code, want.field)
	}
}

func TestOutcomeListing(t *testing.T) {
	h := newHarness(t)
	admin := h.admin()
	var ids []string
	for _, name := range []string{"b", "A", "c"} {
		path := h.call("POST", outcomesPath, strings.Replace(ordered, "Order", name, 1), admin...).made()
		ids = append(ids, strings.TrimPrefix(path, outcomesPath+"/"))
		h.at = h.at.Add(time.Second)
	}
	twenty := strings.Repeat("x,", 18)
	for query, want := range map[string]string{
		"": "bAc", "?isActive=yes": "bAc", "?sortBy=displayName": "Abc", "?sortBy=-createdDate": "cAb", "?pageSize=2&pageNumber=2": "c",
		"?outcomeIds=" + twenty + ids[2] + "," + ids[0]: "bc", "?queryFields=description&queryValue=PAID": "bAc",
		"?queryFields=displayName&queryValue=B": "b",
	} {
		var l contract.OutcomeListing
		h.call("GET", outcomesPath+query, "", admin...).want(200).into(&l)
		got := ""
		for _, o := range l.Entities {
			got += o.DisplayName
		}
		if got != want || l.PageCount == nil {
			t.Errorf("%q: %s, want %s: %+v", query, got, want, l)
		}
	}
	h.call("GET", outcomesPath+"?outcomeIds="+twenty+"x,y,z", "", admin...).want(400).refusal(contract.BadRequest, "outcomeIds")
	h.call("GET", outcomesPath+"?sortBy=scope", "", admin...).want(400).refusal(contract.InvalidValue, "sortBy")
}

func TestThereMayBeSoManyDefinitions(t *testing.T) {
	h := newHarness(t)
	for path, limit := range map[string]struct {
		noun  journey.Noun
		most  int
		key   string
		valid string
	}{
		segmentsPath: {journey.SegmentNoun, 500, "segment.max", bothParts},
		outcomesPath: {journey.OutcomeNoun, 100, "outcome.max", ordered},
	} {
		for i := range limit.most - 1 {
			h.define(limit.noun, "id "+itoa(i), map[string]any{"displayName": "A"})
		}
		last := h.call("POST", path, limit.valid, h.admin()...).made()
		var body contract.ErrorBody
		h.call("POST", path, limit.valid, h.admin()...).want(400).refusal(contract.LimitExceeded, "").into(&body)
		if body.Limit.Key != limit.key || body.Limit.Namespace != "journey" || *body.Limit.Value != int64(limit.most) {
			t.Errorf("%+v", body.Limit)
		}
		h.call("PATCH", last, `{}`, h.admin()...).want(200)
		h.call("DELETE", last, "", h.admin()...).want(204)
		h.call("POST", path, limit.valid, h.admin()...).want(200)
	}
}

// Requests at the same time do not get past what must be unique.
func TestOneSegmentForAnExternalOne(t *testing.T) {
	n := new(nothing)
	store, err := define.Open(context.Background(), define.Options{Log: n, Index: n, Mark: n})
	if err != nil {
		t.Fatal(err)
	}
	h := newHarness(t, func(o *Options) { o.Definitions, o.Observe = store, nil })
	bearer := "Bearer " + h.token("*:*:*")
	var made, refused atomic.Int32
	var posts sync.WaitGroup
	for range 16 {
		posts.Go(func() {
			r := httptest.NewRequest("POST", segmentsPath, strings.NewReader(`{"displayName":"A","externalSegment":{"id":"a","name":"A"}}`))
			r.Header.Set("Authorization", bearer)
			w := httptest.NewRecorder()
			h.api.ServeHTTP(w, r)
			switch w.Code {
			case http.StatusOK:
				made.Add(1)
			case http.StatusConflict:
				refused.Add(1)
			}
		})
	}
	posts.Wait()
	if made.Load() != 1 || refused.Load() != 15 || len(store.List(journey.SegmentNoun)) != 1 {
		t.Errorf("%d made, %d refused", made.Load(), refused.Load())
	}
}

package contract

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
	"time"
)

func TestOperations(t *testing.T) {
	built := 0
	for op := range Operations() {
		switch {
		case op.Ours && !op.Built:
			t.Errorf("%s is ours and not built", op.ID)
		case op.Built && !op.Ours:
			built++
		}
		if op.Auth == Bearer != strings.HasPrefix(op.Path, "/api/v2/") && op.Auth != Optional {
			t.Errorf("%s: auth %d on path %s", op.ID, op.Auth, op.Path)
		}
		for _, p := range op.Params {
			if p.In == "path" != strings.Contains(op.Path, "{"+p.Name+"}") {
				t.Errorf("%s: parameter %s is not where it says", op.ID, p.Name)
			}
		}
	}
	if want := 17 - 7 + 6 + 12 + 16; built != want { // T0 without channels, T1, T2, external events of T5
		t.Errorf("%d operations of the public API are built, want %d", built, want)
	}
}

func TestLookup(t *testing.T) {
	op, ok := Lookup("getJourneySession")
	if !ok || !op.AnyPermission || len(op.Permissions) != 2 || op.Response != "Session" || op.Success != 200 {
		t.Errorf("Lookup = %+v, %v", op, ok)
	}
	if _, ok := Lookup("getNothing"); ok {
		t.Error("found an operation that is not there")
	}
}

func TestOpenAPICoversEveryOperation(t *testing.T) {
	var document struct {
		OpenAPI string                                `json:"openapi"`
		Paths   map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(OpenAPI(), &document); err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, methods := range document.Paths {
		count += len(methods)
	}
	want := 0
	for op := range Operations() {
		want++
		described := string(document.Paths[op.Path][strings.ToLower(op.Method)])
		if described == "" {
			t.Errorf("%s is missing", op.ID)
		}
		if says501 := strings.Contains(described, "501"); says501 == op.Built {
			t.Errorf("%s: built %v, but the document says 501: %v", op.ID, op.Built, says501)
		}
	}
	if count != want || document.OpenAPI != "3.0.3" {
		t.Errorf("%d operations in OpenAPI %s, want %d in 3.0.3", count, document.OpenAPI, want)
	}
}

func TestOpenAPIReferencesResolve(t *testing.T) {
	var document any
	if err := json.Unmarshal(OpenAPI(), &document); err != nil {
		t.Fatal(err)
	}
	resolve := func(ref string) bool {
		value := document
		for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
			object, _ := value.(map[string]any)
			value = object[part]
		}
		return value != nil
	}
	var visit func(value any)
	visit = func(value any) {
		switch value := value.(type) {
		case []any:
			for _, item := range value {
				visit(item)
			}
		case map[string]any:
			if ref, ok := value["$ref"].(string); ok && !resolve(ref) {
				t.Errorf("%s leads nowhere", ref)
			}
			for _, member := range value {
				visit(member)
			}
		}
	}
	visit(document)
}

func TestPageHasItsFiles(t *testing.T) {
	files, err := Page()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"openapi.html", "openapi.css", "openapi.js"} {
		if _, err := fs.Stat(files, name); err != nil {
			t.Error(err)
		}
	}
}

func TestTime(t *testing.T) {
	for text, want := range map[string]string{
		`"2026-03-02T09:15:04.000Z"`:           `"2026-03-02T09:15:04.000Z"`,
		`"2026-03-02T10:15:04.123456+01:00"`:   `"2026-03-02T09:15:04.123Z"`,
		`"2026-03-02T09:15:04Z"`:               `"2026-03-02T09:15:04.000Z"`,
		`"2026-03-02T09:15:04.123999999Z"`:     `"2026-03-02T09:15:04.123Z"`,
		`"1969-12-31T23:59:59.9999Z"`:          `"1969-12-31T23:59:59.999Z"`,
		`"9999-12-31T23:59:59.999Z"`:           `"9999-12-31T23:59:59.999Z"`,
		`"0001-01-01T00:00:00.000000000Z"`:     `"0001-01-01T00:00:00.000Z"`,
		`"2026-03-02T09:15:04.000000001-0x:0"`: ``,
		`"2026-03-02"`:                         ``,
	} {
		var got Time
		err := json.Unmarshal([]byte(text), &got)
		if want == "" {
			if err == nil {
				t.Errorf("%s was read as %s", text, got)
			}
			continue
		}
		written, writeErr := json.Marshal(got)
		if err != nil || writeErr != nil || string(written) != want {
			t.Errorf("%s: %s, %v, %v, want %s", text, written, err, writeErr, want)
		}
	}
	if _, err := TimeOf(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)).MarshalText(); err == nil {
		t.Error("a year of five digits was written")
	}
}

// What is absent is not written, what is zero is.
func TestWireTypes(t *testing.T) {
	session := Session{
		ID: "0f3c9b1e-5d0b-4f0e-9a51-2c7c5a9d6e10", Type: "web", PageviewCount: new(0),
		LastEvent:           SessionLastEvent{ID: "1", EventName: "page_viewed", CreatedDate: 1772442904000},
		CreatedDate:         1772442904000,
		Referrer:            &Referrer{URL: "https://a.example/", Domain: "a.example", Medium: ReferrerMediumSearch},
		CaseStatus:          SessionCaseStatusOpen,
		SearchTerms:         []string{},
		Device:              &Device{Category: DeviceCategoryDesktop},
		ShortID:             "4821",
		DivisionIDs:         nil,
		OutcomeAchievements: nil,
	}
	body, err := AppendJSON(nil, session)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"pageviewCount":0`, `"eventCount":0`, `"authenticated":false`, `"searchTerms":[]`,
		`"createdDate":"2026-03-02T09:15:04.000Z"`,
	} {
		if !strings.Contains(string(body), want) {
			t.Errorf("no %s in %s", want, body)
		}
	}
	for _, unwanted := range []string{"null", "screenviewCount", "endedDate", "divisionIds", "browser"} {
		if strings.Contains(string(body), unwanted) {
			t.Errorf("%s is in %s", unwanted, body)
		}
	}
	schemas, err := NewSchemas()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range schemas.Validate("Session", body) {
		t.Error(v)
	}
	body, err = AppendJSON(nil, SojournEventBatchResponse{})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range schemas.Validate("SojournEventBatchResponse", body) {
		t.Errorf("%s: %s", body, v)
	}
}

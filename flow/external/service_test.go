package external_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"sojourn/flow/external"
	"sojourn/journey"
)

var ctx = context.Background()

// create stores a schema and fails the test if it cannot be.
func (s *shop) create(t testing.TB, document string) *external.Schema {
	t.Helper()
	schema, err := s.CreateSchema(ctx, []byte(document), "admin")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// update stores the next version of a schema.
func (s *shop) update(id string, version int, enabled bool, document string) (*external.Schema, error) {
	return s.UpdateSchema(ctx, id, fmt.Appendf(nil,
		`{"version":%d,"enabled":%t,"jsonSchema":%s}`, version, enabled, document), "admin")
}

func (s *shop) configure(t testing.TB, schema *external.Schema, source string) external.ConfigurationState {
	t.Helper()
	c, err := s.CreateConfiguration(ctx, fmt.Appendf(nil,
		`{"name":"Shop","description":"The shop","divisionId":"home","schemaId":%q,"source":%q}`, schema.ID, source))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func wantCode(t testing.TB, err error, code journey.FaultCode) {
	t.Helper()
	if fault, ok := errors.AsType[*journey.Fault](err); !ok || fault.Code != code {
		t.Errorf("got %v, want a fault of code %s", err, code)
	}
}

func TestVersionsOfASchema(t *testing.T) {
	s := open(t)
	first := s.create(t, schemaText("Order", `"a":{"type":"string"}`))
	second, err := s.update(first.ID, 1, true, schemaText("Order", `"a":{"type":"string"},"b":{"type":"integer"}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(second.Versions) != 2 || second.Current().Version != 2 || second.Current().CreatedBy != "admin" {
		t.Errorf("versions %+v", second.Versions)
	}
	if len(first.Versions) != 1 {
		t.Error("the update changed the schema that was read before")
	}
	old, err := s.SchemaVersion(first.ID, "1")
	if err != nil || strings.Contains(string(old.Document), `"b"`) {
		t.Errorf("version 1 is %s, %v", old.Document, err)
	}
	_, err = s.SchemaVersion(first.ID, "3")
	wantCode(t, err, journey.NotFound)
	_, err = s.SchemaVersion(first.ID, "x")
	wantCode(t, err, journey.InvalidValue)
	_, err = s.Schema("none")
	wantCode(t, err, journey.NotFound)
	_, err = s.update(first.ID, 1, true, schemaText("Order", ""))
	wantCode(t, err, external.VersionConflict)
	wantFault(t, err, "version", "does not match the current version")
}

func TestUpdatesThatAreRefused(t *testing.T) {
	s := open(t)
	id := s.create(t, schemaText("Order", `"a":{},"b":{}`, "a")).ID
	s.create(t, schemaText("Taken", ""))
	for _, test := range []struct{ why, body, field, reason string }{
		{"no version", `{"enabled":true,"jsonSchema":{}}`, "version", "required"},
		{"no enabled", `{"version":1,"jsonSchema":{}}`, "enabled", "required"},
		{"no document", `{"version":1,"enabled":true}`, "jsonSchema", "required"},
		{"a document with a fault", `{"version":1,"enabled":true,"jsonSchema":{"title":7}}`, "jsonSchema.$schema", "draft-04"},
		{"an optional field becomes required", body(schemaText("Order", `"a":{},"b":{}`, "a", "b")), "jsonSchema.required[1]", "stays optional"},
		{"a new field is required", body(schemaText("Order", `"a":{},"c":{}`, "c")), "jsonSchema.required[0]", "stays optional"},
		{"the title of another", body(schemaText("Taken", "")), "jsonSchema.title", "as the enabled schema"},
		{"a title that gives the same name", body(schemaText("Taken!", "")), "jsonSchema.title", "Taken"},
	} {
		t.Run(test.why, func(t *testing.T) {
			_, err := s.UpdateSchema(ctx, id, []byte(test.body), "")
			wantFault(t, err, test.field, test.reason)
		})
	}
	if schema, _ := s.Schema(id); schema.Current().Version != 1 {
		t.Error("a refused update was stored")
	}
	if _, err := s.update(id, 1, true, schemaText("Order", `"a":{}`)); err != nil {
		t.Errorf("a required field cannot become optional: %v", err)
	}
}

// body is an update of version 1 to that document, enabled.
func body(document string) string {
	return `{"version":1,"enabled":true,"jsonSchema":` + document + `}`
}

func TestDisabledSchemasGiveUpTheirTitleAndPlace(t *testing.T) {
	s := open(t)
	first := s.create(t, schemaText("Order 0", ""))
	for i := range external.MaxEventTypes - 1 {
		s.create(t, schemaText(fmt.Sprint("Order ", i+1), ""))
	}
	_, err := s.CreateSchema(ctx, []byte(schemaText("One more", "")), "")
	wantFault(t, err, "", "at most 20")
	if _, err := s.update(first.ID, 1, false, schemaText("Order 0", "")); err != nil {
		t.Fatal(err)
	}
	s.create(t, schemaText("Order 0", ""))
	_, err = s.update(first.ID, 2, true, schemaText("Order 0", ""))
	wantCode(t, err, external.Conflict)
	if _, err := s.update(first.ID, 2, false, schemaText("Order 0", `"a":{}`)); err != nil {
		t.Errorf("a disabled schema cannot be changed: %v", err)
	}
	if n := len(s.ListSchemas()); n != external.MaxEventTypes+1 {
		t.Errorf("%d schemas are listed", n)
	}
}

func TestOneOfManyGetsTheTitle(t *testing.T) {
	s := open(t)
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() { _, errs[i] = s.CreateSchema(ctx, []byte(schemaText("Order", "")), "") })
	}
	wg.Wait()
	taken := 0
	for _, err := range errs {
		if err == nil {
			taken++
			continue
		}
		wantCode(t, err, external.Conflict)
	}
	if taken != 1 {
		t.Errorf("%d schemas have the title", taken)
	}
}

func TestConfigurations(t *testing.T) {
	s := open(t)
	schema := s.create(t, schemaText("Order", ""))
	c := s.configure(t, schema, " Velo Shop ")
	if c.Source != "Velo Shop" || c.SessionType() != "velo_shop" || !c.SchemaActive || !c.DivisionIDActive ||
		c.DateLastModified != journey.InstantOf(noon) {
		t.Errorf("created %+v %+v", c, *c.Configuration)
	}
	patched, err := s.UpdateConfiguration(ctx, c.ID, []byte(`{"name":"New","source":"Velo Shop"}`))
	if err != nil || patched.Name != "New" || patched.Description != "The shop" || patched.Source != "Velo Shop" {
		t.Errorf("patched %+v, %v", patched.Configuration, err)
	}
	if _, err := s.update(schema.ID, 1, false, schemaText("Order", "")); err != nil {
		t.Fatal(err)
	}
	if c, _ := s.Configuration(c.ID); c.SchemaActive {
		t.Error("the schema is disabled but active")
	}
	if len(s.ListConfigurations()) != 1 {
		t.Error("the configuration is not listed")
	}
	if err := s.DeleteConfiguration(ctx, c.ID); err != nil {
		t.Fatal(err)
	}
	wantCode(t, s.DeleteConfiguration(ctx, c.ID), journey.NotFound)
}

func TestConfigurationsThatAreRefused(t *testing.T) {
	s := open(t)
	schema := s.create(t, schemaText("Order", ""))
	c := s.configure(t, schema, "shop")
	good := fmt.Sprintf(`{"name":"n","description":"d","divisionId":"home","schemaId":%q,"source":"s"}`, schema.ID)
	if _, err := s.CreateConfiguration(ctx, []byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ why, old, new, field, reason string }{
		{"no name", `"n"`, `""`, "name", "required"},
		{"no description", `"description"`, `"x"`, "description", "required"},
		{"a name of another type", `"n"`, `7`, "name", "type"},
		{"a long name", `"n"`, `"` + strings.Repeat("n", 256) + `"`, "name", "255"},
		{"no such division", `"home"`, `"away"`, "divisionId", "division"},
		{"no such schema", schema.ID, "none", "schemaId", "enabled schema"},
		{"a source of no use", `"s"`, `"日本"`, "source", "letter"},
		{"no JSON", `{`, ``, "", "object"},
	} {
		t.Run(test.why, func(t *testing.T) {
			_, err := s.CreateConfiguration(ctx, []byte(strings.Replace(good, test.old, test.new, 1)))
			wantFault(t, err, test.field, test.reason)
		})
	}
	_, err := s.UpdateConfiguration(ctx, c.ID, []byte(`{"source":"other"}`))
	wantFault(t, err, "source", "cannot be changed")
	_, err = s.UpdateConfiguration(ctx, c.ID, []byte(`{"name":""}`))
	wantFault(t, err, "name", "required")
	_, err = s.UpdateConfiguration(ctx, "none", []byte(`{}`))
	wantCode(t, err, journey.NotFound)
}

func TestPartialSuccess(t *testing.T) {
	s := open(t)
	c := s.configure(t, s.create(t, schemaText("Order", `"n":{"type":"integer"}`, "n")), "shop")
	s.intake.refuse = func(e *journey.Event) error {
		switch e.Attributes[0].Value {
		case "3":
			return &journey.Fault{Code: journey.EventTooOld, Field: "dateCreated", Reason: "is too old"}
		case "4":
			return fmt.Errorf("lane: %w", &journey.Fault{Code: journey.Unavailable, Reason: "try again"})
		case "5":
			return errors.New("a private cause")
		}
		return nil
	}
	entries := []string{
		eventText(`"n":1`), eventText(`"n":"2"`), eventText(`"n":3`), eventText(`"n":4`), eventText(`"n":5`), `7`,
	}
	got, err := s.Ingest(ctx, external.Request{
		ConfigurationID: c.ID, Body: []byte(`{"entities":[` + strings.Join(entries, ",") + `]}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"1 false 400 attributes.n: must be a whole number", "2 false 400 dateCreated: is too old",
		"3 true 503 try again", "4 true 503 the event could not be taken; try again", "5 false 400 must be a JSON object",
	}
	for i, u := range got {
		line := fmt.Sprintf("%d %t %d %s", u.OriginalRequestIndex, u.IsRetryable, u.StatusCode, u.ErrorMessage)
		if i >= len(want) || line != want[i] {
			t.Errorf("got %s", line)
		}
		if string(u.Event) != entries[u.OriginalRequestIndex] {
			t.Errorf("event %s is not the one that was sent", u.Event)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d unprocessed, want %d", len(got), len(want))
	}
	if len(s.intake.events) != 1 || s.intake.events[0].Received != journey.InstantOf(noon) ||
		s.intake.events[0].CorrelationID.IsZero() {
		t.Errorf("%d events were taken: %+v", len(s.intake.events), s.intake.events)
	}
}

func TestRequestsThatAreRefused(t *testing.T) {
	s := open(t)
	schema := s.create(t, schemaText("Order", ""))
	c := s.configure(t, schema, "shop")
	ingest := func(id, body string) error {
		_, err := s.Ingest(ctx, external.Request{ConfigurationID: id, Body: []byte(body)})
		return err
	}
	wantCode(t, ingest("none", `{"entities":[]}`), journey.NotFound)
	wantFault(t, ingest(c.ID, `[]`), "", "object")
	wantFault(t, ingest(c.ID, `{"entities":[}`), "", "well-formed")
	wantFault(t, ingest(c.ID, `{}`), "entities", "required")
	wantFault(t, ingest(c.ID, `{"entities":7}`), "entities", "type")
	wantFault(t, ingest(c.ID, `{"entities":[`+strings.Repeat("7,", 100)+`7]}`), "entities", "100")
	wantCode(t, ingest(c.ID, strings.Repeat(" ", external.MaxBody+1)), journey.TooLarge)
	if err := ingest(c.ID, `{"entities":[]}`); err != nil {
		t.Errorf("nothing to take: %v", err)
	}
	if err := s.DeleteSchema(ctx, schema.ID); err != nil {
		t.Fatal(err)
	}
	wantFault(t, ingest(c.ID, `{"entities":[]}`), "", "not enabled")
	wantCode(t, s.DeleteSchema(ctx, schema.ID), journey.NotFound)
}

// What the package makes is what the fold takes: an event of each day is a session of its own.
func TestEventsFold(t *testing.T) {
	e, err := order(t).Event([]byte(eventText(`"sku":"a","tags":["x"]`)), veloShop(t, "shop"))
	if err != nil {
		t.Fatal(err)
	}
	e.Received = e.Created
	policy := journey.DefaultPolicy()
	state := &journey.State{Key: e.Key()}
	if _, err := journey.Step(state, e, &policy, journey.Chance{Session: journey.RandomID([16]byte{1})}); err != nil {
		t.Fatal(err)
	}
	session := state.Sessions[0]
	if session.Custom.Type != "shop" || session.Custom.ExternalID != "crm:c-17:2026-03-02" ||
		session.Custom.Customer.Value != (journey.Identifier{Type: "externalId", Value: "c-17"}) {
		t.Errorf("session %+v", session.Custom)
	}
}

// A restart reads the same definitions from their JSON.
func TestStoredFormsAreReadAgain(t *testing.T) {
	s := open(t)
	schema := s.create(t, schemaText("Order", orderProperties, "sku"))
	c := s.configure(t, schema, "shop")
	stored, _ := s.store.Get(external.SchemaNoun, schema.ID)
	again, err := external.DecodeSchema(stored)
	if err != nil || !slices.EqualFunc(again.Versions, schema.Versions, func(a, b external.Version) bool {
		return a.Version == b.Version && a.Enabled == b.Enabled && a.DateCreated == b.DateCreated &&
			string(a.Document) == string(b.Document)
	}) {
		t.Errorf("schema %+v, %v", again, err)
	}
	stored, _ = s.store.Get(external.ConfigurationNoun, c.ID)
	if read, err := external.DecodeConfiguration(stored); err != nil || *read != *c.Configuration {
		t.Errorf("configuration %+v, %v", read, err)
	}
	for _, damaged := range []string{``, `{}`, `{"versions":[{"jsonSchema":{}}]}`} {
		if _, err := external.DecodeSchema(journey.Definition{ID: "x", Body: []byte(damaged)}); err == nil {
			t.Errorf("the damaged schema %q is read", damaged)
		}
		if _, err := external.DecodeConfiguration(journey.Definition{ID: "x", Body: []byte(damaged)}); err == nil {
			t.Errorf("the damaged configuration %q is read", damaged)
		}
	}
}

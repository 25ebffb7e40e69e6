package external_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"sojourn/flow/external"
	"sojourn/journey"
)

// check fails unless err is a refusal that can be told.
func check(t *testing.T, err error) {
	t.Helper()
	fault, ok := errors.AsType[*journey.Fault](err)
	if !ok {
		t.Fatalf("%v is no fault", err)
	}
	if fault.Code == "" || fault.Reason == "" || !utf8.ValidString(fault.Error()) {
		t.Fatalf("fault %+v", fault)
	}
}

// A schema is refused with a reason or gives a validator that takes or refuses any event.
func FuzzCompile(f *testing.F) {
	for _, document := range []string{
		schemaText("Order", orderProperties, "sku"), schemaText("t", fields(3)), `{}`, `[`,
		`{"$schema":"http://json-schema.org/draft-04/schema#","title":"t","definitions":{` + doubling(9) +
			`},"properties":{"a":{"$ref":"#/definitions/d0"}}}`,
		schemaText("t", `"a":{"pattern":"(a|b)*","multipleOf":0.5,"enum":[1,"a",null]},"b":{"oneOf":[{},{"not":{}}]}`),
		schemaText("t", `"a":{"items":[{"type":"string"}],"additionalItems":false,"uniqueItems":true,"format":"regex"}`),
	} {
		f.Add(document, eventText(`"sku":"a","a":["x",1],"b":2.5`))
	}
	f.Fuzz(func(t *testing.T, document, event string) {
		v, err := external.Compile([]byte(document))
		if err != nil {
			check(t, err)
			return
		}
		if v.EventName() == "" {
			t.Fatal("events have no name")
		}
		if _, err := v.Event([]byte(event), veloShop(t, "shop")); err != nil {
			check(t, err)
		}
	})
}

// An event is refused with a reason or is one that the journey can hold.
func FuzzEvent(f *testing.F) {
	for _, attributes := range []string{
		`"sku":"a"`, `"sku":"a","tags":["x","y"],"pieces":3,"total":1e2,"gift":false`, `"sku":null`, `"x":{}`, `"sku":"a","x":[[]]`,
	} {
		f.Add([]byte(eventText(attributes)))
	}
	f.Add([]byte(`{"id":"1","dateCreated":"2026-03-02","identifiers":{"externalIds":[{}]},"attributes":{}}`))
	v, c := order(f), veloShop(f, "shop")
	f.Fuzz(func(t *testing.T, source []byte) {
		e, err := v.Event(source, c)
		if err != nil {
			check(t, err)
			return
		}
		if e.ID.IsZero() || e.Customer == "" || !journey.IsCustomType(e.Custom.Type) || e.Custom.ExternalID == "" {
			t.Fatalf("event %+v of %+v", e, e.Custom)
		}
		if len(e.Attributes)+len(e.Custom.Lists) > external.MaxAttributes {
			t.Fatalf("%d attributes", len(e.Attributes))
		}
		for _, a := range e.Attributes {
			if a.Type == journey.TypeNone || utf8.RuneCountInString(a.Value) > 1024 {
				t.Fatalf("attribute %+v", a)
			}
		}
	})
}

// A request is refused as a whole, or every event of it is taken or named.
func FuzzIngest(f *testing.F) {
	f.Add([]byte(`{"entities":[` + eventText(`"a":1`) + `,` + eventText(`"a":"x"`) + `,7]}`))
	f.Add([]byte(`{"entities":null}`))
	f.Add([]byte(`{"entities":[]}`))
	s := open(f)
	c := s.configure(f, s.create(f, schemaText("Order", `"a":{"type":"integer"}`)), "shop")
	f.Fuzz(func(t *testing.T, body []byte) {
		s.intake.events = nil
		unprocessed, err := s.Ingest(ctx, external.Request{ConfigurationID: c.ID, Body: body})
		if err != nil {
			check(t, err)
			return
		}
		last := -1
		for _, u := range unprocessed {
			if u.OriginalRequestIndex <= last || u.ErrorMessage == "" || u.StatusCode < 400 || len(u.Event) == 0 {
				t.Fatalf("unprocessed %+v", u)
			}
			last = u.OriginalRequestIndex
		}
	})
}

// A configuration is refused with a reason or is usable.
func FuzzConfiguration(f *testing.F) {
	s := open(f)
	schema := s.create(f, schemaText("Order", ""))
	f.Add(`{"name":"n","description":"d","divisionId":"home","schemaId":"` + schema.ID + `","source":"s"}`)
	f.Add(`{"name":7}`)
	f.Fuzz(func(t *testing.T, body string) {
		c, err := s.CreateConfiguration(ctx, []byte(body))
		if err != nil {
			check(t, err)
			return
		}
		if !journey.IsCustomType(c.SessionType()) || !c.SchemaActive {
			t.Fatalf("configuration %+v of %s", c.Configuration, c.SessionType())
		}
		if err := s.DeleteConfiguration(ctx, c.ID); err != nil {
			t.Fatal(err)
		}
	})
}

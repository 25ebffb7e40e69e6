package external_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"testing"
	"time"

	"sojourn/flow/define"
	"sojourn/flow/external"
	"sojourn/journey"
)

// failing is a test, a benchmark or a property.
type failing interface {
	Helper()
	Fatal(args ...any)
}

// memory is a log, an index and a mark that keep nothing.
type memory struct{ at journey.Position }

func (m *memory) Append(context.Context, [][]byte) (journey.Position, error) {
	m.at++
	return m.at, nil
}

func (m *memory) Definitions(context.Context) iter.Seq2[*journey.Definition, error] {
	return func(func(*journey.Definition, error) bool) {}
}

func (m *memory) Define(context.Context, journey.Position, []*journey.Definition) error { return nil }

func (m *memory) Done(journey.Position, journey.Position) {}

func (m *memory) Low() journey.Position { return 1 }

// lanes are an intake that keeps what it takes and refuses what refuse says.
type lanes struct {
	mu     sync.Mutex
	events []*journey.Event
	refuse func(e *journey.Event) error
}

func (l *lanes) SubmitAll(_ context.Context, events []*journey.Event) ([]journey.Receipt, []error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	errs := make([]error, len(events))
	for i, e := range events {
		if l.refuse != nil {
			errs[i] = l.refuse(e)
		}
		if errs[i] == nil {
			l.events = append(l.events, e)
		}
	}
	return make([]journey.Receipt, len(events)), errs
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// shop is a service over real definitions, wired as the server wires it.
type shop struct {
	*external.Service
	store  *define.Store
	intake *lanes
}

func open(t failing) *shop {
	t.Helper()
	s, err := assemble()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func assemble() (*shop, error) {
	m := &memory{}
	store, err := define.Open(context.Background(), define.Options{
		Log: m, Index: m, Mark: m, Now: func() time.Time { return noon },
	})
	if err != nil {
		return nil, err
	}
	schemas, err := define.NewTable(store, external.SchemaNoun, external.DecodeSchema)
	if err != nil {
		return nil, err
	}
	configurations, err := define.NewTable(store, external.ConfigurationNoun, external.DecodeConfiguration)
	if err != nil {
		return nil, err
	}
	s := &shop{store: store, intake: &lanes{}}
	s.Service = external.New(external.Options{
		Definitions: store, Schemas: schemas, Configurations: configurations, Intake: s.intake,
		HasDivision: func(id string) bool { return id == "home" },
		Now:         func() time.Time { return noon },
	})
	return s, nil
}

// schemaText is a schema document with that title and those properties; required are names.
func schemaText(title, properties string, required ...string) string {
	list := ""
	if len(required) > 0 {
		list = fmt.Sprintf(`,"required":["%s"]`, strings.Join(required, `","`))
	}
	return fmt.Sprintf(`{"$schema":"http://json-schema.org/draft-04/schema#","title":%q%s,"properties":{%s}}`,
		title, list, properties)
}

// orderProperties use every core type.
const orderProperties = `
	"sku":{"allOf":[{"$ref":"#/definitions/identifier"}],"title":"SKU","minLength":1,"maxLength":12},
	"note":{"allOf":[{"$ref":"#/definitions/longtext"}]},
	"state":{"allOf":[{"$ref":"#/definitions/enum"}],"enum":["open","paid"],
		"_enumProperties":{"open":{"title":"Open","_disabled":false}}},
	"when":{"allOf":[{"$ref":"#/definitions/datetime"}]},
	"day":{"allOf":[{"$ref":"#/definitions/date"}]},
	"link":{"allOf":[{"$ref":"#/definitions/url"}]},
	"pieces":{"allOf":[{"$ref":"#/definitions/integer"}],"minimum":1,"maximum":24},
	"total":{"allOf":[{"$ref":"#/definitions/number"}]},
	"gift":{"allOf":[{"$ref":"#/definitions/checkbox"}]},
	"tags":{"allOf":[{"$ref":"#/definitions/tag"}],"items":{"minLength":1,"maxLength":9},"maxItems":3},
	"code":{"type":"string","pattern":"^[A-Z]{2}$"},
	"sessionId":{"allOf":[{"$ref":"#/definitions/text"}]}`

func order(t testing.TB) *external.Validator {
	t.Helper()
	return compiled(t, schemaText("Order Placed", orderProperties, "sku"))
}

func compiled(t testing.TB, document string) *external.Validator {
	t.Helper()
	v, err := external.Compile([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// veloShop is a configuration with that source.
func veloShop(t failing, source string) *external.Configuration {
	t.Helper()
	c, err := external.DecodeConfiguration(journey.Definition{ID: "c1", Body: fmt.Appendf(nil,
		`{"name":"n","description":"d","divisionId":"home","schemaId":"s","source":%q}`, source)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const bikeEvent = "5a1d3f60-7f0e-4e7e-9a68-3f3f0c1f9e01"

// eventText is an event with those attributes.
func eventText(attributes string) string {
	return fmt.Sprintf(`{"id":%q,"dateCreated":"2026-03-02T09:00:00.000Z",
		"identifiers":{"externalIds":[{"value":"c-17","externalSourceId":"crm"}]},"attributes":{%s}}`, bikeEvent, attributes)
}

// wantFault checks that err is a fault of that field with a reason that contains a text.
func wantFault(t testing.TB, err error, field, reason string) {
	t.Helper()
	fault, ok := errors.AsType[*journey.Fault](err)
	if !ok {
		t.Fatalf("got %v, want a fault of %q", err, field)
	}
	if fault.Field != field || !strings.Contains(fault.Reason, reason) {
		t.Errorf("got %q: %q\nwant %q: …%q…", fault.Field, fault.Reason, field, reason)
	}
}

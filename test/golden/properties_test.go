package golden

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"sojourn/web/contract"
)

// TestEveryPropertyIsFilled lists all properties of the Session resource and of every linked type, and
// fails for any that no case fills (session.md §2, §3).
func TestEveryPropertyIsFilled(t *testing.T) {
	all, err := Load("testdata")
	if err != nil {
		t.Fatal(err)
	}
	filled := map[string]bool{}
	for _, c := range all {
		for _, session := range c.Expect.Sessions {
			fill(filled, reflect.TypeFor[contract.Session](), session)
		}
	}
	listed := properties(reflect.TypeFor[contract.Session](), nil)
	const least = 51 + 60 // of the resource, and some of its linked types
	if len(listed) < least {
		t.Fatalf("only %d properties are found", len(listed))
	}
	for _, name := range listed {
		if !filled[name] {
			t.Errorf("no case fills %s", name)
		}
	}
}

// properties lists the properties of a type and of all types below, as Type.property.
func properties(typ reflect.Type, known []string) []string {
	for i := range typ.NumField() {
		name := property(typ, i)
		if slices.Contains(known, name) {
			continue
		}
		known = append(known, name)
		if below := model(typ.Field(i).Type); below != nil {
			known = properties(below, known)
		}
	}
	return known
}

// fill notes the properties that a document has.
func fill(filled map[string]bool, typ reflect.Type, document any) {
	switch document := document.(type) {
	case []any:
		for _, item := range document {
			fill(filled, typ, item)
		}
	case map[string]any:
		for i := range typ.NumField() {
			value, found := document[jsonName(typ, i)]
			if !found {
				continue
			}
			filled[property(typ, i)] = true
			field := typ.Field(i).Type
			below := model(field)
			if members, isMap := value.(map[string]any); isMap && field.Kind() == reflect.Map {
				for _, member := range members {
					fill(filled, below, member)
				}
			} else if below != nil {
				fill(filled, below, value)
			}
		}
	}
}

// model is the struct behind a pointer, a list or a map; nil if there is none.
func model(typ reflect.Type) reflect.Type {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice || typ.Kind() == reflect.Map {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct {
		return nil
	}
	return typ
}

func property(typ reflect.Type, i int) string { return typ.Name() + "." + jsonName(typ, i) }

func jsonName(typ reflect.Type, i int) string {
	name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
	return name
}

package codec

import (
	"reflect"
	"testing"

	"sojourn/journey"
)

// TestNoFieldIsForgotten: whatever is added to the domain types must be added to the codec
// too. Every field is set to something by reflection and must come back, through both forms.
func TestNoFieldIsForgotten(t *testing.T) {
	for _, record := range []journey.Record{
		&journey.Accepted{}, &journey.Pinged{}, &journey.Ended{}, &journey.Definition{},
	} {
		fill(reflect.ValueOf(record).Elem())
		got, err := DecodeRecord(AppendRecord(nil, record))
		check(t, err)
		same(t, got, record)
		line, err := MarshalLine(record)
		check(t, err)
		got, err = UnmarshalLine(line)
		check(t, err)
		same(t, got, record)
	}
	session := &journey.Session{}
	fill(reflect.ValueOf(session).Elem())
	gotSession, err := DecodeSession(AppendSession(nil, session))
	check(t, err)
	same(t, gotSession, session)
	state := &journey.State{}
	fill(reflect.ValueOf(state).Elem())
	state.Sessions = nil // only their IDs are kept, see TestStatesComeBackAsTheyWere
	gotState, _, err := DecodeState(state.Key, AppendState(nil, state))
	check(t, err)
	same(t, gotState, state)
}

// fill sets every field to a value that is not zero and that every enumeration has.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() { // what is private to the domain is not for keeping
				fill(v.Field(i))
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte("7")) // JSON, for the body of a definition
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(0.5)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(1)
	default:
		v.SetUint(1)
	}
}
